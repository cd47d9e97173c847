"""Referrals: the ways in. Somebody asks that a person be helped; a connector decides what happens next.

Purpose: take what was noticed, by whom, with the person's agreement or the reason to act without it; never lose
one; suggest whom it may already be about; let a connector accept, ask or decline, and let the referrer know.

Owns: Referral, Knock (how often a public door was used, without names).

Depends on: people (the person it becomes, duplicates), messaging (acknowledgement, answer), partnerships.

States: new → waiting for information → accepted | declined | withdrawn (see `rules.TRANSITIONS`).

Non-goals: a score or a ranking of loneliness (signs are prompts to ask kindly); opening a case (journeys);
onward referrals (casework).
"""
