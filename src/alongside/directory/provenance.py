"""Where each field of an entry comes from: which feed and when, or which person. Reads only."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from alongside.directory import fields
from alongside.directory.enums import ChangeState, Entity, UpkeepKind
from alongside.directory.models import Correction, FeedRecord, ProposedChange, Service, Upkeep


@dataclass(frozen=True, slots=True)
class Origin:
    """One field: what it says, who said so and when; and what the feed says where we say something else."""

    field: str
    title: str
    value: Any
    source: str
    """A person's name, a feed's name, or how it came here."""
    at: dt.datetime | None
    by_person: bool
    theirs: Any = None
    """What the feed says instead."""
    differs: bool = False


def origins(service: Service) -> list[Origin]:
    """Return every field's origin, in the order of forms; five queries, however many fields."""
    by_hand = _said_by_people(service)
    corrected = {one.field: one for one in Correction.objects.filter(service=service).order_by("field")}
    record = (
        FeedRecord.objects.filter(record_id=service.pk, entity=Entity.SERVICE)
        .select_related("feed", "last_run")
        .first()
    )
    entered = (
        Upkeep.objects.filter(service=service, kind=UpkeepKind.ENTERED).order_by("done_at", "pk").first()
    )
    found = []
    for field, title in fields.FIELDS.items():
        correction = corrected.get(field)
        theirs = None if correction is None else correction.theirs_now or correction.theirs
        source, at, is_person = _origin(field, by_hand, correction, record, entered)
        found.append(
            Origin(
                field=field,
                title=str(title),
                value=fields.value_of(service, field),
                source=source,
                at=at,
                by_person=is_person,
                theirs=theirs,
                differs=correction is not None,
            )
        )
    return found


def _origin(
    field: str,
    by_hand: dict[str, tuple[str, dt.datetime]],
    correction: Correction | None,
    record: FeedRecord | None,
    entered: Upkeep | None,
) -> tuple[str, dt.datetime | None, bool]:
    if record is not None and correction is None:
        return record.feed.name, record.last_seen_at, False
    if field in by_hand:
        name, at = by_hand[field]
        return name or _("Somebody of this place"), at, True
    if correction is not None:  # who it was stands behind another partnership's wall
        return _("Put right here"), correction.since_at, True
    if entered is not None:
        return entered.by_name or _("Entered by hand"), entered.done_at, True
    return _("Not known"), None, False


def _said_by_people(service: Service) -> dict[str, tuple[str, dt.datetime]]:
    """Return who last said something of each field, oldest first so that the latest stands."""
    said: list[tuple[dt.datetime, str, list[str]]] = []
    kinds = (UpkeepKind.EDITED, UpkeepKind.MERGED)
    for upkeep in Upkeep.objects.filter(service=service, kind__in=kinds, undone_at__isnull=True).order_by(
        "pk"
    ):
        said.append((upkeep.done_at, upkeep.by_name, list(upkeep.before.get("fields", {}))))
    states = (ChangeState.ACCEPTED, ChangeState.LIVE)
    for change in ProposedChange.objects.filter(service=service, state__in=states).order_by("pk"):
        said.append((change.decided_at or change.proposed_at, change.by_name, list(change.changes)))
    return {field: (name, at) for at, name, names in sorted(said, key=lambda one: one[0]) for field in names}
