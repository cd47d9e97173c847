"""Who may see whom. Inside a partnership, an organisation's connectors see the people it knows and nobody else.

"Knows" is data (`KnownTo`): a referral it received, a case it opened, a record it wrote – or a living consent
of the person to share with it. Stewards run the installation and see no one; volunteers and programme leads
see no one here (a match or a visit has its own page). Refusal looks like absence: pages answer 404.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet

from alongside.core import clock
from alongside.partnerships.enums import Role
from alongside.people.models import Consent, KnownTo, Person

if TYPE_CHECKING:
    from alongside.partnerships.viewer import Viewer

SEES_PEOPLE = frozenset({Role.CONNECTOR, Role.TEAM_LEAD, Role.SAFEGUARDING_LEAD})
WRITES_PEOPLE = frozenset({Role.CONNECTOR, Role.TEAM_LEAD})


def visible_to(viewer: Viewer | None, *, on: date | None = None) -> QuerySet[Person]:
    """The people a viewer may see, by name; `on` is today unless it is given."""
    if viewer is None or viewer.role not in SEES_PEOPLE or viewer.organisation_id is None:
        return Person.objects.none()
    known = KnownTo.objects.filter(
        person=OuterRef("pk"), organisation=viewer.organisation_id, until_at__isnull=True
    )
    shared = Consent.objects.filter(
        Q(expires_on__isnull=True) | Q(expires_on__gte=on or clock.today()),
        person=OuterRef("pk"),
        shared_with=viewer.organisation_id,
        withdrawn_at__isnull=True,
    )
    return Person.objects.filter(Q(Exists(known)) | Q(Exists(shared)))


def can_see(viewer: Viewer | None, person: Person) -> bool:
    """Whether the viewer may see this person's record."""
    return visible_to(viewer).filter(pk=person.pk).exists()


def can_change(viewer: Viewer | None, person: Person) -> bool:
    """Whether the viewer may change this person's record."""
    return viewer is not None and viewer.role in WRITES_PEOPLE and can_see(viewer, person)


def check_can_change(viewer: Viewer | None, person: Person) -> None:
    """Raise PermissionDenied unless the viewer may change this person's record."""
    if not can_change(viewer, person):
        raise PermissionDenied
