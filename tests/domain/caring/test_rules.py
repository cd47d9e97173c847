"""Which law, what may follow what, and what a move must say: truth tables."""

import datetime as dt
from dataclasses import dataclass

import pytest

from alongside.caring import rules
from alongside.caring.enums import Law, Result, Stage

DAY = dt.date(2026, 11, 3)
LATER = DAY + dt.timedelta(days=200)


@dataclass
class Line:
    number: int
    stage: str = ""
    takes_back: int | None = None


@pytest.mark.parametrize(
    ("carer", "cared_for", "law"),
    [
        (17, 50, Law.YOUNG),
        (18, 50, Law.ADULT),
        (17, 5, Law.YOUNG),
        (40, 17, Law.PARENT),
        (40, 18, Law.ADULT),
        (None, None, Law.ADULT),
        (None, 3, Law.PARENT),
    ],
)
def test_the_carers_age_decides_before_that_of_the_person_looked_after(carer, cared_for, law):
    assert rules.law_for(carer_age=carer, cared_for_age=cared_for) == law


ALLOWED = {
    (None, "offered"), (None, "requested"), ("offered", "requested"), ("offered", "refused"), ("requested", "done"),
    ("requested", "refused"), ("refused", "offered"), ("refused", "requested"), ("done", "outcome"),
    ("outcome", "reviewed"), ("reviewed", "reviewed"), ("reviewed", "requested"),
}  # fmt: skip


@pytest.mark.parametrize("now", [None, *Stage])
@pytest.mark.parametrize("then", list(Stage))
def test_only_these_moves_follow_each_other(now, then):
    assert (then in rules.next_stages(now)) == ((now and now.value, then.value) in ALLOWED)


def test_what_was_taken_back_no_longer_stands_and_the_move_before_it_does():
    lines = [Line(1, "offered"), Line(2, "requested"), Line(3, takes_back=2)]
    assert rules.stage_of(lines) == Stage.OFFERED
    assert rules.stage_of([*lines, Line(4, takes_back=1)]) is None
    assert rules.stage_of([*lines, Line(4, "refused")]) == Stage.REFUSED


def wrong_field(told, **more):
    with pytest.raises(rules.Wrong) as caught:
        rules.check_told(told, **{"now": Stage.DONE, "last_on": DAY, "today": DAY, **more})
    return caught.value.field


def test_a_move_says_what_its_stage_needs_and_nothing_else():
    good = rules.Told(Stage.OUTCOME, DAY, Result.SUPPORT, LATER)
    rules.check_told(good, now=Stage.DONE, last_on=DAY, today=DAY)
    assert wrong_field(rules.Told(Stage.REVIEWED, DAY, Result.SUPPORT, LATER)) == "stage"
    assert wrong_field(rules.Told(Stage.OUTCOME, DAY, "", LATER)) == "result"
    assert wrong_field(rules.Told(Stage.OUTCOME, DAY, Result.SUPPORT)) == "review_on"
    assert wrong_field(rules.Told(Stage.OUTCOME, DAY, Result.SUPPORT, DAY)) == "review_on"
    assert wrong_field(rules.Told(Stage.OFFERED, DAY, Result.SUPPORT), now=None) == "result"
    assert wrong_field(rules.Told(Stage.OFFERED, DAY, "", LATER), now=None) == "review_on"


def test_a_move_lies_neither_ahead_nor_before_the_last_one():
    tomorrow, yesterday = DAY + dt.timedelta(days=1), DAY - dt.timedelta(days=1)
    assert wrong_field(rules.Told(Stage.OUTCOME, tomorrow, Result.SUPPORT, LATER)) == "happened_on"
    assert wrong_field(rules.Told(Stage.OUTCOME, yesterday, Result.SUPPORT, LATER)) == "happened_on"
