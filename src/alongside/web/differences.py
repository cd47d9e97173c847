"""Showing what is different between two texts: words taken out and put in, marked in the text itself, not by colour."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from alongside.directory.enums import ServiceStatus, Weekday

_WORD = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True, slots=True)
class Run:
    """Some words that stayed ("same"), went ("out") or came ("in")."""

    kind: str
    words: str


def runs(before: str, after: str) -> list[Run]:
    """Return the two texts as one row of runs, in reading order."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    found: list[Run] = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Run("same", "".join(old[a:b])))
            continue
        if b > a:
            found.append(Run("out", "".join(old[a:b])))
        if d > c:
            found.append(Run("in", "".join(new[c:d])))
    return found


def as_text(field: str, value: Any) -> str:
    """Return the value of a field of a service as people read it."""
    if field == "times":
        return "\n".join(_time(row) for row in value or []) if value is not None else _("told in another way")
    if field == "status" and value in ServiceStatus.values:
        return str(ServiceStatus(value).label)
    return str(value or "")


def _time(row: list[str]) -> str:
    day, opens, closes = row
    ends = f"–{closes}" if closes else ""
    return f"{Weekday(day).label} {opens}{ends}"
