"""What is given, what is said, and the daily work: hours, expenses, receipts, worries, notices."""

import datetime as dt
import uuid

import pytest

from alongside.core import clock
from alongside.messaging.models import Message
from alongside.partnerships.viewer import viewer_of
from alongside.volunteering import access, jobs, queries, receipts
from alongside.volunteering.actions import given, offers, worries
from alongside.volunteering.actions.errors import CannotRecord
from alongside.volunteering.enums import CheckKind
from alongside.volunteering.models import Availability, Hours, Receipt, Worry
from tests.factories.volunteering import AT, ON, a_ready_volunteer, an_application, moved

JPEG = b"\xff\xd8\xff\xe0" + b"0" * 100


@pytest.fixture
def grace(cast):
    return a_ready_volunteer(cast.owner, cast.colleague)


@pytest.fixture
def at_time(monkeypatch):
    """Let the jobs believe it is another time."""

    def travel(moment: dt.datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    return travel


def test_hours_with_one_key_are_counted_once(grace):
    key = uuid.uuid4()
    for _ in range(2):
        given.log_hours(volunteer=grace, held_on=ON, minutes=60, role="visit", at=AT, key=key)
    assert Hours.objects.count() == 1
    assert queries.minutes_given(grace) == 60


@pytest.mark.parametrize("day", [ON + dt.timedelta(days=1), ON - dt.timedelta(days=400)])
def test_hours_of_the_future_or_long_ago_are_refused(grace, day):
    with pytest.raises(CannotRecord):
        given.log_hours(volunteer=grace, held_on=day, minutes=60, role="visit", at=AT)


def test_miles_are_paid_by_the_mile_and_all_else_as_spent(grace):
    assert given.claim(volunteer=grace, spent_on=ON, kind="miles", miles=10, pence=9_999, at=AT).pence == 450
    assert given.claim(volunteer=grace, spent_on=ON, kind="fares", pence=350, at=AT).pence == 350
    with pytest.raises(CannotRecord):
        given.claim(volunteer=grace, spent_on=ON, kind="fares", at=AT)


def test_nobody_decides_about_their_own_expenses_or_twice(cast, grace):
    expense = given.claim(volunteer=grace, spent_on=ON, kind="fares", pence=350, at=AT)
    with pytest.raises(CannotRecord, match="Somebody else"):
        given.approve(expense=expense, by=grace.member, at=AT)
    given.approve(expense=expense, by=cast.owner, at=AT)
    with pytest.raises(CannotRecord, match="already"):
        given.refuse_expense(expense=expense, why="No.", by=cast.colleague, at=AT)
    assert access.can_approve(viewer_of(cast.colleague), grace)
    assert access.can_approve(viewer_of(cast.team_lead), grace)
    assert not access.can_approve(viewer_of(cast.stranger), grace)


@pytest.mark.parametrize(
    "content", [b"", b"<html><script>", b"MZ\x90", b"GIF89a", b"PK\x03\x04", JPEG + b"0" * receipts.LARGEST]
)
def test_a_receipt_is_a_picture_or_a_pdf_by_its_content(grace, content):
    with pytest.raises(CannotRecord):
        given.claim(volunteer=grace, spent_on=ON, kind="parking", pence=200, receipt=content, at=AT)


def clean(content: bytes) -> bool:
    return b"EICAR" not in content


def silent(content: bytes) -> bool:
    raise TimeoutError


def test_a_receipt_has_a_random_name_and_is_held_while_the_scanner_does_not_answer(grace, settings):
    settings.FILE_SCANNER = f"{__name__}.silent"
    given.claim(volunteer=grace, spent_on=ON, kind="parking", pence=200, receipt=JPEG, at=AT)
    receipt = Receipt.objects.get()
    assert receipt.is_held
    assert receipt.name.endswith(".jpg")
    assert len(receipt.name) > 30
    settings.FILE_SCANNER = f"{__name__}.clean"
    assert jobs.scan_held_receipts() == 1
    with pytest.raises(CannotRecord, match="scanner"):
        given.claim(volunteer=grace, spent_on=ON, kind="parking", pence=200, receipt=JPEG + b"EICAR", at=AT)


def test_times_that_touch_become_one_and_odd_times_are_refused(grace):
    offers.set_availability(
        volunteer=grace, slots=[(0, 540, 720), (0, 720, 780), (2, 600, 660)], by=None, at=AT
    )
    assert list(Availability.objects.values_list("weekday", "from_minute", "to_minute")) == [
        (0, 540, 780),
        (2, 600, 660),
    ]
    for slot in ((7, 0, 60), (0, 60, 60), (0, 600, 1441)):
        with pytest.raises(CannotRecord):
            offers.set_availability(volunteer=grace, slots=[slot], by=None, at=AT)
    assert Availability.objects.count() == 2


def test_a_worry_reaches_supervisor_and_deputy_at_once_and_names_nobody(cast, grace):
    worries.raise_worry(volunteer=grace, words="Mrs A had a bruise.", at=AT)
    told = Message.objects.filter(template="worry_raised")
    assert {m.to for m in told} == {cast.owner.user.email, cast.colleague.user.email}
    assert not any("bruise" in m.body for m in told)


def test_a_worry_nobody_hears_goes_up_after_half_an_hour_and_only_once(cast, grace, at_time):
    worry = worries.raise_worry(volunteer=grace, words="", at=AT)
    at_time(AT + dt.timedelta(minutes=29))
    assert jobs.escalate_unheard() == 0
    at_time(AT + dt.timedelta(minutes=30))
    assert jobs.escalate_unheard() == 1
    assert jobs.escalate_unheard() == 0
    worry.refresh_from_db()
    assert worry.escalated_at is not None
    assert Message.objects.filter(to=cast.safeguarding_lead.user.email).count() == 1


def test_a_worry_that_was_heard_does_not_go_up(cast, grace, at_time):
    worries.hear(worry=worries.raise_worry(volunteer=grace, words="", at=AT), by=cast.owner, at=AT)
    at_time(AT + dt.timedelta(hours=5))
    assert jobs.escalate_unheard() == 0


def test_with_supervisor_and_deputy_gone_a_worry_goes_up_at_once(cast, grace):
    for member in (cast.owner, cast.colleague):
        member.left_at = AT
        member.save()
    grace.refresh_from_db()
    worries.raise_worry(volunteer=grace, words="", at=AT)
    assert Worry.objects.get().escalated_at == AT
    assert Message.objects.filter(to=cast.safeguarding_lead.user.email).exists()


def test_a_worry_closes_with_what_was_done(cast, grace):
    worry = worries.raise_worry(volunteer=grace, words="", at=AT)
    with pytest.raises(CannotRecord):
        worries.close(worry=worry, outcome=" ", by=cast.owner, at=AT)
    closed = worries.close(worry=worry, outcome="Rang her daughter.", by=cast.owner, at=AT)
    assert closed.heard_by == cast.owner


def test_notices_go_out_once_at_sixty_thirty_and_seven_days_and_the_lapse_is_told(cast, grace, at_time):
    grace.checks.exclude(kind=CheckKind.DBS).update(expires_on=None)
    until = grace.checks.get(kind=CheckKind.DBS).expires_on
    sent = []
    for days in (61, 60, 60, 45, 30, 7, 1, 0, 0, -1):
        at_time(dt.datetime.combine(until, dt.time(12), dt.UTC) - dt.timedelta(days=days))
        jobs.tell_of_lapses()
        sent.append(Message.objects.filter(template="check_lapses", to=grace.email).count())
    assert sent == [0, 1, 1, 1, 2, 3, 3, 3, 3, 3]
    assert Message.objects.filter(template="check_lapsed").count() == 2  # supervisor and deputy, once


def test_the_midnight_is_londons(cast, grace, at_time):
    grace.checks.exclude(kind=CheckKind.DBS).update(expires_on=None)
    grace.checks.filter(kind=CheckKind.DBS).update(expires_on=dt.date(2027, 6, 10))
    at_time(dt.datetime(2027, 6, 9, 22, 59, tzinfo=dt.UTC))
    jobs.tell_of_lapses()
    assert not Message.objects.filter(template="check_lapsed").exists()
    at_time(dt.datetime(2027, 6, 9, 23, 0, tzinfo=dt.UTC))  # midnight in London, in summer
    jobs.tell_of_lapses()
    assert Message.objects.filter(template="check_lapsed").exists()


def test_a_renewed_check_is_not_told_as_lapsing(cast, grace):
    grace.checks.exclude(kind=CheckKind.DBS).update(expires_on=None)
    soon = grace.checks.get(kind=CheckKind.DBS).expires_on - dt.timedelta(days=10)
    assert [line.kind for line in queries.lapsing(viewer_of(cast.owner), soon)] == [CheckKind.DBS]
    grace.checks.create(
        kind=CheckKind.DBS,
        level="basic",
        issued_on=soon,
        expires_on=soon + dt.timedelta(days=365),
        recorded_at=AT,
    )
    assert queries.lapsing(viewer_of(cast.owner), soon) == []


def test_silent_referees_are_asked_once_more_and_waiting_applications_are_told_once(cast, at_time):
    moved(an_application(cast.owner), cast.owner)
    at_time(AT + dt.timedelta(days=8))
    assert jobs.nudge_referees() == 2
    assert jobs.nudge_referees() == 0
    at_time(AT + dt.timedelta(days=40))
    for _ in range(2):
        assert jobs.tell_of_waiting() == 1
    assert Message.objects.filter(template="application_waits", to=cast.owner.user.email).count() == 1
