"""Write down a goal in the person's words, ask how close they are, settle it; each can be undone."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from alongside.casework.actions.errors import CannotPlan
from alongside.casework.enums import BarrierKind, GoalStatus
from alongside.casework.models import BarrierAdvice, Case, Goal, GoalAnswer
from alongside.core import clock
from alongside.people import actions as people
from alongside.people.enums import TimelineKind

if TYPE_CHECKING:
    from alongside.partnerships.models import Member


class GoalEditedMeanwhile(Exception):
    """A colleague changed the words since they were read. Nothing was written; `theirs` is what stands."""

    def __init__(self, theirs: Goal) -> None:
        super().__init__("The goal was changed meanwhile")
        self.theirs = theirs


class AdviceEditedMeanwhile(Exception):
    """A colleague changed the advice since it was read. Nothing was written; `theirs` is what stands."""

    def __init__(self, theirs: BarrierAdvice) -> None:
        super().__init__("The advice was changed meanwhile")
        self.theirs = theirs


@transaction.atomic
def add_goal(
    *, case: Case, words: str, by: Member, at: datetime, close: int | None = None, about: str = ""
) -> Goal:
    """Write down a goal, and how close they say they are when they were asked at once."""
    _check_open(case)
    goal = Goal.objects.create(
        case=case, words=words.strip(), about=about, added_at=at, added_by=by, changed_at=at, changed_by=by
    )
    _remember(goal, _("A goal: %(what)s"), by, at)
    if close is not None:
        ask(goal=goal, close=close, asked_on=clock.local(at).date(), by=by, at=at)
    return goal


@transaction.atomic
def change_goal(*, goal: Goal, words: str, version: int, by: Member, at: datetime) -> Goal:
    """Put it into other words. Raises GoalEditedMeanwhile when a colleague was quicker."""
    current = _locked(goal)
    if current.words == words.strip():
        return current
    if current.version != version:
        raise GoalEditedMeanwhile(current)
    _check_open(current.case)
    current.words, current.version = words.strip(), current.version + 1
    current.changed_at, current.changed_by = at, by
    current.save(update_fields=["words", "version", "changed_at", "changed_by"])
    _remember(current, _("The goal is now: %(what)s"), by, at)
    return current


@transaction.atomic
def ask(*, goal: Goal, close: int, asked_on: date, by: Member, at: datetime, note: str = "") -> GoalAnswer:
    """Keep what they answered. Asked again on the same day, the newer answer stands in place of the first."""
    current = _locked(goal)
    _check_open(current.case)
    if asked_on > clock.local(at).date():
        raise CannotPlan(_("This day has not come yet."))
    answer, _made = GoalAnswer.objects.update_or_create(
        goal=current,
        asked_on=asked_on,
        defaults={"close": close, "note": note.strip(), "at": at, "asked_by": by},
    )
    _remember(current, _("Asked how close they are to: %(what)s"), by, at)
    return answer


@transaction.atomic
def take_back_answer(*, answer: GoalAnswer, by: Member, at: datetime) -> None:
    """An answer written down by mistake goes; the audit trail keeps that it was there."""
    goal = _locked(answer.goal)
    deleted, _rows = GoalAnswer.objects.filter(pk=answer.pk).delete()
    if deleted:
        _remember(goal, _("Taken back: an answer about %(what)s"), by, at)


@transaction.atomic
def settle_goal(*, goal: Goal, status: GoalStatus, by: Member, at: datetime) -> Goal:
    """They reached it, or no longer want it. Twice is once."""
    current = _locked(goal)
    if current.status == status:
        return current
    if not current.is_open:
        raise CannotPlan(_("This goal has already been settled. Put it back to change it."))
    current.status, current.settled_at, current.settled_by = status, at, by
    current.save(update_fields=["status", "settled_at", "settled_by"])
    sentence = _("Reached: %(what)s") if status == GoalStatus.REACHED else _("No longer wanted: %(what)s")
    _remember(current, sentence, by, at)
    return current


@transaction.atomic
def undo_goal(*, goal: Goal, by: Member, at: datetime) -> Goal:
    """Put a settled goal back."""
    current = _locked(goal)
    if current.is_open:
        return current
    _check_open(current.case)
    current.status, current.settled_at, current.settled_by = GoalStatus.OPEN, None, None
    current.save(update_fields=["status", "settled_at", "settled_by"])
    _remember(current, _("A goal again: %(what)s"), by, at)
    return current


@transaction.atomic
def write_advice(
    *, kind: BarrierKind, what: str, whom: str, phone: str, version: int, by: Member, at: datetime
) -> BarrierAdvice:
    """What to do next about a kind of barrier here. Raises AdviceEditedMeanwhile when a colleague was quicker."""
    wanted = {"what": what.strip(), "whom": whom.strip(), "phone": phone.strip()}
    made, is_new = BarrierAdvice.objects.get_or_create(
        kind=kind, defaults={**wanted, "changed_at": at, "changed_by": by}
    )
    current = (
        BarrierAdvice.objects.select_for_update(of=("self",)).select_related("changed_by").get(pk=made.pk)
    )
    if is_new or all(getattr(current, field) == value for field, value in wanted.items()):
        return current
    if current.version != version:
        raise AdviceEditedMeanwhile(current)
    for field, value in wanted.items():
        setattr(current, field, value)
    current.version += 1
    current.changed_at, current.changed_by = at, by
    current.save()
    return current


def _locked(goal: Goal) -> Goal:
    return (
        Goal.objects.select_for_update(of=("self",))
        .select_related("case__person", "changed_by")
        .get(pk=goal.pk)
    )


def _check_open(case: Case) -> None:
    if not case.is_open:
        raise CannotPlan(_("Support has ended. Start it again to change the plan."))


def _remember(goal: Goal, sentence: str, by: Member, at: datetime) -> None:
    people.remember(
        person=goal.case.person,
        sentence=sentence % {"what": goal.words},
        by=by,
        at=at,
        kind=TimelineKind.PLAN,
    )
