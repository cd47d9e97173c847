"""The organiser's pages by link: opening never acts, one tap confirms, everything can be taken back."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from alongside.core.clock import now, today
from alongside.directory.actions import changes, upkeep
from alongside.directory.models import Closure, OrganiserLink, ProposedChange, Service, Upkeep
from tests.factories.directory import a_service


@pytest.fixture
def service(partnership: Any) -> Service:
    return a_service(
        "Lunch club",
        email="lunch@example.org",
        description="Soup.",
        confirmed_on=dt.date(2026, 1, 1),
        schedules=[{"freq": "WEEKLY", "byday": ["TU"], "opens_at": "12:30", "closes_at": "14:30"}],
    )


@pytest.fixture
def base(service: Service) -> str:
    _link, secret = upkeep.make_link(service=service, at=now())
    return f"/keep/{secret}/"


def fresh(service: Service) -> Service:
    return Service.objects.get(pk=service.pk)


def test_opening_the_link_shows_the_entry_and_confirms_nothing(
    service: Service, base: str, client: Client
) -> None:
    page = client.get(base)
    assert "Lunch club" in page.content.decode()
    assert "Yes, all of this is right" in page.content.decode()
    assert "no-store" in page.headers["Cache-Control"]
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
    client.head(base)
    assert fresh(service).confirmed_on == dt.date(2026, 1, 1)


def test_one_tap_confirms_once_however_often_it_is_sent(service: Service, base: str, client: Client) -> None:
    key = "0b4cb1f5-5a5f-4f0d-9f39-111111111111"
    for _ in range(2):
        assert client.post(base, {"name": "Jo", "once": key}).url == base
    assert fresh(service).confirmed_on == today()
    assert Upkeep.objects.count() == 1
    assert "It counts as confirmed today" in client.get(base).content.decode()


def test_a_name_is_asked_for(service: Service, base: str, client: Client) -> None:
    page = client.post(base, {"name": " "})
    assert "Tell us your name" in page.content.decode()
    assert not Upkeep.objects.exists()


def test_they_undo_what_they_told_us(service: Service, base: str, client: Client) -> None:
    client.post(base, {"name": "Jo"})
    client.post(f"{base}undo/{Upkeep.objects.get().pk}/")
    assert fresh(service).confirmed_on == dt.date(2026, 1, 1)
    assert client.get(f"{base}undo/{Upkeep.objects.get().pk}/").status_code == 405


def test_closed_for_august_and_taken_back(service: Service, base: str, client: Client) -> None:
    year = str(today().year + 1)
    days = {"starts_on_day": "1", "starts_on_month": "8", "starts_on_year": year}
    days |= {"ends_on_day": "31", "ends_on_month": "8", "ends_on_year": year}
    assert client.post(f"{base}closed/", {**days, "reason": "Summer break", "name": "Jo"}).url == base
    assert "1 August" in client.get(f"/services/{service.pk}/").content.decode()
    client.post(f"{base}closed/", {"take_back": str(Closure.objects.get().pk)})
    assert not Closure.objects.exists()
    assert client.post(f"{base}closed/", {"take_back": "nonsense"}).status_code == 302


def test_a_single_day_needs_no_last_day(service: Service, base: str, client: Client) -> None:
    day = today() + dt.timedelta(days=4)
    sent = {"starts_on_day": day.day, "starts_on_month": day.month, "starts_on_year": day.year, "name": "Jo"}
    client.post(f"{base}closed/", sent)
    assert Closure.objects.get().ends_on == day


def test_days_that_have_passed_are_refused_with_what_to_do(
    service: Service, base: str, client: Client
) -> None:
    sent = {"starts_on_day": "1", "starts_on_month": "8", "starts_on_year": "2020", "name": "Jo"}
    assert "still to come" in client.post(f"{base}closed/", sent).content.decode()


def test_how_busy_they_are_stands_on_the_page(service: Service, base: str, client: Client) -> None:
    client.post(f"{base}busy/", {"capacity": "waiting", "waiting_weeks": "6", "name": "Jo"})
    page = client.get(f"/services/{service.pk}/").content.decode()
    assert "There is a waiting list" in page
    assert "about 6 weeks" in page
    refused = client.post(f"{base}busy/", {"capacity": "waiting", "waiting_weeks": "soon", "name": "Jo"})
    assert "Write a number of weeks" in refused.content.decode()


def test_it_has_ended_and_its_page_says_so(service: Service, base: str, client: Client) -> None:
    client.post(f"{base}ended/", {"words": "Try the library", "name": "Jo"})
    assert fresh(service).status == "defunct"
    assert "We think this has ended" in client.get(f"/services/{service.pk}/").content.decode()
    assert "You told us that it has ended" in client.get(base).content.decode()


def changed(**more: Any) -> dict[str, Any]:
    return {
        "title": "Lunch club", "description": "Soup.", "phone": "", "email": "lunch@example.org", "url": "",
        "fees": "", "alert": "", "status": "active", "note": "", "name": "Jo",
        "day_0": "TU", "opens_0": "12:30", "closes_0": "14:30", **more,
    }  # fmt: skip


def test_a_change_waits_for_a_person(service: Service, base: str, client: Client) -> None:
    sent = changed(fees="£2", opens_0="1pm", closes_0="3.30pm", phone="02079460123")
    assert client.post(f"{base}change/", sent).url == base
    change = ProposedChange.objects.get()
    assert {field: part["after"] for field, part in change.changes.items()} == {
        "fees": "£2", "times": [["TU", "13:00", "15:30"]], "phone": "020 7946 0123",
    }  # fmt: skip
    assert fresh(service).fees == ""
    assert "One of us reads it soon" in client.get(base).content.decode()


def test_what_they_say_of_bank_holidays_goes_the_way_of_every_change(
    service: Service, base: str, client: Client, cast: Any
) -> None:
    assert "On bank holidays" in client.get(f"{base}change/").content.decode()
    client.post(f"{base}change/", changed(bank_holidays="closed"))
    change = ProposedChange.objects.get()
    assert change.changes == {"bank_holidays": {"before": "", "after": "closed"}}
    changes.accept(change=change, only=["bank_holidays"], by=cast.steward, at=now())
    assert fresh(service).bank_holidays == "closed"
    assert "Not on bank holidays." in client.get(base).content.decode()


def test_the_boxes_hold_what_people_read_now(service: Service, base: str, client: Client) -> None:
    page = client.get(f"{base}change/").content.decode()
    assert 'value="12:30"' in page
    assert "Soup." in page


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"title": ""}, "fill this in"),
        ({"email": "not an address"}, "Write an e-mail address"),
        ({"phone": "ring me"}, "Write one phone number"),
        ({"url": "not a web address"}, "Write a web address"),
        ({"opens_0": "late"}, "Write when it begins"),
        ({"closes_0": "11:00"}, "Write when it ends"),
        ({"day_1": "", "opens_1": "14:00"}, "Choose the day"),
        ({}, "Nothing is different yet"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_typed_is_lost(
    wrong: dict[str, str], said: str, service: Service, base: str, client: Client
) -> None:
    sent = changed(**wrong)
    page = client.post(f"{base}change/", sent).content.decode()
    assert said in page
    assert 'value="Jo"' in page
    assert not ProposedChange.objects.exists()


@pytest.mark.parametrize("page", ["", "closed/", "busy/", "change/", "ended/"])
def test_a_link_that_does_not_work_says_how_to_get_a_new_one(
    page: str, service: Service, base: str, client: Client
) -> None:
    for address in ("/keep/nonsense/", f"/keep/{'x' * 300}/"):
        response = client.get(f"{address}{page}")
        assert response.status_code == 404
        assert "Do you run this?" in response.content.decode()
    OrganiserLink.objects.update(revoked_at=now())
    assert client.get(f"{base}{page}").status_code == 404


def test_one_service_s_link_undoes_nothing_of_another(service: Service, base: str, client: Client) -> None:
    other = a_service("Walk", email="walk@example.org")
    link, _secret = upkeep.make_link(service=other, at=now())
    done = upkeep.confirm(service=other, by=upkeep.By(link=link, name="Al"), at=now())
    client.post(f"{base}undo/{done.pk}/")
    assert Upkeep.objects.get(pk=done.pk).undone_at is None


def test_they_can_ask_for_no_more_letters(service: Service, base: str, client: Client) -> None:
    for _ in range(2):
        client.post(f"{base}no-letters/")
    assert Upkeep.objects.filter(kind="no_letters").count() == 1
