"""Signposting: what happens in a life, and the right word and list at the right time.

Purpose: a bereavement, a birth, a move is written down once; by rules a partnership sets, a connector is offered a
letter in the right tone and a shortlist of what may help. They accept it or not. Nothing goes out by itself.

Owns: LifeEvent, Proposal, LifeEventRule, ReferralReason.
Depends on: letters (what is written), directory (what matters, for the shortlist), referrals (a life event as the
reason for one), people (whom it is about), casework (who carries the case).
States: a proposal is open, accepted or declined; the table is in `rules`.
Non-goals: guessing. Nobody's life event is inferred from anything; somebody was told, and says by whom.
"""
