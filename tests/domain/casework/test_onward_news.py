"""What an organiser tells of somebody who is with them, line by line; and the pure rules behind it."""

import datetime as dt

import pytest

from alongside.casework import onward_rules, rules
from alongside.casework.actions.errors import CannotAnswer
from alongside.casework.actions.onward_news import News, Teller, take_back, tell
from alongside.casework.enums import DeclineReason, HowItWent, NewsKind, NewsVia, OnwardStatus
from alongside.casework.models import OnwardNews
from alongside.people.models import TimelineEvent
from tests import given
from tests.factories.casework import AT

DAY = dt.timedelta(days=1)
GILL = Teller("Gill Green")


@pytest.fixture
def asked(cast):
    return given.sent_onward_referral(cast.owner)[0]


def told(onward, *kinds, at=AT + DAY, **more):
    for n, kind in enumerate(kinds):
        onward = tell(onward=onward, news=News(kind, **more), teller=GILL, at=at + n * DAY)
    return onward


@pytest.mark.parametrize("status", list(OnwardStatus))
def test_what_may_be_heard_is_what_the_table_of_states_allows(status):
    for kind in onward_rules.HEARD[status]:
        then = onward_rules.LEADS_TO[kind]
        assert then == status or rules.may_become(rules.ONWARD_TRANSITIONS, status, then), (status, kind)


def test_the_whole_way_from_a_waiting_list_to_the_end(asked):
    waiting = tell(
        onward=asked,
        news=News(NewsKind.WAITING_LIST, position=4, expected_on=AT.date() + 20 * DAY),
        teller=GILL,
        at=AT + DAY,
    )
    assert (waiting.status, waiting.waiting_position) == (OnwardStatus.WAITING_LIST, 4)
    begun = told(waiting, NewsKind.STARTED, at=AT + 10 * DAY)
    assert (begun.waiting_position, begun.started_on) == (None, AT.date() + 10 * DAY)
    came = told(begun, NewsKind.ATTENDED, at=AT + 12 * DAY, times=3)
    came = told(came, NewsKind.ATTENDED, at=AT + 19 * DAY)
    assert (came.attended, came.last_attended_on) == (4, AT.date() + 19 * DAY)
    ended = told(came, NewsKind.ENDED, at=AT + 80 * DAY, how=HowItWent.WELL)
    assert (ended.status, ended.how_it_went, ended.attended) == (OnwardStatus.ENDED, HowItWent.WELL, 4)
    assert ended.answered_at == AT + DAY  # the first answer is the answer
    with pytest.raises(CannotAnswer):
        told(ended, NewsKind.ATTENDED, at=AT + 90 * DAY)


def test_who_came_on_a_day_came_once_on_it(asked):
    began = told(asked, NewsKind.ACCEPTED)
    for _twice in range(2):
        came = told(began, NewsKind.ATTENDED, at=AT + 8 * DAY)
    assert came.attended == 1
    assert OnwardNews.objects.filter(kind=NewsKind.ATTENDED).count() == 1


def test_nobody_came_tomorrow_or_before_we_asked(asked):
    for on in (AT.date() + 2 * DAY, AT.date() - DAY):
        with pytest.raises(CannotAnswer):
            told(asked, NewsKind.ATTENDED, on=on)


def test_the_last_line_is_taken_back_as_if_it_had_not_been_told(asked):
    came = told(asked, NewsKind.ACCEPTED, NewsKind.ATTENDED)
    back = take_back(onward=came, name="Ayse Demir", by=None, at=AT + 5 * DAY)
    assert (back.status, back.attended, back.started_on) == (OnwardStatus.ACCEPTED, 0, None)
    again = take_back(onward=back, name="Ayse Demir", by=None, at=AT + 5 * DAY)
    assert (again.status, again.answered_at) == (OnwardStatus.SENT, None)
    with pytest.raises(CannotAnswer):
        take_back(onward=again, name="Ayse Demir", by=None, at=AT + 5 * DAY)
    # and the same day can be told anew
    assert told(again, NewsKind.ATTENDED, at=AT + 6 * DAY, on=(AT + 2 * DAY).date()).attended == 1


def test_a_no_taken_back_leaves_no_reason_behind(asked):
    no = tell(
        onward=asked,
        news=News(NewsKind.DECLINED, reason=DeclineReason.FULL, note="In May"),
        teller=GILL,
        at=AT + DAY,
    )
    back = take_back(onward=no, name="Gill", by=None, at=AT + DAY)
    assert (back.status, back.decline_reason, back.decline_note) == (OnwardStatus.SENT, "", "")


def test_a_no_is_not_taken_back_over_a_newer_request(cast, asked):
    no = tell(onward=asked, news=News(NewsKind.DECLINED, reason=DeclineReason.FULL), teller=GILL, at=AT + DAY)
    given.sent_onward_referral(cast.owner, case=asked.case, at=AT + 2 * DAY)
    with pytest.raises(CannotAnswer, match="asked again"):
        take_back(onward=no, name="Gill", by=None, at=AT + 3 * DAY)


def test_the_telephone_helps_after_the_link_has_run_out(cast):
    late = given.expired_onward_referral(cast.owner)
    at = late.expires_at + DAY
    with pytest.raises(CannotAnswer, match="run out"):
        tell(onward=late, news=News(NewsKind.ACCEPTED), teller=GILL, at=at)
    on_the_phone = Teller("Gill", NewsVia.PHONE, cast.owner)
    heard = tell(onward=late, news=News(NewsKind.ACCEPTED), teller=on_the_phone, at=at)
    assert heard.status == OnwardStatus.ACCEPTED
    assert heard.news.get().written_by == cast.owner


def test_the_page_stays_open_while_the_person_is_with_them(asked):
    before = asked.expires_at
    yes = told(asked, NewsKind.ACCEPTED)
    assert yes.expires_at > before
    assert yes.expires_at == AT + DAY + onward_rules.WITH_THEM_LASTS


def test_each_line_is_on_the_timeline(asked):
    told(asked, NewsKind.ACCEPTED, NewsKind.ATTENDED)
    said = set(TimelineEvent.objects.values_list("sentence", flat=True))
    assert {"The Green House said yes.", "Went to The Green House."} <= said
