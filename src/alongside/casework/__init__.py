"""Casework: a person's episode of support with an organisation, from the first call to the closed case.

Owns: Case, Conversation, Barrier, Step, OnwardReferral, Contact, FollowUp.
Depends on: referrals (what a case may come from), directory (services a step or onward referral may name),
people (the person, consent, timeline), measures and messaging for what a case reads or sends.
States: a case is open or closed (and may be reopened); a step is open, done or dropped; an onward referral
is sent, in question, accepted, declined, expired or withdrawn. The tables are in `rules`.
Non-goals: befriending matches, bookings and safeguarding concerns have homes of their own. Nothing here
decides about a person: the software proposes a next contact, a named member keeps or moves it.
"""
