"""A person has died: in one act everything of ours stands still. Marked by mistake, everything stands as it did.

Nothing automatic goes to the family, and nobody outside hears of it from a machine: messages that have not left stay
here, letters are not posted, what was due is dropped, requests to organisers are taken back without a word, befriending
rests. Who is to be told is a list, each ticked off by the person who told them. Cases and matches are not ended:
their connector and coordinator do that.

Each kind of thing that stops says how it is found, stopped and set going again in one place, `STOPPERS`; a capability
that brings something new that could ring, write or call adds its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from alongside.appointments.actions import stopping as appointments
from alongside.appointments.models import Appointment
from alongside.befriending.actions import rest
from alongside.befriending.models import Match, Wish
from alongside.caring.models import Caring
from alongside.casework.actions import stopping as casework
from alongside.casework.models import Case
from alongside.core import clock
from alongside.messaging import actions as messaging
from alongside.messaging.enums import Channel, MessageStatus
from alongside.messaging.models import Message
from alongside.people import actions as people
from alongside.people.actions import agreements
from alongside.people.enums import ConsentPurpose
from alongside.people.models import Consent, KnownTo, Person, Stopping

if TYPE_CHECKING:
    from alongside.partnerships.models import Member


class CannotStop(ValueError):
    """It cannot be marked or undone as things stand; the message says why."""


@dataclass(frozen=True)
class Item:
    """One thing that stopped (or would): what it is, how it stood, and a line a person reads."""

    kind: str
    id: str
    says: str
    was: Mapping[str, Any]

    def kept(self) -> dict[str, Any]:
        """As the ledger keeps it."""
        return {"kind": self.kind, "id": self.id, "says": self.says, "was": dict(self.was)}


@dataclass(frozen=True)
class Stopper:
    """How one kind of thing is looked for, stopped, and set going again (False: it could not be)."""

    found: Callable[[Person, datetime], list[str]]
    stop: Callable[[Person, Member, datetime], list[Item]]
    again: Callable[[dict[str, Any], datetime], bool]


# Messages and letters ---------------------------------------------------------------------------------------------


def _message_words(message: Message) -> str:
    what = message.subject or str(message.get_channel_display())
    return _("Letter: %(what)s") % {"what": what} if message.channel == Channel.LETTER else what


def _waiting_messages(person: Person, at: datetime) -> list[str]:
    waiting = Message.objects.filter(about=person)
    rows = [
        *waiting.filter(status__in=[MessageStatus.QUEUED, MessageStatus.FAILED]).order_by("created_at", "id"),
        *waiting.filter(status=MessageStatus.HELD, channel=Channel.LETTER).order_by("created_at", "id"),
    ]
    return [_message_words(row) for row in rows]


def _stop_messages(person: Person, by: Member, at: datetime) -> list[Item]:
    kept = messaging.keep_here(about=person, why=_("The person it is about has died."), letters=True)
    return [
        Item(
            "message",
            str(one.message.pk),
            _message_words(one.message),
            {"status": one.status, "trouble": one.trouble},
        )
        for one in kept
    ]


def _send_after_all(entry: dict[str, Any], at: datetime) -> bool:
    was = entry["was"]
    return (
        messaging.put_back(message_id=UUID(entry["id"]), status=was["status"], trouble=was["trouble"])
        is not None
    )


# What is due, and what others were asked --------------------------------------------------------------------------


def _due_words(follow_up: Any) -> str:
    return f"{follow_up.get_kind_display()}, {date_format(follow_up.due_on, 'l j F')}"


def _stop_due(person: Person, by: Member, at: datetime) -> list[Item]:
    found = []
    for follow_up in casework.due(person):
        was = casework.drop(follow_up=follow_up, by=by, at=at)
        if was is not None:
            found.append(Item("follow_up", str(follow_up.pk), _due_words(follow_up), was))
    return found


def _asked_words(onward: Any) -> str:
    return str(onward.service.name if onward.service else onward.to_name)


def _stop_asked(person: Person, by: Member, at: datetime) -> list[Item]:
    found = []
    for onward in casework.asked(person):
        was = casework.set_aside(onward=onward, by=by, at=at)
        if was is not None:
            found.append(Item("onward", str(onward.pk), _asked_words(onward), was))
    return found


# Appointments ----------------------------------------------------------------------------------------------------


def _appointment_words(appointment: Appointment) -> str:
    return (
        f"{appointment.get_place_display()}, {date_format(clock.local(appointment.during.lower), 'l j F, P')}"
    )


def _stop_appointments(person: Person, by: Member, at: datetime) -> list[Item]:
    found = []
    for appointment in appointments.booked(person, at):
        was = appointments.stop(appointment=appointment, by=by, at=at)
        if was is not None:
            found.append(Item("appointment", str(appointment.pk), _appointment_words(appointment), was))
    return found


# Befriending ------------------------------------------------------------------------------------------------------


def _rest_words(row: Any) -> str:
    if isinstance(row, Match):
        return _("Befriending: %(scheme)s pauses") % {"scheme": row.scheme.name}
    if isinstance(row, Wish):
        return _("Waits for a befriender: %(scheme)s") % {"scheme": row.scheme.name}
    return f"{row.get_channel_display()}, {date_format(clock.local(row.during.lower), 'l j F, P')}"


def _resting(person: Person, at: datetime) -> list[str]:
    return [_rest_words(row) for row in (*rest.coming(person, at), *rest.live(person), *rest.waiting(person))]


def _stop_befriending(person: Person, by: Member, at: datetime) -> list[Item]:
    return [
        Item(one.kind, str(one.row.pk), _rest_words(one.row), one.was)
        for one in rest.rest(person=person, by=by, at=at)
    ]


def _befriend_again(entry: dict[str, Any], at: datetime) -> bool:
    return rest.stand_again(kind=entry["kind"], row_id=UUID(entry["id"]), was=entry["was"], at=at)


STOPPERS: dict[str, Stopper] = {
    "message": Stopper(_waiting_messages, _stop_messages, _send_after_all),
    "follow_up": Stopper(
        lambda person, at: [_due_words(one) for one in casework.due(person)],
        _stop_due,
        lambda entry, at: casework.due_again(follow_up_id=UUID(entry["id"]), was=entry["was"]),
    ),
    "onward": Stopper(
        lambda person, at: [_asked_words(one) for one in casework.asked(person)],
        _stop_asked,
        lambda entry, at: casework.ask_again(onward_id=UUID(entry["id"]), was=entry["was"]),
    ),
    "appointment": Stopper(
        lambda person, at: [_appointment_words(one) for one in appointments.booked(person, at)],
        _stop_appointments,
        lambda entry, at: appointments.book_again(appointment_id=UUID(entry["id"]), was=entry["was"], at=at),
    ),
    "visit": Stopper(_resting, _stop_befriending, _befriend_again),
}
#: Kinds that one stopper writes and another name sets going again.
SAME_AS = {"match": "visit", "wish": "visit"}
TITLES: dict[str, Callable[[], str]] = {
    "message": lambda: _("Messages and letters that stay here"),
    "follow_up": lambda: _("Dropped from the worklist"),
    "onward": lambda: _("Taken back from organisers"),
    "appointment": lambda: _("Appointments that are called off"),
    "visit": lambda: _("Befriending stands still"),
}


@dataclass(frozen=True)
class Heap:
    """Things of one kind under one heading."""

    title: str
    lines: list[str]


def would_stop(person: Person, at: datetime) -> list[Heap]:
    """What stands still once the person is marked: to be read before it is done."""
    found = [(kind, stopper.found(person, at)) for kind, stopper in STOPPERS.items()]
    return [Heap(TITLES[kind](), lines) for kind, lines in found if lines]


def did_stop(stopping: Stopping) -> list[Heap]:
    """What stood still with a marking."""
    lines: dict[str, list[str]] = {}
    for entry in stopping.stopped:
        lines.setdefault(SAME_AS.get(entry["kind"], entry["kind"]), []).append(entry["says"])
    return [Heap(TITLES[kind](), lines[kind]) for kind in STOPPERS if kind in lines]


def standing(person: Person) -> Stopping | None:
    """The marking that holds, or None."""
    return (
        Stopping.objects.filter(person=person, undone_at__isnull=True)
        .select_related("marked_by")
        .order_by("-marked_at")
        .first()
    )


@transaction.atomic
def mark_died(*, person: Person, on: date, by: Member, at: datetime, heard_from: str = "") -> Stopping:
    """Mark that a person has died and stop everything, in this transaction. Marking twice returns the first."""
    if on > clock.local(at).date():
        raise CannotStop(_("This day has not come yet. Check the year."))
    current = Person.objects.select_for_update().get(pk=person.pk)
    before = standing(current)
    if before is not None:
        return before
    # Whoever is asking an organiser holds the case: wait for them, then take that back too.
    list(Case.objects.select_for_update(of=("self",)).filter(person=current).order_by("id"))
    to_tell = who_is_to_be_told(current)
    current = agreements.mark_died(person=current, on=on, by=by, at=at)
    stopped = [item for stopper in STOPPERS.values() for item in stopper.stop(current, by, at)]
    made = Stopping.objects.create(
        person=current,
        died_on=on,
        heard_from=heard_from.strip(),
        marked_at=at,
        marked_by=by,
        stopped=[item.kept() for item in stopped],
        to_tell=to_tell,
    )
    rest.ask_coordinators(person=current, by=by, at=at)
    person.deceased_on, person.version = current.deceased_on, current.version
    return made


@transaction.atomic
def undo(*, stopping: Stopping, by: Member, at: datetime) -> list[str]:
    """It was a mistake: everything stands as it did. Returns, in words, what could not be set going again."""
    current = Stopping.objects.select_for_update().get(pk=stopping.pk)
    if current.undone_at is not None:
        return []
    person = agreements.unmark_died(person=current.person, by=by, at=at)
    left: list[str] = []
    # The last that was stopped is the first to go on: a match is active again before its visits are booked.
    for entry in reversed(current.stopped):
        if not STOPPERS[SAME_AS.get(entry["kind"], entry["kind"])].again(entry, at):
            left.append(entry["says"])
    current.undone_at, current.undone_by = at, by
    current.save(update_fields=["undone_at", "undone_by"])
    if left:
        sentence = _("Could not be set going again: %(what)s.") % {"what": "; ".join(reversed(left))}
        people.remember(person=person, sentence=sentence, by=by, at=at)
    return list(reversed(left))


@transaction.atomic
def told(*, stopping: Stopping, key: str, by: Member, at: datetime, undo: bool = False) -> Stopping:
    """Tick off that somebody was told, or take the tick back. An unknown key changes nothing."""
    current = Stopping.objects.select_for_update().get(pk=stopping.pk)
    for entry in current.to_tell:
        if entry["key"] == key and bool(entry["told_at"]) == undo:
            entry["told_at"], entry["told_by"] = (None, "") if undo else (at.isoformat(), by.name)
    current.save(update_fields=["to_tell"])
    return current


# Who is to be told ------------------------------------------------------------------------------------------------


def who_is_to_be_told(person: Person) -> list[dict[str, Any]]:
    """Everybody who still reckons with the person, each once, those first who may come to the door."""
    found: dict[str, dict[str, Any]] = {}
    for key, name, why in (
        *_near(person),
        *_organisations(person),
        ("gp", person.gp_practice, _("GP practice")),
    ):
        if name and key not in found:
            found[key] = {"key": key, "name": name, "why": why, "told_at": None, "told_by": ""}
    return list(found.values())


def _near(person: Person) -> Iterator[tuple[str, str, str]]:
    """Volunteers who would come, and whoever was looked after and may be alone now."""
    for match in rest.live(person):
        yield (
            f"match:{match.pk}",
            match.volunteer.called,
            _("volunteer; %(name)s rings them") % {"name": match.supervisor.name},
        )
    for caring in Caring.objects.filter(carer=person, ended_at__isnull=True).order_by("told_at", "id"):
        yield (
            f"caring:{caring.pk}",
            str(caring.get_relationship_display()),
            _("looked after by them, and may be alone now: find out today"),
        )


def _organisations(person: Person) -> Iterator[tuple[str, str, str]]:
    """Organisers who were asked, who supports the person, whom they agreed to, and who referred them."""
    for onward in casework.asked(person):
        yield f"organisation:{onward.to_organisation_id}", onward.to_name, _("was asked to welcome them")
    known = KnownTo.objects.filter(person=person, until_at__isnull=True).select_related("organisation")
    for one in known.order_by("since_at", "id"):
        yield f"organisation:{one.organisation_id}", one.organisation.name, str(one.get_why_display())
    shares = Consent.objects.filter(
        person=person, purpose=ConsentPurpose.SHARE, withdrawn_at__isnull=True
    ).select_related("shared_with")
    for consent in shares.order_by("given_at", "id"):
        if consent.shared_with is not None:
            name = consent.shared_with.name
            yield f"organisation:{consent.shared_with_id}", name, _("they agreed that we share with them")
    cases = Case.objects.filter(person=person, referral__source__isnull=False)
    for case in cases.select_related("referral__source").order_by("opened_at", "id"):
        if case.referral is not None and case.referral.source is not None:
            source = case.referral.source
            yield f"organisation:{source.pk}", source.name, _("referred them")
