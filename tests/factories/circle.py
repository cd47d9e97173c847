"""The circle of support in its entry states."""

from __future__ import annotations

import datetime as dt
from typing import Any

from alongside.casework.actions import circle
from alongside.casework.models import Case, CircleTie
from alongside.partnerships.models import Member
from tests.factories.casework import AT

FATMA: dict[str, Any] = {
    "kind": "person",
    "who": "Fatma",
    "tie": "neighbour",
    "ring": "inner",
    "how_often": "daily",
    "could_help": True,
    "can_help": "a lift on Tuesdays",
    "phone": "",
    "phone_agreed": False,
}


def a_tie(case: Case, by: Member, *, at: dt.datetime = AT, **told: Any) -> CircleTie:
    """Fatma, the neighbour, unless told otherwise."""
    return circle.add(case=case, told={**FATMA, **told}, by=by, at=at)
