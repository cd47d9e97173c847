"""Two entries that are one: suggested by the software, put together or told apart by a steward, and taken back."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, cast
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from alongside.core.clock import local
from alongside.core.ids import new_id
from alongside.directory import corrections, fields, offers
from alongside.directory.actions.upkeep import By, CannotKeep
from alongside.directory.duplicate_queries import entries
from alongside.directory.enums import DuplicateState, UpkeepKind
from alongside.directory.models import Duplicate, Service, Upkeep
from alongside.directory.rules.duplicates import pairs


@transaction.atomic
def search(*, at: dt.datetime) -> int:
    """Look for pairs in the whole directory; return how many are open. What was decided stays decided."""
    found = {}
    for pair in pairs(entries()):
        first, second = sorted((pair.first, pair.second), key=str)
        found[cast(UUID, first), cast(UUID, second)] = [list(item) for item in pair.evidence]
    known = {(one.first_id, one.second_id): one for one in Duplicate.objects.order_by("pk")}
    stale = [one.pk for key, one in known.items() if one.state == DuplicateState.OPEN and key not in found]
    Duplicate.objects.filter(pk__in=stale).delete()
    changed = []
    for key, one in known.items():
        if key in found and one.state == DuplicateState.OPEN and one.evidence != found[key]:
            one.evidence = found[key]
            changed.append(one)
    Duplicate.objects.bulk_update(changed, ["evidence"])
    Duplicate.objects.bulk_create(
        [
            Duplicate(id=new_id(), first_id=first, second_id=second, evidence=evidence, found_at=at)
            for (first, second), evidence in found.items()
            if (first, second) not in known
        ],
        ignore_conflicts=True,
    )
    return Duplicate.objects.filter(state=DuplicateState.OPEN).count()


@transaction.atomic
def merge(*, pair: Duplicate, keep: Service, values: Mapping[str, Any], by: By, at: dt.datetime) -> Upkeep:
    """Make the two one: `keep` stays and says `values`; the other leads to it. Raises `CannotKeep`."""
    pair, kept, other = _held(pair, keep)
    if pair.state == DuplicateState.MERGED or other.merged_into_id or kept.merged_into_id:
        raise CannotKeep(
            _("One of the two was put together with another entry already. Take that back first.")
        )
    before = {field: fields.value_of(kept, field) for field in values}
    changes = {field: value for field, value in values.items() if before[field] != value}
    if changes:
        corrections.remember(kept, before, changes, at=at)
        fields.write(kept, changes, at=at)
    moved = list(Service.objects.filter(merged_into=other).order_by("pk").values_list("pk", flat=True))
    Service.objects.filter(pk__in=moved).update(merged_into=kept)
    other.merged_into, other.updated_at = kept, at
    other.save(update_fields=["merged_into", "updated_at"])
    _decide(pair, DuplicateState.MERGED, at)
    offers.refresh([kept.pk, other.pk], on=local(at).date())
    told = {field: [before[field], value] for field, value in changes.items()}
    return _note(
        kept,
        UpkeepKind.MERGED,
        by,
        at,
        {"pair": str(pair.pk), "other": str(other.pk), "fields": told, "moved": [str(pk) for pk in moved]},
    )


@transaction.atomic
def take_apart(*, pair: Duplicate, by: By, at: dt.datetime) -> Upkeep:
    """Undo a merge: both stand again as they were; the pair counts as two. Raises `CannotKeep`."""
    done = (
        Upkeep.objects.filter(kind=UpkeepKind.MERGED, undone_at__isnull=True, before__pair=str(pair.pk))
        .order_by("-done_at", "-pk")
        .first()
    )
    # The wall hides what another place's steward noted; that the two are together everybody can see.
    told = done.before if done is not None else {"fields": {}, "moved": []}
    pair, kept, other = _held(
        pair, pair.second if pair.first.merged_into_id == pair.second_id else pair.first
    )
    if pair.state != DuplicateState.MERGED or other.merged_into_id != kept.pk:
        raise CannotKeep(_("They are not together any more."))
    restored = {
        field: before
        for field, (before, after) in told["fields"].items()
        if fields.value_of(kept, field) == after  # what was put right since stays
    }
    if restored:
        now = {field: fields.value_of(kept, field) for field in restored}
        corrections.remember(kept, now, restored, at=at)
        fields.write(kept, restored, at=at)
    Service.objects.filter(pk__in=told["moved"], merged_into=kept).update(merged_into=other)
    other.merged_into, other.updated_at = None, at
    other.save(update_fields=["merged_into", "updated_at"])
    if done is not None:
        done.undone_at = at
        done.save(update_fields=["undone_at"])
    _decide(pair, DuplicateState.TWO, at)
    offers.refresh([kept.pk, other.pk], on=local(at).date())
    return _note(kept, UpkeepKind.TAKEN_APART, by, at, {"pair": str(pair.pk), "other": str(other.pk)})


@transaction.atomic
def tell_apart(*, pair: Duplicate, by: By, at: dt.datetime) -> Upkeep:
    """They are two; nobody is asked again. Raises `CannotKeep` when they are together."""
    pair, first, second = _held(pair, pair.first)
    if pair.state == DuplicateState.MERGED:
        raise CannotKeep(_("They were put together. Take that back first."))
    _decide(pair, DuplicateState.TWO, at)
    return _note(first, UpkeepKind.KEPT_APART, by, at, {"pair": str(pair.pk), "other": str(second.pk)})


def _held(pair: Duplicate, keep: Service) -> tuple[Duplicate, Service, Service]:
    """The pair and its services, the one to keep first; held until the end, in one order for all."""
    pair = Duplicate.objects.select_for_update(of=("self",)).get(pk=pair.pk)
    ids = sorted((pair.first_id, pair.second_id), key=str)
    held = {
        service.pk: service
        for service in Service.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk")
    }
    other = next(pk for pk in ids if pk != keep.pk)
    return pair, held[keep.pk], held[other]


def _decide(pair: Duplicate, state: DuplicateState, at: dt.datetime) -> None:
    pair.state, pair.decided_at = state, at
    pair.save(update_fields=["state", "decided_at"])


def _note(service: Service, kind: UpkeepKind, by: By, at: dt.datetime, before: dict[str, Any]) -> Upkeep:
    return Upkeep.objects.create(
        service=service,
        kind=kind,
        link=by.link,
        member=by.member,
        by_name=by.title,
        before=before,
        done_at=at,
    )
