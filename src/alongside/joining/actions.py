"""The only writers: propose, refuse, take back, confirm, take apart.

Confirming is one transaction. Both records are locked, in one order, so that of two who confirm at once one wins and
the other is told, and so that whoever writes about one of them at that moment is waited for or led on (`laying`).
When the machine dies in the middle, nothing of it happened.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from alongside.joining import access, queries, rules
from alongside.joining.enums import JoinStatus, Side, Way
from alongside.joining.models import Join
from alongside.joining.moving import Mover, as_safeguarding, put_back
from alongside.joining.resolving import Clash, Two, clashes
from alongside.people import actions as people
from alongside.people.models import Person
from alongside.safeguarding.enums import EntryKind
from alongside.safeguarding.models import Concern, Entry

if TYPE_CHECKING:
    from alongside.partnerships.models import Member


class CannotJoin(ValueError):
    """It cannot be done as things stand; the message says why."""


def _persons(*keys: UUID) -> dict[UUID, Person]:
    """The records, locked against every other writer, always in one order."""
    rows = Person.objects.select_for_update().filter(pk__in=keys).order_by("pk")
    return {person.pk: person for person in rows}


def _locked(join: Join, wanted: JoinStatus) -> Join:
    """The join as it stands, locked; CannotJoin when the step does not follow."""
    current = Join.objects.select_for_update(of=("self",)).select_related("decided_by").get(pk=join.pk)
    if not rules.may_become(current.status, wanted):
        if current.decided_by is not None:
            raise CannotJoin(
                _("%(name)s has decided this already: %(what)s.")
                % {"name": current.decided_by.name, "what": current.get_status_display().lower()}
            )
        raise CannotJoin(_("This is: %(what)s.") % {"what": current.get_status_display().lower()})
    return current


@transaction.atomic
def propose(*, kept: Person, gone: Person, reason: str, by: Member, at: datetime) -> Join:
    """Propose that two records are one person. Proposing the same again returns what stands. Raises CannotJoin."""
    if kept.pk == gone.pk:
        raise CannotJoin(_("These are not two records but one."))
    if not reason.strip():
        raise CannotJoin(_("Say how you know that they are one person. A colleague decides by it."))
    _persons(kept.pk, gone.pk)
    standing = queries.standing_between(kept, gone)
    if standing is not None:
        return standing
    for person in (kept, gone):
        if queries.leads_to(person.pk) is not None:
            raise CannotJoin(_("One of the two was joined with another record meanwhile. Look again."))
    return Join.objects.create(kept=kept, gone=gone, reason=reason.strip(), proposed_at=at, proposed_by=by)


@transaction.atomic
def refuse(*, join: Join, answer: str, by: Member, at: datetime) -> Join:
    """They are two people: the pair is not suggested again. Who proposed it takes it back instead."""
    mine = join.proposed_by_id == by.pk
    current = _locked(join, JoinStatus.TAKEN_BACK if mine else JoinStatus.REFUSED)
    current.status = JoinStatus.TAKEN_BACK if mine else JoinStatus.REFUSED
    current.answer = answer.strip()
    current.decided_at, current.decided_by = at, by
    current.save(update_fields=["status", "answer", "decided_at", "decided_by"])
    return current


@transaction.atomic
def confirm(
    *, join: Join, chosen: Mapping[str, str], by: Member, at: datetime, seen: tuple[int, int] | None = None
) -> Join:
    """Make the two records one. `chosen` says whose value stands, by field; `seen` the versions of the kept and the
    other record that were looked at.

    Raises CannotJoin, with nothing changed: for who proposed it; when something must be settled first; when a record
    was changed since it was shown; when a colleague was first.
    """
    both = _persons(join.kept_id, join.gone_id)
    current = _locked(join, JoinStatus.JOINED)
    kept, gone = both[current.kept_id], both[current.gone_id]
    if not access.may_confirm(by, current):
        raise CannotJoin(_("You proposed this. A colleague must look at both records and confirm it."))
    if seen is not None and seen != (kept.version, gone.version):
        raise CannotJoin(_("One of the records was changed while you looked. Look at both again."))
    if queries.leads_to(kept.pk) is not None or queries.leads_to(gone.pk) is not None:
        raise CannotJoin(_("One of the two was joined with another record meanwhile. Look again."))
    two = Two(kept, gone, by, at)
    found = clashes(two)
    if blocking := [clash.words for clash in found if clash.blocks]:
        raise CannotJoin(" ".join(blocking))
    current.status = JoinStatus.JOINED
    current.chosen = {field: side for field, side in chosen.items() if side in Side.values}
    current.decided_at, current.decided_by = at, by
    current.save(update_fields=["status", "chosen", "decided_at", "decided_by"])
    try:
        with transaction.atomic():
            _carry_out(current, two, found)
    except IntegrityError as error:  # a rule of the database nobody foresaw: nothing is half joined
        raise CannotJoin(
            _("The two records do not fit together (%(rule)s). Nothing was changed. Tell your steward.")
            % {"rule": getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or "?"}
        ) from error
    _note_in_concerns(
        current,
        at,
        by,
        _("The records of this person were joined with another’s: %(why)s") % {"why": current.reason},
    )
    people.remember(
        person=kept,
        sentence=_("Joined with a second record of the same person by %(one)s and %(two)s: %(why)s")
        % {"one": current.proposed_by.name, "two": by.name, "why": current.reason},
        by=by,
        at=at,
    )
    return current


def _carry_out(join: Join, two: Two, found: list[Clash]) -> None:
    mover = Mover(join)
    stays: dict[str, set[UUID]] = {}
    for clash in found:
        if clash.folds is not None:
            mover.fold(*clash.folds)
        for change in clash.changes:
            mover.change(type(change.row), [change.row.pk], change.values)
        for row in clash.stays:
            stays.setdefault(row._meta.label, set()).add(row.pk)
    mover.move_all(stays)
    _join_details(mover, two, join.chosen)


def _join_details(mover: Mover, two: Two, chosen: Mapping[str, str]) -> None:
    """Write the details that stand; the version of both grows, so that whoever is editing one is told."""
    one, other = queries.values_of(two.kept), queries.values_of(two.gone)
    stand = rules.joined_values(one, other, chosen, queries.ways())
    ours = {name for name, way in queries.ways().items() if way == Way.OURS}
    changed = {name: value for name, value in stand.items() if name not in ours and one[name] != value}
    if changed:
        mover.change(Person, [two.kept.pk], changed)
    for person in (two.kept, two.gone):
        Person.objects.filter(pk=person.pk).update(version=person.version + 1, updated_at=two.at)
    two.kept.refresh_from_db()
    people.keep_home(two.kept)


@transaction.atomic
def take_apart(*, join: Join, reason: str, by: Member, at: datetime) -> Join:
    """They were two people after all: put back exactly what the joining moved. One person is enough for this.

    What was written since stays with the record that went on, with a line that says so.
    """
    if not reason.strip():
        raise CannotJoin(_("Say why they must be taken apart."))
    both = _persons(join.kept_id, join.gone_id)
    current = _locked(join, JoinStatus.UNDONE)
    kept, gone = both[current.kept_id], both[current.gone_id]
    if queries.leads_to(kept.pk) is not None:
        raise CannotJoin(_("The record was joined with a third one since. Take that apart first."))
    current.status, current.undone_reason = JoinStatus.UNDONE, reason.strip()
    current.undone_at, current.undone_by = at, by
    current.save(update_fields=["status", "undone_reason", "undone_at", "undone_by"])
    current.put_back, current.left_alone = put_back(current)
    current.save(update_fields=["put_back", "left_alone"])
    for person in (kept, gone):
        person.refresh_from_db()
        Person.objects.filter(pk=person.pk).update(version=person.version + 1, updated_at=at)
        people.keep_home(person)
    why = {"name": by.name, "why": current.undone_reason}
    _note_in_concerns(current, at, by, _("The joined records were taken apart again: %(why)s") % why)
    people.remember(
        person=kept,
        sentence=_(
            "Taken apart again from the record of another person by %(name)s: %(why)s What was written between "
            "%(from)s and now stayed here. Look whether it belongs to the other."
        )
        % {**why, "from": f"{current.decided_at:%d.%m.%Y}"},
        by=by,
        at=at,
    )
    people.remember(
        person=gone, sentence=_("Has a record of its own again. By %(name)s: %(why)s") % why, by=by, at=at
    )
    return current


def _note_in_concerns(join: Join, at: datetime, by: Member, words: str) -> None:
    """Whoever reads a concern about one of them finds that its record was joined, or taken apart."""
    with as_safeguarding(join):
        for concern in Concern.objects.filter(person__in=[join.kept_id, join.gone_id]).order_by("id"):
            Entry(concern=concern, kind=EntryKind.NOTE, at=at, by=by, words=words).save(force_insert=True)
