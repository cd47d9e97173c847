"""Goals with what the person answered over time, for the pages that show them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from alongside.casework.enums import GoalStatus
from alongside.casework.models import Goal, GoalAnswer
from alongside.core.statements import knowing, statement

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet

    from alongside.casework.models import Case


@dataclass(frozen=True)
class GoalRow:
    """A goal and its answers, oldest first."""

    goal: Goal
    answers: list[GoalAnswer]

    @property
    def first(self) -> GoalAnswer | None:
        """What they said the first time."""
        return self.answers[0] if self.answers else None

    @property
    def newest(self) -> GoalAnswer | None:
        """What they said last."""
        return self.answers[-1] if self.answers else None

    @property
    def change(self) -> str:
        """The change in words, from their own answers: never a verdict."""
        if self.first is None or self.newest is None:
            return ""
        if len(self.answers) == 1:
            return _("They said %(now)d out of 10.") % {"now": self.newest.close}
        words = {"then": self.first.close, "now": self.newest.close}
        if self.newest.close > self.first.close:
            return _("At first %(then)d out of 10, now %(now)d: closer.") % words
        if self.newest.close < self.first.close:
            return _("At first %(then)d out of 10, now %(now)d: further away. Ask what changed.") % words
        return _("At first %(then)d out of 10, and %(now)d now.") % words


def goals_of(case: Case) -> list[GoalRow]:
    """The goals of a case, those still open first, in two queries however many there are."""
    rows = [GoalRow(goal, goal.asked) for goal in knowing(_goals(case.pk), case=case)]
    return sorted(rows, key=lambda row: row.goal.status != GoalStatus.OPEN)


@statement
def _goals(case_id: UUID) -> QuerySet[Goal]:
    asked = GoalAnswer.objects.select_related("asked_by").order_by("asked_on", "at", "id")
    found = Goal.objects.filter(case=case_id).select_related("settled_by")
    return found.prefetch_related(Prefetch("answers", asked, "asked")).order_by("added_at", "id")
