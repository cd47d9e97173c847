"""An appointment from booking to calendar; going out alone without a script, without a signal, and in need of help.

Nadia supports people, Ayşe is her colleague and buddy, Grace leads the team, Sam is the steward: all of the demo place.
With ALONGSIDE_GUIDE=1 the walk takes the pictures of docs/guide/visits.md.
"""

import datetime as dt
import re
from collections.abc import Callable

import pytest

from alongside.core import clock
from tests.browser.conftest import Site, Walk

Walks = Callable[..., Walk]
NADIA, AYSE, SAM = (f"{name}@demo.example.org" for name in ("nadia", "ayse", "sam"))


def pictured(walk: Walk, name: str, *, width: int = 1280) -> None:
    """Check the page at every width, and take its picture at one."""
    walk.check(f"visits-{name}" if walk.page.viewport_size["width"] == width else "")


def fills_day(walk: Walk, day: dt.date) -> None:
    for label, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        walk.page.get_by_label(label, exact=True).first.fill(str(value))


def opens_somebody(walk: Walk) -> None:
    walk.open("/connector/people/")
    walk.page.locator("main a[href*='/cases/']").first.click()
    walk.page.wait_for_load_state()


def sets_out(walk: Walk) -> None:
    walk.open("/connector/going-out/set-out/")
    walk.fill("Where are you going?", "Flat 31, Lamb House, E8 3NR")
    walk.choose(re.compile("^1 hour, until"))
    buddies = walk.page.get_by_label("Who is your buddy?")
    buddies.select_option(label=buddies.locator("option", has_text="Ayşe").first.inner_text())
    walk.fill("The phone you carry", "07700 900111")


@pytest.mark.parametrize(("width", "days"), [(320, 20), (1280, 21)])
def test_an_appointment_is_booked_changed_cancelled_and_in_the_calendar(
    walk: Walks, width: int, days: int
) -> None:
    nadia = walk(width=width, javascript=False)
    nadia.sign_in(NADIA)
    nadia.check()
    opens_somebody(nadia)
    nadia.follow("Book an appointment")
    fills_day(nadia, clock.today() + dt.timedelta(days=days))
    nadia.fill("At what time?", "16:10")
    nadia.fill("What to know", "Ring twice")
    nadia.check()
    nadia.press("Book it")
    nadia.sees(re.compile("Booked: .*4.10pm"))
    nadia.sees("Ring twice")
    nadia.check()
    nadia.follow("Change")
    nadia.fill("At what time?", "half past")
    nadia.press("Keep the change")
    nadia.sees("Write the time like 10:30 or 14:00.")
    nadia.check()
    nadia.fill("At what time?", "16:40")
    nadia.press("Keep the change")
    nadia.sees(re.compile("It is now: .*4.40pm"))
    nadia.open("/connector/appointments/")
    nadia.sees(re.compile("4.40pm"))
    pictured(nadia, "appointments")
    nadia.page.get_by_role("link", name=re.compile("^At their home.*4.40pm")).first.click()
    nadia.follow("Cancel it")
    nadia.choose("They asked")
    nadia.check()
    nadia.press("Cancel it")
    nadia.sees("Cancelled. Tell")
    nadia.press("Undo")
    nadia.sees("Taken back. It is booked again.")
    nadia.follow(re.compile("Where you set out from|Appointments"))
    nadia.open("/connector/going-out/")
    nadia.check()
    nadia.press("Make a")
    nadia.sees(re.compile(r"/appointments/[\w-]+\.ics"))
    nadia.check()


def test_without_a_signal_the_tap_waits_on_the_phone_says_so_and_goes_with_its_time(walk: Walks) -> None:
    nadia = walk(width=320)
    nadia.sign_in(NADIA)
    sets_out(nadia)
    nadia.check()
    nadia.press("I am setting out")
    nadia.sees("Open the page with the large button")
    nadia.check()
    nadia.follow("Open the page with the large button")
    nadia.sees(re.compile("Say that you are safe by"))
    pictured(nadia, "safe", width=320)
    nadia.page.context.set_offline(True)
    hours = {clock.local(clock.now()).strftime("%-I")}
    nadia.page.get_by_role("button", name="I am safe").click()
    nadia.page.get_by_text("Not sent yet.").wait_for()
    hours.add(clock.local(clock.now()).strftime("%-I"))  # another one, where the hour struck meanwhile
    assert "You said" not in nadia.page.inner_text("body"), "nothing is said that is not so"
    nadia.page.wait_for_timeout(4000)  # it tries again by itself, and still says so
    nadia.sees("Not sent yet.")
    nadia.complaints.clear()  # the browser's own words about the signal
    nadia.check()
    nadia.page.context.set_offline(False)
    nadia.page.get_by_role("heading", name=re.compile("You said at .* that you are safe.")).wait_for()
    assert "Not sent yet" not in nadia.page.inner_text("body")
    assert nadia.page.get_by_role("button", name="I am safe").is_hidden()
    nadia.complaints.clear()
    nadia.check()
    nadia.open("/connector/going-out/now/")
    nadia.page.locator("main ul a[href*='/going-out/']").first.click()
    nadia.sees(re.compile(rf"pressed on the phone at ({'|'.join(hours)})\b"))
    nadia.check()


@pytest.mark.parametrize("width", [320, 1280])
def test_help_reaches_the_buddy_who_looks_sees_to_it_and_closes_it(
    walk: Walks, site: Site, width: int
) -> None:
    nadia = walk(width=width, javascript=False)
    nadia.sign_in(NADIA)
    sets_out(nadia)
    nadia.press("I am setting out")
    nadia.follow("Open the page with the large button")
    nadia.check()
    nadia.press("I need help")
    nadia.sees("Your buddy and your team have been told that you need help.")
    nadia.check()

    body = site.mail.wait_for(AYSE, containing="asked for help")
    assert "Lamb House" not in body
    ayse = walk(width=width, javascript=False)
    ayse.sign_in(AYSE)
    ayse.sees(re.compile("asked for help"))
    ayse.open("/connector/going-out/now/")
    ayse.check()
    ayse.open(re.search(r"https?://\S+/connector/going-out/\S+", body).group())
    assert "Lamb House" not in ayse.page.inner_text("main")
    pictured(ayse, "late")
    ayse.press("Show where they went")
    ayse.sees(re.compile("Lamb House"))
    ayse.check()
    ayse.press("I am seeing to it")
    ayse.sees(re.compile("is seeing to it since"))
    ayse.choose("They needed help and have it")
    ayse.press("Close it")
    ayse.sees("Write down in a few words what you found and what was done.")
    ayse.check()
    ayse.fill("What was done", "A loose dog in the stairwell. Fetched her by car.")
    ayse.press("Close it")
    ayse.sees(re.compile("A loose dog in the stairwell"))
    ayse.check()
    assert "asked for help" not in ayse.page.locator("body").inner_text().split("What happened")[0]
    nadia.page.reload()
    nadia.sees("A colleague has closed this.")


@pytest.mark.parametrize("width", [320, 1280])
def test_a_steward_arranges_it(walk: Walks, width: int) -> None:
    sam = walk(width=width, javascript=False)
    sam.sign_in(SAM)
    sam.open("/steward/going-out/")
    sam.check()
    sam.fill("Minutes until the next are told", "20")
    sam.press("Keep these")
    sam.sees("Kept.")
