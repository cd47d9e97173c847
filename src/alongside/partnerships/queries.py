"""Reads of partnerships and members."""

import uuid

from django.db.models import F, Q, QuerySet

from alongside.core import tenancy
from alongside.core.statements import statement
from alongside.partnerships.models import Member, Organisation, Partnership


def partnership_at(host: str) -> Partnership | None:
    """Return the partnership the public finds at a host name: its own, its slug as first label, or the default."""
    name = host.rsplit(":", 1)[0].lower() if not host.endswith("]") else host
    label = name.split(".", 1)[0]
    found = _partnerships_at(name, label)
    found.sort(key=lambda p: (p.hostname != name, p.slug != label))
    return found[0] if found else None


@statement
def _partnerships_at(name: str, label: str) -> QuerySet[Partnership]:
    return Partnership.objects.filter(Q(hostname=name) | Q(slug=label) | Q(is_default=True))


def memberships_of(user_id: uuid.UUID, *, read_only: bool = False) -> list[Member]:
    """Return the present memberships of a user over all partnerships (the wall opens only for their own).

    With `read_only` the transaction refuses every write from here on.
    """
    tenancy.name_user(user_id, read_only=read_only)
    return _memberships(user_id)


@statement
def _memberships(user_id: uuid.UUID) -> QuerySet[Member]:
    found = Member.objects.filter(user_id=user_id, left_at=None).select_related("partnership")
    return found.order_by("partnership__slug", "id")


def present_members() -> QuerySet[Member]:
    """Return members who have not left, by name."""
    return Member.objects.filter(left_at=None).select_related("organisation", "user").order_by("name", "id")


def all_members() -> QuerySet[Member]:
    """Return all members, those who left last."""
    return Member.objects.select_related("organisation", "user").order_by(
        F("left_at").desc(nulls_first=True), "name", "id"
    )


def organisations() -> QuerySet[Organisation]:
    """Return the partnership's organisations by name."""
    return Organisation.objects.order_by("name", "id")
