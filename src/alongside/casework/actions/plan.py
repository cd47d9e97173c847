"""Agree steps, do them, and remove what stands in the way; each can be undone."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from alongside.casework import rules
from alongside.casework.actions.errors import CannotPlan
from alongside.casework.enums import BarrierKind, Owner, StepStatus
from alongside.casework.models import Barrier, Case, Goal, Step
from alongside.people import actions as people
from alongside.people.enums import TimelineKind

if TYPE_CHECKING:
    from alongside.directory.models import Service
    from alongside.partnerships.models import Member


@transaction.atomic
def add_step(
    *,
    case: Case,
    title: str,
    by: Member,
    at: datetime,
    owner: Owner = Owner.CONNECTOR,
    owner_name: str = "",
    due_on: date | None = None,
    service: Service | None = None,
    goal: Goal | None = None,
) -> Step:
    """Agree one more thing to do. A service that is already to do is not added twice: the standing step is
    returned."""
    _check_open(case)
    if service is not None:
        standing = Step.objects.filter(case=case, service=service, status=StepStatus.OPEN).first()
        if standing is not None:
            return standing
    step = Step.objects.create(
        case=case,
        title=title.strip(),
        owner=owner,
        owner_name=owner_name.strip(),
        due_on=due_on,
        service=service,
        goal=goal,
        added_at=at,
        added_by=by,
    )
    _remember(case, _("Planned: %(what)s.") % {"what": step.title}, by, at)
    return step


@transaction.atomic
def change_step(
    *,
    step: Step,
    title: str,
    owner: Owner,
    owner_name: str,
    due_on: date | None,
    by: Member,
    at: datetime,
    goal: Goal | None = None,
) -> Step:
    """Change what is to be done, by whom or by when, and which goal it is for."""
    current = _locked(step)
    if not current.is_open:
        raise CannotPlan(_("This step is done already. Put it back on the plan to change it."))
    wanted = (title.strip(), owner, owner_name.strip(), due_on, goal.pk if goal else None)
    if (current.title, current.owner, current.owner_name, current.due_on, current.goal_id) == wanted:
        return current
    current.title, current.owner, current.owner_name, current.due_on, current.goal_id = wanted
    current.save(update_fields=["title", "owner", "owner_name", "due_on", "goal"])
    _remember(current.case, _("Plan changed: %(what)s.") % {"what": current.title}, by, at)
    return current


@transaction.atomic
def finish_step(*, step: Step, by: Member, at: datetime, status: StepStatus = StepStatus.DONE) -> Step:
    """Mark a step done, or dropped because it is no longer needed. Twice is once."""
    current = _locked(step)
    if current.status == status:
        return current
    if not rules.may_become(rules.STEP_TRANSITIONS, StepStatus(current.status), status):
        raise CannotPlan(_("This step has already been settled."))
    current.status, current.done_at, current.done_by = status, at, by
    current.save(update_fields=["status", "done_at", "done_by"])
    sentence = _("Done: %(what)s.") if status == StepStatus.DONE else _("No longer needed: %(what)s.")
    _remember(current.case, sentence % {"what": current.title}, by, at)
    return current


@transaction.atomic
def undo_step(*, step: Step, by: Member, at: datetime) -> Step:
    """Put a finished or dropped step back on the plan."""
    current = _locked(step)
    if current.is_open:
        return current
    _check_open(current.case)
    current.status, current.done_at, current.done_by = StepStatus.OPEN, None, None
    current.save(update_fields=["status", "done_at", "done_by"])
    _remember(current.case, _("Back on the plan: %(what)s.") % {"what": current.title}, by, at)
    return current


@transaction.atomic
def add_barrier(
    *,
    case: Case,
    kind: BarrierKind,
    by: Member,
    at: datetime,
    description: str = "",
    owner: Owner = Owner.CONNECTOR,
    owner_name: str = "",
    due_on: date | None = None,
    goal: Goal | None = None,
) -> Barrier:
    """Write down something that stands in the way, and who will see to it."""
    _check_open(case)
    barrier = Barrier.objects.create(
        case=case,
        kind=kind,
        description=description.strip(),
        owner=owner,
        owner_name=owner_name.strip(),
        due_on=due_on,
        goal=goal,
        added_at=at,
        added_by=by,
    )
    _remember(case, _("In the way: %(what)s.") % {"what": _words(barrier)}, by, at)
    return barrier


@transaction.atomic
def change_barrier(
    *,
    barrier: Barrier,
    kind: BarrierKind,
    description: str,
    owner: Owner,
    owner_name: str,
    due_on: date | None,
    by: Member,
    at: datetime,
    goal: Goal | None = None,
) -> Barrier:
    """Change what is in the way, who sees to it or by when. The same again changes nothing."""
    current = (
        Barrier.objects.select_for_update(of=("self",)).select_related("case__person").get(pk=barrier.pk)
    )
    if current.is_removed:
        raise CannotPlan(_("This is out of the way already. Put it back to change it."))
    wanted = {
        "kind": kind,
        "description": description.strip(),
        "owner": owner,
        "owner_name": owner_name.strip(),
        "due_on": due_on,
        "goal_id": goal.pk if goal else None,
    }
    if all(getattr(current, field) == value for field, value in wanted.items()):
        return current
    for field, value in wanted.items():
        setattr(current, field, value)
    current.save()
    _remember(current.case, _("In the way, changed: %(what)s.") % {"what": _words(current)}, by, at)
    return current


@transaction.atomic
def remove_barrier(*, barrier: Barrier, by: Member, at: datetime) -> Barrier:
    """It no longer stands in the way. Twice is once."""
    current = (
        Barrier.objects.select_for_update(of=("self",)).select_related("case__person").get(pk=barrier.pk)
    )
    if current.is_removed:
        return current
    current.removed_at, current.removed_by = at, by
    current.save(update_fields=["removed_at", "removed_by"])
    _remember(current.case, _("Out of the way: %(what)s.") % {"what": _words(current)}, by, at)
    return current


@transaction.atomic
def undo_removal(*, barrier: Barrier, by: Member, at: datetime) -> Barrier:
    """It stands in the way after all."""
    current = (
        Barrier.objects.select_for_update(of=("self",)).select_related("case__person").get(pk=barrier.pk)
    )
    if not current.is_removed:
        return current
    _check_open(current.case)
    current.removed_at = current.removed_by = None
    current.save(update_fields=["removed_at", "removed_by"])
    _remember(current.case, _("In the way again: %(what)s.") % {"what": _words(current)}, by, at)
    return current


def _words(barrier: Barrier) -> str:
    kind = str(barrier.get_kind_display()).lower()
    return f"{kind} – {barrier.description}" if barrier.description else kind


def _locked(step: Step) -> Step:
    return Step.objects.select_for_update(of=("self",)).select_related("case__person").get(pk=step.pk)


def _check_open(case: Case) -> None:
    if not case.is_open:
        raise CannotPlan(_("Support has ended. Start it again to change the plan."))


def _remember(case: Case, sentence: str, by: Member, at: datetime) -> None:
    people.remember(person=case.person, sentence=sentence, by=by, at=at, kind=TimelineKind.PLAN)
