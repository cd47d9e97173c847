"""Checks, training, supervision, and who stands behind a volunteer."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from alongside.core.clock import local
from alongside.volunteering import notify, queries, rules
from alongside.volunteering.actions.errors import CannotRecord, LevelNotJustified
from alongside.volunteering.enums import CheckKind, Task, TrainingTopic, VolunteerStatus
from alongside.volunteering.models import Check, Supervision, Training, Volunteer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from alongside.partnerships.models import Member

LONGEST_BETWEEN_TALKS = timedelta(days=366)
#: Kinds that come with something else: references with the judging of them, supervision with a session.
COMES_BY_ITSELF = frozenset({CheckKind.REFERENCES, CheckKind.SUPERVISION, CheckKind.TRAINING})


@transaction.atomic
def record_check(
    *,
    volunteer: Volunteer,
    kind: str,
    issued_on: date,
    by: Member,
    at: datetime,
    level: str = "",
    expires_on: date | None = None,
    note: str = "",
) -> Check:
    """Write down what was seen. A DBS level the tasks do not justify is refused with the reason."""
    current = _locked(volunteer)
    on = local(at).date()
    if kind not in CheckKind.values or kind in COMES_BY_ITSELF:
        raise CannotRecord(_("Choose what you saw."))
    if issued_on > on:
        raise CannotRecord(_("The day of a check cannot be in the future."))
    if kind == CheckKind.DBS:
        check_level(current, level, on)
    until = expires_on or rules.expires(kind, issued_on)
    if until is not None and until <= issued_on:
        raise CannotRecord(_("It lapses before it begins. Check the days."))
    return Check.objects.create(
        volunteer=current,
        kind=kind,
        level=level if kind == CheckKind.DBS else "",
        issued_on=issued_on,
        expires_on=until,
        note=note.strip(),
        recorded_at=at,
        recorded_by=by,
    )


def check_level(volunteer: Volunteer, level: str, on: date) -> None:
    """Raise LevelNotJustified, with the reason, unless the tasks allow this level of DBS check."""
    why = rules.why_not_level(level, queries.needs_of(volunteer, on)) if level else _("Choose a level.")
    if why:
        raise LevelNotJustified(why)


@transaction.atomic
def end_check(*, check: Check, why: str, by: Member, at: datetime) -> Check:
    """Take a check out of force at once: something was found, or a document was withdrawn."""
    current = Check.objects.select_for_update().get(pk=check.pk)
    if current.ended_at is not None:
        return current
    if not why.strip():
        raise CannotRecord(_("Write why it no longer counts."))
    current.ended_at, current.ended_by, current.ended_why = at, by, why.strip()
    current.save(update_fields=["ended_at", "ended_by", "ended_why"])
    return current


@transaction.atomic
def decide_tasks(
    *,
    volunteer: Volunteer,
    tasks: Iterable[str],
    is_regular: bool,
    people_receive_care: bool,
    by: Member,
    at: datetime,
) -> Volunteer:
    """Say what this volunteer will do, how often and with whom: it decides which checks are needed and allowed."""
    current = _locked(volunteer)
    chosen = [task for task in Task.values if task in set(tasks)]
    current.tasks, current.is_regular, current.people_receive_care = chosen, is_regular, people_receive_care
    current.save(update_fields=["tasks", "is_regular", "people_receive_care"])
    return current


@transaction.atomic
def record_training(
    *,
    volunteer: Volunteer,
    topic: str,
    held_on: date,
    by: Member,
    at: datetime,
    title: str = "",
) -> Training:
    """Write down what somebody learned. The core training lets them start, and counts for two years."""
    current = _locked(volunteer)
    if topic not in TrainingTopic.values:
        raise CannotRecord(_("Choose what it was about."))
    if held_on > local(at).date():
        raise CannotRecord(_("Training cannot be in the future."))
    is_core = topic == TrainingTopic.CORE
    until = rules.expires(CheckKind.TRAINING, held_on) if is_core else None
    training, new = Training.objects.get_or_create(
        volunteer=current,
        topic=topic,
        title=" ".join(title.split()),
        held_on=held_on,
        defaults={"expires_on": until, "recorded_at": at, "recorded_by": by},
    )
    if new and is_core:
        Check.objects.create(
            volunteer=current,
            kind=CheckKind.TRAINING,
            issued_on=held_on,
            expires_on=until,
            recorded_at=at,
            recorded_by=by,
        )
    return training


@transaction.atomic
def hold_supervision(
    *,
    volunteer: Volunteer,
    held_on: date,
    next_on: date,
    agreed: str,
    note: str,
    by: Member,
    at: datetime,
) -> Supervision:
    """Write down a talk. It counts until two weeks after the day the next one is due."""
    current = _locked(volunteer)
    if held_on > local(at).date():
        raise CannotRecord(_("Write a talk down after it was held."))
    if next_on <= held_on:
        raise CannotRecord(_("The next talk comes after this one."))
    if next_on - held_on > LONGEST_BETWEEN_TALKS:
        raise CannotRecord(_("Talk at least once a year."))
    session = Supervision.objects.create(
        volunteer=current,
        held_on=held_on,
        next_on=next_on,
        agreed=agreed.strip(),
        note=note.strip(),
        recorded_at=at,
        held_by=by,
    )
    Check.objects.create(
        volunteer=current,
        kind=CheckKind.SUPERVISION,
        issued_on=held_on,
        expires_on=next_on + rules.SUPERVISION_GRACE,
        recorded_at=at,
        recorded_by=by,
    )
    return session


@transaction.atomic
def name_supervisors(
    *, volunteer: Volunteer, supervisor: Member, deputy: Member, by: Member, at: datetime
) -> Volunteer:
    """Say who stands behind a volunteer: two different people of the organisation who are here."""
    current = _locked(volunteer)
    if supervisor.pk == deputy.pk:
        raise CannotRecord(_("The deputy is somebody else than the supervisor."))
    possible = set(queries.may_supervise(current.organisation).values_list("pk", flat=True))
    if not {supervisor.pk, deputy.pk} <= possible:
        raise CannotRecord(_("Choose two people of this organisation who are still here."))
    changed = current.supervisor_id != supervisor.pk
    current.supervisor, current.deputy = supervisor, deputy
    current.save(update_fields=["supervisor", "deputy"])
    if changed and current.status == VolunteerStatus.READY:
        notify.new_supervisor(current, by=by, at=at)
    return current


def _locked(volunteer: Volunteer) -> Volunteer:
    current = (
        Volunteer.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=volunteer.pk)
    )
    if current.status in (VolunteerStatus.LEFT, VolunteerStatus.REFUSED):
        raise CannotRecord(_("%(name)s is not with us any more.") % {"name": current.name})
    return current
