"""Who may read what safeguarding holds: the named lead and deputy, and nobody by their ordinary role.

While a partnership has named no lead, whoever has the role of safeguarding lead reads, so that a concern never waits
for a form. A member the worry is about finds nothing. Who raised a concern sees that it was received. A connector who
breaks the glass reads what there is about one person, for an hour. The database holds to the same (migration 0002).
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q, QuerySet

from alongside.core.statements import statement
from alongside.partnerships.enums import Role
from alongside.partnerships.models import Member
from alongside.people import access as people
from alongside.safeguarding.enums import Duty
from alongside.safeguarding.models import BreakGlass, Concern, SafeguardingRole

if TYPE_CHECKING:
    from alongside.partnerships.viewer import Viewer
    from alongside.people.models import Person

#: Whose ordinary role lets them carry the duty; a page narrows this down to who was named.
MAY_CARRY = frozenset({Role.CONNECTOR, Role.TEAM_LEAD, Role.SAFEGUARDING_LEAD})
RAISES = MAY_CARRY
BREAKS_GLASS = frozenset({Role.CONNECTOR, Role.TEAM_LEAD})


def on_duty() -> dict[str, Member]:
    """The named lead and deputy who are here, by duty."""
    found = SafeguardingRole.objects.filter(ended_at__isnull=True, member__left_at__isnull=True)
    return {row.duty: row.member for row in found.select_related("member__user", "member__organisation")}


def stand_ins() -> list[Member]:
    """Whoever has the role of safeguarding lead: they carry the duty while nobody is named."""
    found = Member.objects.filter(role=Role.SAFEGUARDING_LEAD, left_at__isnull=True)
    return list(found.select_related("user", "organisation").order_by("name", "id"))


def holders() -> list[Member]:
    """Everybody who reads concerns now, the lead first."""
    named = on_duty()
    leads = [named[Duty.LEAD]] if Duty.LEAD in named else stand_ins()
    deputy = named.get(Duty.DEPUTY)
    return [*leads, *([deputy] if deputy is not None and deputy not in leads else [])]


def holds(viewer: Viewer | None) -> bool:
    """Whether the viewer carries the duty: named, or standing in while no lead is."""
    if viewer is None or viewer.role not in MAY_CARRY:
        return False
    carried = set(_carried())
    if any(member == viewer.member_id for _duty, member in carried):
        return True
    return viewer.role == Role.SAFEGUARDING_LEAD and not any(duty == Duty.LEAD for duty, _member in carried)


@statement
def _carried() -> QuerySet[SafeguardingRole, tuple[str, UUID]]:
    found = SafeguardingRole.objects.filter(ended_at__isnull=True, member__left_at__isnull=True)
    return found.values_list("duty", "member_id")


def readable_by(viewer: Viewer | None, at: datetime) -> QuerySet[Concern]:
    """The concerns whose record the viewer may read now."""
    if viewer is None:
        return Concern.objects.none()
    found = Concern.objects.exclude(involves=viewer.member_id)
    if holds(viewer):
        return found
    people_seen = live_glass(viewer, at).values("person")
    return found.filter(Q(person__in=people_seen) | Q(person__isnull=True, referral__person__in=people_seen))


def held_by_role(viewer: Viewer | None) -> QuerySet[Concern]:
    """The concerns a safeguarding role works on; nothing for anybody else."""
    if viewer is None or not holds(viewer):
        return Concern.objects.none()
    return Concern.objects.exclude(involves=viewer.member_id)


def raised_by(viewer: Viewer | None) -> QuerySet[Concern]:
    """The concerns the viewer raised: for the receipt, not the record."""
    return Concern.objects.none() if viewer is None else Concern.objects.filter(raised_by=viewer.member_id)


def live_glass(viewer: Viewer, at: datetime, person_id: UUID | None = None) -> QuerySet[BreakGlass]:
    """What the viewer has opened, and how long it holds."""
    found = BreakGlass.objects.filter(by=viewer.member_id, until_at__gt=at)
    return found if person_id is None else found.filter(person=person_id)


def may_break_glass(viewer: Viewer | None, person: Person) -> bool:
    """Whether the viewer may open what is held about a person: a connector who may see the person."""
    return viewer is not None and viewer.role in BREAKS_GLASS and people.can_see(viewer, person)
