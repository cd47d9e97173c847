"""Safeguarding: somebody may not be safe, and the one whose task it is knows – whatever the mail server does.

Purpose: a concern in two taps; the alert stands inside the system at once and leaves as a message too; it is
acknowledged, or goes to the deputy and then again to both; what was seen and said, what the adult wishes, capacity,
consent or why it is shared without, the three limbs of section 42 of the Care Act 2014, the decision, the referral to
the council, the end. Whoever raised it reads that it was received and by whom, and no more.

Owns: Concern (with Entry, Acknowledgement, Alert and ConcernReading), SafeguardingRole, Arrangement, BreakGlass.

Depends on: partnerships (members), people and referrals (whom it is about), messaging (the outbox).

States: a concern is new, acknowledged, open, with the council or closed (`rules.TRANSITIONS`). No row holds its state:
it follows from what was added. Concerns, entries, alerts, acknowledgements, readings and break-glass are only added:
the database refuses every other statement (migration 0002), and shows them to the safeguarding roles alone.

Non-goals: deciding. The software asks the questions in order and keeps the answers; named people decide. Not the
council's own enquiry, nor a children's procedure.
"""
