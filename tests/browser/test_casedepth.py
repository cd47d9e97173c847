"""Support in depth, walked by those who do it: a goal and its barrier, a draft that survives the closed browser, an
organiser's waiting list, a move of people that is held. With ALONGSIDE_GUIDE=1 the walk takes pictures for the guide.

Ayşe supports people, Grace leads the team, Dave runs The Green House, Sam is the steward: all of the demo place.
"""

import re
from collections.abc import Callable

import pytest

from tests.browser.conftest import Site, Walk

Walks = Callable[..., Walk]
AYSE, GRACE, DAVE, SAM = (f"{name}@demo.example.org" for name in ("ayse", "grace", "dave", "sam"))


def opens_somebody(ayse: Walk) -> str:
    """Sign in and open the page of the first of her people; return its address."""
    ayse.sign_in(AYSE)
    ayse.open("/connector/people/")
    ayse.page.locator("main a[href*='/cases/']").first.click()
    ayse.page.wait_for_load_state()
    return ayse.page.url


def pictured(walk: Walk, name: str) -> None:
    walk.check(name if walk.page.viewport_size["width"] > 600 else "")


@pytest.mark.parametrize("width", [320, 1280])
def test_what_she_wants_how_close_she_feels_and_what_is_in_the_way(walk: Walks, width: int) -> None:
    ayse = walk(width=width)
    person = opens_somebody(ayse)
    ayse.follow("Write down what they want")
    wanted = "I want to sing again" if width > 600 else "I want to swim again"
    ayse.fill("What do they want to be different?", wanted)
    ayse.page.get_by_label("How close do they feel to it, from 0 to 10?").select_option("3")
    ayse.check()
    ayse.press("Write it down")
    ayse.sees("They said 3 out of 10.")
    ayse.follow(re.compile(rf"^Ask how close\s*: .*{wanted}"))
    ayse.page.get_by_role("radio", name="6", exact=True).check()
    ayse.check()
    ayse.press("Keep this")
    ayse.open(person)
    ayse.follow("Add what is in the way")
    ayse.choose("A walking aid through the NHS")
    ayse.check()
    ayse.press("Add it")
    ayse.page.get_by_text("What to do next: A walking aid").first.click()
    ayse.sees(re.compile("lent by the NHS"))
    pictured(ayse, "person-in-depth")


@pytest.mark.parametrize("width", [320, 1280])
def test_a_draft_survives_the_closed_browser(walk: Walks, width: int) -> None:
    ayse = walk(width=width)
    person = opens_somebody(ayse)
    ayse.open(f"{person}conversation/")
    ayse.fill("What matters to them, in their own words", "Half a sentence about her sister")
    ayse.sees(re.compile("Draft kept at .* Only you see it."))
    ayse.page.goto("about:blank")
    ayse.open(f"{person}conversation/")
    ayse.sees("This is your draft")
    box = ayse.page.get_by_label("What matters to them, in their own words")
    assert box.input_value() == "Half a sentence about her sister"
    ayse.check()
    ayse.press("Throw the draft away")
    ayse.sees("The draft is gone.")


def test_without_javascript_a_button_keeps_it_and_needs_are_asked_after(walk: Walks) -> None:
    ayse = walk(width=320, javascript=False)
    person = opens_somebody(ayse)
    ayse.open(f"{person}conversation/")
    ayse.fill("What matters to them, in their own words", "The damp")
    ayse.press("Keep as draft")
    ayse.sees("This is your draft")
    ayse.page.get_by_label("Housing", exact=True).check()
    ayse.choose("Being hurt, frightened or controlled")
    ayse.press("Save the conversation")
    ayse.sees("They told you something hard")
    ayse.check()
    ayse.page.get_by_role("group", name="Housing").get_by_label("A step of the plan").check()
    ayse.page.get_by_label("In a few words").first.fill("damp in the bedroom")
    ayse.press("Keep this")
    ayse.sees(re.compile("Housing – damp in the bedroom"))


@pytest.mark.parametrize("width", [320, 1280])
def test_an_organiser_tells_how_it_goes_and_nobody_has_to_ask(walk: Walks, site: Site, width: int) -> None:
    ayse = walk(width=width)
    person = opens_somebody(ayse)
    ayse.open(f"{person}refer-onward/")
    ayse.fill("Which organisation?", "The Green House")
    address = f"hello{width}@green-house.example.org"
    ayse.fill("Their e-mail address", address)
    agreed = ayse.page.get_by_label(re.compile("agreed that we share this with them"))
    if agreed.count():
        agreed.check()
    ayse.press("Send it")
    link = re.search(r"http\S+/answer/\S+", site.mail.wait_for(address))
    assert link is not None

    organiser = walk(width=width, javascript=False)
    organiser.open(link.group())
    organiser.choose("Yes, but they have to wait for a place")
    organiser.fill("If they have to wait: which place on the list?", "4")
    organiser.fill("Your name", "Dave")
    organiser.check()
    organiser.press("Send my answer")
    organiser.sees("Place 4 on the list.")
    organiser.choose("They came")
    organiser.fill("If they came: how often since you last told us?", "2")
    organiser.fill("Your name", "Dave")
    pictured(organiser, "organiser-how-it-goes")
    organiser.press("Tell them")
    organiser.sees(re.compile("They came 2 times"))

    ayse.open(person)
    ayse.sees(re.compile("came 2 times"))
    ayse.check()
    ayse.open("/connector/")
    pictured(ayse, "worklist-today")
    ayse.open(person)
    ayse.follow(re.compile("^Log what they say"))
    ayse.choose("It has ended")
    ayse.page.get_by_label("If it has ended: how did it go?").select_option("well")
    ayse.fill("Whom did you speak to?", "Dave")
    ayse.check()
    ayse.press("Write it down")
    ayse.sees(re.compile("It went well and came to its end"))
    ayse.check()
    organiser.page.reload()
    organiser.sees("Thank you for welcoming them")


@pytest.mark.parametrize("width", [320, 1280])
def test_people_move_to_who_has_room_and_back(walk: Walks, width: int) -> None:
    grace = walk(width=width, javascript=False)
    grace.sign_in(GRACE)
    grace.open("/connector/team/")
    grace.check()
    grace.follow(re.compile("^from Ayşe Demir"))
    grace.fill("A sentence to each of them", "Ayşe has a new job.")
    grace.check()
    grace.press("Prepare the move")
    grace.sees("Held until you confirm")
    pictured(grace, "move-held")
    grace.press("Move them and tell them")
    grace.sees(re.compile("people have moved|person has moved"))
    grace.press("Undo: everybody goes back")
    grace.sees(re.compile("people are back|person is back"))
    grace.check()
    grace.open("/connector/away/")
    grace.check()


def test_a_time_is_agreed_and_a_steward_writes_what_helps(walk: Walks) -> None:
    ayse = walk(width=320, javascript=False)
    person = opens_somebody(ayse)
    ayse.open(f"{person}review/")
    ayse.fill("What has changed, and what stays to do?", "The flat is warm.")
    ayse.check()
    ayse.press("Keep this")
    ayse.sees("The flat is warm.")
    sam = walk(width=320, javascript=False)
    sam.sign_in(SAM)
    for path in ("barriers/", "barriers/lift/", "silent-organisers/"):
        sam.open(f"/steward/{path}")
        sam.check()
    dave = walk(width=320, javascript=False)
    dave.sign_in(DAVE)
    dave.open("/provider/")
    dave.check()
    dave.page.locator("main a[href*='/provider/onward/']").first.click()
    dave.page.wait_for_load_state()
    dave.check()
