"""The only writers of erasures and holds: ask, take back, refuse, confirm; hold and let go; erase again."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from alongside.core import clock, tenancy
from alongside.people import actions as people
from alongside.people.models import Person
from alongside.rights import erasing, registry, rules
from alongside.rights.actions.errors import CannotDo
from alongside.rights.enums import Cause, ErasureState, How
from alongside.rights.models import Erasure, Hold, Tombstone
from alongside.safeguarding.models import Concern

if TYPE_CHECKING:
    from alongside.partnerships.models import Member


@transaction.atomic
def ask(
    *, person: Person, asked_how: How, received_on: date, words: str, by: Member, at: datetime
) -> Erasure:
    """Write down that they want to be erased. Nothing goes until somebody else confirms. Twice is once."""
    if received_on > clock.local(at).date():
        raise CannotDo(_("This day lies ahead."), "received_on")
    Person.objects.select_for_update().get(pk=person.pk)
    live = Erasure.objects.filter(person=person, state__in=[ErasureState.ASKED, ErasureState.RUNNING]).first()
    if live is not None:
        return live
    made = Erasure.objects.create(
        person=person,
        cause=Cause.REQUEST,
        asked_how=asked_how,
        received_on=received_on,
        words=words.strip(),
        asked_at=at,
        asked_by=by,
    )
    people.remember(person=person, sentence=_("Asked to be erased."), by=by, at=at)
    return made


@transaction.atomic
def take_back(*, erasure: Erasure, by: Member, at: datetime) -> Erasure:
    """They changed their mind, or it was written down by mistake."""
    return _decide(erasure, ErasureState.WITHDRAWN, by=by, at=at)


@transaction.atomic
def refuse(*, erasure: Erasure, reason: str, by: Member, at: datetime) -> Erasure:
    """Not erased, with the reason they are told (UK GDPR article 17(3))."""
    if not reason.strip():
        raise CannotDo(_("Say why; they are told this, and that they may complain."), "reason")
    return _decide(erasure, ErasureState.REFUSED, by=by, at=at, refusal=reason.strip())


@transaction.atomic
def ask_again(*, erasure: Erasure, by: Member, at: datetime) -> Erasure:
    """Undo of a refusal or of taking it back: it waits for the second person again."""
    current = _locked(erasure)
    if ErasureState.ASKED in rules.ERASURES[ErasureState(current.state)]:
        current.state, current.refusal, current.decided_at, current.decided_by = (
            ErasureState.ASKED,
            "",
            None,
            None,
        )
        current.save(update_fields=["state", "refusal", "decided_at", "decided_by"])
    return current


@transaction.atomic
def confirm(*, erasure: Erasure, by: Member, at: datetime, mentions: Collection[str] = ()) -> Erasure:
    """Erase, on the word of a second person. What left the house cannot be called back; what is here goes now, and at
    the places of others' records they chose (`rights.mentions`).

    Raises CannotDo when the same person asked, when a hold stands, or when a concern is held.
    """
    current = _locked(erasure)
    if current.state != ErasureState.ASKED:
        raise CannotDo(_("This was decided already."))
    if current.asked_by_id == by.pk:
        raise CannotDo(_("Somebody else has to confirm it: it cannot be undone."))
    why = held_by(current.person_id)
    if why:
        raise CannotDo(why)
    current.decided_at, current.decided_by = at, by
    return _run(current, at, mentions)


def held_by(person_id: UUID) -> str:
    """Why nothing about a person may be erased now, in words; "" when nothing stands in the way."""
    hold = Hold.objects.filter(person=person_id, lifted_at__isnull=True).first()
    if hold is not None:
        return _("A legal hold stands: %(reason)s") % {"reason": hold.reason}
    if holds_concern([person_id]):
        return _("Safeguarding holds a record about them, which must be kept with the name it is about.")
    return ""


def holds_concern(person_ids: Iterable[UUID]) -> set[UUID]:
    """Of these people, those about whom safeguarding holds a record. For those who may know, and for jobs."""
    keys = list(person_ids)
    with tenancy.within(tenancy.current_partnership_id(), actor=registry.AS_SAFEGUARDING):
        about = Concern.objects.filter(person__in=keys).values_list("person_id", flat=True)
        told = Concern.objects.filter(referral__person__in=keys).values_list("referral__person_id", flat=True)
        return {key for key in (*about, *told) if key is not None}


def _run(current: Erasure, at: datetime, mentions: Collection[str] = ()) -> Erasure:
    """The erasure itself: begun, done and marked in one transaction."""
    current.state = ErasureState.RUNNING
    current.save(update_fields=["state", "decided_at", "decided_by"])
    counts = erasing.erase(current, mentions=mentions)
    current.refresh_from_db()
    current.state, current.done_at, current.counts = ErasureState.DONE, at, counts
    current.save(update_fields=["state", "done_at", "counts"])
    erasing.leave_a_mark(current, clock.local(at).date())
    return current


@transaction.atomic
def let_go(*, person_id: UUID, by: Member, at: datetime) -> Erasure | None:
    """Erase somebody whose time is over, on the word of the steward who confirmed the run. None when held or gone."""
    person = Person.objects.select_for_update().filter(pk=person_id).first()
    if person is None or held_by(person_id):
        return None
    made = Erasure.objects.create(
        person=person, cause=Cause.RETENTION, asked_at=at, decided_at=at, decided_by=by
    )
    return _run(made, at)


# After a backup was brought back ---------------------------------------------------------------------------------


def who_is_back(*, marks: set[str]) -> list[UUID]:
    """Whoever of this partnership bears one of the marks and is here again, as a backup brought them back."""
    partnership_id = tenancy.current_partnership_id()
    done = set(Erasure.objects.filter(state=ErasureState.DONE).values_list("person_id", flat=True))
    keys = Person.objects.order_by("pk").values_list("pk", flat=True).iterator(chunk_size=2000)
    return [key for key in keys if key not in done and erasing.marks_of(partnership_id, key) & marks]


@transaction.atomic
def erase_again(*, person_id: UUID, at: datetime) -> Erasure | None:
    """Erase somebody a backup brought back; no hold stops it: they were gone before. None when done meanwhile."""
    person = Person.objects.select_for_update().get(pk=person_id)
    if Erasure.objects.filter(person=person, state=ErasureState.DONE).exists():
        return None
    waiting = Erasure.objects.filter(person=person, state=ErasureState.ASKED)
    waiting.update(state=ErasureState.WITHDRAWN)
    return _run(Erasure.objects.create(person=person, cause=Cause.RESTORED, asked_at=at), at)


@transaction.atomic
def remember_marks(*, marks: dict[str, date]) -> int:
    """Write marks kept outside into the database; return how many were new."""
    known = set(Tombstone.objects.filter(mark__in=marks).values_list("mark", flat=True))
    new = [Tombstone(mark=mark, made_on=made_on) for mark, made_on in marks.items() if mark not in known]
    Tombstone.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


# Holds -----------------------------------------------------------------------------------------------------------


@transaction.atomic
def hold(*, person: Person, reason: str, by: Member, at: datetime) -> Hold:
    """Nothing about them is erased from now on. A second hold is the first."""
    if not reason.strip():
        raise CannotDo(_("Say why it must be kept: the claim, the inquiry, the inquest."), "reason")
    Person.objects.select_for_update().get(pk=person.pk)
    standing = Hold.objects.filter(person=person, lifted_at__isnull=True).first()
    return standing or Hold.objects.create(person=person, reason=reason.strip(), placed_at=at, placed_by=by)


@transaction.atomic
def lift(*, hold: Hold, by: Member, at: datetime) -> Hold:
    """What held it is over. Twice is once."""
    current = Hold.objects.select_for_update(of=("self",)).get(pk=hold.pk)
    if current.lifted_at is None:
        current.lifted_at, current.lifted_by = at, by
        current.save(update_fields=["lifted_at", "lifted_by"])
    return current


def _decide(erasure: Erasure, state: ErasureState, *, by: Member, at: datetime, refusal: str = "") -> Erasure:
    current = _locked(erasure)
    if state not in rules.ERASURES[ErasureState(current.state)]:
        raise CannotDo(_("This was decided already."))
    current.state, current.decided_at, current.decided_by, current.refusal = state, at, by, refusal
    current.save(update_fields=["state", "decided_at", "decided_by", "refusal"])
    return current


def _locked(erasure: Erasure) -> Erasure:
    return Erasure.objects.select_for_update(of=("self",)).select_related("person").get(pk=erasure.pk)
