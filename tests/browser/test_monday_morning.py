"""A connector's Monday morning: from the worklists to three logged calls and a letter, then found again by a word.

Nadia supports people in the demo place, Tess leads the team. Walked with JavaScript (and by keyboard) and once without.
With ALONGSIDE_GUIDE=1 the walk takes the pictures of docs/guide/worklist.md.
"""

import re
from collections.abc import Callable

import pytest

from tests.browser.conftest import Walk
from tests.browser.test_letters import begins_a_letter, prints_them

Walks = Callable[..., Walk]
NADIA = "nadia@demo.example.org"
LISTS = ("today", "overdue", "urgent", "waiting", "consent", "questions", "no-plan", "quiet")
LINE = "Talked about dominoes at the library"
HEADING = "I rang on Monday"


def logs_a_call(nadia: Walk, row: int, how: str) -> str:
    """Log a call in place on one row of the list: open, how it went, save. Return whom it was to."""
    rows = nadia.page.locator("main li.as-row").filter(has=nadia.page.get_by_text("Log call"))
    one = rows.nth(row)
    name = one.locator(".as-row__who").inner_text().strip()
    one.locator("summary").first.click()
    one.get_by_label(how).check()
    one.get_by_label(re.compile("One line")).fill(LINE)
    if how == "Reached" and not row:
        nadia.check("worklist-log-call" if nadia.has_scripts else "")
    one.get_by_role("button", name="Save").click()
    nadia.page.wait_for_load_state()
    nadia.sees(re.compile(rf"^Logged for .*: {how.lower()}\."))
    return name


def sees_every_list(nadia: Walk) -> None:
    """Each list says how many it has, and shows as many rows up to a page."""
    for which in LISTS:
        nadia.open(f"/connector/work/{which}/?owner=team")
        said = int(nadia.page.locator("h1 .as-subtitle").inner_text().split()[0])
        shown = nadia.page.locator("main li.as-row").count()
        assert shown == min(said, 25), f"{which}: {said} said, {shown} shown"
        nadia.check()


def writes_a_letter(nadia: Walk, name: str) -> None:
    """To whoever did not answer: seen first, printed, posted; from then on it stands in the timeline."""
    nadia.open("/connector/people/")
    nadia.fill("Anything you remember of somebody", name)
    nadia.press("Show")
    nadia.page.locator("main table tbody th a").first.click()
    nadia.page.wait_for_load_state()
    person = nadia.page.url
    nadia.page.locator("main").get_by_role("link", name="Letters", exact=True).click()
    nadia.page.wait_for_load_state()
    begins_a_letter(nadia, "We could not reach you")
    nadia.choose("Print and post it")
    if (agreed := nadia.page.get_by_label("They said that this way is all right")).count():
        agreed.check()
    nadia.choose("Large print, 16 point")
    nadia.fill("Heading", HEADING)
    nadia.press("See how it looks")
    nadia.sees("This is how it looks")
    nadia.check("letters-look" if nadia.has_scripts else "")
    nadia.press("Send it")
    nadia.sees("It waits with the letters to print.")
    prints_them(nadia, size=HEADING)
    nadia.open(person)
    nadia.follow("Whole timeline, to filter and print")
    nadia.sees("Letter: sent. We could not reach you")
    nadia.check("timeline" if nadia.has_scripts else "")
    nadia.follow("All on one page, to print")
    nadia.check()


@pytest.mark.parametrize("javascript", [True, False], ids=["with-javascript", "without-javascript"])
def test_a_monday_morning(walk: Walks, javascript: bool) -> None:
    nadia = walk(javascript=javascript)
    nadia.sign_in(NADIA)
    nadia.open("/connector/")
    nadia.check()
    nadia.follow("All worklists")
    assert nadia.page.url.endswith("/connector/work/today/")
    if javascript:
        sees_every_list(nadia)
    nadia.open("/connector/work/no-plan/?owner=team")
    names = [
        logs_a_call(nadia, row, how) for row, how in enumerate(("Reached", "Left a message", "No answer"))
    ]
    assert nadia.page.url.endswith("/connector/work/no-plan/?owner=team"), "the list is kept with its filters"

    nadia.unfold()
    nadia.fill("Name of the view", "Without a plan")
    nadia.press("Keep", exact=True)
    nadia.sees("Kept as “Without a plan”.")
    nadia.sees("Kept views")

    writes_a_letter(nadia, names[2])

    nadia.open("/connector/people/?q=dominoes+library")
    nadia.sees("Written down: “dominoes”")
    for name in names:
        nadia.sees(name)
    nadia.check("people-found" if javascript else "")
    nadia.open("/connector/people/?q=xqzxqz")
    nadia.sees("Nobody found")
    nadia.check()


def test_by_keyboard_alone(walk: Walks) -> None:
    nadia = walk()
    nadia.sign_in(NADIA)
    nadia.open("/connector/")
    keyboard = nadia.page.keyboard
    keyboard.press("g")
    keyboard.press("w")
    nadia.page.wait_for_url("**/connector/work/today/")
    keyboard.press("/")
    nadia.page.wait_for_url("**/connector/people/#id_q")
    nadia.page.get_by_label("Anything you remember of somebody").focus()
    keyboard.type("g?l")
    assert nadia.page.url.endswith("/connector/people/#id_q"), "keys are text while somebody types"
    nadia.open("/connector/people/?whose=team")
    keyboard.press("j")
    first = nadia.page.evaluate("document.activeElement.textContent")
    keyboard.press("j")
    assert nadia.page.evaluate("document.activeElement.textContent") != first
    keyboard.press("k")
    assert nadia.page.evaluate("document.activeElement.textContent") == first
    keyboard.press("Enter")
    nadia.page.wait_for_url("**/cases/**")
    keyboard.press("l")
    nadia.page.wait_for_url("**/log/")
    nadia.open("/connector/")
    keyboard.press("?")
    nadia.page.wait_for_url("**/connector/keys/")
    nadia.check()
    nadia.press("Turn shortcuts off")
    nadia.sees("They are off in this browser.")
    keyboard.press("g")
    keyboard.press("w")
    nadia.page.wait_for_timeout(300)
    assert nadia.page.url.endswith("/connector/keys/"), "single keys do nothing once they are off"


@pytest.mark.parametrize("width", [320])
def test_the_lists_fit_a_phone(walk: Walks, width: int) -> None:
    nadia = walk(width=width)
    nadia.sign_in(NADIA)
    for path in ("/connector/work/no-plan/?owner=team", "/connector/people/?q=78", "/connector/keys/"):
        nadia.open(path)
        nadia.unfold()
        nadia.check()
