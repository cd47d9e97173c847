"""Weekly times as bits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.numerics.matching import sets, slots
from alongside.numerics.matching.shapes import WrongShape


def test_only_whole_half_hours_count():
    assert slots.unpack(slots.week([(0, 545, 640)])[None])[0].nonzero()[0].tolist() == [19, 20]


def test_the_week_goes_round():
    free = slots.unpack(slots.week([(6, 1410, 1440), (0, 0, 60)])[None])
    assert slots.starts(free, 3)[0].nonzero()[0].tolist() == [335]


@pytest.mark.parametrize("time", [(7, 0, 60), (0, 60, 60), (0, 60, 30), (0, -30, 60), (0, 0, 1_470)])
def test_what_is_not_a_time_of_a_week_is_refused(time: tuple[int, int, int]):
    with pytest.raises(WrongShape):
        slots.week([time])


@given(st.lists(st.booleans(), min_size=336, max_size=336), st.integers(1, 5), st.integers(0, 3))
def test_starts_are_where_everything_around_is_free(free: list[bool], length: int, before: int):
    import numpy as np

    found = slots.starts(np.array([free]), length, before)[0].tolist()
    assert found == [
        all(free[(start + n) % 336] for n in range(-before, length + before)) for start in range(336)
    ]
    assert slots.unpack(slots.pack(np.array([free])))[0].tolist() == free


def test_what_a_visit_takes_includes_travel():
    taken = slots.unpack(slots.occupied(0, 2, 1)[None])[0]
    assert taken.nonzero()[0].tolist() == [0, 1, 2, 335]
    assert slots.when(48 + 27) == (1, 13 * 60 + 30)


def test_a_code_that_is_not_known_is_refused():
    with pytest.raises(WrongShape, match="chess"):
        sets.pack([["chess"]], ["music"])


def test_sets_of_more_than_64_codes_take_more_words():
    codes = [f"c{n}" for n in range(130)]
    packed = sets.pack([codes, codes[:1], codes[129:]], codes)
    assert packed.shape == (3, 3)
    assert sets.shared(packed, packed).tolist() == [130, 1, 1]
    assert sets.meet(packed[1], packed[2]).tolist() is False
    assert sets.within(packed[1], packed[0]).tolist() is True
