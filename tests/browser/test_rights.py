"""A subject access request is answered: rung in, the clock stopped and set going, read through word by word, given.

Nadia supports people, Grace leads her team, Sam is the steward: all of the demo place. With ALONGSIDE_GUIDE=1 the walk
takes the pictures of docs/guide/rights.md.
"""

import re
from collections.abc import Callable

import pytest

from tests.browser.conftest import Walk

Walks = Callable[..., Walk]
NADIA, LEAD, SAM = "nadia@demo.example.org", "grace@demo.example.org", "sam@demo.example.org"


def pictured(walk: Walk, name: str) -> None:
    """Check the page at every width, and take its picture at the wide one."""
    walk.check(f"rights-{name}" if walk.page.viewport_size["width"] > 600 else "")


def opens_the_rights_of_somebody(nadia: Walk) -> str:
    nadia.sign_in(NADIA)
    nadia.open("/connector/people/")
    nadia.page.locator("main a[href*='/cases/']").last.click()
    nadia.page.wait_for_load_state()
    nadia.follow("What was shared, and with whom")
    nadia.sees("Who looked at your record")
    pictured(nadia, "shared")
    nadia.follow("Their rights")
    nadia.check()
    return nadia.page.url


def writes_the_request_down(nadia: Walk) -> str:
    nadia.follow("They ask for a copy")
    nadia.press("Write it down")
    assert nadia.page.locator(".govuk-error-summary").is_visible()
    nadia.check()
    nadia.choose("The person")
    nadia.choose("By phone")
    nadia.fill("What do they want to know?", "What did you write about my flat?")
    nadia.press("Write it down")
    nadia.sees("To check who asks")
    nadia.sees("What did you write about my flat?")
    nadia.check()
    return nadia.page.url


def makes_sure_who_it_is(nadia: Walk) -> None:
    nadia.follow("We asked them something: stop the clock")
    nadia.choose("To know that it is really them")
    nadia.fill("What did you ask them?", "To ring back from the number we hold.")
    nadia.check()
    nadia.press("Stop the clock")
    nadia.sees("The clock stands until they answer.")
    nadia.follow("It is really them")
    nadia.choose("We know them and rang them on the number we hold")
    nadia.check()
    nadia.press("It is them")
    nadia.sees(re.compile("Answer by .*: [0-9]+ days left"))
    nadia.sees("A team lead puts the copy together and gives it.")


def reads_it_through_and_gives_it(lead: Walk, request: str) -> None:
    lead.sign_in(LEAD)
    lead.open("/connector/rights/")
    lead.check()
    lead.open(request)
    pictured(lead, "request")
    lead.follow("Put the copy together")
    lead.press("Put the copy together")
    lead.sees(re.compile("words? to decide|Nothing was found"))
    pictured(lead, "read-through")
    while (undecided := lead.page.locator("main fieldset:not(:has(input:checked))")).count():
        undecided.first.get_by_label("Leave it out").check()
    if lead.page.get_by_role("button", name="Keep these decisions").count():
        lead.press("Keep these decisions")
        lead.sees("Every word is decided")
    lead.page.get_by_role("group", name=re.compile("How do they get it")).get_by_label("By letter").check()
    lead.check()
    lead.press("I have read it: give it")
    lead.sees("Answered")
    lead.follow("The copy, to read or print")
    lead.sees("What we hold about you")
    lead.sees("Who opened your record")
    pictured(lead, "copy")
    lead.page.go_back()
    with lead.page.expect_download() as paper:
        lead.page.get_by_role("link", name=re.compile("PDF")).click()
    assert paper.value.suggested_filename.endswith(".pdf")


@pytest.mark.parametrize("width", [320, 1280])
def test_a_subject_access_request_is_answered(walk: Walks, width: int) -> None:
    nadia = walk(width=width, javascript=width > 600)
    opens_the_rights_of_somebody(nadia)
    request = writes_the_request_down(nadia)
    makes_sure_who_it_is(nadia)

    reads_it_through_and_gives_it(walk(width=width), request)

    nadia.open(request)
    nadia.sees("Answered")
    nadia.open(request.split("/rights/")[0] + "/rights/")
    nadia.check()


@pytest.mark.parametrize("width", [320, 1280])
def test_a_steward_sees_how_long_is_kept_and_answers_a_complaint(walk: Walks, width: int) -> None:
    sam = walk(width=width, javascript=False)
    sam.sign_in(SAM)
    sam.open("/steward/keeping/")
    sam.check()
    sam.press("See what may go now")
    sam.check()
    sam.open("/steward/complaints/")
    sam.check()
    sam.open("/steward/complaints/new/")
    sam.fill("Who complains?", "Kemal")
    sam.choose("By letter")
    sam.fill("What do they complain of?", "A letter went astray.")
    sam.check()
    sam.press("Write it down")
    sam.sees(re.compile("29 days left"))
    sam.choose("By phone")
    sam.press("Acknowledged")
    sam.sees("What came of it")
    sam.check()
