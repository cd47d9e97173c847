"""Named reads of safeguarding: the board, one record, receipts, who looked, who opened without the role."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from alongside.partnerships.models import Member
from alongside.safeguarding import access, rules
from alongside.safeguarding.enums import EntryKind, State
from alongside.safeguarding.models import (
    Acknowledgement,
    Alert,
    Arrangement,
    BreakGlass,
    Concern,
    ConcernReading,
    Entry,
)

if TYPE_CHECKING:
    from uuid import UUID

    from alongside.partnerships.viewer import Viewer

MOST = 200
MOST_CLOSED = 50


def arrangement() -> Arrangement:
    """How safeguarding is set up here; the defaults where nobody has said."""
    return Arrangement.objects.first() or Arrangement()


def unacknowledged() -> list[Concern]:
    """Concerns nobody has acknowledged, the oldest first."""
    has_it = Acknowledgement.objects.filter(concern=OuterRef("pk"))
    return list(Concern.objects.filter(~Exists(has_it)).order_by("raised_at", "id"))


def waiting_for(viewer: Viewer | None) -> int:
    """How many concerns wait for a safeguarding role to acknowledge them; nothing for anybody else."""
    if not access.holds(viewer):
        return 0
    has_it = Acknowledgement.objects.filter(concern=OuterRef("pk"))
    return access.held_by_role(viewer).filter(~Exists(has_it)).count()


def latest(concern: Concern, kind: EntryKind) -> Entry | None:
    """The newest entry of a kind, which is the one that holds."""
    return Entry.objects.filter(concern=concern, kind=kind).order_by("-at", "-id").first()


def state_of(concern: Concern) -> State:
    """Where one concern stands."""
    with_states = _with_states(Concern.objects.filter(pk=concern.pk)).get()
    return _state(with_states)


def _with_states(found: QuerySet[Concern]) -> QuerySet[Concern]:
    entries = Entry.objects.filter(concern=OuterRef("pk")).order_by("-at", "-id")
    return found.annotate(
        last_state=Subquery(entries.exclude(state_after="").values("state_after")[:1]),
        last_kind=Subquery(entries.values("kind")[:1]),
        has_it=Exists(Acknowledgement.objects.filter(concern=OuterRef("pk"))),
    )


def _state(concern: Concern) -> State:
    return rules.state_of(
        is_acknowledged=concern.has_it,  # type: ignore[attr-defined]
        last_state=concern.last_state or "",  # type: ignore[attr-defined]
        last_kind=concern.last_kind or "",  # type: ignore[attr-defined]
    )


@dataclass(frozen=True)
class Row:
    """A line of the board."""

    concern: Concern
    state: State
    acknowledgement: Acknowledgement | None
    alerts: list[Alert]

    @property
    def troubled(self) -> list[Alert]:
        """The alerts whose message has not left."""
        return [alert for alert in self.alerts if alert.is_in_trouble]


@dataclass(frozen=True)
class Column:
    """The concerns in one state."""

    state: State
    rows: list[Row]


def board(viewer: Viewer | None) -> list[Column]:
    """Every concern a safeguarding role works on, by state; the oldest first, of the closed ones the newest."""
    found = _with_states(access.held_by_role(viewer)).select_related("person", "referral", "raised_by")
    rows = _rows(list(found.order_by("-raised_at", "-id")[:MOST]))
    columns = []
    for state in State:
        mine = [row for row in rows if row.state == state]
        columns.append(Column(state, mine[:MOST_CLOSED] if state == State.CLOSED else mine[::-1]))
    return columns


def _rows(concerns: list[Concern]) -> list[Row]:
    keys = [concern.pk for concern in concerns]
    has_it = {a.concern_id: a for a in Acknowledgement.objects.filter(concern__in=keys).select_related("by")}
    alerts: dict[UUID, list[Alert]] = {key: [] for key in keys}
    for alert in Alert.objects.filter(concern__in=keys).select_related("to", "message").order_by("at", "id"):
        if alert.concern_id is not None:
            alerts[alert.concern_id].append(alert)
    return [Row(c, _state(c), has_it.get(c.pk), alerts[c.pk]) for c in concerns]


@dataclass(frozen=True)
class Record:
    """One concern with all that was written down."""

    row: Row
    entries: list[Entry]
    corrected: dict[UUID, Entry]

    @property
    def state(self) -> State:
        """Where it stands."""
        return self.row.state

    def newest(self, kind: EntryKind) -> Entry | None:
        """The newest entry of a kind, which is the one that holds."""
        return next((entry for entry in reversed(self.entries) if entry.kind == kind), None)

    @property
    def told(self) -> list[Entry]:
        """What whoever raised it said, in order."""
        return [entry for entry in self.entries if entry.kind in rules.FROM_THE_RAISER]


def record(concern: Concern) -> Record:
    """The whole record of a concern the viewer was let through to."""
    found = _with_states(Concern.objects.filter(pk=concern.pk)).select_related(
        "person", "referral", "raised_by__organisation", "involves"
    )
    (row,) = _rows(list(found))
    entries = list(
        Entry.objects.filter(concern=concern).select_related("by", "corrects").order_by("at", "id")
    )
    return Record(row, entries, {e.corrects_id: e for e in entries if e.corrects_id is not None})


def records_about(viewer: Viewer, person_id: UUID, at: datetime) -> list[Record]:
    """Every record about a person that the viewer may read now, the newest first."""
    about = access.readable_by(viewer, at).filter(person=person_id)
    without = access.readable_by(viewer, at).filter(person__isnull=True, referral__person=person_id)
    return [record(concern) for concern in (about | without).order_by("-raised_at", "-id")[:20]]


@dataclass(frozen=True)
class Receipt:
    """What whoever raised a concern may know of it."""

    concern: Concern
    acknowledgement: Acknowledgement | None
    alerts: list[Alert]

    @property
    def has_trouble(self) -> bool:
        """Whether no message has reached anybody and one of them is in trouble."""
        return not any(a.has_arrived for a in self.alerts) and any(a.is_in_trouble for a in self.alerts)


def receipt(concern: Concern) -> Receipt:
    """That it was received, by whom, and whether the messages left."""
    return Receipt(
        concern,
        Acknowledgement.objects.filter(concern=concern).select_related("by").first(),
        list(Alert.objects.filter(concern=concern).select_related("to", "message").order_by("at", "id")),
    )


def raised(viewer: Viewer | None) -> list[Receipt]:
    """The receipts of what the viewer raised, the newest first."""
    found = list(
        access.raised_by(viewer)
        .select_related("person", "referral")
        .order_by("-raised_at", "-id")[:MOST_CLOSED]
    )
    has_it = {a.concern_id: a for a in Acknowledgement.objects.filter(concern__in=found).select_related("by")}
    return [Receipt(concern, has_it.get(concern.pk), []) for concern in found]


def readings(concern: Concern) -> list[ConcernReading]:
    """Who read a record, the newest first."""
    found = ConcernReading.objects.filter(concern=concern).select_related("by", "glass")
    return list(found.order_by("-at", "-id")[:MOST])


@dataclass(frozen=True)
class Opened:
    """One breaking of the glass, with what was read through it."""

    glass: BreakGlass
    read: list[ConcernReading]
    alerts: list[Alert]
    is_open: bool


def opened(viewer: Viewer | None, at: datetime) -> list[Opened]:
    """Every opening without the role, the newest first; for the safeguarding roles."""
    if not access.holds(viewer):
        return []
    glasses = list(
        BreakGlass.objects.select_related("by__organisation", "person").order_by("-opened_at", "-id")[:MOST]
    )
    read: dict[UUID, list[ConcernReading]] = {glass.pk: [] for glass in glasses}
    for reading in (
        ConcernReading.objects.filter(glass__in=glasses).select_related("concern").order_by("at", "id")
    ):
        if reading.glass_id is not None:
            read[reading.glass_id].append(reading)
    alerts: dict[UUID, list[Alert]] = {glass.pk: [] for glass in glasses}
    for alert in Alert.objects.filter(glass__in=glasses).select_related("to", "message").order_by("at", "id"):
        if alert.glass_id is not None:
            alerts[alert.glass_id].append(alert)
    return [Opened(g, read[g.pk], alerts[g.pk], g.until_at > at) for g in glasses]


def may_involve(viewer: Viewer) -> QuerySet[Member]:
    """Whom a worry can be about among us: members of the viewer's organisation, and who holds the duty."""
    held = [member.pk for member in access.holders()]
    ours = Member.objects.filter(left_at__isnull=True).exclude(pk=viewer.member_id)
    return (ours.filter(organisation=viewer.organisation_id) | ours.filter(pk__in=held)).order_by(
        "name", "id"
    )


def may_carry() -> QuerySet[Member]:
    """Who can be named lead or deputy."""
    return (
        Member.objects.filter(role__in=access.MAY_CARRY, left_at__isnull=True)
        .select_related("organisation", "user")
        .order_by("name", "id")
    )


def whom_to_ring() -> list[Member]:
    """Lead and deputy, with their organisation's number."""
    return access.holders()
