"""The circle of support, what is agreed and taken back, and a death that was a mistake: walked by Nadia.

She is a connector of the demo place. With ALONGSIDE_GUIDE=1 the walk takes the pictures of docs/guide/consent.md and
circle.md. Each page is looked at on a screen and on a phone of 320 pixels.
"""

from collections.abc import Callable

import pytest

from tests.browser.conftest import Walk

Walks = Callable[..., Walk]
NADIA = "nadia@demo.example.org"
AROUND = (
    ("Fatma", "A person", "Neighbour", "Very close", "Every day"),
    ("My sister", "A person", "Brother or sister", "Very close", "About every month"),
    ("Roy", "A person", "Friend", "Further out", "Not at the moment"),
    ("The lunch club", "A group", "Club", "Close: I can count", "About every week"),
)


def both_widths(walk: Walk, picture: str = "", *, phone: str = "") -> None:
    """The page on a screen and on a phone, with a picture of either."""
    size = dict(walk.page.viewport_size or {"width": 1280, "height": 900})
    walk.page.set_viewport_size({"width": 1280, "height": 900})
    walk.check(picture)
    walk.page.set_viewport_size({"width": 320, "height": 640})
    walk.check(phone)
    walk.page.set_viewport_size(size)


def opens_somebody(nadia: Walk) -> str:
    """The first person on her list who has support; returns the address of the page."""
    nadia.sign_in(NADIA)
    nadia.open("/connector/people/")
    nadia.page.locator("main a[href*='/cases/']").first.click()
    nadia.page.wait_for_load_state()
    return nadia.page.url


def draws_the_circle(nadia: Walk, person: str) -> None:
    nadia.open(f"{person}circle/")
    if nadia.page.get_by_text("Who is in their life?").count():
        both_widths(nadia)
    for number, (who, kind, tie, ring, often) in enumerate(AROUND):
        nadia.open(f"{person}circle/add/")
        if not number:
            both_widths(nadia)
        nadia.fill("Who is it?", who)
        nadia.choose(kind)
        labels = nadia.page.get_by_label("What are they to the person?").locator("option").all_inner_texts()
        nadia.page.get_by_label("What are they to the person?").select_option(
            label=next(label for label in labels if label.startswith(tie))
        )
        nadia.choose(ring)
        nadia.choose(often)
        nadia.press("Write it down", exact=True)
        nadia.sees(who)
    assert nadia.page.locator("svg desc").first.text_content()
    both_widths(nadia, "circle")


def what_they_agreed(nadia: Walk, person: str) -> None:
    """Who decides unfolds; a link is given; one thing is taken back in two taps."""
    nadia.open(f"{person}agreement/")
    nadia.unfold()
    both_widths(nadia, "agreement")
    nadia.open(f"{person}representatives/add/")
    both_widths(nadia)
    nadia.open(f"{person}agreement/")
    nadia.press("Give them a link of their own")
    address = nadia.page.locator(".as-secret").inner_text()
    both_widths(nadia)
    nadia.open(address)
    both_widths(nadia, phone="agreed")
    nadia.open("/connector/agreements/")
    both_widths(nadia)


def a_death_that_was_a_mistake(nadia: Walk, person: str) -> None:
    nadia.open(person)
    nadia.follow("They have died")
    both_widths(nadia, "died-before")
    nadia.choose("Yes, stop everything for this person")
    nadia.press("Stop everything")
    nadia.sees("Everything has stopped")
    both_widths(nadia)
    nadia.unfold()
    nadia.press("Take it back")
    nadia.sees("Taken back. Everything stands as it did.")


@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_a_circle_an_agreement_and_a_death_taken_back(walk: Walks) -> None:
    nadia = walk()
    person = opens_somebody(nadia)
    draws_the_circle(nadia, person)
    what_they_agreed(nadia, person)
    a_death_that_was_a_mistake(nadia, person)


def test_the_steward_writes_new_words(walk: Walks) -> None:
    sam = walk()
    sam.sign_in("sam@demo.example.org")
    sam.open("/steward/agreements/")
    both_widths(sam)
