"""The only writers of requests for a copy: log, wait, go on, extend, put together, decide, give, end, take back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from alongside.core import clock, ids
from alongside.people import actions as people
from alongside.rights import package as packages
from alongside.rights import redacting, rules
from alongside.rights.actions.errors import CannotDo
from alongside.rights.enums import Asker, Decision, Ending, Form, How, Identity, PauseWhy, TermKind
from alongside.rights.models import AccessRequest, Opening, Pause, Redaction

if TYPE_CHECKING:
    from alongside.partnerships.models import Member
    from alongside.people.models import Person

LONGEST_TERM = 200


@transaction.atomic
def log(
    *,
    person: Person,
    asked_by: Asker,
    asked_how: How,
    received_on: date,
    by: Member,
    at: datetime,
    asker_name: str = "",
    words: str = "",
    identity: Identity | None = None,
) -> AccessRequest:
    """Write down that somebody asks for a copy. The clock runs from the day it reached us."""
    if received_on > clock.local(at).date():
        raise CannotDo(_("This day lies ahead."), "received_on")
    if asked_by != Asker.PERSON and not asker_name.strip():
        raise CannotDo(_("Say who asks for them."), "asker_name")
    made = AccessRequest.objects.create(
        reference=ids.new_reference(),
        person=person,
        asked_by=asked_by,
        asker_name=asker_name.strip() if asked_by != Asker.PERSON else "",
        asked_how=asked_how,
        received_on=received_on,
        words=words.strip(),
        logged_at=at,
        logged_by=by,
        **({"identity": identity, "identity_at": at, "identity_by": by} if identity else {}),
    )
    people.remember(person=person, sentence=_("Asked for a copy of what we hold."), by=by, at=at)
    return made


@transaction.atomic
def know_who_asks(
    *, request: AccessRequest, identity: Identity, by: Member, at: datetime, note: str = ""
) -> AccessRequest:
    """It is really them, or somebody who may act for them. A wait for this ends today."""
    current = _open(request)
    if current.asked_by != Asker.PERSON and identity != Identity.AUTHORITY:
        raise CannotDo(_("Somebody asks for them: see that they may."), "identity")
    current.identity, current.identity_note = identity, note.strip()
    current.identity_at, current.identity_by = at, by
    current.save(update_fields=["identity", "identity_note", "identity_at", "identity_by"])
    for pause in current.pauses.filter(until_on__isnull=True, why=PauseWhy.IDENTITY):
        _go_on(pause, clock.local(at).date(), by, at)
    return current


@transaction.atomic
def wait(
    *, request: AccessRequest, why: PauseWhy, asked: str, from_on: date, by: Member, at: datetime
) -> Pause:
    """We asked them something and cannot go on without an answer: the clock stands from that day."""
    current = _open(request)
    if why == PauseWhy.IDENTITY and current.identity_at is not None:
        raise CannotDo(_("We know already that it is them."), "why")
    if current.pauses.filter(until_on__isnull=True).exists():
        raise CannotDo(_("The clock stands already."))
    if not current.received_on <= from_on <= clock.local(at).date():
        raise CannotDo(_("This day lies ahead, or before the request."), "from_on")
    return Pause.objects.create(
        request=current, why=why, asked=asked.strip(), from_on=from_on, began_at=at, began_by=by
    )


@transaction.atomic
def go_on(*, request: AccessRequest, on: date, by: Member, at: datetime) -> Pause | None:
    """They answered on a day: the clock runs again from then. Twice is once."""
    current = _open(request)
    pause = current.pauses.select_for_update().filter(until_on__isnull=True).first()
    if pause is None:
        return None
    if not pause.from_on <= on <= clock.local(at).date():
        raise CannotDo(_("This day lies ahead, or before we asked."), "on")
    return _go_on(pause, on, by, at)


def _go_on(pause: Pause, on: date, by: Member, at: datetime) -> Pause:
    pause.until_on, pause.ended_at, pause.ended_by = max(on, pause.from_on), at, by
    pause.save(update_fields=["until_on", "ended_at", "ended_by"])
    return pause


@transaction.atomic
def extend(*, request: AccessRequest, reason: str, told: How, by: Member, at: datetime) -> AccessRequest:
    """Two further months, because it is complex. They are told, and why, within the first month. Once."""
    current = _open(request)
    if current.extended_at is not None:
        return current
    today = clock.local(at).date()
    if not rules.may_extend(current.received_on, waits=current.waits(), today=today):
        raise CannotDo(_("The first month is over: it can no longer be made longer. Answer it now."))
    current.extended_at, current.extended_by = at, by
    current.extension_reason, current.extension_told = reason.strip(), told
    current.save(update_fields=["extended_at", "extended_by", "extension_reason", "extension_told"])
    return current


@transaction.atomic
def prepare(*, request: AccessRequest, by: Member, at: datetime) -> AccessRequest:
    """Put the copy together, or once more: what was decided about a word stays decided where the word still stands."""
    current = _open(request)
    if current.identity_at is None:
        raise CannotDo(_("First make sure that it is really them who asks."))
    made = redacting.without_colleagues(packages.make(current, at))
    current.package, current.made_at, current.made_by = made, at, by
    current.save(update_fields=["package", "made_at", "made_by"])
    found = redacting.proposals(current, made)
    decided = {one.term: one for one in current.redactions.exclude(decision="")}
    added = [one for one in decided.values() if one.kind == TermKind.ADDED]
    terms = {one.term for one in found}
    current.redactions.exclude(
        pk__in=[one.pk for one in decided.values() if one.term in terms or one in added]
    ).delete()
    Redaction.objects.bulk_create(
        [
            Redaction(
                request=current,
                kind=one.kind,
                term=one.term[:LONGEST_TERM],
                places=one.places,
                contexts=one.contexts,
            )
            for one in found
            if one.term not in decided
        ],
        ignore_conflicts=True,
    )
    return current


@transaction.atomic
def decide(*, request: AccessRequest, decisions: Mapping[UUID, Decision], by: Member, at: datetime) -> int:
    """Decide on words, by the key of each; return how many were decided or decided differently."""
    current = _open(request)
    count = 0
    for row in current.redactions.select_for_update().filter(pk__in=list(decisions)).order_by("pk"):
        if row.decision != decisions[row.pk]:
            row.decision, row.decided_at, row.decided_by = decisions[row.pk], at, by
            row.save(update_fields=["decision", "decided_at", "decided_by"])
            count += 1
    return count


@transaction.atomic
def leave_out(*, request: AccessRequest, term: str, by: Member, at: datetime) -> Redaction:
    """Leave out a word the program did not find. Raises CannotDo when the copy does not hold it."""
    current = _open(request)
    wanted = " ".join(term.split())
    if current.package is None:
        raise CannotDo(_("The copy is not put together yet."))
    if len(wanted) > LONGEST_TERM:
        raise CannotDo(_("Leave out a word or a line at a time."), "term")
    found = redacting.places_of(current.package, wanted)
    if not found.places:
        raise CannotDo(_("The copy does not say this anywhere."), "term")
    row, _new = Redaction.objects.update_or_create(
        request=current,
        term=wanted,
        defaults={"decision": Decision.OUT, "decided_at": at, "decided_by": by},
        create_defaults={
            "kind": TermKind.ADDED,
            "places": found.places,
            "contexts": found.contexts,
            "decision": Decision.OUT,
            "decided_at": at,
            "decided_by": by,
        },
    )
    return row


@transaction.atomic
def give(*, request: AccessRequest, how: How, by: Member, at: datetime) -> AccessRequest:
    """Release the copy: every word was decided on; from now on it is what was given, and no longer changes."""
    current = _open(request)
    if current.package is None:
        raise CannotDo(_("The copy is not put together yet."))
    if current.pauses.filter(until_on__isnull=True).exists():
        raise CannotDo(_("We wait for an answer of theirs. Write down first that it came."))
    if current.redactions.filter(decision="").exists():
        raise CannotDo(_("Decide on every word first: leave it out, or keep it in."))
    current.package = given_package(current)
    current.released_at, current.released_by, current.answered_how = at, by, how
    current.save(update_fields=["package", "released_at", "released_by", "answered_how"])
    current.redactions.update(contexts=[])  # the words around were for reading through
    sentence = _("A copy of what we hold was given (%(how)s).") % {"how": str(How(how).label).lower()}
    people.remember(person=current.person, sentence=sentence, by=by, at=at)
    return current


def given_package(request: AccessRequest) -> dict[str, object]:
    """The copy as it would leave now: without the words decided to be left out, and without those undecided."""
    if request.package is None:
        raise CannotDo(_("The copy is not put together yet."))
    if request.released_at is not None:
        return dict(request.package)
    out = request.redactions.exclude(decision=Decision.IN).values_list("term", flat=True)
    return redacting.without(request.package, list(out))


@transaction.atomic
def end(*, request: AccessRequest, ending: Ending, reason: str, by: Member, at: datetime) -> AccessRequest:
    """End it without a copy: they no longer want one, or it is refused with a reason that they are told."""
    current = _open(request)
    if ending == Ending.REFUSED and not reason.strip():
        raise CannotDo(_("Say why; they are told this, and that they may complain."), "reason")
    current.ending, current.ending_reason = ending, reason.strip()
    current.ended_at, current.ended_by, current.package = at, by, None
    current.save(update_fields=["ending", "ending_reason", "ended_at", "ended_by", "package"])
    current.redactions.all().delete()
    return current


@transaction.atomic
def take_up_again(*, request: AccessRequest, by: Member, at: datetime) -> AccessRequest:
    """It was ended by mistake: it goes on as before. A copy that was given stays given."""
    current = AccessRequest.objects.select_for_update().get(pk=request.pk)
    if current.ended_at is not None:
        current.ending = current.ending_reason = ""
        current.ended_at = current.ended_by = current.made_at = current.made_by = None
        current.save(update_fields=["ending", "ending_reason", "ended_at", "ended_by", "made_at", "made_by"])
        people.remember(person=current.person, sentence=_("The request for a copy goes on."), by=by, at=at)
    return current


def note_opening(*, request: AccessRequest, form: Form, by: Member, at: datetime) -> None:
    """Somebody opened the copy."""
    Opening.objects.create(request=request, form=form, by=by, at=at)


def _open(request: AccessRequest) -> AccessRequest:
    current = (
        AccessRequest.objects.select_for_update(of=("self",))
        .select_related("person", "partnership")
        .get(pk=request.pk)
    )
    if not current.is_open:
        raise CannotDo(_("This request is over: it was answered or ended."))
    return current
