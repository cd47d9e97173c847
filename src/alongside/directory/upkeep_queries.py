"""Reads for those who keep the directory true: how fresh it is, what organisers propose, what people report."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from alongside.core import ids
from alongside.core.clock import local
from alongside.directory import fields
from alongside.directory.ages import ages
from alongside.directory.enums import ChangeState, ClaimState, ProblemKind, ProblemState, UpkeepKind
from alongside.directory.models import (
    Claim,
    Correction,
    FeedRecord,
    OrganiserLink,
    Phone,
    ProblemReport,
    ProposedChange,
    Service,
    Upkeep,
)
from alongside.directory.rules.freshness import Freshness, freshness, out_on

MANY_SAY_CLOSED = 3
"""Senders who say that it has closed, from which its page tells what people tell us."""


@dataclass(frozen=True, slots=True)
class Row:
    """A service and how sure we are of it."""

    service: Service
    state: Freshness
    out_on: dt.date
    asked_at: dt.datetime | None
    """When we last wrote to the organiser."""
    not_reached_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class HowFresh:
    """Counts of each state, and the services that need somebody, oldest first."""

    counts: dict[Freshness, int]
    rows: list[Row]


def link_by_secret(secret: str, *, at: dt.datetime) -> OrganiserLink | None:
    """Return the link of a secret while it works."""
    link = (
        OrganiserLink.objects.select_related("service__organization", "service__merged_into__organization")
        .filter(token_hash=ids.hash_secret(secret), revoked_at__isnull=True)
        .first()
    )
    if link is None or link.expires_at <= at:
        return None
    if link.service.merged_into is not None:
        link.service = link.service.merged_into  # who runs the one runs the other: they are one
    return link


def how_fresh(*, on: dt.date, feed_id: uuid.UUID | None = None) -> HowFresh:
    """Return the state of the listed services, of one feed when it is named."""
    found = Service.objects.listed().select_related("organization").order_by("confirmed_on", "name", "pk")
    if feed_id is not None:
        found = found.filter(pk__in=FeedRecord.objects.filter(feed_id=feed_id).values("record_id"))
    counts, rows = dict.fromkeys(Freshness, 0), []
    asked, missed = _last_asked(), _last_missed()
    in_force = ages()
    for service in found.defer("description", "description_html", "search", "keywords"):
        came = local(service.created_at).date()
        state = freshness(confirmed_on=service.confirmed_on, came_on=came, on=on, ages=in_force)
        counts[state] += 1
        if state != Freshness.FRESH:
            ends = out_on(confirmed_on=service.confirmed_on, came_on=came, ages=in_force)
            rows.append(Row(service, state, ends, asked.get(service.pk), missed.get(service.pk)))
    return HowFresh(counts, sorted(rows, key=lambda row: (row.out_on, row.service.name)))


def phones_of(service_ids: list[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return the numbers people may ring for services, several of one parted by commas."""
    numbers: dict[uuid.UUID, list[str]] = {}
    found = Phone.objects.filter(service__in=service_ids, contact__isnull=True).order_by("service_id", "pk")
    for service_id, number in found.values_list("service_id", "number"):
        numbers.setdefault(service_id, []).append(number)
    return {service_id: ", ".join(dict.fromkeys(several)) for service_id, several in numbers.items()}


def _last_asked() -> dict[uuid.UUID, dt.datetime]:
    return dict(OrganiserLink.objects.order_by("made_at", "pk").values_list("service_id", "made_at"))


def _last_missed() -> dict[uuid.UUID, dt.datetime]:
    found = Upkeep.objects.filter(kind=UpkeepKind.NOT_REACHED, undone_at__isnull=True)
    return dict(found.order_by("done_at", "pk").values_list("service_id", "done_at"))


def to_ask(*, on: dt.date) -> list[tuple[Service, Freshness, dt.date]]:
    """Return the services whose organiser is due a letter: ageing or stale, with an address, not yet asked at it."""
    asked = set(
        OrganiserLink.objects.exclude(stage="")
        .order_by("pk")
        .values_list("service_id", "stage", "counted_from")
    )
    silent = set(
        Upkeep.objects.filter(kind=UpkeepKind.NO_LETTERS, undone_at__isnull=True)
        .order_by("pk")
        .values_list("service_id", flat=True)
    )
    found = []
    for row in how_fresh(on=on).rows:
        service, since = row.service, row.service.confirmed_on or local(row.service.created_at).date()
        due = row.state in (Freshness.AGEING, Freshness.STALE) and service.email and service.pk not in silent
        if due and (service.pk, row.state.value, since) not in asked:
            found.append((service, row.state, since))
    return found


def done_by(link: OrganiserLink, *, limit: int = 10) -> list[Upkeep]:
    """Return what was done with links to this service, newest first, what was taken back left out."""
    done = Upkeep.objects.filter(service=link.service_id, link__isnull=False, undone_at__isnull=True)
    return list(done.order_by("-done_at", "-pk")[:limit])


def history_of(service_id: uuid.UUID, *, limit: int = 30) -> list[Upkeep]:
    """Return what was done for a service, newest first."""
    return list(
        Upkeep.objects.filter(service=service_id).select_related("member").order_by("-done_at", "-pk")[:limit]
    )


VOUCH_UNDONE_WITHIN = dt.timedelta(days=7)


def said_by(member_id: uuid.UUID, service_id: uuid.UUID, *, at: dt.datetime) -> Upkeep | None:
    """Return what a member last said of a service after a call, while they may still take it back."""
    kinds = (UpkeepKind.CONFIRMED, UpkeepKind.NOT_REACHED)
    return (
        Upkeep.objects.filter(
            service=service_id,
            member=member_id,
            kind__in=kinds,
            undone_at__isnull=True,
            done_at__gt=at - VOUCH_UNDONE_WITHIN,
        )
        .order_by("-done_at", "-pk")
        .first()
    )


def claim_of(link: OrganiserLink) -> Claim | None:
    """Return the latest claim of who holds a link to its entry."""
    found = Claim.objects.filter(service=link.service_id, email=link.email.lower())
    return found.order_by("-claimed_at", "-pk").first()


def claims_waiting() -> QuerySet[Claim]:
    """Return who asks to keep an entry, oldest first."""
    waiting = Claim.objects.filter(state=ClaimState.WAITING).select_related("service__organization")
    return waiting.order_by("claimed_at", "pk")


def others_of(link: OrganiserLink) -> list[Service]:
    """Return the other listed services that publish the address a link was sent to, while this one does."""
    if link.service.email.lower() != link.email.lower():
        return []
    others = Service.objects.listed().filter(email__iexact=link.email).exclude(pk=link.service_id)
    return list(others.order_by("name", "pk")[:50])


def live_changes(*, since: dt.datetime) -> QuerySet[ProposedChange]:
    """Return what went live unread, latest first."""
    found = ProposedChange.objects.filter(state=ChangeState.LIVE, proposed_at__gte=since)
    return found.select_related("service__organization", "link").order_by("-proposed_at", "-pk")


@dataclass(frozen=True, slots=True)
class Part:
    """One field of a proposed change; `now` when the service has moved on since it was proposed."""

    field: str
    title: str
    before: Any
    after: Any
    now: Any
    has_moved: bool


def changes_waiting() -> QuerySet[ProposedChange]:
    """Return what waits for a steward, oldest first."""
    return (
        ProposedChange.objects.filter(state=ChangeState.WAITING)
        .select_related("service__organization", "link")
        .order_by("proposed_at", "pk")
    )


def change(change_id: uuid.UUID) -> ProposedChange | None:
    """Return one proposed change."""
    found = ProposedChange.objects.select_related("service__organization", "link", "decided_by")
    return found.filter(pk=change_id).first()


def parts_of(change: ProposedChange) -> list[Part]:
    """Return the fields of a change in the order of the form, beside what stands now."""
    parts = []
    for field, title in fields.FIELDS.items():
        if field in change.changes:
            told = change.changes[field]
            now = fields.value_of(change.service, field)
            parts.append(Part(field, str(title), told["before"], told["after"], now, now != told["before"]))
    return parts


def waiting_of(service_id: uuid.UUID, link: OrganiserLink) -> ProposedChange | None:
    """Return what the holder of a link has proposed and nobody has decided yet."""
    found = ProposedChange.objects.filter(service=service_id, link=link, state=ChangeState.WAITING)
    return found.order_by("proposed_at", "pk").first()


def problems_open() -> QuerySet[ProblemReport]:
    """Return reports nobody has settled, oldest first."""
    return (
        ProblemReport.objects.filter(state=ProblemState.OPEN)
        .select_related("service__organization")
        .order_by("reported_at", "pk")
    )


def many_say_closed(service_id: uuid.UUID) -> bool:
    """Whether so many people say that it has closed that its page should tell."""
    told = ProblemReport.objects.filter(service=service_id, kind=ProblemKind.CLOSED, state=ProblemState.OPEN)
    return told.order_by("sender").values("sender").distinct().count() >= MANY_SAY_CLOSED


def corrections() -> QuerySet[Correction]:
    """Return what we say otherwise than a feed, conflicts first."""
    return (
        Correction.objects.select_related("service__organization")
        .filter(service__withdrawn_at__isnull=True)
        .order_by("-in_conflict", "service__name", "field", "pk")
    )


def source_of(service_ids: list[uuid.UUID]) -> dict[uuid.UUID, FeedRecord]:
    """Return where services came from."""
    found = FeedRecord.objects.filter(record_id__in=service_ids, entity="service").select_related("feed")
    return {record.record_id: record for record in found.order_by("pk")}


def waiting_counts() -> dict[str, int]:
    """Return how much waits for a steward: changes, problems, conflicts."""
    return {
        "changes": ProposedChange.objects.filter(state=ChangeState.WAITING).count(),
        "problems": ProblemReport.objects.filter(state=ProblemState.OPEN).count(),
        "claims": Claim.objects.filter(state=ClaimState.WAITING).count(),
        "conflicts": Correction.objects.filter(in_conflict=True).count(),
    }
