"""Disclosure control against an attacker who knows all that is shown, all sums, the threshold and the rules."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.numerics.disclosure import Sum, attacker_bounds, means_to_show, protect, protect_in_order

COUNTS = st.one_of(st.integers(0, 7), st.integers(0, 40))
quick = settings(max_examples=35, deadline=None)


def breakdowns(*groups):
    """Several one-way breakdowns of the same people: they share the total, so the first one decides it."""
    total = sum(groups[0])
    counts, sums = {"all": total}, []
    for number, group in enumerate(groups):
        # Bring each later breakdown to the shared total.
        cells = list(group)
        cells[0] = max(0, cells[0] + total - sum(cells))
        cells[-1] += total - sum(cells)
        while cells[-1] < 0:
            fullest = cells.index(max(cells))
            taken = min(cells[fullest], -cells[-1])
            cells[fullest] -= taken
            cells[-1] += taken
        keys = tuple((number, place) for place in range(len(cells)))
        counts.update(zip(keys, cells, strict=True))
        sums.append(Sum("all", keys))
    return counts, sums


def two_way(table):
    """A table with both margins and a grand total."""
    rows, columns = range(len(table)), range(len(table[0]))
    counts = {(r, c): table[r][c] for r in rows for c in columns}
    sums = []
    for r in rows:
        counts[r, "all"] = sum(table[r])
        sums.append(Sum((r, "all"), tuple((r, c) for c in columns)))
    for c in [*columns, "all"]:
        counts["all", c] = sum(counts[r, c] for r in rows)
        sums.append(Sum(("all", c), tuple((r, c) for r in rows)))
    sums.append(Sum(("all", "all"), tuple(("all", c) for c in columns)))
    return counts, sums


def periods(table, window=3):
    """Categories by quarter and by rolling year of `window` quarters, with totals: one stage a quarter."""
    counts, sums, stages = {}, [], []
    names = range(len(table[0]))
    for q in range(len(table)):
        stage = []
        for period in [q, ("year", q)] if q >= window - 1 else [q]:
            quarters = [q] if period == q else list(range(q - window + 1, q + 1))
            for name in names:
                counts[period, name] = sum(table[one][name] for one in quarters)
                stage.append((period, name))
            counts[period, "all"] = sum(counts[period, name] for name in names)
            stage.append((period, "all"))
            sums.append(Sum((period, "all"), tuple((period, name) for name in names)))
            if period != q:
                sums += [
                    Sum((period, name), tuple((one, name) for one in quarters)) for name in [*names, "all"]
                ]
        stages.append(stage)
    return counts, sums, stages


def tables(rows=(2, 5), columns=(2, 4)):
    return st.integers(*columns).flatmap(
        lambda width: st.lists(
            st.lists(COUNTS, min_size=width, max_size=width), min_size=rows[0], max_size=rows[1]
        )
    )


def assert_safe(counts, sums, hidden, threshold=5):
    """Small counts are hidden, none is pinned, none is known better than "fewer than 5" says."""
    small = {key for key, count in counts.items() if 0 < count < threshold}
    assert small <= set(hidden)
    for whole_numbers in (False, True):
        bounds = attacker_bounds(counts, sums, hidden, whole_numbers=whole_numbers)
        for key, (low, high) in bounds.items():
            assert low < high, f"{key} is pinned to {low}"
            if key in small:
                assert high >= threshold - 1, f"{key} is known to be at most {high}"


# ------------------------------------------------------------------ by hand


def test_a_small_count_is_hidden_and_so_is_the_one_it_could_be_subtracted_from():
    counts = {"all": 30, "gp": 17, "library": 10, "fire": 3}
    protection = protect(counts, [Sum("all", ("gp", "library", "fire"))])
    assert protection.shown("fire") is None
    assert protection.shown("library") is None
    assert (protection.shown("gp"), protection.shown("all")) == (17, 30)


def test_two_small_counts_that_add_up_to_fewer_than_the_threshold_need_a_third():
    counts = {"all": 10, "a": 8, "b": 1, "c": 1}
    protection = protect(counts, [Sum("all", ("a", "b", "c"))])
    assert {key for key in "abc" if protection.shown(key) is None} == {"a", "b", "c"}
    assert protection.shown("all") == 10


def test_nobody_is_shown_as_nought_and_hides_nothing():
    counts = {"all": 12, "a": 12, "b": 0}
    assert not protect(counts, [Sum("all", ("a", "b"))]).hidden


def test_a_small_total_is_hidden_with_its_only_part():
    counts = {"all": 3, "a": 3, "b": 0}
    protection = protect(counts, [Sum("all", ("a", "b"))])
    assert protection.hidden == {"all", "a"}


def test_a_count_exactly_at_the_threshold_is_shown_and_one_below_is_not():
    assert protect({"a": 5}, []).shown("a") == 5
    assert protect({"a": 4}, []).shown("a") is None
    assert protect({"a": 9}, [], threshold=10).shown("a") is None


def test_a_second_breakdown_of_the_same_people_does_not_give_the_total_away():
    # The total is small, so it is hidden; the ages are all shown unless they are judged together with it.
    counts = {"all": 4, "young": 0, "old": 4, "gp": 1, "self": 3}
    sums = [Sum("all", ("young", "old")), Sum("all", ("gp", "self"))]
    assert_safe(counts, sums, protect(counts, sums).hidden)


def test_a_year_and_three_shown_quarters_do_not_give_the_fourth_away():
    counts = {"q1": 12, "q2": 9, "q3": 14, "q4": 2, "year": 37}
    protection = protect(counts, [Sum("year", ("q1", "q2", "q3", "q4"))])
    assert {"q4", "q2"} <= protection.hidden


def test_what_an_earlier_edition_showed_stays_shown_and_a_later_one_hides_around_it():
    counts = {"q1": 12, "q2": 3, "both": 15}
    protection = protect_in_order(counts, [Sum("both", ("q1", "q2"))], [["q1"], ["q2", "both"]])
    assert protection.shown("q1") == 12
    assert protection.hidden == {"q2", "both"}


def test_a_percentage_needs_both_its_counts():
    counts = {"all": 30, "yes": 27, "no": 3}
    protection = protect(counts, [Sum("all", ("yes", "no"))])
    assert protection.share("yes", "all") is None
    assert protection.share("all", "all") == 100
    assert protect({"all": 0, "yes": 0}, []).share("yes", "all") is None
    assert protect({"all": 40, "yes": 15, "no": 25}, [Sum("all", ("yes", "no"))]).share("yes", "all") == 38


def test_a_mean_needs_twice_the_threshold_of_people_and_is_not_left_over_by_subtraction():
    sums = [Sum("year", ("q1", "q2", "q3"))]
    shown = means_to_show({"q1": 30, "q2": 25, "q3": 6, "year": 61}, sums)
    assert "q3" not in shown
    assert shown != {"q1", "q2", "year"}
    assert means_to_show({"q1": 10, "none": 0}, []) == {"q1"}


def test_wrong_counts_are_refused():
    with pytest.raises(ValueError, match="not the sum"):
        protect({"all": 3, "a": 1}, [Sum("all", ("a",))])
    with pytest.raises(ValueError, match="not negative"):
        protect({"a": -1}, [])
    with pytest.raises(ValueError, match="at least 1"):
        protect({"a": 1}, [], threshold=0)
    with pytest.raises(ValueError, match="exactly one stage"):
        protect_in_order({"a": 1}, [], [["a"], ["a"]])
    with pytest.raises(ValueError, match="part of itself"):
        protect({"a": 1, "b": 1}, [Sum("a", ("b",)), Sum("b", ("a",))])


def test_the_attacker_of_these_tests_can_win():
    """A canary: hiding only the small counts themselves is what the attacker breaks."""
    counts, sums = two_way([[3, 20, 30], [12, 9, 14]])
    naive = {key for key, count in counts.items() if 0 < count < 5}
    assert attacker_bounds(counts, sums, naive)[0, 0] == (3, 3)
    with pytest.raises(AssertionError, match="pinned"):
        assert_safe(counts, sums, naive)
    # One complement in the row is not enough either: the column still gives it away.
    assert attacker_bounds(counts, sums, naive | {(0, 1)})[0, 0] == (3, 3)


def test_little_more_than_the_small_counts_is_hidden():
    counts, sums = two_way([[3, 20, 30, 8], [12, 9, 14, 40], [7, 22, 31, 16]])
    assert len(protect(counts, sums).hidden) == 4


# ------------------------------------------------------------------ by property


@quick
@given(st.lists(st.lists(COUNTS, min_size=2, max_size=6), min_size=1, max_size=3), st.integers(2, 8))
def test_breakdowns_that_share_a_total_give_no_small_count_away(groups, threshold):
    counts, sums = breakdowns(*groups)
    assert_safe(counts, sums, protect(counts, sums, threshold=threshold).hidden, threshold)


@quick
@given(tables(), st.integers(2, 8))
def test_two_way_tables_give_no_small_count_away(table, threshold):
    counts, sums = two_way(table)
    assert_safe(counts, sums, protect(counts, sums, threshold=threshold).hidden, threshold)


@quick
@given(tables(rows=(4, 6), columns=(2, 3)))
def test_all_editions_of_a_rolling_year_together_give_no_small_count_away(table):
    counts, sums, stages = periods(table)
    protection = protect_in_order(counts, sums, stages)
    assert_safe(counts, sums, protection.hidden)


@quick
@given(tables(rows=(4, 6), columns=(2, 3)))
def test_a_later_edition_agrees_with_every_earlier_one(table):
    counts, sums, stages = periods(table)
    editions = []
    for last in range(1, len(stages) + 1):
        known = {key for stage in stages[:last] for key in stage}
        editions.append(
            protect_in_order(
                {key: count for key, count in counts.items() if key in known},
                [one for one in sums if {one.total, *one.parts} <= known],
                stages[:last],
            )
        )
    for earlier, later in pairwise(editions):
        assert earlier.hidden == later.hidden & set(earlier.counts)


@quick
@given(tables(rows=(4, 5), columns=(2, 3)))
def test_no_sum_of_hidden_counts_that_can_be_worked_out_is_small(table):
    """Rows of hidden cells are the sums an attacker works out first: total less the shown ones."""
    counts, sums = two_way(table)
    protection = protect(counts, sums)
    for one in sums:
        if protection.shown(one.total) is None:
            continue
        rest = counts[one.total] - sum(counts[part] for part in one.parts if part not in protection.hidden)
        assert rest == 0 or rest >= 5


@quick
@given(tables())
def test_what_is_shown_is_true(table):
    counts, sums = two_way(table)
    protection = protect(counts, sums)
    assert all(protection.shown(key) in (None, count) for key, count in counts.items())
    assert all(key not in protection.hidden for key, count in counts.items() if count == 0)
