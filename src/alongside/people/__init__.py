"""People: the residents we know, how to reach them and what they agreed to.

Purpose: one record of a person in a partnership – name, how they like to be called, how and when to ring, where
they live, what they agreed to share and with whom, and the human sentences of their timeline.

Owns: Person, AreaRelation, ConsentWording, Consent, TimelineEvent, KnownTo (which organisation knows whom).

Depends on: partnerships (organisations, members), places (postcodes, areas), core.

States: a consent is given, then perhaps withdrawn; an organisation knows a person from a day until a day.
A person has no state machine: an episode of support is a case (casework), a way in is a referral (referrals).

Non-goals: merging two records (candidates are suggested, a person decides), cases, plans, scores, and any
judgement about a person that a computer made.
"""
