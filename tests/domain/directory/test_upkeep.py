"""Keeping a service true: each act once, by somebody, and every act can be taken back."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from alongside.core.clock import now
from alongside.directory import fields, upkeep_queries
from alongside.directory.actions import changes, upkeep
from alongside.directory.actions.import_feed import Importing, import_feed
from alongside.directory.actions.problems import report, settle
from alongside.directory.actions.upkeep import By, CannotKeep
from alongside.directory.enums import Capacity, ProblemKind, ProblemState, UpkeepKind
from alongside.directory.finder import shortlist
from alongside.directory.models import (
    Closure,
    Correction,
    Offer,
    OrganiserLink,
    ProblemReport,
    ProposedChange,
    Schedule,
    Service,
    Upkeep,
)
from alongside.directory.rules import Facts
from alongside.web.organiser import ChangeForm
from tests.domain.directory import feed_records as made
from tests.factories.directory import a_service

AT = dt.datetime(2026, 11, 27, 12, tzinfo=dt.UTC)
TODAY = AT.date()


@pytest.fixture
def service(partnership: Any) -> Service:
    return a_service(
        "Lunch club",
        email="lunch@example.org",
        confirmed_on=dt.date(2026, 3, 1),
        schedules=[{"freq": "WEEKLY", "byday": ["TU"], "opens_at": "12:30", "closes_at": "14:30"}],
        on=TODAY,
    )


@pytest.fixture
def by(service: Service) -> By:
    link, _secret = upkeep.make_link(service=service, at=AT)
    return By(link=link, name="Jo Cook")


def again(service: Service) -> Service:
    return Service.objects.get(pk=service.pk)


def result(service: Service) -> Any:
    found = shortlist(Facts(words=service.name), at=AT).results
    return next((one for one in found if one.service_id == str(service.pk)), None)


def test_a_confirmation_counts_from_today_and_can_be_taken_back(service: Service, by: By) -> None:
    done = upkeep.confirm(service=service, by=by, at=AT)
    assert again(service).confirmed_on == TODAY
    upkeep.undo(upkeep=done, at=AT)
    assert again(service).confirmed_on == dt.date(2026, 3, 1)
    assert upkeep.undo(upkeep=done, at=AT).undone_at == AT, "taking back twice is once"


def test_a_confirmation_brings_a_service_back_into_the_results(service: Service, by: By) -> None:
    Service.objects.filter(pk=service.pk).update(
        confirmed_on=dt.date(2024, 1, 1), created_at=dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
    )
    from alongside.directory import offers

    offers.refresh([service.pk], on=TODAY)
    assert not Offer.objects.filter(service=service).exists()
    upkeep.confirm(service=service, by=by, at=AT)
    assert Offer.objects.filter(service=service).exists()


def test_nobody_is_sent_there_on_closed_days(service: Service, by: By) -> None:
    assert result(service).next[0].day == dt.date(2026, 12, 1)
    done = upkeep.close(
        service=service,
        starts_on=dt.date(2026, 12, 1),
        ends_on=dt.date(2026, 12, 31),
        reason="Painting",
        by=by,
        at=AT,
    )
    found = result(service)
    assert found.next[0].day == dt.date(2027, 1, 5)
    assert "Closed from 1 December to 31 December" in found.obstacles
    upkeep.undo(upkeep=done, at=AT)
    assert result(service).next[0].day == dt.date(2026, 12, 1)


def test_one_date_can_be_cancelled(service: Service, by: By) -> None:
    day = dt.date(2026, 12, 8)
    upkeep.close(service=service, starts_on=day, ends_on=day, reason="", by=by, at=AT)
    found = result(service)
    assert day not in [o.day for o in found.next]
    assert "Not on 8 December" in found.obstacles


def test_closed_today_says_until_when(service: Service, by: By) -> None:
    upkeep.close(service=service, starts_on=TODAY, ends_on=dt.date(2026, 12, 12), reason="", by=by, at=AT)
    assert "Closed until the end of 12 December" in result(service).obstacles


@pytest.mark.parametrize(
    ("first", "last", "why"),
    [
        ("2026-12-10", "2026-12-01", "before the first"),
        ("2026-01-10", "2026-02-01", "have passed"),
        ("2026-12-01", "2028-12-01", "longer than a year"),
    ],
)
def test_days_that_cannot_be_are_refused(first: str, last: str, why: str, service: Service, by: By) -> None:
    with pytest.raises(CannotKeep, match=why):
        upkeep.close(
            service=service,
            starts_on=dt.date.fromisoformat(first),
            ends_on=dt.date.fromisoformat(last),
            reason="",
            by=by,
            at=AT,
        )


def test_the_same_closed_days_are_kept_once(service: Service, by: By) -> None:
    days = {
        "starts_on": dt.date(2026, 12, 1),
        "ends_on": dt.date(2026, 12, 2),
        "reason": "",
        "by": by,
        "at": AT,
    }
    upkeep.close(service=service, **days)
    with pytest.raises(CannotKeep, match="know that already"):
        upkeep.close(service=service, **days)


def test_a_closure_taken_back_can_be_put_back(service: Service, by: By) -> None:
    upkeep.close(service=service, starts_on=TODAY, ends_on=TODAY, reason="Snow", by=by, at=AT)
    done = upkeep.open_again(service=service, closure_id=Closure.objects.get().pk, by=by, at=AT)
    assert not Closure.objects.exists()
    upkeep.undo(upkeep=done, at=AT)
    assert Closure.objects.get().reason == "Snow"


def test_how_busy_they_are_is_shown_until_it_is_old(service: Service, by: By) -> None:
    upkeep.tell_busy(service=service, capacity=Capacity.WAITING, waiting_weeks=6, by=by, at=AT)
    assert "There is a waiting list of about 6 weeks" in result(service).obstacles
    Service.objects.filter(pk=service.pk).update(capacity_on=TODAY - dt.timedelta(weeks=13))
    assert not any("waiting" in obstacle for obstacle in result(service).obstacles)


def test_an_older_answer_cannot_be_taken_back_under_a_newer_one(service: Service, by: By) -> None:
    first = upkeep.tell_busy(service=service, capacity=Capacity.FULL, waiting_weeks=None, by=by, at=AT)
    later = AT + dt.timedelta(minutes=1)
    second = upkeep.tell_busy(service=service, capacity=Capacity.PLACES, waiting_weeks=None, by=by, at=later)
    with pytest.raises(CannotKeep, match="newer"):
        upkeep.undo(upkeep=first, at=later)
    upkeep.undo(upkeep=second, at=later)
    assert again(service).capacity == Capacity.FULL


def test_what_has_ended_leaves_the_results_and_can_come_back(service: Service, by: By) -> None:
    done = upkeep.end(service=service, words="Try the library", by=by, at=AT)
    assert (again(service).status, result(service)) == ("defunct", None)
    with pytest.raises(CannotKeep):
        upkeep.end(service=service, words="", by=by, at=AT)
    upkeep.undo(upkeep=done, at=AT)
    assert result(service) is not None


def test_a_link_works_until_it_runs_out_or_is_revoked(service: Service) -> None:
    link, secret = upkeep.make_link(service=service, at=AT)
    assert upkeep_queries.link_by_secret(secret, at=AT) == link
    assert upkeep_queries.link_by_secret(secret, at=AT + upkeep.LINK_LASTS) is None
    assert upkeep_queries.link_by_secret(secret + "x", at=AT) is None
    OrganiserLink.objects.update(revoked_at=AT)
    assert upkeep_queries.link_by_secret(secret, at=AT) is None
    assert secret not in json.dumps(
        list(OrganiserLink.objects.order_by("pk").values_list("token_hash", flat=True))
    )


def test_a_service_without_an_address_gets_no_link(partnership: Any) -> None:
    with pytest.raises(CannotKeep):
        upkeep.make_link(service=a_service("No mail"), at=AT)


# Changes ---------------------------------------------------------------------------------------------


@pytest.fixture
def fed(partnership: Any, tmp_path: Path) -> Any:
    """A service of a feed, and a way to have the feed say something."""

    def say(**more: Any) -> Service:
        path = tmp_path / "feed.json"
        path.write_text(json.dumps([made.service("a", email="a@example.org", **more)]))
        import_feed(Importing(str(path), "City"), at=now())
        return Service.objects.get()

    return say


def propose(service: Service, **after: Any) -> ProposedChange:
    link, _secret = upkeep.make_link(service=service, at=AT)
    return changes.propose(service=service, link=link, by_name="Jo", after=after, note="", at=AT)


def accept(change: ProposedChange, by: Any) -> None:
    changes.accept(change=change, only=list(change.changes), by=by, at=AT)


def test_only_what_is_different_is_proposed(service: Service) -> None:
    change = propose(service, name="Lunch club", fees="£2", times=[["TU", "12:30", "14:30"]])
    assert change.changes == {"fees": {"before": "", "after": "£2"}}
    with pytest.raises(CannotKeep, match="Nothing is different"):
        propose(service, name="Lunch club")


def test_a_person_takes_over_some_fields_and_leaves_others(service: Service, cast: Any) -> None:
    change = propose(service, fees="£2", name="Supper club", times=[["WE", "18:00", ""]])
    assert again(service).fees == "", "nothing goes live by itself"
    changes.accept(change=change, only=["fees", "times"], by=cast.steward, at=AT)
    found = again(service)
    assert (found.name, found.fees) == ("Lunch club", "£2")
    assert fields.value_of(found, "times") == [["WE", "18:00", ""]]
    assert found.confirmed_on == TODAY


def test_two_stewards_decide_once(service: Service, cast: Any) -> None:
    change = propose(service, fees="£2")
    changes.decline(change=change, answer="No", by=cast.steward, at=AT)
    with pytest.raises(CannotKeep, match="Stu Steward has decided"):
        changes.accept(change=change, only=["fees"], by=cast.steward, at=AT)


def test_a_correction_outlives_the_next_import(fed: Any, cast: Any) -> None:
    service = fed(fees="£1")
    accept(propose(service, fees="£2", phone="020 7946 0123", description="Soup and songs"), cast.steward)
    found = fed(fees="£1", alert="New hall")
    assert (found.fees, found.alert, found.description) == ("£2", "New hall", "Soup and songs")
    assert fields.value_of(found, "phone") == "020 7946 0123"
    assert found.confirmed_on == TODAY, "a feed without a date does not unsay it"
    assert Offer.objects.filter(service=found).exists()


def test_when_the_feed_says_the_same_the_correction_has_done_its_work(fed: Any, cast: Any) -> None:
    accept(propose(fed(fees="£1"), fees="£2"), cast.steward)
    assert fed(fees="£2").fees == "£2"
    assert not Correction.objects.exists()


def test_when_the_feed_says_a_third_thing_a_person_is_asked(fed: Any, cast: Any) -> None:
    accept(propose(fed(fees="£1"), fees="£2"), cast.steward)
    assert fed(fees="£3").fees == "£2"
    correction = Correction.objects.get()
    assert (correction.in_conflict, correction.theirs_now) == (True, "£3")
    changes.settle_conflict(correction=correction, keep_ours=True, at=AT)
    assert fed(fees="£3", alert="x").fees == "£2"
    assert not Correction.objects.get().in_conflict
    changes.settle_conflict(correction=Correction.objects.get(), keep_ours=False, at=AT)
    assert again(Service.objects.get()).fees == "£3"
    assert not Correction.objects.exists()


def test_what_an_organiser_ended_stays_ended_at_the_next_import(fed: Any) -> None:
    service = fed()
    link, _secret = upkeep.make_link(service=service, at=AT)
    upkeep.end(service=service, words="", by=By(link=link, name="Jo"), at=AT)
    assert fed(alert="x").status == "defunct"


def test_an_import_never_makes_a_confirmation_older(fed: Any) -> None:
    service = fed(assured_date="2026-01-01")
    link, _secret = upkeep.make_link(service=service, at=AT)
    upkeep.confirm(service=service, by=By(link=link, name="Jo"), at=AT)
    assert fed(assured_date="2026-02-01").confirmed_on == TODAY
    later = TODAY + dt.timedelta(days=1)
    assert fed(assured_date=later.isoformat()).confirmed_on == later


def test_times_told_in_another_way_are_not_taken_for_weekly_ones(partnership: Any) -> None:
    service = a_service(schedules=[{"freq": "MONTHLY", "byday": ["1TU"], "opens_at": "10:00"}])
    assert fields.value_of(service, "times") is None


# Reports ---------------------------------------------------------------------------------------------


def test_a_report_is_settled_once_by_a_named_person(service: Service, cast: Any) -> None:
    problem = report(
        service=service, kind=ProblemKind.TIME, words="It is at 1", answer_to="", address="1.2.3.4", at=AT
    )
    assert list(upkeep_queries.problems_open()) == [problem]
    settle(problem=problem, state=ProblemState.MENDED, note="", by=cast.steward, at=AT)
    assert not upkeep_queries.problems_open()
    with pytest.raises(CannotKeep, match="Stu Steward"):
        settle(problem=problem, state=ProblemState.FINE, note="", by=cast.steward, at=AT)


def test_three_who_say_it_has_closed_are_many(service: Service) -> None:
    for n in range(3):
        assert upkeep_queries.many_say_closed(service.pk) is False, n
        report(service=service, kind=ProblemKind.CLOSED, words="", answer_to="", address=f"1.2.3.{n}", at=AT)
    assert upkeep_queries.many_say_closed(service.pk) is True


def test_reports_and_links_of_another_partnership_are_not_there(service: Service, by: By, cast: Any) -> None:
    from alongside.core import tenancy

    report(service=service, kind=ProblemKind.TIME, words="", answer_to="", address="1.2.3.4", at=AT)
    with tenancy.within(cast.other_partnership.partnership_id, actor="test"):
        for model in (OrganiserLink, Upkeep, ProposedChange, ProblemReport):
            assert not model.objects.exists(), model


# The database is the last word -----------------------------------------------------------------------


ROWS = [
    (
        lambda s, m: Closure(service=s, starts_on=TODAY, ends_on=TODAY - dt.timedelta(1), made_at=AT),
        "closure_dates_in_order",
    ),
    (lambda s, m: Correction(service=s, field="", since_at=AT), "correction_names_a_field"),
    (
        lambda s, m: OrganiserLink(service=s, email="a@b.org", token_hash="x", made_at=AT, expires_at=AT),
        "organiser_link_lasts",
    ),
    (
        lambda s, m: OrganiserLink(
            service=s,
            email="a@b.org",
            token_hash="x",
            stage="stale",
            made_at=AT,
            expires_at=AT + dt.timedelta(1),
        ),
        "organiser_link_stage_has_a_date",
    ),
    (lambda s, m: Upkeep(service=s, kind="danced", member=m, done_at=AT), "upkeep_kind_is_known"),
    (lambda s, m: Upkeep(service=s, kind=UpkeepKind.CONFIRMED, done_at=AT), "upkeep_by_somebody"),
    (lambda s, m: ProblemReport(service=s, kind="ghosts", reported_at=AT), "problem_kind_is_known"),
    (
        lambda s, m: ProblemReport(service=s, kind=ProblemKind.TIME, state=ProblemState.FINE, reported_at=AT),
        "problem_settled_by_somebody",
    ),
]


@pytest.mark.parametrize(("make", "constraint"), ROWS)
def test_the_database_refuses(make: Any, constraint: str, service: Service, cast: Any) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        make(service, cast.steward).save(force_insert=True)


CAPACITIES = [
    ({"capacity": "places"}, "capacity_has_a_date"),
    ({"capacity": "maybe", "capacity_on": TODAY}, "capacity_has_a_date"),
    ({"capacity": "full", "capacity_on": TODAY, "waiting_weeks": 3}, "waiting_is_in_weeks"),
    ({"capacity": "waiting", "capacity_on": TODAY, "waiting_weeks": 900}, "waiting_is_in_weeks"),
]


@pytest.mark.parametrize(("values", "constraint"), CAPACITIES)
def test_the_database_refuses_a_capacity_that_cannot_be(
    values: dict[str, Any], constraint: str, service: Service
) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Service.objects.filter(pk=service.pk).update(**values)


ONCE = frozenset(
    {"correction_once_a_field", "organiser_asked_once_a_stage", "closure_once", "organiser_link_secret_once"}
)
DECIDED = frozenset({"change_decided_by_somebody", "change_state_is_known"})
VIOLATED = frozenset(constraint for _, constraint in [*ROWS, *CAPACITIES]) | ONCE | DECIDED
"""Constraints whose violation stands in this file."""


def test_the_database_keeps_one_correction_a_field_and_one_letter_a_stage(service: Service, by: By) -> None:
    Correction.objects.create(service=service, field="fees", since_at=AT)
    with pytest.raises(IntegrityError, match="correction_once_a_field"), transaction.atomic():
        Correction.objects.create(service=service, field="fees", since_at=AT)
    upkeep.make_link(service=service, at=AT, stage="stale", counted_from=TODAY)
    with pytest.raises(IntegrityError, match="organiser_asked_once_a_stage"), transaction.atomic():
        upkeep.make_link(service=service, at=AT, stage="stale", counted_from=TODAY)
    Closure.objects.create(service=service, starts_on=TODAY, ends_on=TODAY, made_at=AT)
    with pytest.raises(IntegrityError, match="closure_once"), transaction.atomic():
        Closure.objects.create(service=service, starts_on=TODAY, ends_on=TODAY, made_at=AT)
    same = {"service": service, "email": "a@b.org", "token_hash": "x", "made_at": AT}
    same["expires_at"] = AT + dt.timedelta(1)
    OrganiserLink.objects.create(**same)
    with pytest.raises(IntegrityError, match="organiser_link_secret_once"), transaction.atomic():
        OrganiserLink.objects.create(**same)


def test_the_database_wants_a_decision_to_have_a_person(service: Service, by: By, cast: Any) -> None:
    change = propose(service, fees="£9")
    for values, constraint in (
        ({"state": "accepted"}, "change_decided_by_somebody"),
        (
            {"state": "eaten", "decided_at": AT, "decided_by": cast.steward},
            "change_state_is_known",
        ),
    ):
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            ProposedChange.objects.filter(pk=change.pk).update(**values)


def test_undoing_a_confirmation_does_not_undo_what_the_publisher_said_since(service: Service, by: By) -> None:
    said = upkeep.confirm(service=service, by=by, at=AT)
    Service.objects.update(assured_on=dt.date(2026, 9, 1))
    upkeep.undo(upkeep=said, at=AT)
    assert again(service).confirmed_on == dt.date(2026, 9, 1)


def test_undoing_a_confirmation_leaves_a_newer_date_alone(service: Service, by: By) -> None:
    said = upkeep.confirm(service=service, by=by, at=AT)
    Service.objects.update(confirmed_on=TODAY + dt.timedelta(days=3))
    upkeep.undo(upkeep=said, at=AT)
    assert again(service).confirmed_on == TODAY + dt.timedelta(days=3)


def test_a_service_at_several_places_has_no_boxes_that_would_overwrite_each_others_times(
    partnership: Any,
) -> None:
    service = a_service("Walks", at=[(1, 1), (2, 2)])
    for site, day in zip(service.service_at_locations.order_by("pk"), ("MO", "WE"), strict=True):
        Schedule.objects.create(
            service=service, service_at_location=site, freq="WEEKLY", byday=[day], opens_at="10:00"
        )
    sent = {"title": "Walks", "status": "active", "name": "Jo", "day_0": "FR", "opens_0": "9:00"}
    form = ChangeForm(sent, service=service)
    assert form.is_valid(), form.errors
    assert "times" not in form.values()
