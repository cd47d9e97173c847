"""Volunteers whose time is over: six years after they left; one year where they were never taken on.

What is personal is emptied, what hangs on them goes; hours and visits stay as numbers. Nobody goes about whom a worry
is held, nor who is matched with somebody still.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Exists, F, Max, OuterRef, QuerySet
from django.db.models.functions import Coalesce, Greatest

from alongside.befriending.enums import MatchStatus
from alongside.befriending.models import Match
from alongside.core.records import ERASED
from alongside.rights.ended import Ended, among, ended
from alongside.volunteering.enums import VolunteerStatus
from alongside.volunteering.models import Expense, Volunteer, Worry


def left(before: date, keys: set[UUID] | None) -> Ended:
    """Volunteers who left by a day, and were one of us."""
    rows = _free().filter(status=VolunteerStatus.LEFT, ready_at__isnull=False, left_at__date__lte=before)
    return ended(among(rows, keys), "left_at")


def not_taken_on(before: date, keys: set[UUID] | None) -> Ended:
    """Who asked and never was one of us, by the last word between us. The key is the volunteer's."""
    rows = (
        _free()
        .filter(ready_at__isnull=True)
        .exclude(status__in=[VolunteerStatus.READY, VolunteerStatus.RESTING])
        .annotate(last_word=Coalesce(Max("applications__ended_at"), F("left_at"), F("created_at")))
        .annotate(over=Greatest(F("last_word"), F("created_at")))
        .filter(over__date__lte=before)
    )
    return ended(among(rows, keys), "over")


def expenses(before: date, keys: set[UUID] | None) -> Ended:
    """Expenses, six years on: the accounts need them no longer."""
    return ended(among(Expense.objects.filter(claimed_at__date__lte=before), keys), "claimed_at")


def _free() -> QuerySet[Volunteer]:
    return (
        Volunteer.objects.exclude(name=ERASED)
        .filter(~Exists(Worry.objects.filter(volunteer=OuterRef("pk"))))
        .filter(~Exists(Match.objects.filter(volunteer=OuterRef("pk")).exclude(status=MatchStatus.ENDED)))
    )
