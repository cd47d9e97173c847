"""A volunteer's own pages on a phone: free times, hours in three taps, expenses, a worry in two, leaving."""

import datetime as dt
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from alongside.core import clock
from alongside.messaging.models import Message
from alongside.volunteering.enums import CheckKind
from alongside.volunteering.models import Availability, Expense, Hours, Receipt, Worry
from tests.factories.volunteering import JPEG, a_ready_volunteer, the_volunteer, two_weeks_away


@pytest.fixture
def vera(cast):
    return the_volunteer(cast)


@pytest.fixture
def phone(cast, vera, client_as):
    return client_as(cast.volunteer)


def day(name, value):
    return {f"{name}_day": value.day, f"{name}_month": value.month, f"{name}_year": value.year}


def test_home_says_who_stands_behind_them_and_that_no_times_is_not_always(phone):
    page = phone.get("/volunteer/").content.decode()
    for words in ("Sara Stranger", "Dora Deputy", "We do not know yet", "I am worried", "tel:999"):
        assert words in page


def test_home_shows_what_lapsed_and_what_is_soon_to_renew(vera, phone):
    today = clock.today()
    vera.checks.filter(kind=CheckKind.DBS).update(expires_on=today)
    vera.checks.filter(kind=CheckKind.TRAINING).update(expires_on=today + dt.timedelta(days=20))
    page = phone.get("/volunteer/").content.decode()
    assert "DBS check (basic): lapsed on" in page
    assert "Core training" in page


def test_times_of_the_week_are_kept_and_can_be_emptied(vera, phone):
    phone.post(
        "/volunteer/availability/", {"form": "times", "day0": ["morning", "midday"], "day5": ["evening"]}
    )
    assert list(Availability.objects.values_list("weekday", "from_minute", "to_minute")) == [
        (0, 540, 840),
        (5, 1020, 1200),
    ]
    page = phone.get("/volunteer/availability/").content.decode()
    assert page.count("checked") == 3
    phone.post("/volunteer/availability/", {"form": "times"})
    assert not Availability.objects.exists()


def test_a_holiday_is_added_and_taken_back(vera, phone):
    away = two_weeks_away(vera)
    assert "Remove" in phone.get("/volunteer/availability/").content.decode()
    phone.post(f"/volunteer/availability/{away.pk}/remove/")
    assert not vera.away.exists()
    soon = clock.today() + dt.timedelta(days=3)
    wrong = {"form": "away", **day("starts_on", soon), **day("ends_on", soon - dt.timedelta(days=1))}
    assert "comes before" in phone.post("/volunteer/availability/", wrong).content.decode()


def test_somebody_elses_holiday_is_not_there(cast, phone, client_as):
    grace = a_ready_volunteer(cast.owner, cast.colleague, email="g@example.org")
    away = two_weeks_away(grace)
    assert phone.post(f"/volunteer/availability/{away.pk}/remove/").status_code == 404
    assert grace.away.exists()


def test_hours_are_one_button_and_a_double_tap_counts_once(vera, phone):
    sent = {"minutes": "60", "day": "1", "role": "visit", "once": str(uuid.uuid4())}
    for _ in range(2):
        phone.post("/volunteer/hours/", sent)
    assert list(Hours.objects.values_list("minutes", "held_on")) == [
        (60, clock.today() - dt.timedelta(days=1))
    ]
    page = phone.get("/volunteer/hours/").content.decode()
    assert page.count('name="minutes"') == 7
    assert "checked" in page


@pytest.mark.parametrize("wrong", [{"minutes": "7"}, {"minutes": ""}, {"day": "900"}, {"role": "king"}])
def test_odd_hours_are_refused(phone, wrong):
    sent = {"minutes": "60", "day": "0", "role": "visit", **wrong}
    assert "Please check this page" in phone.post("/volunteer/hours/", sent).content.decode()
    assert not Hours.objects.exists()


def claim(phone, name="bus.jpg", content=JPEG, **more):
    sent = {"kind": "fares", "pounds": "3.50", **day("spent_on", clock.today()), **more}
    return phone.post("/volunteer/expenses/", {**sent, "receipt": SimpleUploadedFile(name, content)})


def test_an_expense_goes_out_with_its_receipt_under_another_name(vera, phone):
    claim(phone, name="../../Mrs A's house.jpg")
    assert Expense.objects.get().pence == 350
    assert "Mrs" not in Receipt.objects.get().name


@pytest.mark.parametrize(
    ("content", "words"), [(b"<html>", "JPEG or PNG"), (b"", "empty"), (JPEG * 50_000, "too large")]
)
def test_a_file_that_is_no_receipt_is_refused(phone, content, words):
    assert words in claim(phone, content=content).content.decode()
    assert not Expense.objects.exists()


def test_miles_need_no_pounds(phone):
    claim(phone, kind="miles", pounds="", miles="10")
    assert Expense.objects.get().pence == 450
    assert "How many miles" in claim(phone, kind="miles", pounds="3", miles="").content.decode()


def test_i_am_worried_is_two_taps_and_words_can_follow(cast, vera, phone):
    assert "/volunteer/worried/" in phone.get("/volunteer/").content.decode()
    told = phone.post("/volunteer/worried/", {"once": str(uuid.uuid4())}, follow=True)
    worry = Worry.objects.get()
    assert "Sara Stranger" in told.content.decode()
    assert Message.objects.filter(template="worry_raised").count() == 2
    phone.post(f"/volunteer/worried/{worry.pk}/", {"words": "A bruise on her arm."})
    worry.refresh_from_db()
    assert worry.words == "A bruise on her arm."


def test_a_volunteer_reads_no_worry_but_their_own(cast, phone):
    from tests.factories.volunteering import a_worry

    other = a_worry(cast.owner, cast.colleague)
    assert phone.get(f"/volunteer/worried/{other.pk}/").status_code == 404


def test_leaving_tells_the_supervisor_and_can_be_taken_back(vera, phone):
    phone.post("/volunteer/leaving/", {**day("on", clock.today() + dt.timedelta(days=20)), "note": ""})
    vera.refresh_from_db()
    assert vera.leaving_on is not None
    assert Message.objects.filter(template="volunteer_leaving").count() == 2
    phone.post("/volunteer/leaving/", {"stay": "1"})
    vera.refresh_from_db()
    assert vera.leaving_on is None


def test_what_i_offer_can_be_changed(vera, phone):
    sent = {
        "travel": "bus", "radius_m": "5000", "channels": ["phone"], "people_at_most": "2", "hours_per_week": "3",
        "languages": ["en", "tr"], "interests": ["music"], "cannot_meet": ["dog"], "postcode": "E8 1EA",
        "talk": "listener", **{f"skill_{skill}": "0" for skill in (
            "hearing_loss", "sight_loss", "bereavement", "low_mood", "self_neglect", "learning_disability")},
        "skill_dementia": "2",
    }  # fmt: skip
    phone.post("/volunteer/about-me/", sent)
    vera.refresh_from_db()
    assert (vera.travel, vera.radius_m, vera.channels, vera.skills) == (
        "bus",
        5000,
        ["phone"],
        {"dementia": 2},
    )
    assert vera.cannot_meet == ["dog"]


def test_a_volunteer_never_reads_what_is_for_the_team(cast, vera, phone):
    from alongside.volunteering.actions import checks
    from tests.factories.volunteering import AT, ON

    checks.hold_supervision(
        volunteer=vera,
        held_on=ON,
        next_on=ON + dt.timedelta(days=60),
        agreed="Ring on Tuesdays.",
        note="CANARY-TEAM",
        by=cast.stranger,
        at=AT,
    )
    pages = ["", "availability/", "about-me/", "hours/", "expenses/", "worried/", "leaving/"]
    seen = "".join(phone.get(f"/volunteer/{path}").content.decode() for path in pages)
    assert "Ring on Tuesdays." in seen
    for secret in ("CANARY-TEAM", "Kind, and always on time.", "Listens well."):
        assert secret not in seen


def test_home_shows_the_next_visit_first(cast, client_as):
    from tests import given_befriending

    visit = given_befriending.a_visit_of_the_cast(cast)
    page = client_as(cast.volunteer).get("/volunteer/").content.decode()
    assert f"/volunteer/visits/{visit.pk}/" in page


def test_a_worry_from_a_visit_says_whom_it_is_about(cast, client_as):
    from tests import given_befriending

    visit = given_befriending.a_visit_of_the_cast(cast)
    phone = client_as(cast.volunteer)
    path = f"/volunteer/worried/?visit={visit.pk}"
    assert visit.match.person.called in phone.get(path).content.decode()
    phone.post(path, {"once": str(uuid.uuid4())})
    assert Worry.objects.get().person == visit.match.person
    for odd in (uuid.uuid4(), "nonsense"):
        assert "Tell them now" in phone.get(f"/volunteer/worried/?visit={odd}").content.decode()
