"""A carer gets an assessment: written down once, offered, asked for, done, its outcome known; and a break is planned.

Ayşe supports people in the demo place. Walked at a desk and, without JavaScript, on a phone. With ALONGSIDE_GUIDE=1 the
walk takes the pictures of docs/guide/carers.md.
"""

import re
from collections.abc import Callable

import pytest

from tests.browser.conftest import Walk

Walks = Callable[..., Walk]
AYSE = "ayse@demo.example.org"


def pictured(walk: Walk, name: str) -> None:
    walk.check(f"carers-{name}" if walk.page.viewport_size["width"] > 600 else "")


def opens_somebody(ayse: Walk, row: int) -> str:
    ayse.sign_in(AYSE)
    ayse.open("/connector/people/?whose=team")  # of her own, other walks may have left too few
    ayse.page.locator("main tbody a[href*='/cases/']").nth(row).click()
    ayse.page.wait_for_load_state()
    return ayse.page.url


def writes_down_whom(ayse: Walk) -> None:
    ayse.follow("Caring and breaks")
    ayse.check()
    ayse.follow("Write down whom they look after")
    ayse.press("Keep it")
    ayse.sees("Please check this page")
    ayse.check()
    ayse.choose("Husband, wife or partner")
    ayse.choose("Cooking, cleaning, shopping")
    ayse.choose("Keeping them safe, by day or night")
    ayse.page.get_by_label("Roughly how much in a week?").select_option("50+")
    ayse.press("Keep it")
    ayse.sees("Not offered yet")
    ayse.sees(re.compile("Carer’s Assessment .Care Act 2014, section 10."))


def moves_on(ayse: Walk, stage: str, *, result: str = "") -> None:
    ayse.follow(re.compile("^(Begin the assessment|What happened next\\?)$"))
    ayse.choose(stage)
    if result:
        ayse.page.get_by_label("What came of it?").select_option(label=result)
    ayse.check()
    ayse.press("Keep it")
    ayse.sees(stage)


def plans_a_break(ayse: Walk) -> None:
    ayse.follow("Plan a break")
    ayse.choose("Go to a carers’ group")
    ayse.check()
    ayse.press("Put it on the plan")


@pytest.mark.parametrize(
    ("width", "javascript", "row"), [(1280, True, 1), (320, False, 2)], ids=["desk", "phone"]
)
def test_a_carer_gets_an_assessment(walk: Walks, width: int, javascript: bool, row: int) -> None:
    ayse = walk(width=width, javascript=javascript)
    case = opens_somebody(ayse, row)
    writes_down_whom(ayse)
    moves_on(ayse, "Offered")
    moves_on(ayse, "Asked for at the council")
    moves_on(ayse, "Assessment done, waiting for the outcome")
    ayse.press(re.compile("^Take the last move back"))
    ayse.sees("Asked for at the council")
    moves_on(ayse, "Assessment done, waiting for the outcome")
    moves_on(ayse, "Outcome known", result="Support for the carer was agreed")
    ayse.sees(re.compile("Look at it again on"))
    pictured(ayse, "pathway")
    plans_a_break(ayse)
    ayse.open(case)
    ayse.sees(re.compile("Go to a carers’ group"))
    ayse.sees(re.compile("Carer’s Assessment: time to look at it again"))
    ayse.check()
