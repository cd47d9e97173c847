"""The main job, from a repairs operative's phone to the closed case and the picture of the place.

Walked once with JavaScript and once without, on the running site, with axe on each page. With
ALONGSIDE_GUIDE=1 the first walk takes the pictures of docs/guide.
"""

import datetime as dt
import re
from collections.abc import Callable

import pytest

from alongside.core import clock
from tests.browser.conftest import Walk

Walks = Callable[..., Walk]
GREEN_HOUSE = "Lunch club at the Green House"


def tell_us(phone: Walk, name: str) -> str:
    """The operative tells us about her from his phone; returns the reference."""
    phone.open("/tell-us/repairs/")
    phone.check("frontline-form")
    for sign in ("Alone most days", "Has lost someone close", "Finds it hard to get out"):
        phone.choose(sign)
    phone.fill(
        "In your own words", "Her husband died in spring. Poor on stairs. She asked me to stay for tea."
    )
    phone.press("Send this")
    phone.sees("Please check this page")  # nothing is lost: what was written is still there
    assert "stay for tea" in phone.page.get_by_label("In your own words").input_value()
    phone.check()
    phone.choose("Yes, and they would like a call")
    phone.fill("What are they called?", name)
    phone.fill("Their phone number", "07700 900177")
    phone.fill("Postcode", "E8 1EA")
    phone.press("Send this")
    phone.sees("You did a good thing")
    phone.check("frontline-thanks")
    found = re.search(r"[3-9A-Y]{3}-[3-9A-Y]{3}", phone.page.inner_text("main"))
    assert found
    return found.group(0)


def accept(ayse: Walk, reference: str, family_name: str) -> None:
    """A connector sees what was told and takes it on."""
    ayse.sign_in("grace@demo.example.org")
    ayse.open("/connector/referrals/")
    ayse.check("triage")
    ayse.follow(re.compile(family_name))
    ayse.sees(reference)
    ayse.sees("Her husband died in spring")
    ayse.check("referral")
    ayse.follow("Accept")
    ayse.choose("Nobody we know yet: a new person")
    ayse.fill("First name", "Emine")
    ayse.fill("Last name", family_name)
    ayse.check()
    ayse.press("Accept and begin")
    ayse.sees(f"Emine {family_name}")


def details(ayse: Walk) -> None:
    ayse.follow("Change details")
    ayse.check()
    year = ayse.page.get_by_label("Year").first
    year.fill("1948")
    ayse.page.get_by_label("Day").first.fill("3")
    ayse.page.get_by_label("Month").first.fill("5")
    ayse.press("Keep")


def talk(ayse: Walk, on: dt.date) -> None:
    """What matters, what she agrees to, how to reach her, and the four questions."""
    ayse.follow("Write down a conversation")
    ayse.choose("They agreed to this")
    ayse.unfold()
    ayse.choose("They agreed to this too")
    for label, value in (("Day", on.day), ("Month", on.month), ("Year", on.year)):
        ayse.page.get_by_label(label, exact=True).first.fill(str(value))
    ayse.fill("What matters to them, in their own words", "I miss cooking for somebody.")
    ayse.choose("Company and friendship")
    ayse.choose("Getting about")
    ayse.fill("In a few words", "A walking aid would help on the stairs.")
    ayse.choose("Phone call")
    ayse.choose("Mornings")
    ayse.choose("Turkish")
    ayse.choose("Step-free way in")
    for question in ("lack companionship", "feel left out", "feel isolated", "feel lonely"):
        group = ayse.page.get_by_role("group", name=re.compile(question))
        group.get_by_label(re.compile("^Often")).check()
    ayse.check("conversation")
    ayse.press("Save the conversation")
    ayse.sees("I miss cooking for somebody.")
    ayse.check("person")


def find_for_her(ayse: Walk) -> None:
    """The shortlist with her facts filled in: why it fits, what is in the way."""
    ayse.follow("Find something for them")
    result = ayse.page.locator("article, li, .as-result").filter(has_text=GREEN_HOUSE).first
    assert "Turkish" in result.inner_text()
    assert "Step-free" in result.inner_text()
    ayse.check("shortlist-for-her")
    ayse.follow("Print in large type")
    ayse.sees(GREEN_HOUSE)
    ayse.check("shortlist-in-large-type")
    ayse.page.go_back()
    result = ayse.page.locator("article, li, .as-result").filter(has_text=GREEN_HOUSE).first
    result.get_by_role("button", name=re.compile("Add to the plan")).click()
    ayse.page.wait_for_load_state()


def refer_onward(ayse: Walk, case: str) -> str:
    """Ask the lunch club, sharing what she agreed to; returns the link that reached the organiser."""
    ayse.open(case)
    ayse.sees(GREEN_HOUSE)
    ayse.page.locator("main a[href*='refer-onward/?step=']").first.click()
    ayse.page.wait_for_load_state()
    address = ayse.page.get_by_label("Their e-mail address").input_value()
    ayse.press("Send it")
    ayse.sees("Please check this page")  # she was not asked yet
    ayse.choose(re.compile("agreed that we share this with them"))
    ayse.check("refer-onward")
    ayse.press("Send it")
    ayse.sees(re.compile("You see here when they answer"))
    letter = ayse.site.mail.wait_for(address)
    assert "Emine" not in letter, "the letter names nobody"
    link = re.search(r"https?://\S+/answer/\S+", letter)
    assert link
    return link.group(0)


def answer(organiser: Walk, link: str) -> None:
    """The organiser says yes by link, without an account; the link then only shows the answer."""
    organiser.open(link)
    organiser.check("organiser-answer")
    organiser.choose(re.compile("^Yes"))
    organiser.fill("Your name", "Dilek")
    organiser.press("Send my answer")
    organiser.sees("Thank you for saying yes")
    organiser.check("organiser-thanks")
    organiser.open(link)
    assert organiser.page.get_by_role("button", name="Send my answer").count() == 0


def log_a_call(ayse: Walk, case: str) -> None:
    """Three taps: log, how it went, save."""
    ayse.open(case)
    ayse.sees("Accepted")
    ayse.follow("Log a contact")
    ayse.check()
    ayse.page.get_by_label("Reached").first.check()
    ayse.press("Save")
    ayse.check()


def three_months_on(ayse: Walk, case: str) -> None:
    """The same questions; her change as a picture and in words."""
    ayse.open(case)
    ayse.follow("Ask the questions again")
    for question in ("lack companionship", "feel left out", "feel isolated", "feel lonely"):
        group = ayse.page.get_by_role("group", name=re.compile(question))
        group.get_by_label(re.compile("^Some of the time|^Sometimes")).first.check()
    ayse.check("three-months")
    ayse.press("Save the answers")
    ayse.sees(re.compile("from 9 to 6"))
    ayse.check("change")


def close_and_reopen(ayse: Walk, case: str) -> None:
    ayse.open(case)
    ayse.follow("End support")
    ayse.choose("What mattered most is now in place")
    ayse.choose("We did what we planned")
    ayse.check()
    ayse.press("End support")
    ayse.open(case)
    ayse.check()
    ayse.press("Start support again")
    ayse.check()
    assert ayse.page.get_by_role("button", name="Start support again").count() == 0


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_mrs_a_is_noticed_finds_company_and_is_less_lonely(walk: Walks, javascript: bool) -> None:
    family_name = "Aydin" if javascript else "Yildiz"
    phone = walk(width=320, javascript=javascript)
    reference = tell_us(phone, f"Emine {family_name}")
    ayse = walk(javascript=javascript)
    accept(ayse, reference, family_name)
    case = ayse.page.url
    details(ayse)
    ayse.open(case)
    talk(ayse, clock.today() - dt.timedelta(days=92))
    find_for_her(ayse)
    link = refer_onward(ayse, case)
    answer(walk(width=320, javascript=javascript), link)
    log_a_call(ayse, case)
    three_months_on(ayse, case)
    close_and_reopen(ayse, case)


def test_the_programme_lead_sees_the_place_with_small_numbers_protected(walk: Walks) -> None:
    imran = walk()
    imran.sign_in("imran@demo.example.org")
    imran.check("dashboard")
    phone = walk(width=320)
    phone.sign_in("imran@demo.example.org")
    phone.check()


PUBLIC = {
    "/": "",
    "/find/": "",
    "/find/?q=dinner&postcode=E8+1EA": "finder",
    "/find/?q=nothing-like-this&postcode=E8+1EA&within=1": "",
    "/ask-for-help/": "ask-for-help",
    "/worried-about-someone/": "",
    "/crisis/": "",
    "/about/": "",
    "/privacy/": "",
    "/accessibility/": "",
    "/account/login/": "",
}


@pytest.mark.parametrize("width", [320, 1280])
def test_public_pages_hold_to_what_every_page_is_held_to(walk: Walks, width: int) -> None:
    visitor = walk(width=width)
    for path, picture in PUBLIC.items():
        visitor.open(path)
        visitor.check(f"{picture}-{width}" if picture else "")
