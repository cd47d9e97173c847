"""Referrals as FHIR R4 says them: read from UK Core shapes, answered as Task. Pure: no database, no web.

`body` makes hostile bytes into JSON, `bundle` finds the ServiceRequest and what it refers to, `reading` makes of
them what `referrals.actions.receive` takes, `rules` says what follows what, `writing` makes the answers.
The readers are our own, and tolerant: what we do not use is not judged; what we use and cannot read is named.
"""
