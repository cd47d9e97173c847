"""A connector goes on leave: who covers is written down, and each person's note is read through before it is sent.

Ayşe supports people in the demo place. The leave lies two months ahead, and is called off at the end, so that nobody's
day changes.
"""

from collections.abc import Callable
from datetime import timedelta

import pytest

from alongside.core import clock
from tests.browser.conftest import Site, Walk

Walks = Callable[..., Walk]
AYSE = "ayse@demo.example.org"


def likes_letters_and_speaks_turkish(ayse: Walk) -> None:
    """So it is with the first of her people, whatever the demo place invented."""
    ayse.open("/connector/people/")
    ayse.page.locator("main a[href*='/cases/']").first.click()
    ayse.page.wait_for_load_state()
    ayse.page.locator("main a[href$='/details/'], main a[href*='/details/?']").first.click()
    ayse.page.wait_for_load_state()
    ayse.unfold()
    ayse.page.locator("[name=contact_by]").select_option("letter")
    ayse.page.locator("[name=address]").fill("31 Lamb House")
    ayse.page.locator("[name=languages][value=tr]").check()
    others = ayse.page.locator("[name=languages]:checked:not([value=tr])")
    while others.count():
        others.first.uncheck()
    ayse.page.locator("main form:has([name=contact_by]) button[type=submit]").first.click()
    ayse.page.wait_for_load_state()


@pytest.mark.parametrize("width", [320, 1280])
def test_leave_is_written_down_and_each_person_is_told_in_their_language(
    walk: Walks, site: Site, width: int
) -> None:
    ayse = walk(width=width)
    ayse.sign_in(AYSE)
    likes_letters_and_speaks_turkish(ayse)
    ayse.open("/connector/away/")
    first = clock.today() + timedelta(days=60)
    for name, on in (("starts_on", first), ("ends_on", first + timedelta(days=7))):
        for part in ("day", "month", "year"):
            ayse.page.locator(f"[name={name}_{part}]").fill(str(getattr(on, part)))
    ayse.page.locator("[name=covered_by]").select_option(index=1)
    ayse.check()
    ayse.press("Write it down")
    ayse.sees("Read each note and send those you like.")
    ayse.unfold()
    ayse.sees("A computer translated our words.")
    ayse.sees("Merhaba")
    ayse.check()
    ayse.page.locator("[name=cases]").first.check()
    ticked = ayse.page.locator("[name=cases]:checked")
    while ticked.count() > 1:
        ticked.last.uncheck()
    ayse.press("Send these notes")
    ayse.sees("1 note is on its way.")
    ayse.check()
    ayse.open("/connector/away/")
    ayse.press("Call it off")
    ayse.sees("Cover has ended.")
