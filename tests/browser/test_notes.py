"""A connector goes on leave: who covers is written down, and each person's note is read through before it is sent.

Ayşe supports people in the demo place. The leave lies two months ahead, and is called off at the end, so that nobody's
day changes.
"""

import os
from collections.abc import Callable
from datetime import timedelta

import pytest

from alongside.core import clock
from tests.browser.conftest import Site, Walk

Walks = Callable[..., Walk]
AYSE = "ayse@demo.example.org"


def pictured(walk: Walk, name: str) -> None:
    if folder := os.environ.get("SHOTS"):
        walk.page.screenshot(path=f"{folder}/{name}-{walk.page.viewport_size['width']}.png", full_page=True)
    walk.check(name if walk.page.viewport_size["width"] > 600 else "")


@pytest.mark.parametrize("width", [320, 1280])
def test_leave_is_written_down_and_each_person_is_told_in_their_language(
    walk: Walks, site: Site, width: int
) -> None:
    ayse = walk(width=width)
    ayse.sign_in(AYSE)
    ayse.open("/connector/away/")
    first = clock.today() + timedelta(days=60)
    for name, on in (("starts_on", first), ("ends_on", first + timedelta(days=7))):
        for part in ("day", "month", "year"):
            ayse.page.locator(f"[name={name}_{part}]").fill(str(getattr(on, part)))
    ayse.page.locator("[name=covered_by]").select_option(index=1)
    pictured(ayse, "away-new")
    ayse.press("Write it down")
    ayse.sees("Read each note and send those you like.")
    ayse.unfold()
    ayse.sees("A computer translated our words.")
    pictured(ayse, "away-tell")
    ayse.page.locator("[name=cases]").first.check()
    for other in ayse.page.locator("[name=cases]:checked").all()[1:]:
        other.uncheck()
    ayse.press("Send these notes")
    ayse.sees("1 note is on its way.")
    ayse.check()
    ayse.open("/connector/away/")
    ayse.press("Call it off")
    ayse.sees("Cover has ended.")
