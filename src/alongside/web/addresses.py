"""Addresses of pages by name, put together once: `/connector/cases/` … `/` with a key between.

Django's `reverse` looks through all patterns of a door each time; a list of people has four addresses in each row.
Only where a key stands is remembered, by the name of the page; no key is.
"""

from __future__ import annotations

from functools import lru_cache
from uuid import UUID

from django.urls import get_script_prefix, reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe


def address(name: str, *keys: UUID, words: tuple[str, ...] = ()) -> SafeString:
    """The address of the page of this name; `keys` are what its route holds, in order, then `words`, which are ours and
    few. Safe to write into HTML."""
    pieces = _pieces(name, len(keys), words, get_script_prefix())
    if not keys:
        return mark_safe(pieces[0])  # noqa: S308 - escaped below
    between = [part for key, piece in zip(keys, pieces[1:], strict=True) for part in (str(key), piece)]
    return mark_safe(pieces[0] + "".join(between))  # noqa: S308 - a key is digits, letters and hyphens


@lru_cache(maxsize=4096)
def _pieces(name: str, keys: int, words: tuple[str, ...], _prefix: str) -> list[str]:
    """What stands before, between and behind the keys, escaped."""
    marks = [UUID(int=(0xADD2E55 << 96) + number) for number in range(keys)]
    rest, pieces = reverse(name, args=[*marks, *words]), []
    for mark in marks:
        before, rest = rest.split(str(mark), 1)
        pieces.append(str(escape(before)))
    return [*pieces, str(escape(rest))]
