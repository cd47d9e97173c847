"""Keeping the public forms open: a flood from one address is slowed, in the database, so across all workers.

Fails open for people: the limit is far above what a busy worker sends in an hour. What is counted is a keyed
hash of address, door and hour; nothing here can tell who it was.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F

from alongside.referrals.models import Knock

AN_HOUR = 40
KEEP = timedelta(days=2)


def _visitor(address: str, door: str, at: datetime) -> str:
    said = f"{at:%Y%m%d%H}|{door}|{address}"
    return hmac.new(settings.SECRET_KEY.encode(), said.encode(), hashlib.sha256).hexdigest()


def knock(*, address: str, door: str, at: datetime, limit: int = AN_HOUR) -> bool:
    """Count one sending; False when this address has sent too much through this door in this hour."""
    visitor = _visitor(address, door, at)
    row, _new = Knock.objects.get_or_create(visitor=visitor, defaults={"last_at": at})
    Knock.objects.filter(pk=row.pk).update(times=F("times") + 1, last_at=at)
    row.refresh_from_db(fields=["times"])
    return row.times <= limit


def forget_old(*, at: datetime) -> int:
    """Delete counters nobody needs any more; return how many."""
    deleted, _by_model = Knock.objects.filter(last_at__lt=at - KEEP).delete()
    return deleted
