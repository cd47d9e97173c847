"""A copy in plain words: parts with something in them, dates as one says them, yes and no, and what it is held for."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import phonenumbers
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from alongside.core.clock import local
from alongside.rights import wording

MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
DIALLED = re.compile(r"\+44\d{9,10}")


@dataclass(frozen=True)
class Part:
    """One kind of thing we hold: why, for how long, and each as pairs of words."""

    title: str
    why: str
    kept_for: str
    rows: list[list[tuple[str, str]]]


@dataclass(frozen=True)
class Line:
    """Something that was done with the record, in one sentence."""

    at: str
    sentence: str
    said: list[tuple[str, str]]


@dataclass(frozen=True)
class Copy:
    """The whole copy as a page or a letter tells it."""

    about: str
    reference: str
    made_on: str
    partnership: dict[str, str]
    parts: list[Part]
    nothing: list[str]
    looked: list[Line]
    changed: list[Line]
    left_out: list[str]


def in_words(package: dict[str, Any]) -> Copy:
    """The copy as a person reads it."""
    parts = [
        Part(
            wording.title(part["model"], part["title"]),
            part["why"],
            part["kept_for"],
            [
                [
                    (wording.name(name), said(wording.value(name, value)))
                    for name, value in wording.in_order(part["model"], row)
                ]
                for row in part["rows"]
            ],
        )
        for part in package["parts"]
    ]
    return Copy(
        about=package["about"],
        reference=package["reference"],
        made_on=said(package["made_on"]),
        partnership=package["partnership"],
        parts=[part for part in parts if part.rows],
        nothing=sorted(
            part.title
            for part, raw in zip(parts, package["parts"], strict=True)
            if not part.rows and not raw["apart"]
        ),
        looked=[
            Line(
                said(one["at"]),
                _("%(who)s opened: %(page)s")
                % {"who": one["who"], "page": one["page"].replace("-", " ").replace("_", " ")},
                [],
            )
            for one in package["looked"]
        ],
        changed=[
            Line(
                said(one["at"]),
                _("%(who)s: %(what)s %(did)s")
                % {"who": one["who"], "what": one["what"].lower(), "did": one["did"]},
                list(_values(one)),
            )
            for one in package["changed"]
        ],
        left_out=package["left_out"],
    )


def _values(one: dict[str, Any]) -> Iterator[tuple[str, str]]:
    before, after = one["before"], one["after"]
    for name in dict.fromkeys([*before, *after]):
        was, now = (said(wording.value(name, side[name])) if name in side else "" for side in (before, after))
        if name in before and name in after:
            yield wording.name(name), _("%(now)s (before: %(before)s)") % {"now": now, "before": was}
        else:
            yield wording.name(name), now or was


def said(value: Any) -> str:
    """A value in words: `3 November 2026, 10:00`, `Yes`, `Turkish, English`."""
    if isinstance(value, bool):
        return str(_("Yes") if value else _("No"))
    if isinstance(value, list):
        return ", ".join(said(one) for one in value)
    if isinstance(value, dict):
        return "; ".join(f"{name}: {said(one)}" for name, one in value.items())
    text = str(value)
    if DIALLED.fullmatch(text):
        parsed = phonenumbers.parse(text)
        return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL))
    if MOMENT.match(text):
        try:
            moment = local(dt.datetime.fromisoformat(text))
        except ValueError:
            return text
        return f"{date_format(moment, 'j F Y')}, {moment:%H:%M}"
    if DAY.fullmatch(text):
        return str(date_format(dt.date.fromisoformat(text), "j F Y"))
    return text
