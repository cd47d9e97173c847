"""A concern, from two taps on a phone to the council, walked without JavaScript while the mail server is in trouble.

Nadia supports people, Helen is the safeguarding lead, Ayşe and Tom are colleagues, Sam the steward: all of the demo
place. With ALONGSIDE_GUIDE=1 the walk takes the pictures of docs/guide/safeguarding.md.
"""

import re
import time
from collections.abc import Callable, Iterator

import pytest

from alongside.core import clock
from tests.browser.conftest import Site, Walk

Walks = Callable[..., Walk]
NADIA, HELEN, AYSE, TOM, SAM = (
    f"{name}@demo.example.org" for name in ("nadia", "helen", "ayse", "tom", "sam")
)
WORRIED = "I’m worried about their safety"


@pytest.fixture
def mail_is_down(site: Site) -> Iterator[None]:
    """The mail server takes nothing until the test is over."""
    site.mail.answer = "451 try again later"
    yield
    site.mail.answer = "250 OK"


def pictured(walk: Walk, name: str, *, width: int = 1280) -> None:
    """Check the page at every width, and take its picture at one."""
    walk.check(f"safeguarding-{name}" if walk.page.viewport_size["width"] == width else "")


def raises(nadia: Walk) -> str:
    """Two taps from the page of a person, nothing typed; words afterwards. Return the page of the person."""
    nadia.sign_in(NADIA)
    nadia.open("/connector/people/")
    nadia.page.locator("main a[href*='/cases/']").first.click()
    nadia.page.wait_for_load_state()
    person = nadia.page.url
    nadia.follow(WORRIED)  # the first tap
    pictured(nadia, "raise", width=320)
    nadia.press("Tell them now")  # the second
    nadia.sees("Thank you. It was received")
    nadia.sees("999")
    nadia.check()
    nadia.fill("What else did you see?", "Two bruises on the left arm, yellow and blue.")
    nadia.fill("What else did they say?", "He gets cross when the money runs out.")
    nadia.press("Add this")
    assert "Two bruises" not in nadia.page.inner_text("main")
    return person


def reads_that_no_mail_leaves(nadia: Walk) -> None:
    until = time.monotonic() + 30
    while "Our message has not left" not in nadia.page.inner_text("main"):
        assert time.monotonic() < until, nadia.page.inner_text("main")
        time.sleep(0.5)
        nadia.page.reload()
    pictured(nadia, "receipt", width=320)


def finds_it_all_the_same(helen: Walk) -> None:
    """It is the first thing on her first page; the trouble with the mail is told beside it."""
    helen.sign_in(HELEN)
    helen.sees(re.compile("1 safeguarding concern waits"))
    helen.sees("The message has not left yet")
    pictured(helen, "board")
    helen.page.locator("main table").first.get_by_role("link").first.click()
    helen.page.wait_for_load_state()
    helen.sees("Two bruises on the left arm")
    helen.check()
    helen.press("I have it")
    helen.sees(re.compile("Helen Marsh has it"))
    assert "concern waits" not in helen.page.inner_text("body")


def writes_down(helen: Walk, question: str, **answers: str) -> None:
    """Answer one question of the record: radios by their label, boxes by theirs."""
    helen.follow(re.compile(f": {re.escape(question)}$"))
    for label in answers.get("choose", "").split("|"):
        if label:
            helen.choose(label)
    helen.fill(answers["box"], answers["words"])
    helen.check()
    helen.press("Keep this")


def answers_the_questions(helen: Walk) -> None:
    writes_down(
        helen,
        "What the adult wishes",
        choose="Yes, and this is what they said",
        box=re.compile("^What they want"),
        words="I want it to stop, and to stay here.",
    )
    writes_down(
        helen,
        "Capacity to decide",
        choose="They can decide this",
        box="What makes you think so?",
        words="Weighs it up.",
    )
    writes_down(
        helen,
        "Consent to share",
        choose="They do not agree|Danger to their life, or of serious harm",
        box=re.compile("^What they said, and why"),
        words="Said no. He has threatened to kill them, so I share it all the same and told them.",
    )
    helen.follow(re.compile(": Section 42, Care Act 2014$"))
    for legend in ("1. Do they have needs", "2. Are they experiencing", "3. Because of those needs"):
        helen.page.get_by_role("group", name=re.compile(f"^{legend}")).get_by_label("Yes").check()
    helen.fill("What shows this?", "Cannot cook or go out alone.")
    helen.fill("What shows that?", "Bruises; threats; no food.")
    helen.press("Keep this")
    helen.sees("Write down what shows it, or choose “Not known”.")  # nothing is lost
    helen.check()
    helen.fill("What shows it?", "Depends on him for everything.")
    pictured(helen, "section-42")
    helen.press("Keep this")
    helen.sees("All three: the council has a duty to enquire.")
    writes_down(
        helen,
        "Decision",
        choose="Refer to the council",
        box="Why?",
        words="All three limbs, and it is urgent.",
    )


def refers(helen: Walk) -> None:
    helen.follow("The form for the council")
    helen.sees("Safeguarding adults referral")
    helen.sees("I want it to stop, and to stay here.")
    helen.page.emulate_media(media="print")
    assert not helen.page.get_by_role("link", name="It was sent to the council").is_visible()
    pictured(helen, "council")
    helen.page.emulate_media(media="screen")
    helen.follow("It was sent to the council")
    assert helen.page.get_by_label("Day", exact=True).input_value() == str(clock.today().day)
    helen.fill("The council’s reference", "ADV-20988")
    helen.check()
    helen.press("Keep this")
    helen.sees("With the council")
    helen.sees(re.compile("ADV-20988"))
    pictured(helen, "record")


def breaks_the_glass(ayse: Walk, person: str, colleague: str) -> None:
    ayse.sign_in(colleague)
    ayse.open(person)
    ayse.follow("In an emergency: open what safeguarding holds")
    assert "bruises" not in ayse.page.inner_text("main")
    pictured(ayse, "break-glass")
    ayse.fill("Why do you need to read it now?", "They rang in tears and Nadia is away.")
    ayse.press("Open it for 60 minutes")
    ayse.sees("Two bruises on the left arm, yellow and blue.")
    ayse.check()


@pytest.mark.parametrize("width, colleague", [(320, TOM), (1280, AYSE)])
@pytest.mark.usefixtures("mail_is_down")
def test_a_concern_reaches_the_lead_and_the_council_while_no_mail_leaves(
    walk: Walks, width: int, colleague: str
) -> None:
    nadia = walk(width=width, javascript=False)
    person = raises(nadia)
    reads_that_no_mail_leaves(nadia)

    helen = walk(width=width, javascript=False)
    finds_it_all_the_same(helen)
    answers_the_questions(helen)
    refers(helen)

    nadia.page.reload()
    nadia.sees(re.compile("Helen Marsh has it"))
    nadia.check()

    breaks_the_glass(walk(width=width, javascript=False), person, colleague)
    helen.open("/connector/concerns/opened/")
    helen.sees("They rang in tears and Nadia is away.")
    pictured(helen, "opened")


@pytest.mark.parametrize("width", [320, 1280])
def test_a_steward_names_who_is_told(walk: Walks, width: int) -> None:
    sam = walk(width=width, javascript=False)
    sam.sign_in(SAM)
    sam.open("/steward/safeguarding/")
    pictured(sam, "steward")
    sam.fill("Minutes until the deputy is told", "30")
    sam.press("Keep these")
    sam.sees("Kept.")
