"""Caring: who looks after whom without pay, and the way to an assessment of what the carer needs.

Purpose: a person who looks after somebody is asked once; what the law gives them is offered and followed.

Owns: Caring, CarersAssessment, AssessmentMove, YoungCarersService.
Depends on: casework (the worklist, the plan), people (the carer, and the person cared for where we know them),
directory (the young carers' service a partnership names).
States: an assessment is offered, requested, refused, done, has an outcome, is looked at again. Its moves are only ever
added; taking one back is a line of its own. The table is in `rules`.
Non-goals: the assessment itself is the local authority's; nothing here decides whether somebody is eligible.
"""
