"""Change the numbers a partnership works by."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from alongside.casework.models import WayOfWorking
from alongside.core import tenancy

if TYPE_CHECKING:
    from alongside.partnerships.models import Member


@transaction.atomic
def change_ways(
    *, remind_after: int, escalate_after: int, tell_leads: bool, by: Member, at: datetime
) -> WayOfWorking:
    """Keep new numbers, in working days; what is waiting is counted by them from the next morning on."""
    ways, _made = WayOfWorking.objects.update_or_create(
        partnership_id=tenancy.current_partnership_id(),
        defaults={
            "remind_after": remind_after,
            "escalate_after": escalate_after,
            "tell_leads": tell_leads,
            "changed_at": at,
            "changed_by": by,
        },
    )
    return ways
