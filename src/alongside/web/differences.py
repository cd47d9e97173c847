"""Showing what is different between two texts: words taken out and put in, marked in the text itself, not by colour."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from alongside.directory.enums import (
    AccessFeature,
    AttendingAccess,
    DeliveryMode,
    OnBankHolidays,
    ServiceStatus,
    Weekday,
)
from alongside.directory.languages import language_name

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
    if value is None:
        return _("told in another way")
    if field in _READ:
        return _READ[field](value)
    if field == "status" and value in ServiceStatus.values:
        return str(ServiceStatus(value).label)
    return str(value or "")


def _ages(value: list[int | None]) -> str:
    low, high = value
    if low and high:
        return _("%(low)d to %(high)d") % {"low": low, "high": high}
    if low:
        return _("%(low)d and over") % {"low": low}
    return _("up to %(high)d") % {"high": high} if high else ""


_READ: dict[str, Callable[[Any], str]] = {
    "place": lambda value: "\n".join(filter(None, value.values())),
    "access": lambda value: "\n".join(str(AccessFeature(one).label) for one in value),
    "modes": lambda value: "\n".join(str(DeliveryMode(one).label) for one in value),
    "languages": lambda value: "\n".join(language_name(one) for one in value),
    "attending": lambda value: str(AttendingAccess(value).label) if value else "",
    "bank_holidays": lambda value: str(OnBankHolidays(value).label) if value else "",
    "ages": _ages,
}


def _time(row: list[str]) -> str:
    day, opens, closes = row
    ends = f"–{closes}" if closes else ""
    return f"{Weekday(day).label} {opens}{ends}"
