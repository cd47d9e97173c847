"""Each constraint of befriending, violated: the database has the last word."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange

from alongside.befriending.actions import queue, visits
from alongside.befriending.enums import PairKind, SaidBy
from alongside.befriending.models import (
    Answer,
    CalendarLink,
    Cover,
    Exclusion,
    LeftWaiting,
    Match,
    Proposal,
    Review,
    Round,
    Scheme,
    Series,
    Visit,
    VisitLog,
    WaitParameter,
    Wish,
)
from tests import given_befriending as given
from tests.factories.befriending import AT, a_volunteer, a_wish
from tests.factories.people import a_person

EMPTY = DateTimeTZRange(empty=True)

#: constraint → (model, what to write)
BROKEN: dict[str, tuple[type[models.Model], dict[str, object]]] = {
    "befriending_scheme_channel_is_known": (Scheme, {"channel": "pigeon"}),
    "befriending_scheme_says_what": (Scheme, {"eligibility": ""}),
    "befriending_scheme_length_is_plausible": (Scheme, {"minutes": 5}),
    "befriending_scheme_rhythm_is_plausible": (Scheme, {"every_weeks": 0}),
    "befriending_scheme_age_is_plausible": (Scheme, {"minimum_age": -1}),
    "befriending_scheme_standards_are_plausible": (Scheme, {"answer_days": 0}),
    "befriending_parameter_is_plausible": (WaitParameter, {"points_per_week_waited": -1}),
    "befriending_parameter_says_why": (WaitParameter, {"why": ""}),
    "befriending_wish_status_is_known": (Wish, {"status": "half"}),
    "befriending_wish_gap_is_known": (Wish, {"age_gap": "wide"}),
    "befriending_wish_talks_is_known": (Wish, {"talks": "sings"}),
    "befriending_wish_channels_are_known": (Wish, {"channels": []}),
    "befriending_wish_conditions_are_known": (Wish, {"conditions": ["dragon"]}),
    "befriending_wish_length_is_plausible": (Wish, {"minutes": 1}),
    "befriending_wish_counts_are_plausible": (Wish, {"stay_waiting": -1}),
    "befriending_wish_left_says_why": (Wish, {"left_at": AT}),
    "befriending_exclusion_kind_is_known": (Exclusion, {"kind": "mood"}),
    "befriending_exclusion_side_is_known": (Exclusion, {"said_by": "neighbour"}),
    "befriending_exclusion_lifting_is_whole": (Exclusion, {"lifted_at": AT}),
    "befriending_round_status_is_known": (Round, {"status": "half", "reason": "why"}),
    "befriending_round_stopped_says_why": (Round, {"status": "stopped"}),
    "befriending_proposal_channel_is_known": (Proposal, {"channel": "pigeon"}),
    "befriending_proposal_decision_is_known": (Proposal, {"decision": "perhaps"}),
    "befriending_proposal_decision_is_whole": (Proposal, {"decided_by": None}),
    "befriending_proposal_decided_by_someone": (Proposal, {"decided_at": None, "decided_by": None}),
    "befriending_proposal_override_says_why": (Proposal, {"decision": "rejected"}),
    "befriending_proposal_change_says_to_whom": (Proposal, {"decision": "changed", "reject_reason": "times"}),
    "befriending_match_status_is_known": (Match, {"status": "half"}),
    "befriending_match_channel_is_known": (Match, {"channel": "pigeon"}),
    "befriending_match_introduction_is_whole": (Match, {"introduced_by": None}),
    "befriending_match_activation_is_whole": (Match, {"activated_at": None}),
    "befriending_match_active_by_someone": (Match, {"activated_at": None, "activated_by": None}),
    "befriending_match_ended_says_why": (Match, {"status": "ended"}),
    "befriending_match_ending_says_when_and_what_next": (Match, {"status": "ending"}),
    "befriending_match_rhythm_is_plausible": (Match, {"every_weeks": 9}),
    "befriending_answer_side_is_known": (Answer, {"side": "neighbour"}),
    "befriending_answer_says_when_and_how": (Answer, {"answered_at": None}),
    "befriending_answer_told_to_someone": (Answer, {"via": "phone", "recorded_by": None}),
    "befriending_cover_agreed_by_the_person": (Cover, {"person_agreed": False}),
    "befriending_review_kind_is_known": (Review, {"kind": "weekly"}),
    "befriending_review_is_whole": (Review, {"held_at": AT, "result": "carry_on"}),
    "befriending_review_held_says_what_next": (Review, {"result": "carry_on"}),
    "befriending_series_weekday_is_one": (Series, {"weekday": 7}),
    "befriending_series_minute_is_one": (Series, {"minute": 1440}),
    "befriending_series_length_is_plausible": (Series, {"minutes": 5}),
    "befriending_series_rhythm_is_plausible": (Series, {"every_weeks": 9}),
    "befriending_series_ends_after_it_began": (Series, {"last_on": dt.date(2020, 1, 1)}),
    "befriending_visit_status_is_known": (Visit, {"status": "half"}),
    "befriending_visit_channel_is_known": (Visit, {"channel": "pigeon"}),
    "befriending_visit_has_a_length": (Visit, {"during": EMPTY}),
    "befriending_visit_cancelled_says_when": (Visit, {"status": "cancelled"}),
    "befriending_log_says_why_not": (VisitLog, {"happened": False}),
    "befriending_log_topics_are_known": (VisitLog, {"topics": ["dragons"]}),
    "befriending_log_feelings_are_known": (VisitLog, {"person_felt": "seven"}),
}
#: Two rows that may not both be: a copy of the first, with what makes it another row.
TWICE: dict[str, tuple[type[models.Model], dict[str, object]]] = {
    "befriending_scheme_name_once": (Scheme, {}),
    "befriending_parameter_version_once": (WaitParameter, {}),
    "befriending_wish_once_in_a_queue": (Wish, {}),
    "befriending_exclusion_once": (Exclusion, {}),
    "befriending_proposed_once": (Proposal, {}),
    "befriending_left_once": (LeftWaiting, {}),
    "befriending_match_one_live": (Match, {}),
    "befriending_answer_once": (Answer, {"token_hash": "another"}),
    "befriending_answer_link_once": (Answer, {"match": "other"}),
    "befriending_cover_one_at_a_time": (Cover, {}),
    "befriending_review_once": (Review, {}),
    "befriending_series_one": (Series, {}),
    "befriending_visit_time_once": (Visit, {"series": None}),
    "befriending_visit_of_series_once": (
        Visit,
        {"during": DateTimeTZRange(AT + dt.timedelta(days=400), AT + dt.timedelta(days=401))},
    ),
    "befriending_log_once": (VisitLog, {}),
    "befriending_calendar_link_once": (CalendarLink, {"revoked_at": AT}),
    "befriending_calendar_one_link": (CalendarLink, {"token_hash": "another"}),
}


@pytest.fixture
def everything(cast):
    scene = given.scene(cast, people_at_most=1)
    bea = a_person(by=cast.owner, given_name="Bea", phone="07700 900111")
    a_wish(cast.owner, scene.scheme, person=bea, at=AT)
    visit = given.a_visit(cast, on=scene)
    visits.log(visit=visit, happened=True, person_felt="good", by=cast.owner, at=visit.during.upper)
    other = a_volunteer(cast.owner, cast.team_lead, name="Hal Other", email="hal@example.org")
    Cover.objects.create(
        match=visit.match,
        volunteer=other,
        days=DateRange(dt.date(2026, 12, 1), dt.date(2026, 12, 8)),
        person_agreed=True,
        made_at=AT,
        made_by=cast.owner,
    )
    queue.exclude(
        person=bea, volunteer=other, kind=PairKind.EXCLUSION, said_by=SaidBy.STAFF, by=cast.owner, at=AT
    )
    visits.make_calendar_link(volunteer=other, at=AT)
    return cast


def first(model: type[models.Model]) -> models.Model:
    """The row the stories above are about."""
    rows = model.objects.order_by("pk")  # type: ignore[attr-defined]
    return rows.filter(logs__isnull=False).first() if model is Visit else rows.first()


def test_the_database_refuses(everything, subtests):
    for name, (model, wrong) in BROKEN.items():
        with (
            subtests.test(name),
            pytest.raises(IntegrityError, match=name),
            transaction.atomic(),
        ):
            model.objects.filter(pk=first(model).pk).update(**wrong)


def a_second(model: type[models.Model], other: dict[str, object]) -> models.Model:
    """The first row once more, not yet kept, with other values."""
    row = first(model)
    row.pk, row._state.adding = uuid4(), True
    for field, value in other.items():
        if value == "other":  # another match of the same two, which has ended
            match = Match.objects.get(pk=row.match_id)
            match.pk, match._state.adding = uuid4(), True
            match.status, match.ended_at, match.end_reason = "ended", AT, "planned"
            match.save(force_insert=True)
            setattr(row, field, match)
        else:
            setattr(row, field, value)
    return row


def test_the_database_refuses_a_second(everything, subtests):
    for name, (model, other) in TWICE.items():
        with (
            subtests.test(name),
            pytest.raises(IntegrityError, match=name),
            transaction.atomic(),
        ):
            a_second(model, other).save(force_insert=True)


def test_no_constraint_of_befriending_goes_untried():
    ours = {c.name for m in apps.get_app_config("befriending").get_models() for c in m._meta.constraints}
    assert ours == set(BROKEN) | set(TWICE)


def test_a_round_that_cannot_be_solved_says_why_and_leaves_the_queue_as_it_was(cast, monkeypatch):
    from dataclasses import replace

    from alongside.befriending.actions import rounds
    from alongside.numerics.matching.outcome import Status

    scene = given.scene(cast)
    proposal = given.a_proposal(cast, on=scene)
    solve = rounds.solve_round
    monkeypatch.setattr(
        rounds,
        "solve_round",
        lambda p: replace(solve(p), status=Status.TOO_LONG, reason="too_long", matches=(), waiting=()),
    )
    made = given.a_round(cast, on=scene)
    proposal.refresh_from_db()
    scene.wish.refresh_from_db()
    assert (made.status, made.reason) == ("stopped", "too_long")
    assert proposal.decision == "pending"
    assert scene.wish.times_passed_over == 0
    assert not made.proposals.exists()


def test_a_queue_of_nobody_and_a_solver_out_of_time_are_told_apart(cast):
    from alongside.befriending.actions import rounds
    from alongside.befriending.actions.errors import CannotRun

    scene = given.scene(cast)
    scene.wish.on_hold = True
    scene.wish.save()
    made = given.a_round(cast, on=scene)
    assert made.status == "solved"
    assert made.left_waiting.get().why == "no_candidate"
    queue.leave(wish=scene.wish, reason="not_wanted", by=cast.owner, at=AT)
    with pytest.raises(CannotRun, match="Nobody is waiting"):
        rounds.run_round(scheme=scene.scheme, by=cast.owner, at=AT)
