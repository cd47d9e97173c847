"""Letters walked in a browser: a life event that offers one, and a steward's words.

Nadia supports people and Sam is the steward of the demo place. With ALONGSIDE_GUIDE=1 the walk takes the pictures of
docs/guide/letters.md and docs/guide/life-events.md.
"""

import re
from collections.abc import Callable

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


def pictured(walk: Walk, name: str) -> None:
    walk.check(name if walk.page.viewport_size["width"] == 1280 else "")


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
