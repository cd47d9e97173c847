"""Who may propose, confirm and take apart: connectors and team leads who see both records.

Once joined, both names lead to one record; who sees that one sees the joining.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from alongside.joining.enums import JoinStatus
from alongside.joining.models import Join
from alongside.people import access as people

if TYPE_CHECKING:
    from alongside.partnerships.models import Member
    from alongside.partnerships.viewer import Viewer
    from alongside.people.models import Person

JOINS = people.WRITES_PEOPLE


def visible_to(viewer: Viewer | None) -> QuerySet[Join]:
    """The joins a viewer may see: of two people they see; or, once joined, of the one that goes on."""
    if viewer is None or viewer.role not in JOINS:
        return Join.objects.none()
    seen = people.visible_to(viewer).values("pk")
    return Join.objects.filter(Q(kept__in=seen) & (Q(gone__in=seen) | Q(status=JoinStatus.JOINED)))


def may_join(viewer: Viewer | None, *both: Person) -> bool:
    """Whether the viewer sees all of them and may write about them."""
    if viewer is None or viewer.role not in JOINS:
        return False
    keys = {person.pk for person in both}
    return people.visible_to(viewer).filter(pk__in=keys).count() == len(keys)


def may_confirm(by: Member, join: Join) -> bool:
    """Whether `by` is a second pair of eyes."""
    return join.is_proposed and join.proposed_by_id != by.pk
