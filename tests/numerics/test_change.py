"""Paired change, Wilson's interval and scoring: worked by hand, then by property."""

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from alongside.numerics.change import NoInterval, paired_change
from alongside.numerics.proportions import wilson
from alongside.numerics.scoring import Band, band_of, look_up, missing, total

SCORES = st.integers(3, 9)


def test_three_people_worked_by_hand():
    # Changes -2, -1, 0: mean -1, sd 1, t(2) = 4.302653, half width 4.302653 / sqrt(3) = 2.484138.
    found = paired_change([7, 6, 5], [5, 5, 5], lower_is_better=True)
    assert (found.n, found.mean_before, found.mean_after, found.mean_change) == (3, 6, 5, -1)
    assert found.low == pytest.approx(-3.484138, abs=1e-6)
    assert found.high == pytest.approx(1.484138, abs=1e-6)
    assert (found.improved, found.same, found.worse) == (2, 1, 0)
    assert found.no_interval is None


def test_higher_can_be_better_too():
    found = paired_change([19.25, 20], [21.54, 19.25], lower_is_better=False)
    assert (found.improved, found.worse) == (1, 1)


def test_nobody_has_no_change():
    found = paired_change([], [], lower_is_better=True)
    assert (found.n, found.mean_change, found.no_interval) == (0, None, NoInterval.NOBODY)


def test_one_person_has_a_change_but_no_interval():
    found = paired_change([7], [5], lower_is_better=True)
    assert (found.mean_change, found.low, found.high) == (-2, None, None)
    assert found.no_interval is NoInterval.ONE_PERSON


def test_people_who_all_changed_alike_get_no_interval_of_width_nought():
    found = paired_change([7, 6, 9], [6, 5, 8], lower_is_better=True)
    assert (found.mean_change, found.low, found.high) == (-1, None, None)
    assert found.no_interval is NoInterval.ALL_CHANGED_ALIKE


@pytest.mark.parametrize(("before", "after"), [([1], [1, 2]), ([float("nan")], [1]), ([[1]], [[1]])])
def test_scores_that_are_not_pairs_are_refused(before, after):
    with pytest.raises(ValueError, match="Paired change"):
        paired_change(before, after, lower_is_better=True)


@given(st.lists(st.tuples(SCORES, SCORES), min_size=2, max_size=60))
def test_the_interval_is_the_one_scipy_gives(pairs):
    before, after = zip(*pairs, strict=True)
    found = paired_change(before, after, lower_is_better=True)
    assert found.improved + found.same + found.worse == found.n == len(pairs)
    change = np.subtract(after, before)
    if np.ptp(change) == 0:
        assert found.low is None
        return
    low, high = stats.ttest_1samp(change, 0).confidence_interval(0.95)
    assert (found.low, found.high) == (pytest.approx(low), pytest.approx(high))


def test_wilson_worked_by_hand():
    # Newcombe (1998), table I: 81 of 263 gives 0.2553 to 0.3662; 0 of 20 gives 0 to 0.1611; 1 of 29 0.0061
    # to 0.1718.
    for count, of, low, high in [(81, 263, 0.2553, 0.3662), (0, 20, 0, 0.1611), (1, 29, 0.0061, 0.1718)]:
        found = wilson(count, of)
        assert (found.low, found.high) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


def test_a_share_of_nobody_is_no_share():
    assert wilson(0, 0).share is None


@pytest.mark.parametrize(("count", "of"), [(-1, 3), (4, 3)])
def test_a_count_outside_its_group_is_refused(count, of):
    with pytest.raises(ValueError, match="not a share"):
        wilson(count, of)


@given(st.integers(1, 500).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_wilson_stays_inside_nought_and_one_and_mirrors(pair):
    count, of = pair
    here, mirror = wilson(count, of), wilson(of - count, of)
    assert 0 <= here.low <= here.share <= here.high <= 1
    assert here.low == pytest.approx(1 - mirror.high)


def test_a_sum_needs_its_answers_and_never_imputes():
    assert total([1, 2, 3]) == 6
    assert total([1, None, 3]) is None
    assert total([1, None, 3], may_miss=1) == 4
    assert total([None, None], may_miss=2) is None
    assert missing([1, None, None]) == (2, 3)


def test_bands_hold_both_their_ends():
    bands = (Band("low", 0, Decimal("19.5")), Band("high", Decimal("27.5"), 35))
    assert band_of(Decimal("19.5"), bands) == "low"
    assert band_of(Decimal("19.51"), bands) is None
    assert band_of(None, bands) is None


def test_a_raw_total_the_table_does_not_know_is_an_error():
    assert look_up(24, {24: Decimal("21.54")}) == Decimal("21.54")
    assert look_up(None, {}) is None
    with pytest.raises(KeyError):
        look_up(6, {7: Decimal(7)})
