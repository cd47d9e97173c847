"""A shortlist that anyone keeps: which services, in which order. Ids only; it says nothing about who keeps it.

Shared, it is a text of its own – the beginnings of the ids, one behind the other – so nothing is stored for it and
nobody can guess from one list at another.
"""

import base64
import binascii
import uuid
from collections.abc import Sequence

from django.db.models import Q

from alongside.directory.models import Service

MOST = 30
BEGINNING = 8
"""Bytes of an id that a shared list carries: enough that no two services begin alike."""
LONGEST = MOST * BEGINNING * 4 // 3 + 4


def share(ids: Sequence[uuid.UUID]) -> str:
    """Return the list as a short text for an address."""
    raw = b"".join(one.bytes[:BEGINNING] for one in ids[:MOST])
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def shared(text: str) -> list[uuid.UUID]:
    """Return the services of a shared list, in its order; those that are not there are left out, as is nonsense."""
    if len(text) > LONGEST:
        return []
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return []
    beginnings = [raw[n : n + BEGINNING] for n in range(0, len(raw) - BEGINNING + 1, BEGINNING)]
    wanted = Q(pk__in=[])
    for beginning in beginnings:
        low, high = beginning + bytes(16 - BEGINNING), beginning + b"\xff" * (16 - BEGINNING)
        wanted |= Q(pk__range=(uuid.UUID(bytes=low), uuid.UUID(bytes=high)))
    found = {
        pk.bytes[:BEGINNING]: pk
        for pk in Service.objects.filter(wanted).order_by("pk").values_list("pk", flat=True)
    }
    return list(dict.fromkeys(found[beginning] for beginning in beginnings if beginning in found))


def moved(ids: Sequence[uuid.UUID], which: uuid.UUID, *, by: int) -> list[uuid.UUID]:
    """Return the list with one of it moved up (-1) or down (1); at an end it stays."""
    order = list(ids)
    if which in order:
        place = order.index(which)
        other = min(max(place + by, 0), len(order) - 1)
        order[place], order[other] = order[other], order[place]
    return order
