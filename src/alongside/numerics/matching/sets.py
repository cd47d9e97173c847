"""Sets as bits: each code has a bit; rows of 64-bit words, so that whole columns are compared at once."""

from collections.abc import Collection, Sequence

import numpy as np

from alongside.numerics.matching.shapes import Bits, Truth, Whole, WrongShape

WORD = 64


def pack(rows: Sequence[Collection[str]], codes: Sequence[str]) -> Bits:
    """Return (N, W) words: bit i of a row is set where `codes[i]` is in it. Unknown codes are `WrongShape`.

    Use the same `codes` for people and volunteers; any number of codes is fine (W grows).
    """
    place = {code: number for number, code in enumerate(codes)}
    packed = np.zeros((len(rows), max(1, -(-len(codes) // WORD))), dtype=np.uint64)
    for number, row in enumerate(rows):
        for code in row:
            if code not in place:
                raise WrongShape(f"{code}: there is no such code")
            word, bit = divmod(place[code], WORD)
            packed[number, word] |= np.uint64(1 << bit)
    return packed


def named(row: Bits, codes: Sequence[str]) -> list[str]:
    """The codes of one row (W,), in the order of `codes`: what `pack` made of them."""
    words = row.tolist()
    return [code for place, code in enumerate(codes) if words[place // WORD] >> place % WORD & 1]


def meet(left: Bits, right: Bits) -> Truth:
    """Whether two sets have something in common; shapes broadcast, the last axis is words."""
    return np.asarray((left & right).any(axis=-1), dtype=np.bool_)


def within(left: Bits, right: Bits) -> Truth:
    """Whether all of the left set is in the right one."""
    return np.asarray(~(left & ~right).any(axis=-1), dtype=np.bool_)


def empty(bits: Bits) -> Truth:
    """Whether nothing is in the set."""
    return np.asarray(~bits.any(axis=-1), dtype=np.bool_)


def shared(left: Bits, right: Bits) -> Whole:
    """How many members two sets have in common."""
    counted: Whole = np.bitwise_count(left & right).sum(axis=-1, dtype=np.int64)
    return counted
