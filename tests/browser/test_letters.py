"""Letters walked in a browser: written and printed by a connector, the plan, a life event, a steward's words.

Nadia supports people and Sam is the steward of the demo place. With ALONGSIDE_GUIDE=1 the walk takes the pictures of
docs/guide/letters.md and docs/guide/life-events.md.
"""

import re
from collections.abc import Callable

import pytest

from tests.browser.conftest import Walk

Walks = Callable[..., Walk]
NADIA, SAM = "nadia@demo.example.org", "sam@demo.example.org"


def first_person(nadia: Walk) -> str:
    """Open somebody who may be written to; return the address of their page."""
    nadia.open("/connector/letters/")
    nadia.page.locator("main form a", has_text="Read").first.click()
    nadia.page.wait_for_load_state()
    nadia.check()
    nadia.page.locator(".as-person-header__name a").click()
    nadia.page.wait_for_load_state()
    return nadia.page.url


MEETING = "Dear neighbour\n\nWe meet on {meeting_day} at {meeting_time}: {meeting_place}.\n\nWith best wishes"


def begins_a_letter(nadia: Walk, kind: str) -> None:
    """From the page of somebody's letters."""
    nadia.page.locator("main").get_by_role("link", name=kind, exact=True).click()
    nadia.page.wait_for_load_state()
    nadia.check()


def writes_a_letter(nadia: Walk) -> None:
    """With words the record cannot fill in: who has a visit in the book has a day, a time and a place to meet.

    The walk asks for them anew, so that it goes the same way whoever is first on the list.
    """
    begins_a_letter(nadia, "Appointment")
    body = nadia.page.locator("textarea[name=body]")
    body.fill(MEETING)
    nadia.choose("Very large print, 20 point")
    nadia.press("See how it looks")
    nadia.sees("3 things are missing")
    pictured(nadia, "letters-write")
    nadia.press("Send it")
    nadia.sees(re.compile("Still missing: the day you meet"))
    assert body.input_value() == MEETING, "nothing that was written is lost"
    nadia.check()
    text = MEETING
    for name, word in (("meeting_day", "Friday"), ("meeting_time", "2pm"), ("meeting_place", "the library")):
        text = text.replace("{" + name + "}", word)
    body.fill(text)
    nadia.press("See how it looks")
    nadia.sees("This is how it looks")
    assert nadia.page.get_by_text("missing").count() == 0
    nadia.check()
    nadia.press("Send it")
    nadia.sees("It waits with the letters to print.")
    nadia.check()


def prints_them(nadia: Walk, *, size: str = "Very large print") -> None:
    """Open the file of one size, mark it as posted; the notice offers to take that back."""
    nadia.open("/connector/letters/")
    pictured(nadia, "letters-board")
    form = nadia.page.locator("main form", has_text=size).first
    link = form.get_by_role("link", name=re.compile("for printing")).get_attribute("href")
    answer = nadia.page.request.get(nadia.site.url + str(link))
    assert answer.body().startswith(b"%PDF")
    form.get_by_role("button", name="These are printed and posted").click()
    nadia.page.wait_for_load_state()
    nadia.sees(re.compile("marked as printed"))
    nadia.check()


def pictured(walk: Walk, name: str) -> None:
    walk.check(name if walk.page.viewport_size["width"] == 1280 else "")


@pytest.mark.parametrize(
    ("width", "javascript"), [(1280, True), (320, False)], ids=["at a desk", "on a phone"]
)
def test_a_letter_is_written_seen_printed_and_unmarked(walk: Walks, width: int, javascript: bool) -> None:
    nadia = walk(width=width, javascript=javascript)
    nadia.sign_in(NADIA)
    case = first_person(nadia)
    nadia.open(case + "letters/")
    nadia.check()
    writes_a_letter(nadia)
    prints_them(nadia)
    nadia.press("Undo")
    nadia.sees("They wait to be printed again.")
    nadia.open(case + "plan/print/")
    nadia.check()
    nadia.page.get_by_label("Set out as").select_option("easy_read")
    nadia.press("Show it so")
    nadia.check()


def test_a_life_event_is_written_down_and_offers_a_letter_and_a_list(walk: Walks) -> None:
    nadia = walk()
    nadia.sign_in(NADIA)
    case = first_person(nadia)
    nadia.follow("Life events")
    nadia.choose("Someone close has died")
    nadia.choose("Family, a friend or a neighbour")
    nadia.check()
    nadia.press("Write it down")
    nadia.sees("Ring before you write, if you can")
    nadia.press("Show me what may help")
    nadia.sees("Your partnership proposes:")
    pictured(nadia, "life-events")
    nadia.follow("See what there is for them")
    nadia.check()
    nadia.open(case + "life-events/")
    nadia.follow("Write to them")
    nadia.sees(re.compile("I am so sorry for your loss"))
    nadia.check()


def test_a_steward_changes_words_and_rules(walk: Walks) -> None:
    sam = walk()
    sam.sign_in(SAM)
    for path in ("letters/", "letters/closing/en/standard/", "life-events/", "life-events/bereavement/"):
        sam.open(f"/steward/{path}")
        sam.check()
    phone = walk(width=320, javascript=False)
    phone.sign_in(SAM)
    for path in ("letters/", "letters/closing/en/standard/", "life-events/", "life-events/bereavement/"):
        phone.open(f"/steward/{path}")
        phone.check()
