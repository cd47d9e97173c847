"""A GP refers on a phone without an account; a connector takes it; two records become one and come apart.

Nadia and Grace are colleagues of the demo place. With ALONGSIDE_GUIDE=1 the walk takes the pictures of
docs/guide/triage.md.
"""

import re
from collections.abc import Callable

from tests.browser.conftest import Walk

Walks = Callable[..., Walk]
NADIA, GRACE = "nadia@demo.example.org", "grace@demo.example.org"
LETTER = {
    "name": "letter.txt",
    "mimeType": "text/plain",
    "buffer": b"Dear colleague, she would like company.",
}
NOT_A_PDF = {"name": "photo.pdf", "mimeType": "application/pdf", "buffer": b"PK\x03\x04 not what it says"}


def refers(gp: Walk) -> None:
    """On a phone, without JavaScript; a mistyped NHS number and a file that is not what it says come back first."""
    gp.open("/refer/practice/")
    gp.check("triage-refer")
    gp.fill("Your name", "Dr P. Lane")
    gp.choose("GP")
    gp.fill("Your work e-mail", "lane@partners.example.org")
    gp.fill("The person’s name", "Miriam Goldberg")
    gp.fill("NHS number", "999 000 0019")
    gp.fill(re.compile("^Phone"), "020 7946 0177")
    gp.choose("Feels lonely")
    gp.choose("Ring today")
    gp.fill("Is there a risk to somebody who visits?", "The stairs are dark: bring a torch.")
    gp.page.get_by_label(re.compile("^Files")).set_input_files([NOT_A_PDF])
    gp.choose("Yes, they agreed")
    gp.press("Send this")
    gp.sees(re.compile("one of its digits is wrong"))
    gp.sees(re.compile("We cannot take archives"))
    gp.check()
    gp.fill("NHS number", "999 000 0018")
    gp.page.get_by_label(re.compile("^Files")).set_input_files([LETTER])
    gp.press("Send this")
    gp.sees("Thank you")


def takes_in_hand(nadia: Walk) -> None:
    nadia.sign_in(NADIA)
    nadia.open("/connector/referrals/")
    nadia.sees("Miriam Goldberg")
    nadia.check("triage-board")
    nadia.page.get_by_label("Name, reference, phone or postcode").fill("goldb")
    nadia.press("Show")
    assert "Joaquim Ferreira" not in nadia.page.inner_text("main")
    nadia.press(re.compile("^I am looking at this"))
    nadia.sees(re.compile("You are looking at this"))
    nadia.follow("Miriam Goldberg")
    nadia.sees("The stairs are dark: bring a torch.")
    nadia.check()
    with nadia.page.expect_download() as download:
        nadia.page.get_by_role("link", name="letter.txt").click()
    assert download.value.suggested_filename == "letter.txt"


def decides_both_together(grace: Walk) -> None:
    grace.open("/connector/referrals/?q=perez")
    grace.sees("Perhaps told twice")
    grace.follow(re.compile("Lucía Pérez"))
    grace.press(re.compile("Same person: decide both together"))
    grace.sees("Decided together with this one")
    grace.check()


def joins(grace: Walk) -> None:
    grace.open("/connector/joins/")
    grace.check()
    grace.follow(re.compile("Winifred Adeyemi-Cole"))
    grace.sees(re.compile("married again"))
    grace.check("triage-same-person")
    grace.choose(re.compile("I looked at both records"))
    grace.press("Join the two records")
    grace.sees("They are one record now.")
    grace.check()
    grace.follow(re.compile("two people after all"))
    grace.check()
    grace.fill("Why are they two people?", "Her cousin. I rang them both.")
    grace.press("Take them apart")
    grace.sees("Taken apart again")
    grace.check()


def test_from_a_gps_form_to_the_board_and_from_two_records_to_one(walk: Walks) -> None:
    refers(walk(width=320, javascript=False))
    takes_in_hand(walk())
    grace = walk()
    grace.sign_in(GRACE)
    decides_both_together(grace)
    joins(grace)


def test_the_board_and_two_records_on_a_phone(walk: Walks) -> None:
    phone = walk(width=320)
    phone.sign_in(GRACE)
    for path in ("/connector/referrals/", "/connector/joins/"):
        phone.open(path)
        phone.check()
    phone.follow(re.compile("Winifred Adeyemi-Cole"))
    phone.check()
