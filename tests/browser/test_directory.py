"""The directory, walked by those who use it: a resident with a list, a steward with a feed, an organiser with a link.

With ALONGSIDE_GUIDE=1 the walks take the pictures of docs/guide/{shortlist,feeds,keeping-it-true,find}.md.
"""

import datetime as dt
import json
import os
import re
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from alongside.core import clock
from tests.browser.conftest import PICTURES, Site, Walk
from tests.browser.test_befriending import date_of, link_in
from tests.conftest import SHARED

Walks = Callable[..., Walk]


def ask_page(site: Site, path: str) -> None:
    with urllib.request.urlopen(f"{site.url}{path}", timeout=30) as answer:
        answer.read()


STEWARD = "sam@demo.example.org"


def ask(site: Site, path: str) -> Any:
    with urllib.request.urlopen(f"{site.url}/oruk/v3{path}", timeout=30) as answer:
        return json.load(answer)


# A Turkish-speaking, step-free lunch club on a Tuesday -----------------------------------------------


def finds_a_lunch_club(her: Walk, picture: str = "") -> str:
    """From “dinner” to a list; the name of what was saved."""
    her.open("/find/")
    her.check()
    her.fill("What do you enjoy, or need?", "dinner")
    her.fill("Your postcode or area", "E8 1EA")
    her.unfold()
    her.choose("Tuesday")
    her.page.locator("select[name=language]").select_option("tr")
    her.choose("Step-free")
    her.page.locator("main form[role=search] button").click()
    her.page.wait_for_load_state()
    first = her.page.locator(".as-result").first
    assert "Turkish spoken" in first.inner_text()
    assert "Tuesday" in first.inner_text()
    assert "Bus stop" in first.inner_text()
    her.check(picture)
    her.unfold()
    her.check()
    name = first.locator("a").first.inner_text()
    first.get_by_role("button", name=re.compile("^Save")).click()
    her.page.wait_for_load_state()
    her.follow("See your list")
    return str(name)


@pytest.mark.parametrize(("width", "javascript"), [(1280, True), (320, False)])
def test_a_lunch_club_from_dinner_to_paper_and_post(walk: Walks, width: int, javascript: bool) -> None:
    her = walk(width=width, javascript=javascript)
    name = finds_a_lunch_club(her, "finder-lunch-club" if width > 600 else "")
    her.sees(name)
    her.fill("Your note", "Ask for Emine")
    her.press("Keep the note")
    her.sees("Your note is kept.")
    her.check("your-list" if width > 600 else "")
    her.follow("Print it in large type")
    her.sees("Ask for Emine")
    assert "Bus stop" in her.page.locator("main").inner_text()
    her.check("your-list-print" if width > 600 else "")
    her.follow("Back")
    her.follow("Send it by e-mail or text")
    her.check()
    to = f"daughter{width}@example.org"
    her.fill("An e-mail address or a mobile number", to)
    her.press("Send it")
    her.sees("It is on its way")
    letter = her.site.mail.wait_for(to)
    assert name in letter
    assert "Bus stop" in letter
    assert "Emine" not in letter
    daughter = walk()
    daughter.open(link_in(letter, "shortlist/of"))
    daughter.sees(name)
    daughter.check()


# From an address to the published interface, through a hold ------------------------------------------


class Publisher:
    """A council's feed on this machine: as many services as it is told."""

    def __init__(self) -> None:
        self.count = 12
        publisher = self

        class Answers(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                page = publisher.page() if "page=" not in self.path or "page=1" in self.path else {}
                body = json.dumps(page).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Answers)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/services"

    def page(self) -> dict[str, Any]:
        rows = [
            {"id": f"tea-{n}", "name": f"Harbour tea {n}", "description": "Tea and talk.", "status": "active",
             "organization": {"id": "harbour", "name": "Harbour Friends", "description": ""},
             "schedules": [{"id": f"s{n}", "freq": "WEEKLY", "byday": "TH", "opens_at": "14:00"}]}
            for n in range(self.count)
        ]  # fmt: skip
        return {"total_items": self.count, "total_pages": 1, "page_number": 1, "size": self.count,
                "first_page": True, "last_page": True, "empty": not rows, "contents": rows}  # fmt: skip


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    made = Publisher()
    yield made
    made.server.shutdown()
    made.server.server_close()


def until_read(sam: Walk, text: str) -> None:
    """Look again until the worker has read it."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        sam.page.reload()
        if sam.page.get_by_text(text).count():
            return
        time.sleep(0.5)
    raise AssertionError(f"{text!r} did not come: {sam.page.inner_text('main')[:800]}")


def published(site: Site) -> int:
    return int(ask(site, "/services?search=harbour&minimal=true")["total_items"])


def test_a_feed_from_its_address_to_the_published_interface_through_a_hold(
    walk: Walks, site: Site, publisher: Publisher
) -> None:
    sam = walk()
    sam.sign_in(STEWARD)
    sam.open("/steward/feeds/")
    sam.fill("What to call it", "Harbour list")
    sam.fill("Its address", publisher.address)
    sam.press("Read it now")
    until_read(sam, "Finished")
    assert published(site) == 12
    sam.follow("Settings")
    sam.choose("Every night")
    sam.check()
    sam.press("Keep these")
    sam.sees(re.compile("Every night; next"))
    publisher.count = 4
    sam.press("Read it now")
    until_read(sam, "8 services are missing from this feed")
    sam.check("feed-held")
    assert published(site) == 12, "the last good copy keeps serving"
    sam.open("/steward/")
    sam.sees("Harbour list has shrunk and is held")
    sam.follow("Harbour list has shrunk and is held")
    sam.press("It is wrong: keep what we have")
    sam.sees(re.compile("^Everything stays"))
    publisher.count = 12
    sam.press("Read it now")
    time.sleep(2)
    assert published(site) == 12
    publisher.count = 11
    sam.press("Read it now")
    until = time.monotonic() + 60
    while published(site) != 11 and time.monotonic() < until:
        time.sleep(0.5)
    assert published(site) == 11, "one that goes is no landslide"


def test_the_published_directory_of_the_demo_place_passes_the_official_check(site: Site) -> None:
    if not (SHARED / "tools").is_dir():
        pytest.skip(f"no shared tools at {SHARED}")
    spec = SHARED / "data/directory/spec/oruk-3.0"
    done = subprocess.run(
        [sys.executable, str(SHARED / "tools/oruk_check.py"), str(spec), f"{site.url}/oruk/v3"],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.stdout.rstrip().endswith("RESULT PASS"), done.stdout + done.stderr


# An organiser without an account ---------------------------------------------------------------------


def with_an_address(site: Site) -> tuple[str, str, str]:
    """A service of the demo that publishes an address: its id, name and address."""
    rows = ask(site, "/services?search=walk&per_page=200")["contents"]
    found = next(row for row in rows if row.get("email") and row.get("schedules"))
    return found["id"], found["name"], found["email"]


def test_an_organiser_without_an_account_confirms_changes_and_closes_for_august(
    walk: Walks, site: Site
) -> None:
    own_id, name, address = with_an_address(site)
    jo = walk(width=320, javascript=False)
    jo.open(f"/services/{own_id}/")
    jo.follow("Do you run this?")
    jo.check()
    jo.press("Send me the link")
    jo.sees("We have sent a link")
    keep = link_in(site.mail.wait_for(address, containing="/keep/"), "keep")
    jo.open(keep)
    jo.check()
    jo.fill("Your name", "Jo Fox")
    jo.press("Yes, all of this is right")
    jo.sees("Thank you. It counts as confirmed today.")
    jo.follow("When we are closed, or a date that is off")
    year = clock.today().year + 1
    date_of(jo, "First day you are closed", dt.date(year, 8, 1))
    date_of(jo, "Last day you are closed", dt.date(year, 8, 31))
    jo.fill(re.compile("^Why"), "Summer break")
    jo.fill("Your name", "Jo Fox")
    jo.check()
    jo.press("Save these days")
    jo.sees(re.compile("1 August"))
    jo.follow("Something has changed")
    jo.fill("What it costs", "£2, tea included")
    jo.fill("Your name", "Jo Fox")
    jo.check()
    jo.press("Send these changes")
    jo.sees(re.compile("One of us reads it soon"))
    desk = walk()
    desk.open(keep)
    desk.check("organiser-entry")

    sam = walk()
    sam.sign_in(STEWARD)
    sam.open("/steward/changes/")
    sam.check()
    sam.follow(name)
    sam.sees("£2, tea included")
    sam.check("change-to-decide")
    sam.press("Take over what is ticked")
    sam.sees("Done. We tell them by e-mail.")
    assert "is on its page now" in site.mail.wait_for(address, containing="/services/")
    sam.open("/steward/freshness/")
    sam.check("how-fresh")

    anyone = walk(width=320)
    anyone.open(f"/services/{own_id}/")
    anyone.sees("£2, tea included")
    anyone.sees(re.compile("Summer break"))
    anyone.check()
    anyone.follow("Something wrong here?")
    anyone.check()
    anyone.choose("The day or time is wrong")
    anyone.press("Tell us")
    anyone.sees("Thank you for telling us")
    jo.open(keep)
    jo.press("Undo")
    jo.check()


# A steward's morning: an entry by hand, a table, two that are one, what people look for ----------------


def test_a_steward_writes_down_brings_in_puts_together_and_says_what_words_mean(
    walk: Walks, site: Site, tmp_path: Path
) -> None:
    for _ in range(5):
        ask_page(site, "/find/?q=skittles")
    sam = walk()
    sam.sign_in(STEWARD)
    sam.follow("Entries")
    sam.check()
    sam.follow("Write one down")
    sam.fill("Who runs it?", "The Skittles Society")
    sam.fill("Name", "Skittles on Thursday")
    sam.fill("Phone", "020 7946 0199")
    sam.fill("Name of the place", "The old hall")
    sam.fill("Postcode", "E8 1EA")
    sam.check()
    sam.press("Put it in the directory")
    sam.sees("It is in the directory now.")
    sam.check("entry")

    table = tmp_path / "ours.csv"
    table.write_text(
        "Name,Organisation,Days and times,Postcode,Phone\n"
        "Skittles,Skittles Society,Thu 2pm-4pm,E8 1EA,020 7946 0199\n"
        "Draughts,Skittles Society,sometimes,nowhere,\n"
        ",Skittles Society,,,\n"
    )
    sam.open("/steward/entries/sheet/")
    sam.check()
    sam.fill("What is this list called?", "The society’s list")
    sam.page.locator("input[type=file]").set_input_files(table)
    sam.press("Look at it")
    sam.sees("This is no postcode. Write it like E8 1EA.")
    sam.check("table")
    sam.press("Take them over")
    until_read(sam, "Finished")

    sam.open("/steward/duplicates/")
    sam.press("Look through the directory now")
    sam.follow(re.compile("Skittles"))
    sam.sees("The same phone number: 02079460199")
    sam.check("told-twice")
    sam.press("They are one: put them together")
    sam.sees(re.compile("stands for both"))
    sam.press("Take them apart again")
    sam.check()

    sam.open("/steward/words/")
    sam.sees("skittles")
    sam.check("what-people-look-for")
    sam.page.get_by_role("link", name=re.compile("Say what it means")).first.click()
    sam.fill("What services write for it", "nine pins")
    sam.check()
    sam.press("Keep it")
    sam.sees(re.compile("Kept."))


@pytest.mark.parametrize(("width", "javascript"), [(1280, True), (320, False)])
def test_the_finder_narrows_orders_and_draws_a_map(walk: Walks, width: int, javascript: bool) -> None:
    her = walk(width=width, javascript=javascript)
    her.open("/find/?q=&postcode=E8+1EA&within=1600")
    her.follow("Narrow it down")
    her.unfold()
    her.check("finder-narrow" if width > 600 else "")
    if width > 600 and os.environ.get("ALONGSIDE_GUIDE"):
        her.page.locator("figure.as-map").screenshot(path=PICTURES / "finder-map.png")
    mark = her.page.locator(".as-map__mark").first
    assert her.page.locator(str(mark.get_attribute("href"))).count() == 1
    her.follow("Soonest first")
    her.sees("Nearest first")
    her.check()
    her.open("/find/embed/?q=lunch")
    her.check()
    her.open("/open-data/finder/")
    her.check()


# What everybody may open -----------------------------------------------------------------------------


@pytest.mark.parametrize("width", [320, 1280])
def test_open_data_an_organisation_and_a_right_to_left_page(walk: Walks, site: Site, width: int) -> None:
    anyone = walk(width=width)
    anyone.open("/open-data/")
    anyone.unfold()
    anyone.check("open-data" if width > 600 else "")
    organisation = ask(site, "/organizations?per_page=1")["contents"][0]["id"]
    anyone.open(f"/organisations/{organisation}/")
    anyone.check()
    anyone.open("/language/he/?next=/find/?q=lunch")
    assert anyone.page.evaluate("document.documentElement.dir") == "rtl"
    anyone.check()
