"""The connector's morning: what must be done now, and a call logged with three taps."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from alongside.casework.actions import contacts
from alongside.casework.enums import Because, FollowUpKind, Result
from alongside.casework.models import Contact, FollowUp
from tests import given
from tests.factories.casework import AT
from tests.factories.people import a_person
from tests.factories.referrals import a_referral

WORKLIST = "/connector/"
TODAY = AT.date()


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(AT)


@pytest.fixture
def owner(cast, client_as):
    return client_as(cast.owner)


def due(cast, days=0, **more):
    case = given.open_case(cast.owner, person=a_person(by=cast.owner, **more.pop("person", {})))
    return contacts.arrange(case=case, due_on=TODAY + dt.timedelta(days=days), by=cast.owner, at=AT, **more)


def test_the_morning_greets_by_name_and_counts_the_work(cast, owner):
    due(cast, days=-1)
    due(cast)
    due(cast, days=1)
    given.sent_onward_referral(cast.owner)
    a_referral(cast.partnership)
    page = owner.get(WORKLIST)
    text = " ".join(re.sub("<[^>]+>", " ", page.content.decode()).split())
    assert "Good morning, Ayse" in text
    assert "Today 1 Overdue 1 Waiting on others 1" in text
    assert "New referrals (1)" in text
    assert "My people (4)" in text


def test_the_longest_overdue_comes_first_and_times_are_kept(cast, owner):
    due(cast, person={"family_name": "Later"})
    due(cast, person={"family_name": "Timed"}, due_time=dt.time(10))
    due(cast, days=-1, person={"family_name": "Yesterday"})
    due(cast, days=-9, person={"family_name": "Longago"})
    text = owner.get(WORKLIST).content.decode()
    order = [text.index(name) for name in ("Longago", "Yesterday", "Timed", "Later")]
    assert order == sorted(order)


def test_a_row_says_why_and_how_to_be_in_touch(cast, owner):
    follow_up = due(cast, kind=FollowUpKind.RING_BACK, because=Because.NO_ANSWER_TWICE)
    text = owner.get(WORKLIST).content.decode()
    assert "Ring back – no answer twice" in text
    assert "07700 900123" in text
    assert "Never leave a message." in text
    assert reverse("connector:case", args=[follow_up.case_id]) in text


def test_what_is_proposed_is_shown_before_anything_is_saved(cast, owner):
    due(cast, person={"contact_times": []})
    text = owner.get(WORKLIST).content.decode()
    assert "Next: Ring back, Wednesday 4 November" in text
    assert "2pm" in text
    assert "Next: Call, Tuesday 17 November" in text


def test_a_call_is_logged_in_place_and_the_next_one_is_on_the_list(cast, owner):
    follow_up = due(cast)
    sent = {
        "result": "no_answer",
        "follow_up": str(follow_up.pk),
        "channel": "call",
        "back": WORKLIST,
        "note": "",
    }
    response = owner.post(reverse("connector:contact-log", args=[follow_up.case_id]), sent)
    assert response["Location"] == WORKLIST
    page = owner.get(WORKLIST).content.decode()
    assert "Logged for Mrs A: no answer. Next: Ring back, Wednesday 4 November, 11.30am." in page
    assert "Undo" in page
    follow_up.refresh_from_db()
    assert not follow_up.is_open
    following = FollowUp.objects.get(done_at=None)
    assert (following.due_on, following.because) == (TODAY + dt.timedelta(days=1), Because.NO_ANSWER)


def test_logging_twice_with_one_key_is_one_contact(cast, owner):
    follow_up = due(cast)
    page = owner.get(WORKLIST).content.decode()
    key = re.search(r'name="once" value="([^"]+)"', page)[1]
    sent = {"result": "reached", "follow_up": str(follow_up.pk), "once": key, "back": WORKLIST}
    for _click in range(2):
        assert (
            owner.post(reverse("connector:contact-log", args=[follow_up.case_id]), sent)["Location"]
            == WORKLIST
        )
    assert Contact.objects.count() == 1


def test_a_logged_call_can_be_undone(cast, owner):
    follow_up = due(cast)
    owner.post(
        reverse("connector:contact-log", args=[follow_up.case_id]),
        {"result": "reached", "follow_up": str(follow_up.pk)},
    )
    contact = Contact.objects.get()
    owner.post(reverse("connector:contact-undo", args=[contact.pk]))
    follow_up.refresh_from_db()
    assert follow_up.is_open
    assert not Contact.objects.exists()


def test_saving_without_a_result_asks_for_it_and_keeps_the_line(cast, owner):
    follow_up = due(cast)
    page = owner.post(
        reverse("connector:contact-log", args=[follow_up.case_id]),
        {"note": "Sounded tired", "follow_up": str(follow_up.pk), "back": WORKLIST},
    )
    text = page.content.decode()
    assert "Choose how it went." in text
    assert "Sounded tired" in text


def test_going_back_never_leads_off_the_site(cast, owner):
    follow_up = due(cast)
    for elsewhere in ("https://evil.example", "//evil.example", "javascript:alert(1)"):
        case = given.open_case(cast.owner)
        sent = {"result": "reached", "back": elsewhere}
        to = owner.post(reverse("connector:contact-log", args=[case.pk]), sent)["Location"]
        assert to == reverse("connector:case", args=[case.pk])
    assert follow_up.is_open


def test_a_row_is_moved_to_another_day(cast, owner):
    follow_up = due(cast)
    move = reverse("connector:follow-up-move", args=[follow_up.pk])
    assert "Wednesday 4 November" in owner.get(move).content.decode()
    sent = {"due_on_day": "9", "due_on_month": "11", "due_on_year": "2026", "back": WORKLIST}
    assert owner.post(move, sent)["Location"] == WORKLIST
    follow_up.refresh_from_db()
    assert follow_up.due_on == dt.date(2026, 11, 9)


def test_a_decision_is_ticked_off_and_put_back(cast, owner):
    follow_up = due(cast, kind=FollowUpKind.DECIDE, because=Because.NO_ANSWER_THREE)
    assert "no answer three times" in owner.get(WORKLIST).content.decode()
    done = reverse("connector:follow-up-done", args=[follow_up.pk])
    page = owner.post(done, {"back": WORKLIST}, follow=True).content.decode()
    assert "Undo" in page
    owner.post(done, {"undo": "1", "back": WORKLIST})
    follow_up.refresh_from_db()
    assert follow_up.is_open


def test_an_organiser_who_has_not_answered_can_be_nudged(cast, client_as, time_machine):
    sent, _secret = given.sent_onward_referral(cast.owner)
    time_machine.move_to(AT + dt.timedelta(days=9))
    owner = client_as(cast.owner)
    page = owner.get(WORKLIST).content.decode()
    assert "has not answered" in page
    assert "7 working days" in page
    to = owner.post(reverse("connector:onward", args=[sent.pk]), {"do": "nudge", "back": WORKLIST})[
        "Location"
    ]
    assert to == WORKLIST
    assert "has not answered" not in owner.get(WORKLIST).content.decode()


def test_nobody_is_dialled_who_asked_not_to_be(cast, owner):
    due(cast, person={"do_not_contact": True})
    text = owner.get(WORKLIST).content.decode()
    assert "Do not contact" in text
    assert "tel:" not in text
    assert "Log call" not in text


def test_a_visit_shows_the_way_and_is_logged_as_a_visit(cast, owner):
    follow_up = due(cast, kind=FollowUpKind.VISIT, person={"address": "1 Lamb Lane\nLondon"})
    text = owner.get(WORKLIST).content.decode()
    assert "1 Lamb Lane, London" in text
    assert "Log visit" in text
    assert 'name="channel" value="visit"' in text
    assert reverse("connector:conversation-add", args=[follow_up.case_id]) in text


def test_an_empty_day_says_when_the_next_thing_is_due(cast, owner):
    due(cast, days=2)
    assert "Next: one thing on" in owner.get(WORKLIST).content.decode()


def test_an_empty_morning_says_what_will_stand_there(owner):
    assert "Nothing is due today" in owner.get(WORKLIST).content.decode()


def test_another_connectors_work_is_not_on_my_list(cast, client_as):
    due(cast)
    for member in (cast.colleague, cast.stranger):
        assert "Aydın" not in client_as(member).get(WORKLIST).content.decode()


def test_the_number_of_queries_does_not_grow_with_the_work(cast, owner):
    def work(number):
        for _each in range(number):
            follow_up = due(cast)
            contacts.log(case=follow_up.case, result=Result.NO_ANSWER, by=cast.owner, at=AT)
            due(cast, days=-3)
            given.sent_onward_referral(cast.owner)

    def queries():
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert owner.get(WORKLIST).status_code == 200
        return len(seen)

    work(1)
    queries()  # whatever is remembered after the first time
    few = queries()
    work(5)
    assert queries() == few
