"""What people put right outlives every import: corrections are laid over what the feed brings, in its transaction.

While the feed says what it said, ours stands. When it comes to say the same as we do, the correction has done its work
and goes. When it says a third thing, ours stands on and a person is asked.
"""

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from alongside.directory import fields
from alongside.directory.models import Correction, FeedRecord, Service


def remember(service: Service, before: dict[str, Any], after: dict[str, Any], *, at: dt.datetime) -> None:
    """Keep what was corrected of a service that comes from a feed; others have nothing to be laid over."""
    if not FeedRecord.objects.filter(record_id=service.pk).exists():
        return
    for field, value in after.items():
        known = Correction.objects.filter(service=service, field=field).first()
        if known is None:
            known = Correction(service=service, field=field, theirs=before[field])
        elif known.in_conflict:
            known.theirs, known.theirs_now, known.in_conflict = known.theirs_now, None, False
        known.ours, known.since_at = value, at
        if known.ours == known.theirs:
            if known.pk and not known._state.adding:
                known.delete()
            continue
        known.save()


def lay_over(service_ids: Iterable[uuid.UUID], *, at: dt.datetime) -> None:
    """Lay corrections over services that were just read from their feed. One query when there are none."""
    found = (
        Correction.objects.filter(service_id__in=list(service_ids))
        .select_related("service")
        .order_by("service_id", "field")
    )
    services: dict[uuid.UUID, Service] = {}
    for correction in found:
        # One object for all corrections of a service: each writes the whole row.
        correction.service = services.setdefault(correction.service_id, correction.service)
        theirs = fields.value_of(correction.service, correction.field)
        if theirs == correction.ours:
            correction.delete()
            continue
        if theirs != correction.theirs:
            correction.theirs_now, correction.in_conflict = theirs, True
        else:
            correction.theirs_now, correction.in_conflict = None, False
        correction.save(update_fields=["theirs_now", "in_conflict"])
        fields.write(correction.service, {correction.field: correction.ours}, at=at)


def give_up(correction: Correction, *, at: dt.datetime) -> None:
    """Let the feed have its way: its present value comes back, the correction goes."""
    value = correction.theirs_now if correction.in_conflict else correction.theirs
    if value is not None:
        fields.write(correction.service, {correction.field: value}, at=at)
    correction.delete()
