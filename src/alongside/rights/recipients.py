"""Who was given something about a person: those to tell when a fact turns out to be wrong (UK GDPR article 19)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from alongside.befriending.models import Match
from alongside.casework.models import OnwardReferral
from alongside.people.models import KnownTo
from alongside.referrals.models import SystemReferral
from alongside.rights.enums import RecipientKind

if TYPE_CHECKING:
    from alongside.partnerships.viewer import Viewer
    from alongside.people.models import Person


@dataclass(frozen=True)
class Recipient:
    """One who was given something, as they are called."""

    kind: RecipientKind
    name: str


def recipients(viewer: Viewer, person: Person) -> list[Recipient]:
    """Whom the viewer's organisation gave something, each once: proposed to be told."""
    found: dict[str, Recipient] = {}
    for one in _recipients(viewer, person):
        found.setdefault(one.name, one)
    return sorted(found.values(), key=lambda one: (one.kind, one.name))


def _recipients(viewer: Viewer, person: Person) -> Iterator[Recipient]:
    onward = OnwardReferral.objects.filter(case__person=person, case__organisation=viewer.organisation_id)
    for name in onward.order_by("to_name").values_list("to_name", flat=True).distinct():
        yield Recipient(RecipientKind.ORGANISATION, name)
    known = KnownTo.objects.filter(person=person).exclude(organisation=viewer.organisation_id)
    for name in known.order_by("organisation__name").values_list("organisation__name", flat=True).distinct():
        yield Recipient(RecipientKind.ORGANISATION, name)
    sent = SystemReferral.objects.filter(referral__person=person)
    for row in sent.select_related("system__organisation").order_by("system__name", "pk"):
        yield Recipient(RecipientKind.SYSTEM, f"{row.system.name}, {row.system.organisation.name}"[:200])
    matches = Match.objects.filter(
        person=person, scheme__organisation=viewer.organisation_id, introduced_at__isnull=False
    )
    for name in matches.order_by("volunteer__name").values_list("volunteer__name", flat=True).distinct():
        yield Recipient(RecipientKind.VOLUNTEER, name)
