"""Times of a week as bits: 336 half hours, Monday 00:00 first, in six 64-bit words.

Times are wall-clock times in the place where people live, so clock changes do not move them. The week goes round:
Sunday 23:30 is beside Monday 00:00. No bit set means that no time was recorded, which is not "always free".
"""

from collections.abc import Iterable

import numpy as np

from alongside.numerics.matching.shapes import SLOT_WORDS, Bits, Truth, WrongShape

HALF_HOUR = 30
DAY = 48
WEEK = 7 * DAY
MINUTES_OF_DAY = 24 * 60
_BYTES = WEEK // 8


def week(times: Iterable[tuple[int, int, int]]) -> Bits:
    """Return the six words for times (weekday 0–6, from minute, to minute of the day; 1440 is midnight).

    Only half hours that are wholly inside count. A time that ends before it starts is `WrongShape`.
    """
    free = np.zeros(WEEK, dtype=np.bool_)
    for weekday, start, end in times:
        if not (0 <= weekday < 7 and 0 <= start < end <= MINUTES_OF_DAY):
            raise WrongShape(f"weekday {weekday}, minute {start} to {end} is not a time of a week")
        first, last = -(-start // HALF_HOUR), end // HALF_HOUR
        free[weekday * DAY + first : weekday * DAY + last] = True
    return pack(free[None])[0]


def pack(free: Truth) -> Bits:
    """(N, 336) truths as (N, 6) words."""
    padded = np.zeros((len(free), SLOT_WORDS * 8), dtype=np.uint8)
    padded[:, :_BYTES] = np.packbits(free, axis=1, bitorder="little")
    return padded.view("<u8").astype(np.uint64, copy=False)


def unpack(words: Bits) -> Truth:
    """(N, 6) words as (N, 336) truths."""
    octets = np.ascontiguousarray(words, dtype="<u8").view(np.uint8).reshape(len(words), SLOT_WORDS * 8)
    return np.unpackbits(octets[:, :_BYTES], axis=1, bitorder="little").view(np.bool_)


def needed(minutes: int) -> int:
    """Half hours that so many minutes take."""
    return max(0, -(-minutes // HALF_HOUR))


def starts(free: Truth, length: int, before: int = 0) -> Truth:
    """Half hours at which something of `length` half hours can start, with `before` free ones on either side.

    `free` is (N, 336). `before` is travel there and back: it comes out of the same free time.
    """
    possible = np.ones_like(free)
    for step in range(-before, length + before):
        possible &= np.roll(free, -step, axis=1)
    return possible


def occupied(start: int, length: int, before: int = 0) -> Bits:
    """The six words of what a contact takes, travel included."""
    taken = np.zeros((1, WEEK), dtype=np.bool_)
    taken[0, np.arange(start - before, start + length + before) % WEEK] = True
    return pack(taken)[0]


def when(slot: int) -> tuple[int, int]:
    """Weekday 0–6 and minute of the day of a half hour."""
    return slot // DAY, slot % DAY * HALF_HOUR
