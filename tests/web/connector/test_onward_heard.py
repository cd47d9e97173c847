"""What an organiser says on the phone is written down, undone, and seen on the case and the worklist without asking."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from alongside.casework.enums import OnwardStatus
from tests import given
from tests.factories.casework import AT

DAY = dt.timedelta(days=1)


@pytest.fixture
def asked(cast):
    return given.sent_onward_referral(cast.owner)[0]


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(AT + 2 * DAY)


@pytest.fixture
def connector(cast, client_as):
    return client_as(cast.owner)


def heard(onward):
    return reverse("connector:onward-heard", args=[onward.pk])


def test_a_call_is_written_down_and_undone(asked, connector):
    page = connector.get(heard(asked)).content.decode()
    assert "Whom did you speak to?" in page
    page = connector.post(
        heard(asked), {"kind": "waiting_list", "position": "3", "name": "Gill", "words": "after Christmas"},
        follow=True,
    ).content.decode()  # fmt: skip
    assert "after Christmas" in page
    assert "written down by Ayse Demir" in page
    asked.refresh_from_db()
    assert asked.status == OnwardStatus.WAITING_LIST
    back = reverse("connector:onward-take-back", args=[asked.pk])
    assert f"{back}?line=1" in page
    connector.post(back)  # says no line: nothing happens
    asked.refresh_from_db()
    assert asked.status == OnwardStatus.WAITING_LIST
    for _click in range(2):
        connector.post(f"{back}?line=1")
    asked.refresh_from_db()
    assert asked.status == OnwardStatus.SENT


def test_the_state_is_seen_on_the_case_and_the_worklist(asked, connector):
    connector.post(heard(asked), {"kind": "attended", "times": "3", "name": "Gill"})
    for url in (reverse("connector:case", args=[asked.case_id]), reverse("connector:worklist")):
        assert "came 3 times" in connector.get(url).content.decode()


@pytest.mark.parametrize(
    ("sent", "trouble"),
    [
        ({"kind": "ended", "name": "Gill"}, "does not fit what stands now"),
        ({"kind": "declined", "name": "Gill"}, "Choose why"),
        ({"kind": "waiting_list", "position": "0", "name": "Gill"}, "greater than or equal to 1"),
        ({"kind": "attended"}, "so that we know who said so"),
        (
            {"kind": "attended", "name": "Gill", "on_day": "1", "on_month": "1", "on_year": "2030"},
            "not come yet",
        ),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_lost(asked, connector, sent, trouble):
    page = connector.post(heard(asked), {"words": "She said perhaps", **sent})
    text = page.content.decode()
    assert page.status_code == 200
    assert trouble in text
    assert "She said perhaps" in text
    asked.refresh_from_db()
    assert asked.status == OnwardStatus.SENT


def test_the_worklist_asks_as_often_for_many_as_for_one(
    asked, connector, cast, django_assert_max_num_queries
):
    connector.post(heard(asked), {"kind": "attended", "name": "Gill"})
    connector.get(reverse("connector:worklist"))
    with CaptureQueriesContext(connection) as few:
        connector.get(reverse("connector:worklist"))
    for n in range(4):
        more, _secret = given.sent_onward_referral(cast.owner, case=asked.case, to_name=f"Club {n}")
        connector.post(heard(more), {"kind": "attended", "name": "Gill"})
    with CaptureQueriesContext(connection) as many:
        connector.get(reverse("connector:worklist"))
    assert len(many) == len(few)


def test_a_steward_changes_the_numbers(cast, client_as):
    steward = client_as(cast.steward)
    url = reverse("steward:silent-organisers")
    page = steward.post(url, {"remind_after": "5", "escalate_after": "5"}).content.decode()
    assert "more days than before the reminder" in page
    steward.post(url, {"remind_after": "3", "escalate_after": "5", "tell_leads": "on"})
    assert 'value="3"' in steward.get(url).content.decode()
