"""A silent organiser: reminded after six working days, taken over after nine, each once; a no to sharing stops it."""

import datetime as dt

import pytest

from alongside.casework.actions.errors import CannotAnswer
from alongside.casework.actions.onward_news import News, Teller
from alongside.casework.actions.ways import change_ways
from alongside.casework.enums import Because, FollowUpKind, NewsKind, NewsVia, OnwardStatus
from alongside.casework.models import FollowUp
from alongside.core.working_days import add_working_days, bank_holidays
from alongside.journeys import agree, answer_onward, refer_onward
from alongside.journeys.chase_onward import Chased, chase_onward
from alongside.messaging.models import Message
from alongside.people.enums import ConsentPurpose
from alongside.people.queries import live_consent
from tests import given
from tests.factories.casework import AT

HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
NOBODY = Chased(0, 0)


def working_days_on(count: int, start: dt.datetime = AT) -> dt.datetime:
    day = add_working_days(start.date(), count, bank_holidays())
    return dt.datetime.combine(day, dt.time(8, 10), tzinfo=dt.UTC)


@pytest.fixture
def silent(cast):
    return given.sent_onward_referral(cast.owner)[0]


def reminders():
    return Message.objects.filter(template="onward_nudge")


def test_on_the_sixth_working_day_they_are_reminded_once(silent):
    assert chase_onward(at=working_days_on(5)) == NOBODY
    assert chase_onward(at=working_days_on(6)) == Chased(1, 0)
    assert chase_onward(at=working_days_on(6) + HOUR) == NOBODY
    assert chase_onward(at=working_days_on(8)) == NOBODY
    silent.refresh_from_db()
    assert silent.reminded_at == working_days_on(6)
    assert reminders().count() == 1
    assert "Aydın" not in reminders().get().body


def test_the_link_of_the_reminder_works_and_the_first_one_too(silent, client, time_machine):
    first = given.secret_of(silent)
    chase_onward(at=working_days_on(6))
    time_machine.move_to(working_days_on(6) + HOUR)
    newer = given.secret_of(silent)
    assert newer != first
    for secret in (first, newer):
        assert client.get(f"/answer/{secret}/").status_code == 200


def test_on_the_ninth_it_is_on_the_connectors_list_and_the_lead_hears_once(silent, cast):
    chase_onward(at=working_days_on(6))
    assert chase_onward(at=working_days_on(9)) == Chased(0, 1)
    assert chase_onward(at=working_days_on(10)) == NOBODY
    due = FollowUp.objects.get(because=Because.ONWARD_SILENT)
    assert (due.owner, due.kind, due.due_on) == (
        cast.owner,
        FollowUpKind.ORGANISATION,
        working_days_on(9).date(),
    )
    told = Message.objects.get(template="onward_silent")
    assert told.to == cast.team_lead.user.email
    assert "9 working days" in told.body
    assert "Aydın" not in told.subject + told.body


def test_without_a_connector_a_team_lead_takes_over(silent, cast):
    silent.case.connector = None
    silent.case.save()
    chase_onward(at=working_days_on(9))
    assert FollowUp.objects.get(because=Because.ONWARD_SILENT).owner == cast.team_lead


def test_bank_holidays_do_not_count(cast):
    before_christmas = dt.datetime(2026, 12, 21, 10, tzinfo=dt.UTC)  # a Monday; 25 and 28 December are free
    given.sent_onward_referral(cast.owner, at=before_christmas)
    assert chase_onward(at=dt.datetime(2026, 12, 29, 8, 10, tzinfo=dt.UTC)) == NOBODY  # the fourth
    assert chase_onward(at=dt.datetime(2026, 12, 30, 8, 10, tzinfo=dt.UTC)) == NOBODY
    assert chase_onward(at=dt.datetime(2026, 12, 31, 8, 10, tzinfo=dt.UTC)) == Chased(1, 0)


def test_nobody_is_written_to_on_a_free_day(silent):
    saturday = dt.datetime(2026, 11, 14, 8, 10, tzinfo=dt.UTC)
    assert chase_onward(at=saturday) == NOBODY


def test_a_nudge_by_hand_puts_the_reminder_off_and_not_the_escalation(silent, cast):
    refer_onward.nudge(onward=silent, by=cast.owner, at=working_days_on(5))
    assert chase_onward(at=working_days_on(6)) == NOBODY
    assert chase_onward(at=working_days_on(9)) == Chased(0, 1)


def test_a_question_we_answered_starts_the_count_anew(cast):
    asked, _secret = given.questioned_onward_referral(cast.owner)
    assert chase_onward(at=working_days_on(9)) == NOBODY  # it waits for us, not for them
    refer_onward.reply(onward=asked, words="Yes", by=cast.owner, at=working_days_on(9))
    assert chase_onward(at=working_days_on(12)) == NOBODY
    assert chase_onward(at=working_days_on(15)) == Chased(1, 0)


def test_an_answer_stops_it(silent):
    answer_onward.accept(onward=silent, name="Gill", at=AT + HOUR)
    assert chase_onward(at=working_days_on(9)) == NOBODY


@pytest.mark.parametrize("how", ["taken back", "withdrawn unseen", "support ended"])
def test_withdrawal_stops_it(silent, cast, how):
    consent = live_consent(silent.case.person, ConsentPurpose.SHARE, silent.to_organisation)
    if how == "taken back":
        agree.take_back(consent=consent, by=cast.owner, at=AT + HOUR)
    elif how == "withdrawn unseen":
        agree.people.withdraw_consent(consent=consent, by=cast.owner, at=AT + HOUR)
    else:
        silent.case.status, silent.case.outcome, silent.case.closing_reason = "closed", "same", "other"
        silent.case.closed_at, silent.case.closed_by = AT + HOUR, cast.owner
        silent.case.save()
    assert chase_onward(at=working_days_on(6)) == NOBODY
    assert chase_onward(at=working_days_on(9)) == NOBODY
    assert not reminders().exists()


def test_a_partnership_has_its_own_numbers(silent, cast):
    change_ways(remind_after=2, escalate_after=4, tell_leads=False, by=cast.steward, at=AT)
    assert chase_onward(at=working_days_on(2)) == Chased(1, 0)
    assert chase_onward(at=working_days_on(4)) == Chased(0, 1)
    assert not Message.objects.filter(template="onward_silent").exists()


def test_taking_agreement_back_later_closes_the_page_and_tells_them(silent, cast, client):
    answer_onward.accept(onward=silent, name="Gill", at=AT + HOUR)
    consent = live_consent(silent.case.person, ConsentPurpose.SHARE, silent.to_organisation)
    agree.take_back(consent=consent, by=cast.owner, at=AT + 2 * HOUR)
    silent.refresh_from_db()
    assert silent.status == OnwardStatus.WITHDRAWN
    assert Message.objects.filter(to=silent.to_email, template="onward_unshared").count() == 1
    assert "Mrs A" not in client.get(f"/answer/{given.secret_of(silent)}/").content.decode()
    with pytest.raises(CannotAnswer):
        news = News(NewsKind.ATTENDED)
        answer_onward.tell(onward=silent, news=news, teller=Teller("Gill"), at=AT + DAY)


def due(because):
    return FollowUp.objects.filter(because=because, done_at__isnull=True)


def test_whether_they_went_the_first_time_is_asked_until_we_know(silent):
    accepted = answer_onward.accept(onward=silent, name="Gill", at=AT + HOUR)
    assert due(Because.ONWARD_FIRST_TIME).get().due_on == AT.date() + 14 * DAY
    news = News(NewsKind.STARTED)
    answer_onward.tell(onward=accepted, news=news, teller=Teller("Gill"), at=AT + 3 * DAY)
    assert due(Because.ONWARD_FIRST_TIME).count() == 1  # not asked twice
    answer_onward.tell(onward=accepted, news=News(NewsKind.ATTENDED), teller=Teller("Gill"), at=AT + 7 * DAY)
    assert not due(Because.ONWARD_FIRST_TIME).exists()


def test_a_waiting_list_is_told_and_asked_about_when_the_place_was_expected(silent):
    expected = AT.date() + 23 * DAY  # a Thursday
    news = News(NewsKind.WAITING_LIST, position=2, expected_on=expected)
    waiting = answer_onward.tell(onward=silent, news=news, teller=Teller("Gill"), at=AT + HOUR)
    assert due(Because.ONWARD_WAITING).get().due_on == AT.date()
    assert due(Because.ONWARD_PLACE).get().due_on == expected
    answer_onward.accept(onward=waiting, name="Gill", at=AT + DAY)
    assert not due(Because.ONWARD_PLACE).exists()


def test_what_the_connector_heard_themselves_is_no_news_to_them(silent, cast):
    chase_onward(at=working_days_on(9))
    heard = Teller("Gill", NewsVia.PHONE, cast.owner)
    answer_onward.tell(onward=silent, news=News(NewsKind.ACCEPTED), teller=heard, at=working_days_on(9))
    assert not due(Because.ONWARD_ACCEPTED).exists()
    assert not due(Because.ONWARD_SILENT).exists()
    assert due(Because.ONWARD_FIRST_TIME).exists()
    assert not Message.objects.filter(template="onward_answered").exists()
