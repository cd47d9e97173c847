"""Visits on a real database: no double booking, clock changes, cancelling, logs, what the clock brings."""

from __future__ import annotations

import datetime as dt
import threading
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.utils import translation

from alongside.befriending import access, jobs, notify, queries
from alongside.befriending.actions import endings, matches, queue, visits
from alongside.befriending.actions.errors import CannotBook
from alongside.befriending.enums import EndReason, MatchStatus, VisitStatus
from alongside.befriending.models import Match, Visit
from alongside.core import tenancy
from alongside.messaging.models import Message
from alongside.partnerships.actions import end_membership
from alongside.partnerships.viewer import viewer_of
from alongside.people.models import Person
from alongside.volunteering.models import AwayPeriod, Hours
from tests import given_befriending as given
from tests.cast import assemble, found_partnership
from tests.factories.befriending import AT, a_scheme, a_wish
from tests.factories.people import a_person

HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
THURSDAY = dt.datetime(2026, 11, 12, 11, 0, tzinfo=dt.UTC)


def test_a_volunteer_has_one_visit_at_a_time(cast):
    match = given.an_active_match(cast)
    visits.book(match=match, starts_at=THURSDAY, by=cast.owner, at=AT)
    with pytest.raises(CannotBook, match="another visit"):
        visits.book(match=match, starts_at=THURSDAY + HOUR / 2, by=cast.owner, at=AT)
    visits.book(match=match, starts_at=THURSDAY + HOUR, by=cast.owner, at=AT)


def test_a_cancelled_visit_frees_the_time(cast):
    match = given.an_active_match(cast)
    first = visits.book(match=match, starts_at=THURSDAY, by=cast.owner, at=AT)
    visits.cancel(visit=first, note="Ill", by=cast.owner, at=AT)
    assert visits.book(match=match, starts_at=THURSDAY, by=cast.owner, at=AT).is_booked


def race(constraint: bool) -> tuple[int, list[str]]:
    """Two people book one volunteer for one hour, each having looked first and found it free."""
    partnership = found_partnership(f"race-{uuid4().hex[:6]}")
    with tenancy.within(partnership.pk, actor="test"):
        cast = assemble(partnership)
        match = given.an_active_match(cast)
    if not constraint:
        with connections["owner"].cursor() as cursor:
            cursor.execute("ALTER TABLE befriending_visit DROP CONSTRAINT befriending_visit_time_once")
    ready, told = threading.Barrier(2), []

    def work() -> None:
        try:
            with tenancy.within(partnership.pk, actor="test"):
                taken = Visit.objects.filter(volunteer=match.volunteer, during__contains=THURSDAY).exists()
                ready.wait()
                assert not taken
                fields = {
                    "match": match,
                    "volunteer": match.volunteer,
                    "channel": match.channel,
                    "during": visits.DateTimeTZRange(THURSDAY, THURSDAY + HOUR),
                    "booked_at": AT,
                }
                Visit.objects.create(**fields)
                told.append("booked")
        except IntegrityError as error:
            told.append(str(error))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with tenancy.within(partnership.pk, actor="test"):
        return Visit.objects.filter(during__contains=THURSDAY).count(), told


def test_of_two_bookings_at_once_the_database_refuses_one(committing_db):
    booked, told = race(constraint=True)
    assert booked == 1
    assert told.count("booked") == 1
    assert any("befriending_visit_time_once" in words for words in told)


def test_without_the_constraint_the_race_books_both(committing_db):
    booked, told = race(constraint=False)
    assert booked == 2, "looking first does not help: this is why the database has the last word"
    assert told == ["booked", "booked"]


def test_a_series_stays_at_two_over_the_clock_change(cast):
    match = given.an_active_match(cast)
    match.volunteer.checks.update(expires_on=None)
    spring = dt.datetime(2027, 3, 15, 9, 0, tzinfo=dt.UTC)
    visits.carry_on(match.series.get(), at=spring)
    days = match.visits.filter(during__startswith__gt=spring).order_by("during")[:3]
    assert [v.during.lower.hour for v in days] == [14, 14, 13]


def test_a_series_is_booked_six_weeks_ahead_and_running_it_again_adds_nothing(cast):
    match = given.an_active_match(cast)
    before = match.visits.count()
    assert visits.carry_on(match.series.get(), at=AT).visits == ()
    assert match.visits.count() == before
    later = visits.carry_on(match.series.get(), at=AT + 7 * DAY)
    assert len(later.visits) == 1


def test_days_away_are_left_out(cast):
    scene = given.scene(cast)
    AwayPeriod.objects.create(
        volunteer=scene.volunteer, starts_on=dt.date(2026, 11, 16), ends_on=dt.date(2026, 11, 20)
    )
    match = given.an_active_match(cast, on=scene)
    assert dt.date(2026, 11, 17) not in {v.during.lower.date() for v in match.visits.all()}


def test_another_weekly_time_replaces_the_first(cast):
    match = given.an_active_match(cast)
    visits.set_series(
        match=match, weekday=3, minute=600, minutes=60, first_on=dt.date(2026, 11, 12), by=cast.owner, at=AT
    )
    booked = match.visits.filter(status=VisitStatus.BOOKED, during__startswith__gt=THURSDAY - DAY)
    assert {v.during.lower.weekday() for v in booked} == {3}


def test_a_log_counts_hours_once_and_a_second_log_changes_nothing(cast):
    visit = given.a_logged_visit(cast, note="We read.")
    again = visits.log(visit=visit, happened=False, why_not="no_answer", by=cast.owner, at=AT + 9 * DAY)
    visit.refresh_from_db()
    assert visit.status == VisitStatus.HAPPENED
    assert again.note == "We read."
    assert Hours.objects.get().minutes == 60


def test_nobody_answering_is_told_at_once(cast):
    visit = given.a_visit(cast)
    visits.log(visit=visit, happened=False, why_not="no_answer", by=cast.owner, at=visit.during.upper)
    told = Message.objects.filter(template="befriending_missed")
    assert {m.to for m in told} == {cast.owner.user.email, cast.team_lead.user.email}
    assert all("Ayten" not in m.body and "Mrs A" not in m.body for m in told)


def test_a_visit_without_a_word_is_told_within_the_hour_and_once(cast):
    visit = given.a_visit(cast)
    end = visit.during.upper
    assert jobs.escalate(at=end + dt.timedelta(minutes=29)) == 0
    assert jobs.escalate(at=end + dt.timedelta(minutes=40)) == 1
    assert jobs.escalate(at=end + dt.timedelta(minutes=50)) == 0
    assert Message.objects.filter(template="befriending_missed").count() == 2


def test_a_logged_visit_is_not_told(cast):
    visit = given.a_logged_visit(cast)
    assert jobs.escalate(at=visit.during.upper + 2 * HOUR) == 0


def test_both_are_reminded_once_each_in_their_way(cast):
    visit = given.a_visit(cast)
    at = visit.during.lower - 20 * HOUR
    assert (jobs.remind(at=at), jobs.remind(at=at + HOUR)) == (1, 0)
    to_her = Message.objects.get(template="befriending_reminder")
    to_grace = Message.objects.get(template="befriending_reminder_volunteer")
    assert to_her.to == visit.match.person.phone
    assert to_grace.to == visit.volunteer.email
    assert "Ayten" not in to_grace.body
    assert "Grace" not in to_her.body


def test_a_person_reads_it_in_their_language_and_the_volunteer_in_english(cast):
    visit = given.a_visit(cast)
    person = visit.match.person
    Person.objects.filter(pk=person.pk).update(
        languages=["tr"], email="ayten@example.org", contact_by="email"
    )
    jobs.remind(at=visit.during.lower - 20 * HOUR)
    to_her = Message.objects.get(template="befriending_reminder")
    with translation.override("tr"):
        theirs = notify.day(visit.during.lower)
    assert to_her.subject == f"{theirs} buluşmanız"
    turkish, english = to_her.body.split("İngilizcesi aşağıdadır.")
    assert "Hatırlatma" in turkish
    assert theirs in turkish
    assert f"you meet on {notify.day(visit.during.lower)}" in english
    assert "A reminder: you meet" in Message.objects.get(template="befriending_reminder_volunteer").body


def test_a_lapsed_check_stops_the_visit_and_everybody_hears(cast):
    visit = given.a_visit(cast)
    visit.volunteer.checks.filter(kind="dbs").update(expires_on=visit.during.lower.date())
    jobs.remind(at=visit.during.lower - 20 * HOUR)
    visit.refresh_from_db()
    assert visit.status == VisitStatus.CANCELLED
    templates = set(Message.objects.values_list("template", flat=True))
    assert {"befriending_stopped", "befriending_stopped_volunteer", "befriending_called_off"} <= templates
    assert "befriending_reminder" not in templates


def test_a_check_counts_until_the_midnight_before_it_lapses(cast):
    match = given.an_active_match(cast)
    match.volunteer.checks.filter(kind="dbs").update(expires_on=THURSDAY.date() + DAY)
    assert visits.book(match=match, starts_at=THURSDAY, by=cast.owner, at=AT).is_booked
    with pytest.raises(CannotBook, match="DBS"):
        visits.book(match=match, starts_at=THURSDAY + DAY, by=cast.owner, at=AT)


def test_death_stops_everything_and_nobody_is_written_to(cast):
    visit = given.a_visit(cast)
    match, person = visit.match, visit.match.person
    other = a_wish(cast.owner, a_scheme(cast.owner, name="Calls"), person=person)
    before = Message.objects.count()
    person.deceased_on = AT.date()
    person.save()
    at = visit.during.lower - 20 * HOUR
    done = jobs.look_after_here(at=at)
    match.refresh_from_db()
    other.refresh_from_db()
    assert done["ended"] == 1
    assert done["reminded"] == 0
    assert match.status == MatchStatus.PAUSED, "a coordinator ends it, once they have rung the volunteer"
    assert other.on_hold
    assert other.status == "waiting"
    assert not match.visits.filter(status=VisitStatus.BOOKED, during__startswith__gt=at).exists()
    assert Message.objects.count() == before


def test_do_not_contact_pauses_and_calls_off(cast):
    match = given.an_active_match(cast)
    match.person.do_not_contact = True
    match.person.save()
    jobs.look_after_here(at=AT)
    match.refresh_from_db()
    assert match.status == MatchStatus.PAUSED
    assert not match.visits.filter(status=VisitStatus.BOOKED).exists()
    assert jobs.look_after_here(at=AT + DAY)["reminded"] == 0


def test_a_volunteer_who_leaves_sees_nothing_at_once_and_the_person_waits_again(cast):
    scene = given.scene(cast)
    match = given.an_active_match(cast, on=scene)
    viewer = viewer_of(scene.member)
    assert access.own_visits(viewer, AT).exists()
    scene.volunteer.status, scene.volunteer.left_at = "left", AT
    scene.volunteer.save()
    assert not access.own_visits(viewer, AT).exists()
    end_membership(member=scene.member, at=AT)
    jobs.look_after_here(at=AT)
    match.refresh_from_db()
    match.wish.refresh_from_db()
    assert match.end_reason == EndReason.VOLUNTEER_LEFT
    assert match.wish.status == "waiting"


def test_a_lapsed_check_ends_what_the_volunteer_sees_at_midnight(cast):
    scene = given.scene(cast)
    given.an_active_match(cast, on=scene)
    viewer = viewer_of(scene.member)
    scene.volunteer.checks.filter(kind="dbs").update(expires_on=dt.date(2026, 11, 5))
    midnight = dt.datetime(2026, 11, 5, 0, 0, tzinfo=dt.UTC)
    assert access.own_visits(viewer, midnight - dt.timedelta(seconds=1)).exists()
    assert not access.own_visits(viewer, midnight).exists()


def test_a_volunteer_sees_the_person_for_fourteen_days_after(cast):
    scene = given.scene(cast)
    match = given.an_active_match(cast, on=scene)
    endings.end(match=match, reason=EndReason.PLANNED, by=cast.owner, at=AT)
    viewer = viewer_of(scene.member)
    assert access.own_visits(viewer, AT + 13 * DAY).exists()
    assert not access.own_visits(viewer, AT + 14 * DAY).exists()


def test_before_the_introduction_a_volunteer_sees_nobody(cast):
    scene = given.scene(cast)
    match = given.an_agreed_match(cast, on=scene)
    assert not access.own_matches(scene.volunteer, AT).exists()
    matches.introduce(match=match, starts_at=None, by=cast.owner, at=AT)
    assert access.own_matches(scene.volunteer, AT).get() == match


def test_a_pause_ends_by_its_day_and_a_week_without_a_log_counts_as_not_kept(cast):
    match = given.an_active_match(cast)
    matches.pause(match=match, until=dt.date(2026, 11, 20), note="", by=cast.owner, at=AT)
    first = match.visits.order_by("during").first()
    assert first.status == VisitStatus.CANCELLED
    jobs.each_day_here(at=dt.datetime(2026, 11, 20, 5, 0, tzinfo=dt.UTC))
    match.refresh_from_db()
    assert match.status == MatchStatus.ACTIVE
    jobs.each_day_here(at=dt.datetime(2026, 12, 10, 5, 0, tzinfo=dt.UTC))
    assert match.visits.filter(status=VisitStatus.MISSED).exists()


def test_those_who_wait_hear_that_they_are_not_forgotten(cast):
    wish = a_wish(cast.owner)
    assert jobs.not_forgotten(at=AT) == 1
    assert jobs.not_forgotten(at=AT + 7 * DAY) == 0
    body = Message.objects.get(template="befriending_not_forgotten").body
    assert "lunch club" in body
    wish.refresh_from_db()
    assert not queue.due_not_forgotten(wish, AT)


def test_somebody_who_is_rung_is_on_the_list_to_ring(cast):
    wish = a_wish(cast.owner, person=a_person(by=cast.owner, contact_by="phone"))
    assert jobs.not_forgotten(at=AT) == 0
    assert queue.due_not_forgotten(wish, AT)


def test_at_risk_names_what_was_missed_with_a_constant_number_of_look_ups(
    cast, django_assert_max_num_queries
):
    visit = given.a_visit(cast)
    for each in Match.objects.get().visits.order_by("during")[:2]:
        visits.log(visit=each, happened=False, why_not="no_answer", by=cast.owner, at=each.during.upper)
    last = visit.match.visits.order_by("during")[1].during.upper
    with django_assert_max_num_queries(12):
        (risk,) = queries.at_risk(viewer_of(cast.owner), at=last)
    assert "missed" in risk.risks


def test_the_database_keeps_one_live_match_a_wish(cast):
    match = given.an_active_match(cast)
    match.pk = None
    match._state.adding = True
    match.id = uuid4()
    with pytest.raises(IntegrityError, match="befriending_match_one_live"), transaction.atomic():
        match.save(force_insert=True)
    assert connection.vendor == "postgresql"
