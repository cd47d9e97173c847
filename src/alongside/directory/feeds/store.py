"""Storing one batch: what is new, what changed, what stayed, what is refused – in the caller's transaction.

A record whose hash is that of last time is only marked as seen. Children of a changed service are made anew. Nothing is
withdrawn here: only a run that saw the whole feed may do that.
"""

import datetime as dt
import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction
from django.utils.text import slugify
from psycopg.types.json import Jsonb

from alongside.core.ids import derived_id, new_id
from alongside.directory import corrections, offers
from alongside.directory.enums import Entity, SetAsideWhy
from alongside.directory.feeds import bulk, rows
from alongside.directory.feeds.ahead import READER, hash_of, hash_of_text, read
from alongside.directory.feeds.clean_text import line, storable
from alongside.directory.feeds.read_v3 import read_service, source_id
from alongside.directory.feeds.records import NotAService, Note, ReadLocation, ReadOrganization, ReadService
from alongside.directory.feeds.set_aside import beyond_belief
from alongside.directory.feeds.source import Batch
from alongside.directory.feeds.vendor import without_officers
from alongside.directory.models import (
    FeedRecord,
    FeedRun,
    RejectedRecord,
    Service,
    SetAside,
    Taxonomy,
    TaxonomyTerm,
)
from alongside.directory.models.feed import record_id
from alongside.places.roughly import Placed, placed

ROUGHLY_PLACED = (
    "The postcode %(postcode)s is not in use, as far as we know. The place is shown as only roughly known."
)
ASSURED_TO_COME = (
    "It says that it will be confirmed on a day to come. Until somebody confirms it, it does not count."
)
AT_ONCE = 200
"""Of what was set aside, in one transaction."""
LARGEST_KEPT = 50_000
"""Characters of a rejected record that are kept to be looked at."""
_FEED_RECORD_COLUMNS = (
    "feed_id entity source_id record_id source_hash vendor first_seen_at last_seen_at last_run_id"
)
_FEED_RECORD = ("id", *_FEED_RECORD_COLUMNS.split())


@dataclass(slots=True)
class Tally:
    """What a batch did."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: int = 0
    noted: int = 0
    renamed: int = 0
    set_aside: int = 0


@dataclass(slots=True)
class _Known:
    key: uuid.UUID
    source_hash: str
    seen_in_this_run: bool


@dataclass(slots=True)
class _Taken:
    """A service of this batch that is new or changed."""

    service: ReadService
    source_hash: str
    is_new: bool
    raw: Any = None


@dataclass(slots=True)
class _Sorted:
    """The records of a batch by what becomes of them."""

    taken: dict[str, _Taken] = field(default_factory=dict)
    unchanged: list[str] = field(default_factory=list)
    bad_but_known: list[str] = field(default_factory=list)
    refused: list[RejectedRecord] = field(default_factory=list)
    hashes: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Store:
    """Stores the batches of one run. Taxonomy terms met on the way are remembered."""

    run: FeedRun
    at: dt.datetime
    on: dt.date
    touched: set[str] = field(default_factory=set)
    """Ids of known services that came with other content than before."""
    _terms: dict[tuple[str, str], uuid.UUID] = field(default_factory=dict)
    _row: int = 0

    def take(self, batch: Batch) -> Tally:
        """Store one batch."""
        ids = {source_id(raw) for raw in batch.rows} - {""}
        known = self._known(Entity.SERVICE, ids)
        if self.run.set_aside:  # those came earlier, with the content they were set aside with
            for own_id, source_hash in self.run.kept_back.filter(record__in=ids).values_list(
                "record", "source_hash"
            ):
                known[own_id].source_hash = source_hash
        sorted_out = _Sorted()
        for index in range(len(batch.rows)):
            self._row += 1
            self._sort(index, batch, known, sorted_out)
        self.touched |= set(sorted_out.taken)
        aside = self._set_aside(sorted_out)
        returned = self._mark_seen([*sorted_out.unchanged, *sorted_out.bad_but_known, *aside])
        noted = self._keep(sorted_out.taken, known, returned)
        RejectedRecord.objects.bulk_create(sorted_out.refused)
        new = sum(item.is_new for item in sorted_out.taken.values())
        back = {self._id(own_id) for own_id in sorted_out.unchanged} & set(returned)
        return Tally(
            new=new,
            changed=len(sorted_out.taken) - new + len(back),
            unchanged=len(sorted_out.unchanged) - len(back),
            rejected=len(sorted_out.refused),
            noted=noted,
            renamed=sum(why == SetAsideWhy.RENAMED for why in aside.values()),
            set_aside=len(aside),
        )

    def take_set_aside(self) -> Tally:
        """Take over, in batches, what was set aside in this run."""
        done = Tally()
        while rows := list(SetAside.objects.filter(run=self.run).order_by("pk")[:AT_ONCE]):
            with transaction.atomic():
                taken = {
                    row.record: _Taken(read_service(row.raw), row.source_hash, is_new=False) for row in rows
                }
                done.noted += self._keep(taken, self._known(Entity.SERVICE, taken), [])
                done.changed += len(taken)
                SetAside.objects.filter(pk__in=[row.pk for row in rows]).delete()
        return done

    def _keep(self, taken: dict[str, "_Taken"], known: dict[str, "_Known"], returned: list[uuid.UUID]) -> int:
        """Write these services and all that follows from them; return how many parts were not believed."""
        self._write(taken, known)
        ids = [self._id(own_id) for own_id in taken]
        corrections.lay_over(ids, at=self.at)
        offers.refresh(ids + returned, on=self.on)
        noted = self._noted(taken)
        RejectedRecord.objects.bulk_create(noted)
        return len(noted)

    def _set_aside(self, sorted_out: "_Sorted") -> dict[str, SetAsideWhy]:
        """Take out of the batch what would be beyond belief of a whole feed, and keep it as it came."""
        changed = {self._id(own_id): item for own_id, item in sorted_out.taken.items() if not item.is_new}
        odd = beyond_belief({pk: item.service for pk, item in changed.items()})
        aside = {changed[pk].service.source_id: why for pk, why in odd.items()}
        SetAside.objects.bulk_create(
            SetAside(
                run=self.run,
                service_id=pk,
                record=changed[pk].service.source_id,
                name=changed[pk].service.name,
                why=why,
                source_hash=changed[pk].source_hash,
                raw=storable(without_officers(changed[pk].raw)),
            )
            for pk, why in odd.items()
        )
        for own_id in aside:
            del sorted_out.taken[own_id]
        return aside

    def _noted(self, taken: dict[str, "_Taken"]) -> list[RejectedRecord]:
        """What came in without a part that could not be believed, each reason of a record once."""
        told = {
            (note.record or own_id, note.reason): item.service.name
            for own_id, item in taken.items()
            for note in item.service.notes
        }
        return [
            RejectedRecord(
                id=new_id(), run=self.run, record=record[:255], name=name, reason=reason, came_in=True
            )
            for (record, reason), name in told.items()
        ]

    def _sort(self, index: int, batch: Batch, known: dict[str, _Known], into: "_Sorted") -> None:
        """Decide what becomes of one record."""
        raw = batch.rows[index]
        own_id, source_hash = source_id(raw), batch.hashes[index] if batch.hashes else hash_of(raw)
        before = known.get(own_id)
        if own_id in into.hashes or (before is not None and before.seen_in_this_run):
            earlier = into.hashes.get(own_id) or (before.source_hash if before else "")
            if source_hash != earlier and own_id not in batch.sparse:
                into.refused.append(
                    self._refusal(raw, "The same id came earlier in this feed with other content.")
                )
            return
        if before is not None and (before.source_hash == source_hash or own_id in batch.sparse):
            into.unchanged.append(own_id)
            into.hashes[own_id] = source_hash
            return
        service = batch.services[index] if batch.services else read(raw)
        if isinstance(service, NotAService):
            into.refused.append(self._refusal(raw, str(service)))
            if before is not None:  # the last good copy keeps serving
                into.bad_but_known.append(own_id)
                into.hashes[own_id] = source_hash
            return
        if service.assured_on and not service.confirmed_on(self.on):
            service.notes.append(Note(own_id, ASSURED_TO_COME))
        into.taken[own_id] = _Taken(service, source_hash, is_new=before is None, raw=raw)
        into.hashes[own_id] = source_hash

    def _id(self, own_id: str, entity: Entity = Entity.SERVICE) -> uuid.UUID:
        return record_id(self.run.feed_id, entity, own_id)

    def _known(self, entity: Entity, ids: Iterable[str]) -> dict[str, _Known]:
        found = FeedRecord.objects.filter(feed_id=self.run.feed_id, entity=entity, source_id__in=list(ids))
        return {
            own_id: _Known(key, source_hash, last_run == self.run.pk)
            for own_id, key, source_hash, last_run in found.order_by("source_id").values_list(
                "source_id", "id", "source_hash", "last_run_id"
            )
        }

    def _refusal(self, raw: Any, reason: str) -> RejectedRecord:
        kept = storable(without_officers(raw))
        if len(json.dumps(kept)) > LARGEST_KEPT:
            kept = None
        name = line(raw.get("name")) if isinstance(raw, dict) else ""
        return RejectedRecord(
            id=new_id(),
            run=self.run,
            record=source_id(raw) or f"row {self._row}",
            name=name,
            reason=reason,
            raw=kept,
        )

    def _mark_seen(self, own_ids: list[str]) -> list[uuid.UUID]:
        """Note that the feed still has them; return those that had been withdrawn and are back."""
        if not own_ids:
            return []
        FeedRecord.objects.filter(
            feed_id=self.run.feed_id, entity=Entity.SERVICE, source_id__in=own_ids
        ).update(last_seen_at=self.at, last_run=self.run)
        back = Service.objects.filter(
            pk__in=[self._id(own_id) for own_id in own_ids], withdrawn_at__isnull=False
        ).order_by("pk")
        returned = list(back.values_list("pk", flat=True))
        Service.objects.filter(pk__in=returned).update(withdrawn_at=None, updated_at=self.at)
        return returned

    def _write(self, taken: dict[str, _Taken], known: dict[str, _Known]) -> None:
        if not taken:
            return
        services = [item.service for item in taken.values()]
        self._write_organizations(services)
        touched = self._write_locations(services)
        self._learn_terms(services)
        new, old = rows.empty(), rows.empty()
        for item in taken.values():
            rows.add_service(
                new if item.is_new else old, item.service, self.run.feed_id, self._terms, self.at
            )
        gone = [row[0] for row in old["service"]]
        for table in reversed(rows.CHILDREN):
            bulk.delete(table, "service_id", gone)
        bulk.upsert(
            "service",
            rows.COLUMNS["service"],
            old.pop("service", []),
            keep=frozenset({"created_at"}),
            latest=frozenset({"confirmed_on"}),
        )
        for table in ("service", *rows.CHILDREN):
            if found := new[table] + old[table]:
                bulk.copy(table, rows.COLUMNS[table], found)
        self._record(
            Entity.SERVICE,
            [(item.service.source_id, item.source_hash, item.service.vendor) for item in taken.values()],
            known,
        )
        if touched:
            self._refresh_neighbours(touched)

    def _write_organizations(self, services: list[ReadService]) -> None:
        met: dict[str, tuple[ReadOrganization, str]] = {}
        for service in services:
            org = service.organization
            if org.source_id not in met or len(repr(org)) > len(repr(met[org.source_id][0])):
                met[org.source_id] = (org, service.name)
        known = self._known(Entity.ORGANIZATION, met)
        new: list[tuple[Any, ...]] = []
        old: list[tuple[Any, ...]] = []
        records: list[tuple[str, str, dict[str, Any]]] = []
        for own_id, (org, fallback) in met.items():
            source_hash, before = hash_of_text(repr(org)), known.get(own_id)
            if before is not None and (before.source_hash == source_hash or not org.name):
                continue
            row = rows.organization_row(org, self._id(own_id, Entity.ORGANIZATION), fallback, self.at)
            (new if before is None else old).append(row)
            records.append((own_id, source_hash, {}))
        if new:
            bulk.copy("organization", rows.COLUMNS["organization"], new)
        bulk.upsert("organization", rows.COLUMNS["organization"], old, keep=frozenset({"created_at"}))
        self._record(Entity.ORGANIZATION, records, known)

    def _write_locations(self, services: list[ReadService]) -> list[uuid.UUID]:
        """Write locations that are new or changed; return those that changed, for services of other batches."""
        met: dict[str, ReadLocation] = {}
        for service in services:
            for location in service.locations:
                if location.source_id not in met or len(repr(location)) > len(repr(met[location.source_id])):
                    met[location.source_id] = location
        known = self._known(Entity.LOCATION, met)
        lost = {location.postcode for location in met.values() if location.lat is None and location.postcode}
        by_postcode = placed(lost) if lost else {}
        _note_rough_places(services, by_postcode)
        new, old = rows.empty(), rows.empty()
        records: list[tuple[str, str, dict[str, Any]]] = []
        for own_id, location in met.items():
            source_hash, before = _hash_place(location), known.get(own_id)
            if before is not None and before.source_hash == source_hash:
                continue
            target = new if before is None else old
            rows.add_location(target, location, self._id(own_id, Entity.LOCATION), by_postcode, self.at)
            records.append((own_id, source_hash, {}))
        changed = [row[0] for row in old["location"]]
        bulk.delete("accessibility", "location_id", changed)
        bulk.upsert("location", rows.COLUMNS["location"], old["location"], keep=frozenset({"created_at"}))
        for table, found in (
            ("location", new["location"]),
            ("accessibility", new["accessibility"] + old["accessibility"]),
        ):
            if found:
                bulk.copy(table, rows.COLUMNS[table], found)
        self._record(Entity.LOCATION, records, known)
        return changed

    def _refresh_neighbours(self, location_ids: list[uuid.UUID]) -> None:
        others = Service.objects.filter(service_at_locations__location_id__in=location_ids).order_by("pk")
        offers.refresh(list(others.values_list("pk", flat=True).distinct()), on=self.on)

    def _record(
        self, entity: Entity, found: list[tuple[str, str, dict[str, Any]]], known: dict[str, _Known]
    ) -> None:
        """Write where the records came from."""
        new: list[tuple[Any, ...]] = []
        old: list[tuple[Any, ...]] = []
        for own_id, source_hash, vendor in found:
            before = known.get(own_id)
            key = before.key if before else derived_id(self.run.feed_id, f"record:{entity}:{own_id}")
            row = (
                key,
                self.run.feed_id,
                entity.value,
                own_id,
                self._id(own_id, entity),
                source_hash,
                Jsonb(vendor),
                self.at,
                self.at,
                self.run.pk,
            )
            (old if before else new).append(row)
        if new:
            bulk.copy("feedrecord", _FEED_RECORD, new)
        bulk.upsert("feedrecord", _FEED_RECORD, old, keep=frozenset({"first_seen_at"}))

    def _learn_terms(self, services: list[ReadService]) -> None:
        """Make sure every taxonomy and term of the batch is there, and know their ids."""
        unknown = {
            (term.taxonomy, term.code): term
            for service in services
            for term in service.terms
            if (term.taxonomy, term.code) not in self._terms
        }
        if not unknown:
            return
        names = {term.taxonomy: self._taxonomy_code(term.taxonomy) for term in unknown.values()}
        Taxonomy.objects.bulk_create(
            [Taxonomy(code=code, name=name or "Terms without a list") for name, code in names.items()],
            ignore_conflicts=True,
        )
        codes = dict(
            Taxonomy.objects.filter(code__in=names.values()).order_by("code").values_list("code", "pk")
        )
        taxonomy_ids = {name: codes[code] for name, code in names.items()}
        TaxonomyTerm.objects.bulk_create(
            [
                TaxonomyTerm(
                    id=uuid.uuid5(taxonomy_ids[term.taxonomy], term.code),
                    taxonomy_id=taxonomy_ids[term.taxonomy],
                    code=term.code,
                    name=term.name,
                    description=term.description,
                    term_uri=term.term_uri,
                )
                for term in unknown.values()
            ],
            ignore_conflicts=True,
        )
        here = TaxonomyTerm.objects.filter(
            taxonomy_id__in=taxonomy_ids.values(), code__in={code for _, code in unknown}
        ).order_by("pk")
        by_place = {
            (taxonomy, code): pk for pk, taxonomy, code in here.values_list("pk", "taxonomy_id", "code")
        }
        for name, code in unknown:
            self._terms[name, code] = by_place[taxonomy_ids[name], code]

    def _taxonomy_code(self, name: str) -> str:
        """A feed's list is the list of that name wherever it is used, except ours of what matters to people."""
        code = slugify(name)[:90] or f"feed-{self.run.feed_id.hex[:8]}"
        return f"feed-{code}" if code == "matters" else code


def count_unseen(run: FeedRun) -> tuple[int, int]:
    """Return how many of the feed's services stand, and how many of these the run did not see."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), count(*) FILTER (WHERE r.last_run_id IS DISTINCT FROM %s) FROM directory_feedrecord r"
            " JOIN directory_service s ON s.id = r.record_id"
            " WHERE r.feed_id = %s AND r.entity = %s AND s.withdrawn_at IS NULL",
            [run.pk, run.feed_id, Entity.SERVICE.value],
        )
        standing, unseen = cursor.fetchone()
    return standing, unseen


def withdraw_unseen(run: FeedRun, at: dt.datetime, on: dt.date) -> int:
    """Withdraw the feed's services that this run, which saw the whole feed, did not see; return how many."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE directory_service SET withdrawn_at = %s, updated_at = %s WHERE withdrawn_at IS NULL AND id IN ("
            " SELECT record_id FROM directory_feedrecord"
            " WHERE feed_id = %s AND entity = %s AND last_run_id IS DISTINCT FROM %s) RETURNING id",
            [at, at, run.feed_id, Entity.SERVICE.value, run.pk],
        )
        gone = [key for (key,) in cursor.fetchall()]
    # What was put together with a service that has gone stands for itself again.
    freed = list(Service.objects.filter(merged_into__in=gone).order_by("pk").values_list("pk", flat=True))
    Service.objects.filter(pk__in=freed).update(merged_into=None, updated_at=at)
    offers.refresh([*gone, *freed], on=on)
    return len(gone)


def _note_rough_places(services: list[ReadService], by_postcode: dict[str, Placed]) -> None:
    """Note which services stand where a postcode that we do not hold, or that has ended, puts them."""
    unsure = {text for text, found in by_postcode.items() if " " in text and not found.is_exact}
    for service in services:
        for location in service.locations:
            if location.lat is None and location.postcode in unsure:
                service.notes.append(
                    Note(service.source_id, ROUGHLY_PLACED % {"postcode": location.postcode})
                )


def _hash_place(location: ReadLocation) -> str:
    """Of the place alone: the service's times at it belong to the service."""
    schedules, location.schedules = location.schedules, []
    text = repr(location)
    location.schedules = schedules
    return hash_of_text(READER + text)
