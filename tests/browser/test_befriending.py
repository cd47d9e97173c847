"""Befriending, from an application to a planned ending, walked as each of those who take part would.

Grace leads the team, Rosa volunteers, Carlo's DBS check has lapsed: they come from the demo place. With
ALONGSIDE_GUIDE=1 the walks take the pictures of docs/guide/volunteering.md and befriending.md.
"""

import datetime as dt
import re
from collections.abc import Callable

import pytest

from alongside.core import clock
from tests.browser.conftest import Walk

Walks = Callable[..., Walk]
TEAM_LEAD, VOLUNTEER = "grace@demo.example.org", "rosa@demo.example.org"
VISITS = "Home visits in Hackney and the City"


def date_of(walk: Walk, legend: str, day: dt.date) -> None:
    """Write a day into the three boxes of a date."""
    group = walk.page.get_by_role("group", name=re.compile(legend)).first
    for label, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        group.get_by_label(label, exact=True).fill(str(value))


def link_in(letter: str, path: str) -> str:
    found = re.search(rf"https?://\S+/{path}/\S+", letter)
    assert found, letter
    return found.group(0)


# An application becomes a ready volunteer ------------------------------------------------------------------------


def applies(maya: Walk) -> None:
    """On her phone, in one page."""
    maya.open("/volunteering/")
    maya.check("befriending-give-an-hour")
    maya.follow(re.compile("^Apply – about ten minutes"))
    maya.fill("Your name", "Maya Sinclair")
    maya.fill("Your e-mail address", "maya@partners.example.org")
    maya.fill("Your postcode", "E8 1EA")
    date_of(maya, "When were you born", dt.date(1979, 3, 27))
    maya.choose("Befriender by phone")
    maya.choose("English")
    maya.fill("Why would you like to do this?", "My street is full of people who never see anybody.")
    for number, name in (("First", "Rita"), ("Second", "Paul")):
        maya.fill(f"{number} person: their name", f"{name} Fox")
        maya.fill(f"{number} person: their e-mail address", f"{name.lower()}.for.maya@partners.example.org")
        maya.fill(f"{number} person: how do you know them?", "We worked together")
    maya.check("befriending-apply")
    maya.press("Send this")
    maya.sees("Thank you for offering your time")
    maya.check()


def speaks_well(referee: Walk, name: str) -> None:
    """By the link in the letter, without an account."""
    letter = referee.site.mail.wait_for(f"{name}.for.maya@partners.example.org", containing="/reference/")
    referee.open(link_in(letter, "reference"))
    referee.check("befriending-reference")
    referee.fill(re.compile("^How do you know"), "Twelve years at the same school kitchen.")
    boxes = referee.page.locator("main textarea")
    for number in range(boxes.count()):
        if not boxes.nth(number).input_value():
            boxes.nth(number).fill("Kind, and always on time.")
    referee.choose("Yes")
    referee.press("Send my answer")
    referee.sees("We have your answer")


def moves_to(grace: Walk, stage: str) -> None:
    grace.press(f"Move to: {stage}")
    grace.page.wait_for_load_state()


def sees_a_document(grace: Walk, volunteer: str, what: str, level: str = "") -> None:
    grace.open(volunteer)
    grace.follow("Write down what you have seen")
    grace.choose(what)
    if level:
        grace.page.get_by_label("Level, for a DBS check").select_option(label=level)
    date_of(grace, "The day it was issued", clock.today())
    grace.press("Keep this")


def becomes_ready(grace: Walk, walk: Walks) -> None:
    """Each step with what it needs; a DBS level the tasks do not justify is refused with the reason."""
    today = clock.today()
    grace.sign_in(TEAM_LEAD)
    grace.open("/connector/volunteers/")
    grace.check("befriending-pipeline")
    grace.follow("Maya Sinclair")
    volunteer = grace.page.url
    grace.press("I see to it")
    moves_to(grace, "References")
    for name in ("rita", "paul"):
        speaks_well(walk(width=320), name)
    for name in ("Rita Fox", "Paul Fox"):
        grace.open(volunteer)
        grace.follow(name)
        grace.page.locator("button[name=accept][value=yes]").click()
    grace.open(volunteer)
    moves_to(grace, "Interview")
    grace.follow("Write down the interview")
    date_of(grace, "When was it", today)
    for group in ("Listens", "Comes when", "Knows where", "Respects"):
        grace.page.get_by_role("group", name=re.compile(group)).get_by_label("4").check()
    grace.fill("What did you hear?", "Warm and unhurried.")
    grace.check()
    grace.press("Keep this")
    moves_to(grace, "Identity")
    sees_a_document(grace, volunteer, "Identity")
    moves_to(grace, "DBS check")
    sees_a_document(grace, volunteer, "DBS check", "Enhanced")
    grace.sees(re.compile("would be an offence"))
    grace.check("befriending-dbs-refused")
    sees_a_document(grace, volunteer, "DBS check", "Basic")
    moves_to(grace, "Training")
    grace.follow("Write down a training")
    grace.choose(re.compile("^Core training"))
    date_of(grace, "When was it", today)
    grace.press("Keep this")
    moves_to(grace, "Agreement")
    sees_a_document(grace, volunteer, "Agreement")
    grace.follow("Choose supervisor and deputy")
    grace.page.get_by_label("Supervisor").select_option(label="Grace Okafor")
    grace.page.get_by_label("Deputy").select_option(label="Ayşe Demir")
    grace.press("Keep this")
    grace.check("befriending-applicant")
    moves_to(grace, "Ready")
    assert grace.page.get_by_text("On the way in").count() == 0
    assert grace.page.locator("main .govuk-tag, main .as-tag").first.inner_text().lower() == "ready"


def test_an_application_becomes_a_ready_volunteer(walk: Walks) -> None:
    applies(walk(width=320))
    becomes_ready(walk(), walk)


# A round is run, explained, changed and agreed -------------------------------------------------------------------


def runs_a_round(grace: Walk) -> None:
    grace.sign_in(TEAM_LEAD)
    grace.open("/connector/befriending/")
    grace.check()
    grace.follow(VISITS)
    grace.check("befriending-queue")
    grace.press("Run a round")
    grace.sees(re.compile("proposals? for"))
    grace.check("befriending-round")


def overrides_one(grace: Walk) -> str:
    """Where the round had a choice, ask another volunteer instead, with the reason; returns the match."""
    proposals = grace.page.locator("main a[href*='/proposals/']").evaluate_all("all => all.map(a => a.href)")
    for address in proposals:
        grace.open(address)
        if grace.page.get_by_label("Ask another volunteer instead").count():
            break
    grace.sees("Why these two")
    grace.sees("What another decision would cost")
    grace.check("befriending-why-these-two")
    grace.choose("Ask another volunteer instead")
    grace.press("Decide")
    grace.sees("Please check this page")  # whom, and why?
    grace.page.get_by_label("Which other volunteer?").select_option(index=1)
    grace.page.get_by_label("Why not this proposal?").select_option(label="I know them and it would not work")
    grace.fill("Anything to add", "They sing in the same choir and would rather not.")
    grace.check("befriending-override")
    grace.press("Decide")
    assert "/matches/" in grace.page.url, "the decision was taken"
    return grace.page.url


def both_say_yes(grace: Walk, match: str, walk: Walks) -> None:
    """The volunteer by the link, the person by phone; then the match is agreed."""
    grace.check()
    grace.page.locator("main a[href*='/connector/volunteers/']").first.click()
    address = grace.page.locator("main a[href^='mailto:']").first.inner_text()
    letter = grace.site.mail.wait_for(address, containing="/befriending/")
    volunteer = walk(width=320)
    volunteer.open(link_in(letter, "befriending"))
    volunteer.sees("Somebody you could befriend")
    volunteer.check("befriending-by-link")
    volunteer.choose("Yes, please")
    volunteer.press("Send my answer")
    volunteer.sees("Thank you for saying yes")
    volunteer.check()
    grace.open(match)
    grace.follow(re.compile("^Write down their answer"))
    grace.check()
    grace.choose(re.compile("^Yes"))
    ways = grace.page.get_by_label("By phone")
    if ways.count():
        ways.first.check()
    grace.page.locator("main form button[type=submit]").first.click()
    grace.page.wait_for_load_state()
    grace.open(match)
    grace.sees("Both said yes")
    grace.sees("Arrange the introduction")
    grace.check("befriending-agreed")


def test_a_round_is_run_explained_changed_and_agreed(walk: Walks) -> None:
    grace = walk()
    runs_a_round(grace)
    both_say_yes(grace, overrides_one(grace), walk)


# A call is logged on a phone, and a worry raised -----------------------------------------------------------------


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_call_is_logged_in_three_taps_and_a_worry_raised_in_two(walk: Walks, javascript: bool) -> None:
    rosa = walk(width=320, javascript=javascript)
    rosa.sign_in(VOLUNTEER)
    rosa.open("/volunteer/")
    rosa.sees("Next")
    if javascript:
        rosa.check("befriending-volunteer-home")
        rosa.follow("Log it")
        for question in ("Did it happen", "How was it for them", "How was it for you"):
            group = rosa.page.get_by_role("group", name=re.compile(question))
            group.get_by_label(re.compile("^(Yes|Good)$")).first.check()
        rosa.check("befriending-log")
        rosa.press("Save")
        rosa.sees("Thank you. It is written down.")
        rosa.open("/volunteer/")
        assert rosa.page.get_by_role("link", name="Log it").count() == 0
    rosa.page.locator("main a[href*='/volunteer/visits/']:not([href*='/log'])").first.click()
    rosa.sees("How to get there")
    rosa.check("befriending-next-visit")
    rosa.follow(re.compile("I am worried"))
    rosa.check("befriending-worried")
    rosa.press("Tell them now")
    rosa.sees("They know")
    rosa.check()
    grace = walk()
    grace.sign_in(TEAM_LEAD)
    grace.open("/connector/volunteers/")
    grace.follow("Read it now")
    grace.sees("Rosa Mendes")
    grace.check()


# A lapsed check, a planned ending --------------------------------------------------------------------------------


def match_of(grace: Walk, volunteer: str) -> str:
    """Open the live match of a volunteer."""
    grace.open("/connector/befriending/")
    grace.follow(VISITS)
    row = grace.page.locator("main tr").filter(has_text=volunteer).first
    row.get_by_role("link").first.click()
    grace.page.wait_for_load_state()
    return grace.page.url


def test_a_lapsed_dbs_check_stops_a_visit(walk: Walks) -> None:
    grace = walk()
    grace.sign_in(TEAM_LEAD)
    grace.open("/connector/befriending/care/")
    grace.sees(re.compile("Carlo Bianchi"))
    grace.check("befriending-wants-care")
    match_of(grace, "Carlo Bianchi")
    grace.sees(re.compile("lapsed on"))
    grace.check()
    grace.follow("Book")
    date_of(grace, "day", clock.today() + dt.timedelta(days=3))
    grace.fill(re.compile("time", re.IGNORECASE), "2pm")
    grace.page.locator("main form button[type=submit]").first.click()
    grace.page.wait_for_load_state()
    grace.sees(re.compile("may not go then"))
    grace.check("befriending-visit-stopped")


def test_an_ending_is_planned_with_its_last_visit_and_what_comes_next(walk: Walks) -> None:
    grace = walk()
    grace.sign_in(TEAM_LEAD)
    match = match_of(grace, "Rosa Mendes")
    grace.follow("Plan an ending")
    date_of(grace, "Which day is the last", clock.today() + dt.timedelta(days=21))
    grace.fill("What comes next for the person?", "The Tuesday lunch club, with the neighbour at number 9.")
    grace.check()
    grace.press("Plan an ending")
    grace.open(match)
    grace.sees(re.compile("The last visit is on"))
    grace.sees("The Tuesday lunch club, with the neighbour at number 9.")
    grace.check("befriending-ending")


# What would unlock a match, and the brief to print ---------------------------------------------------------------


def test_what_would_unlock_a_match_is_told_and_printed_as_a_brief(walk: Walks) -> None:
    grace = walk()
    grace.sign_in(TEAM_LEAD)
    grace.open("/connector/befriending/")
    grace.follow(VISITS)
    grace.follow("What would unlock a match")
    grace.sees(re.compile("If a round ran now"))
    grace.check("befriending-unlock")
    waiting = grace.page.locator("main a[href*='/wishes/']").all_inner_texts()
    grace.follow(re.compile("^Brief 1 to print"))
    grace.sees("Somebody near you would like company")
    brief = grace.page.inner_text("main")
    assert not [name for name in waiting if name in brief], "the brief names nobody"
    grace.page.emulate_media(media="print")
    assert not grace.page.get_by_role("button", name="Print").is_visible()
    grace.check("befriending-brief")
