"""Quarters, and counts that stay safe over every breakdown, quarter and rolling year together."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.insight import periods
from alongside.insight.cube import ALL, Breakdown, Cell, Fact, _count, cube
from alongside.insight.periods import Quarter, quarter, year_to
from alongside.numerics.disclosure import attacker_bounds

Q3 = Quarter(2026, 3)
AGE = Breakdown("age", ("young", "old"))
SOURCE = Breakdown("source", ("gp", "self", "other"))
AREA = Breakdown("area", ("north", "south"))
WARD = Breakdown(
    "ward",
    ("n1", "n2", "s1"),
    of="area",
    within={"n1": "north", "n2": "north", "s1": "south"},
    yearly=True,
)


def people(number, on=Q3.first, age="old", source="gp", ward="n1"):
    return [
        Fact(on, {"age": age, "source": source, "area": WARD.within[ward], "ward": ward})
        for _ in range(number)
    ]


# ---------------------------------------------------------------- periods


def test_a_quarter_knows_its_days():
    assert Quarter.of(date(2026, 11, 22)) == Quarter(2026, 4)
    assert (Q3.first, Q3.last) == (date(2026, 7, 1), date(2026, 9, 30))
    assert Quarter(2026, 4).last == date(2026, 12, 31)
    assert Quarter(2026, 1).shifted(-1) == Quarter(2025, 4)


def test_only_quarters_that_are_over_are_offered_newest_year_first():
    over = periods.over(date(2026, 2, 3), date(2026, 11, 22))
    assert [one.key for one in over] == ["2026-q1", "2026-q2", "2026-q3"]
    assert [one.key for one in periods.offered(over)][:3] == ["year-to-2026-q3", "2026-q3", "2026-q2"]


def test_the_figures_go_back_two_years_and_never_stand_empty():
    assert len(periods.over(date(2001, 1, 1), date(2026, 11, 22))) == periods.QUARTERS_KEPT
    assert periods.over(None, date(2026, 11, 22)) == (Q3,)
    assert periods.over(date(2026, 11, 1), date(2026, 11, 22)) == (Q3,)


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_quarters_leave_no_day_out(day):
    one = Quarter.of(day)
    assert one.first <= day <= one.last
    assert (one.shifted(1).first - one.last).days == 1


# ---------------------------------------------------------------- cubes


def test_each_fact_counts_once_in_its_quarter_and_in_its_year():
    earlier = Quarter(2025, 4)
    counted = cube(
        people(20) + people(12, on=earlier.last), [AGE], [earlier.shifted(k) for k in range(4)], threshold=5
    )
    assert counted.total(quarter(Q3)) == 20
    assert counted.total(year_to(Q3)) == 32
    assert counted.count("age", "old", quarter(Quarter(2026, 2))) == 0


def test_what_happened_in_the_running_quarter_is_not_counted_yet():
    assert cube(people(9, on=date(2026, 10, 1)), [AGE], [Q3], threshold=5).total(quarter(Q3)) == 0


def test_a_small_group_is_hidden_in_its_quarter_and_cannot_be_had_from_the_year():
    facts = people(30) + people(2, age="young") + people(14, on=Quarter(2026, 2).first)
    counted = cube(facts, [AGE], [Quarter(2026, 2), Q3], threshold=5)
    assert counted.count("age", "young", quarter(Q3)) is None
    assert counted.count("age", "young", year_to(Q3)) is None
    assert counted.count("age", "old", quarter(Q3)) is None  # or 32 - 30 would give the 2 away
    assert counted.total(quarter(Q3)) == 32


def test_a_category_nobody_declared_is_an_error():
    with pytest.raises(KeyError, match="fax"):
        cube(people(1, source="fax"), [SOURCE], [Q3], threshold=5)


def test_wards_are_told_once_a_year_for_years_that_do_not_overlap():
    quarters = [Quarter(2025, 4).shifted(k) for k in range(8)]
    facts = [fact for one in quarters for fact in people(10, one.first) + people(10, one.first, ward="n2")]
    counted = cube(facts, [AREA, WARD], quarters, threshold=5)
    assert counted.count("ward", "n1", year_to(Q3)) == 40
    assert counted.count("area", "north", quarter(Q3)) == 20
    told = [one.key for one in quarters if counted.tells("ward", "n1", year_to(one))]
    assert told == ["2026-q3", "2027-q3"]
    assert not counted.tells("ward", "n1", quarter(Q3))


def test_the_years_of_wards_do_not_shift_when_old_quarters_fall_off():
    quarters = [Quarter(2026, 1).shifted(k) for k in range(7)]
    counted = cube(people(9), [AREA, WARD], quarters, threshold=5, began=Quarter(2025, 4))
    told = [one.key for one in quarters if counted.tells("ward", "n1", year_to(one))]
    assert told == ["2027-q3"]  # the year to 2026-q3 has lost its first quarter


FACTS = st.lists(
    st.tuples(
        st.sampled_from([Quarter(2025, 4), Quarter(2026, 1), Quarter(2026, 2), Q3]),
        st.sampled_from(AGE.categories),
        st.sampled_from(SOURCE.categories),
        st.sampled_from(WARD.categories),
        st.sampled_from([1, 1, 2, 3, 6, 15]),
    ),
    max_size=14,
)


@settings(max_examples=12, deadline=None)
@given(FACTS)
def test_nobody_can_work_out_a_small_group_from_all_pages_together(found):
    facts = [fact for q, age, source, ward, n in found for fact in people(n, q.first, age, source, ward)]
    quarters = [Quarter(2025, 4).shifted(k) for k in range(5)]
    breakdowns = [AGE, SOURCE, AREA, WARD]
    counts, sums, _stages = _count(facts, breakdowns, quarters, quarters[0])
    hidden = cube(facts, breakdowns, quarters, threshold=5).protection.hidden
    bounds = attacker_bounds(counts, sums, hidden)
    for cell, count in counts.items():
        if 0 < count < 5:
            low, high = bounds[cell]
            assert low < high, f"{cell} is given away: {count}"
            assert high >= 4
        elif cell in hidden:
            assert bounds[cell][0] < bounds[cell][1]


@settings(max_examples=12, deadline=None)
@given(FACTS)
def test_the_page_of_last_quarter_and_the_page_of_this_one_agree(found):
    facts = [fact for q, age, source, ward, n in found for fact in people(n, q.first, age, source, ward)]
    quarters = [Quarter(2025, 4).shifted(k) for k in range(4)]
    then = cube(facts, [AGE, SOURCE], quarters[:3], threshold=5)
    now = cube(facts, [AGE, SOURCE], quarters, threshold=5)
    for cell in then.protection.counts:
        assert then.protection.shown(cell) == now.protection.shown(cell)


def test_the_key_of_a_count_says_what_it_is():
    assert Cell(ALL, ALL, "2026-q3").period == "2026-q3"
