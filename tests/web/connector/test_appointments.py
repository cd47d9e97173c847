"""The pages about appointments: booked, clashed, moved, cancelled, told; on the worklist and in a calendar."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from alongside.appointments.actions import appointments, going_out
from alongside.appointments.enums import Place, Status
from alongside.appointments.models import Appointment, GoingOut
from alongside.casework.actions import contacts
from alongside.casework.models import Contact, FollowUp
from alongside.partnerships.models import Member
from tests import given
from tests.factories.appointments import STARTS, an_appointment, told
from tests.factories.casework import AT, a_case
from tests.factories.people import a_person

HOUR = dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(AT + HOUR)


@pytest.fixture
def owner(cast, client_as):
    return client_as(cast.owner)


@pytest.fixture
def case(cast):
    return given.open_case(cast.owner)


def url(name, *args):
    return reverse(f"connector:{name}", args=args)


def words(cast, **more):
    form = {
        "day_day": "5", "day_month": "11", "day_year": "2026", "time": "14:00", "minutes": "60", "place": "home",
        "member": str(cast.owner.pk), "remind_by": "",
    }  # fmt: skip
    return {**form, **more}


def text(answer):
    return answer.content.decode()


def test_it_is_booked_in_one_form_and_shown(cast, owner, case):
    answer = owner.post(url("appointment-book", case.pk), words(cast, note="ring twice"))
    made = Appointment.objects.get()
    assert answer.url == url("appointment", made.pk)
    page = text(owner.get(answer.url))
    assert "Thursday 5 November, 2pm" in page
    assert "ring twice" in page
    assert "They do not want one" in page
    assert "Thursday 5 November, 2pm" in text(owner.get(url("case", case.pk)))


def test_a_clash_is_said_at_the_time_and_nothing_typed_is_lost(cast, owner, case):
    an_appointment(a_case(cast.owner, person=a_person(by=cast.owner, given_name="Bea")), cast.owner)
    page = text(owner.post(url("appointment-book", case.pk), words(cast, time="14:30", note="ring twice")))
    assert "then, from 2pm to 3pm. Choose another time." in page
    assert "ring twice" in page
    assert Appointment.objects.count() == 1


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"time": "quarter past"}, "Write the time like 10:30"),
        ({"day_year": "2025"}, "lies ahead"),
        ({"day_year": "9999"}, "within a year"),
        ({"day_year": "0001"}, "within a year"),
        ({"place": "elsewhere"}, "Say where you meet"),
        ({"place": "elsewhere", "where": "x", "postcode": "ZZ9 9ZZ"}, "do not know this postcode"),
        ({"travel_minutes": "999"}, "240"),
        ({"day_day": "28", "day_month": "3", "day_year": "2027", "time": "01:30"}, "clocks go forward"),
    ],
)
def test_what_is_wrong_is_said_in_words(cast, owner, case, more, says):
    assert says in text(owner.post(url("appointment-book", case.pk), words(cast, **more)))
    assert not Appointment.objects.exists()


def test_sent_twice_it_is_one(cast, owner, case):
    key = str(owner.get(url("appointment-book", case.pk)).context["form"]["once"].value())
    for _ in range(2):
        assert owner.post(url("appointment-book", case.pk), words(cast, once=key)).status_code == 302
    assert Appointment.objects.count() == 1


def test_a_second_editor_is_told_and_sees_what_stands(cast, owner, case):
    made = an_appointment(case, cast.owner)
    appointments.change(
        appointment=made, version=1, told=told(cast.owner, starts=STARTS + HOUR), by=cast.colleague, at=AT
    )
    page = text(owner.post(url("appointment-change", made.pk), words(cast, time="16:00", version="1")))
    assert "A colleague changed this appointment meanwhile" in page
    assert "Thursday 5 November, 3pm" in page
    assert 'value="16:00"' in page


def test_it_is_cancelled_with_a_reason_and_that_is_undone(cast, owner, case):
    made = an_appointment(case, cast.owner)
    assert "Cancel the appointment" in text(owner.get(url("appointment-cancel", made.pk)))
    page = text(owner.post(url("appointment-cancel", made.pk), {"reason": "person_ill"}, follow=True))
    assert url("appointment-undo", made.pk) in page
    assert "They are ill or in hospital" in text(owner.get(url("appointment", made.pk)))
    owner.post(url("appointment-undo", made.pk))
    made.refresh_from_db()
    assert made.is_booked


def test_today_it_stands_on_the_worklist_once_with_a_button(cast, client_as, case, time_machine):
    GoingOut.objects.create(member=cast.owner, start_postcode="E8 1EA", told_at=AT)
    made = an_appointment(case, cast.owner, note="dog")
    time_machine.move_to(STARTS - HOUR)
    owner = client_as(cast.owner)
    page = text(owner.get(url("worklist")))
    assert page.count("– dog") == 1, "the follow-up it stands for is not shown beside it"
    assert f"appointment={made.pk}" in page
    assert "Nothing is due today" not in page
    assert "<strong>0</strong>" in page
    assert "How did it go?" not in page
    time_machine.move_to(STARTS + HOUR)
    assert url("appointment-outcome", made.pk) in text(owner.get(url("worklist")))


def test_a_day_later_it_asks_how_it_went_and_the_answer_clears_it(cast, client_as, case, time_machine):
    made = an_appointment(case, cast.owner)
    time_machine.move_to(STARTS + 24 * HOUR)
    owner = client_as(cast.owner)
    page = text(owner.get(url("worklist")))
    assert page.count(url("appointment-outcome", made.pk)) == 1
    sent = {"outcome": "not_in", "why_not": "", "note": "rang twice", "back": url("worklist")}
    page = text(owner.post(url("appointment-outcome", made.pk), sent, follow=True))
    assert "Written down for" in page
    assert url("appointment-outcome", made.pk) not in page
    assert Contact.objects.get().note == "rang twice"
    owner.post(url("appointment-undo", made.pk))
    assert not Contact.objects.exists()


def test_why_it_did_not_happen_is_asked(cast, client_as, case, time_machine):
    made = an_appointment(case, cast.owner)
    time_machine.move_to(STARTS + HOUR)
    owner = client_as(cast.owner)
    page = text(owner.post(url("appointment-outcome", made.pk), {"outcome": "did_not_happen"}))
    assert "Say why it did not happen" in page
    assert Appointment.objects.get().status == Status.BOOKED


def test_the_number_of_queries_does_not_grow_with_the_appointments(cast, client_as, time_machine):
    def book(n):
        case = a_case(cast.owner, person=a_person(by=cast.owner, given_name=f"Nr {n}"))
        an_appointment(case, cast.owner, starts=STARTS + n * HOUR, place=Place.PHONE)

    counts = {}
    for n in range(5):
        book(n)
        time_machine.move_to(STARTS - HOUR)
        owner = client_as(cast.owner)
        owner.get(url("people"))
        for name in ("worklist", "appointments"):
            with CaptureQueriesContext(connection) as done:
                owner.get(url(name))
            counts.setdefault(name, []).append(len(done))
        time_machine.move_to(AT + HOUR)
    for name, seen in counts.items():
        assert seen[0] == seen[-1], (name, seen)


def test_a_follow_up_is_answered_by_an_appointment(cast, owner, case):
    due = contacts.arrange(case=case, due_on=AT.date(), by=cast.owner, at=AT, note="talk about the club")
    page = text(owner.get(url("appointment-book", case.pk) + f"?follow_up={due.pk}"))
    assert str(due.pk) in page
    owner.post(url("appointment-book", case.pk), words(cast, follow_up=str(due.pk)))
    assert FollowUp.objects.get().due_on == STARTS.date()


# Calendars -------------------------------------------------------------------------------------------------------

SECRETS = ("Ayten", "Aydın", "Lamb House", "Flat", "dog", "E8 3", "7700", "0178")


def checked(body):
    """A calendar as others may read it."""
    assert all(len(line.encode()) <= 75 for line in body.split("\r\n"))
    for word in SECRETS:
        assert word not in body.replace("\r\n ", ""), word


def test_a_calendar_file_holds_initials_and_a_district_and_no_more(cast, owner, case):
    person = case.person
    person.postcode, person.address = "E8 3NR", "Flat 31, Lamb House"
    person.save()
    made = an_appointment(case, cast.owner, note="dog")
    answer = owner.get(url("appointment-ics", made.pk))
    body = text(answer)
    checked(body)
    assert answer["Content-Type"].startswith("text/calendar")
    for line in (
        "SUMMARY:Visit: A. A.",
        "LOCATION:E8",
        "DTSTART:20261105T140000Z",
        f"UID:{made.pk}",
        "SEQUENCE:1",
    ):
        assert line in body, line
    appointments.cancel(appointment=made, reason="other", by=cast.owner, at=AT)
    body = text(owner.get(url("appointment-ics", made.pk)))
    assert "STATUS:CANCELLED" in body
    assert "SEQUENCE:2" in body


def test_a_private_calendar_is_shown_once_and_ends_when_it_is_stopped(cast, owner, client, case):
    an_appointment(case, cast.owner, note="dog")
    page = text(owner.post(url("going-out"), {"do": "calendar"}))
    path = re.search(r"/appointments/([\w-]+)\.ics", page).group(1)
    feed = reverse("public:appointments-calendar", args=[path])
    answer = client.get(feed)
    checked(text(answer))
    assert "SUMMARY:Visit: A. A." in text(answer)
    assert "no-store" in answer["Cache-Control"]
    assert path not in text(owner.get(url("going-out")))
    owner.post(url("going-out"), {"do": "revoke"})
    assert client.get(feed).status_code == 404


def test_a_calendar_ends_with_the_membership_and_a_new_link_ends_the_old(cast, client, case):
    an_appointment(case, cast.owner)
    first = going_out.make_feed(member=cast.owner, at=AT)
    second = going_out.make_feed(member=cast.owner, at=AT)
    paths = [reverse("public:appointments-calendar", args=[secret]) for secret in (first, second)]
    assert [client.get(path).status_code for path in paths] == [404, 200]
    Member.objects.filter(pk=cast.owner.pk).update(left_at=AT)
    assert client.get(paths[1]).status_code == 404


def test_of_a_case_that_went_to_another_organisation_the_calendar_is_silent(cast, client, case):
    an_appointment(case, cast.owner)
    secret = going_out.make_feed(member=cast.owner, at=AT)
    Member.objects.filter(pk=cast.owner.pk).update(organisation=cast.other_organisation)
    assert "SUMMARY" not in text(client.get(reverse("public:appointments-calendar", args=[secret])))


def test_going_out_is_kept_and_a_wrong_number_is_named(cast, owner):
    kept = {
        "phone": "07700 900123",
        "start_postcode": "",
        "travel_mode": "cycle",
        "buddy": str(cast.colleague.pk),
    }
    assert owner.post(url("going-out"), kept).status_code == 302
    told_now = GoingOut.objects.get()
    assert (told_now.phone, told_now.buddy) == ("+447700900123", cast.colleague)
    assert "not a phone number" in text(owner.post(url("going-out"), {**kept, "phone": "12"}))
