"""Stewards write entries down, change them over a feed, bring in tables, and let organisers keep their own."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client

from alongside.core.clock import now
from alongside.directory.actions import claims, upkeep
from alongside.directory.actions.import_feed import Importing, import_feed
from alongside.directory.finder import shortlist
from alongside.directory.models import (
    Claim,
    Correction,
    OrganiserLink,
    ProposedChange,
    Service,
    Sheet,
    Upkeep,
)
from alongside.directory.rules import Facts
from alongside.messaging.models import Message
from tests.domain.directory import feed_records as made
from tests.factories.directory import a_service

NEW = {
    "organisation": "Green House",
    "title": "Tea and chess",
    "description": "A quiet afternoon",
    "status": "active",
    "phone": "020 7946 0123",
    "email": "tea@example.org",
    "url": "green-house.org.uk/tea",
    "fees": "Free",
    "place_name": "The hall",
    "place_address": "1 High Street",
    "place_city": "London",
    "place_postcode": "e81ea",
    "age_from": "55",
    "age_to": "",
    "languages": "English, Turkish",
    "attending": "drop-in",
    "modes": ["in_person"],
    "access": ["step_free"],
    "ticked": "on",
    "day_0": "TU",
    "opens_0": "2pm",
    "closes_0": "4pm",
}


@pytest.fixture
def steward(cast: Any, client_as: Callable[[Any], Client]) -> Client:
    return client_as(cast.steward)


def found(words: str, **more: Any) -> set[str]:
    return {one.service for one in shortlist(Facts(words=words, **more), at=now()).results}


def test_a_service_is_written_down_once_and_found_at_once(steward: Client, cast: Any) -> None:
    page = steward.post("/steward/entries/new/", NEW)
    service = Service.objects.get()
    assert page.url == f"/steward/entries/{service.pk}/"
    assert found("chess", age=60, languages=frozenset({"tr"}), needs=frozenset({"step_free"})) == {
        "Tea and chess"
    }
    location = service.service_at_locations.get().location
    assert (location.postcode, location.precision) == ("E8 1EA", "exact")
    assert service.eligibilities.get().minimum_age == 55
    page = steward.get(page.url).content.decode()
    assert cast.steward.name in page
    assert "Entered it by hand" in page


def test_what_is_written_down_of_bank_holidays_stands_on_the_page_and_may_be_left_open(
    steward: Client, client: Client
) -> None:
    steward.post("/steward/entries/new/", {**NEW, "bank_holidays": "meets"})
    service = Service.objects.get()
    assert service.bank_holidays == "meets"
    assert "Also on bank holidays." in client.get(f"/services/{service.pk}/").content.decode()
    page = steward.get(f"/steward/entries/{service.pk}/").content.decode()
    assert "It is on, as on other days" in page
    steward.post(f"/steward/entries/{service.pk}/change/", {**NEW, "bank_holidays": ""})
    assert Service.objects.get().bank_holidays == ""
    assert "on bank holidays" not in client.get(f"/services/{service.pk}/").content.decode()


def test_an_organisation_we_know_is_not_made_twice(steward: Client) -> None:
    known = a_service("Lunch club").organization
    steward.post("/steward/entries/new/", {**NEW, "organisation": "the green house"})
    assert Service.objects.get(name="Tea and chess").organization == known


@pytest.mark.parametrize(
    ("wrong", "what"),
    [
        ({"organisation": ""}, "required"),
        ({"place_postcode": "nowhere"}, "Write a postcode like E8 1EA"),
        ({"age_from": "old"}, "Write whole years"),
        ({"age_from": "60", "age_to": "20"}, "younger than the first age"),
        ({"languages": "Martian"}, "Martian"),
        ({"opens_0": "noonish"}, "Write when it begins"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_typed_is_lost(
    steward: Client, wrong: dict[str, str], what: str
) -> None:
    page = steward.post("/steward/entries/new/", {**NEW, **wrong}).content.decode()
    assert what in page
    assert "A quiet afternoon" in page
    assert not Service.objects.exists()


def fed(tmp_path: Path, **more: Any) -> Service:
    path = tmp_path / "city.json"
    record = made.service("1", service_at_locations=[made.at(made.location("hall", "E8 1EA"))], **more)
    path.write_text(json.dumps([record]))
    import_feed(Importing(str(path), "City list"), at=now())
    return Service.objects.get()


def test_a_change_over_a_feed_stays_when_it_is_read_again_and_says_who(
    steward: Client, cast: Any, tmp_path: Path
) -> None:
    service = fed(tmp_path)
    address = f"/steward/entries/{service.pk}/"
    sent = {
        "title": "Tea for all",
        "status": "active",
        "place_name": "The library",
        "place_postcode": "EC2P 2EJ",
    }
    sent |= {
        "place_address": "",
        "place_city": "",
        "ticked": "on",
        "access": ["lift"],
        "modes": ["in_person"],
    }
    steward.post(f"{address}change/", sent)
    service = fed(tmp_path, alert="New words")
    place = service.service_at_locations.get().location
    assert (service.name, service.alert, place.name, place.postcode) == (
        "Tea for all", "New words", "The library", "EC2P 2EJ",
    )  # fmt: skip
    assert place.access_features == ["lift"]
    assert set(Correction.objects.values_list("field", flat=True)) == {"name", "place", "access"}
    page = steward.get(address).content.decode()
    assert "Tea at 1" in page, "what the feed says"
    assert cast.steward.name in page
    assert "City list" in page


def test_an_edit_is_undone_but_for_what_was_changed_since(steward: Client, tmp_path: Path) -> None:
    service = fed(tmp_path)
    address = f"/steward/entries/{service.pk}/"
    steward.post(f"{address}change/", {"title": "Tea", "status": "active", "fees": "£2"})
    steward.post(f"{address}change/", {"title": "Tea and cake", "status": "active", "fees": "£2"})
    first = Upkeep.objects.order_by("done_at").first()
    steward.post(address, {"do": "undo", "which": str(first.pk)})  # type: ignore[union-attr]
    assert "Undo that first" in steward.get(address).content.decode()
    last = Upkeep.objects.order_by("done_at").last()
    steward.post(address, {"do": "undo", "which": str(last.pk)})  # type: ignore[union-attr]
    steward.post(address, {"do": "undo", "which": str(first.pk)})  # type: ignore[union-attr]
    service.refresh_from_db()
    assert (service.name, service.fees) == ("Tea at 1", "")
    assert not Correction.objects.exists()


def test_nothing_different_is_said(steward: Client) -> None:
    service = a_service("Lunch club")
    address = f"/steward/entries/{service.pk}/change/"
    page = steward.post(address, {"title": "Lunch club", "status": "active"}).content.decode()
    assert "Nothing is different yet" in page
    steward.post(address, {"title": "Lunch club", "status": "active", "confirms": "on"})
    assert Upkeep.objects.get().kind == "edited"


def test_an_entry_is_ended_and_comes_back(steward: Client) -> None:
    service = a_service("Lunch club")
    address = f"/steward/entries/{service.pk}/"
    steward.post(address, {"do": "end"})
    assert found("lunch") == set()
    steward.post(address, {"do": "undo", "which": str(Upkeep.objects.get().pk)})
    assert found("lunch") == {"Lunch club"}
    assert steward.post(address, {"do": "undo", "which": "nonsense"}).status_code == 302


def test_a_link_is_stopped(steward: Client, client: Client) -> None:
    service = a_service("Lunch club", email="lunch@example.org")
    link, secret = upkeep.make_link(service=service, at=now())
    assert client.get(f"/keep/{secret}/").status_code == 200
    steward.post(f"/steward/entries/{service.pk}/", {"do": "stop", "which": str(link.pk)})
    assert client.get(f"/keep/{secret}/").status_code == 404
    assert "stopped" in steward.get(f"/steward/entries/{service.pk}/").content.decode()


def test_entries_are_looked_up_by_what_one_remembers(steward: Client, tmp_path: Path) -> None:
    fed(tmp_path)
    a_service("Lunch club", email="lunch@example.org")
    for typed, name in (("tea", "Tea at 1"), ("e8 1ea", "Tea at 1"), ("lunch@", "Lunch club")):
        page = steward.get("/steward/entries/", {"q": typed}).content.decode()
        assert f">{name}<" in page
    assert ">Tea at 1<" not in steward.get("/steward/entries/", {"kind": "hand"}).content.decode()
    assert "No entry like that" in steward.get("/steward/entries/", {"q": "zzz"}).content.decode()


def test_a_table_is_looked_at_cell_by_cell_and_taken_over(steward: Client) -> None:
    content = b"Name,Organisation,Postcode,How\nTea,G,nowhere,in person\n,G,,phone\n"
    file = SimpleUploadedFile("list.csv", content)
    page = steward.post("/steward/entries/sheet/", {"name": "Ours", "file": file})
    sheet = Sheet.objects.get()
    assert page.url == f"/steward/entries/sheet/{sheet.pk}/"
    text = steward.get(page.url).content.decode()
    assert "This is no postcode" in text
    assert "left out" in text
    assert "1 service can come in" in text
    led = steward.post(page.url, {"do": "take"})
    assert "/steward/feeds/" in led.url
    assert "taken over already" in steward.post(page.url, {"do": "take"}, follow=True).content.decode()
    assert steward.get(page.url).status_code == 404


def test_a_table_is_given_up(steward: Client) -> None:
    file = SimpleUploadedFile("list.csv", b"Name,Organisation\nTea,G\n")
    page = steward.post("/steward/entries/sheet/", {"name": "Ours", "file": file})
    steward.post(page.url, {"do": "give-up"})
    assert not Sheet.objects.exists()


def test_what_is_no_table_says_so_at_the_file(steward: Client) -> None:
    file = SimpleUploadedFile("list.csv", b"\x89PNG\x00\x00")
    assert (
        "This is no table"
        in steward.post("/steward/entries/sheet/", {"name": "O", "file": file}).content.decode()
    )


def test_our_template_comes_back_without_a_word(steward: Client) -> None:
    from alongside.directory.feeds.sheet import read_lines, table

    for kind in ("xlsx", "csv"):
        content = steward.get(f"/steward/entries/sheet/template.{kind}").content
        (line,) = read_lines(table(content))
        assert line.problems == [], kind
    assert steward.get("/steward/entries/sheet/template.exe").status_code == 404


# --- claims ------------------------------------------------------------------------------------------------------


@pytest.fixture
def service(cast: Any) -> Service:
    return a_service("Lunch club", email="lunch@example.org", fees="£1")


@pytest.fixture
def secret(service: Service) -> str:
    return upkeep.make_link(service=service, at=now())[1]


CHANGE = {"title": "Lunch club", "status": "active", "name": "Jo", "fees": "£2"}


def granted(steward: Client, client: Client, secret: str) -> Claim:
    client.post(f"/keep/{secret}/claim/", {"name": "Jo", "words": "I lead it"})
    claim = Claim.objects.get()
    assert "I lead it" in steward.get("/steward/changes/").content.decode()
    steward.post(f"/steward/claims/{claim.pk}/", {"decide": "yes"})
    return claim


def test_who_keeps_an_entry_changes_it_at_once_and_a_steward_can_put_it_back(
    steward: Client, client: Client, service: Service, secret: str
) -> None:
    client.post(f"/keep/{secret}/change/", CHANGE)
    service.refresh_from_db()
    assert service.fees == "£1", "read first"
    granted(steward, client, secret)
    assert "You keep Lunch club yourself now" in Message.objects.get().subject
    assert "goes live at once" in client.get(f"/keep/{secret}/change/").content.decode()
    client.post(f"/keep/{secret}/change/", CHANGE)
    service.refresh_from_db()
    assert service.fees == "£2"
    change = ProposedChange.objects.get()
    assert (change.state, change.decided_by) == ("live", None)
    assert "Went live unread" in steward.get("/steward/changes/").content.decode()
    steward.post(f"/steward/changes/{change.pk}/back/")
    steward.post(f"/steward/changes/{change.pk}/back/")
    service.refresh_from_db()
    assert service.fees == "£1"


def test_words_to_us_are_still_read_first(
    steward: Client, client: Client, service: Service, secret: str
) -> None:
    granted(steward, client, secret)
    client.post(f"/keep/{secret}/change/", {**CHANGE, "note": "and please ring me"})
    assert ProposedChange.objects.get().state == "waiting"


def test_a_claim_ends_and_changes_are_read_first_again(
    steward: Client, client: Client, service: Service, secret: str
) -> None:
    claim = granted(steward, client, secret)
    steward.post(f"/steward/entries/{service.pk}/", {"do": "end-claim", "which": str(claim.pk)})
    client.post(f"/keep/{secret}/change/", CHANGE)
    assert ProposedChange.objects.get().state == "waiting"


def test_an_address_the_entry_publishes_no_more_keeps_nothing(
    steward: Client, client: Client, service: Service, secret: str
) -> None:
    granted(steward, client, secret)
    client.post(f"/keep/{secret}/change/", {**CHANGE, "email": "new@example.org"})
    service.refresh_from_db()
    assert service.email == "new@example.org"
    client.post(f"/keep/{secret}/change/", {**CHANGE, "fees": "£9", "email": "new@example.org"})
    assert ProposedChange.objects.filter(state="waiting").count() == 1
    _link, at_new = upkeep.make_link(service=service, at=now())
    client.post(f"/keep/{at_new}/change/", {**CHANGE, "fees": "£5", "email": "new@example.org"})
    service.refresh_from_db()
    assert service.fees == "£5"


def test_a_no_needs_a_word_and_is_decided_once(steward: Client, client: Client, secret: str) -> None:
    client.post(f"/keep/{secret}/claim/", {"name": "Jo", "words": "I lead it"})
    again = client.post(f"/keep/{secret}/claim/", {"name": "Jo", "words": "I lead it"})
    assert "asked for this already" in again.content.decode()
    claim = Claim.objects.get()
    steward.post(f"/steward/claims/{claim.pk}/", {"decide": "no"})
    assert Claim.objects.get().state == "waiting"
    steward.post(f"/steward/claims/{claim.pk}/", {"decide": "no", "answer": "We could not reach you"})
    steward.post(f"/steward/claims/{claim.pk}/", {"decide": "yes"})
    assert Claim.objects.get().state == "declined"
    assert "We could not reach you" in Message.objects.get().body


def test_one_link_leads_to_everything_the_address_runs(client: Client, service: Service, secret: str) -> None:
    other = a_service("Tea dance", email="LUNCH@example.org")
    foreign = a_service("Chess", email="chess@example.org")
    assert "Tea dance" in client.get(f"/keep/{secret}/").content.decode()
    led = client.post(f"/keep/{secret}/other/{other.pk}/")
    assert "Tea dance" in client.get(led.url).content.decode()
    assert client.post(f"/keep/{secret}/other/{foreign.pk}/").status_code == 404
    assert OrganiserLink.objects.filter(service=other).count() == 1


ROWS = [
    ({"state": "maybe"}, "claim_state_is_known"),
    ({"state": "accepted"}, "claim_decided_by_somebody"),
    ({}, "claimed_once_at_a_time"),
]


@pytest.mark.parametrize(("values", "constraint"), ROWS)
def test_the_database_refuses_claims_that_cannot_be(
    values: dict[str, Any], constraint: str, service: Service, cast: Any
) -> None:
    link = upkeep.make_link(service=service, at=now())[0]
    claims.claim(link=link, by_name="Jo", words="", at=now())
    fields = {
        "service": service,
        "email": "lunch@example.org",
        "by_name": "Jo",
        "claimed_at": now(),
        **values,
    }
    if values:
        fields |= {"email": "other@example.org"}
    if values.get("state") == "maybe":
        fields |= {"decided_at": now(), "decided_by": cast.steward}
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Claim.objects.create(**fields)


VIOLATED = {constraint for _, constraint in ROWS}
