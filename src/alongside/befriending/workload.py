"""How much each supervisor carries: matches, what may go wrong, reviews, volunteers. For sharing it out anew."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Count

from alongside.befriending import access, queries, rules
from alongside.core import clock
from alongside.partnerships.models import Member
from alongside.volunteering import access as volunteering
from alongside.volunteering.enums import VolunteerStatus
from alongside.volunteering.models import Volunteer

if TYPE_CHECKING:
    from alongside.partnerships.viewer import Viewer


@dataclass(frozen=True)
class Carries:
    """What stands on one supervisor. One who has left and still carries something is `is_away`."""

    member: Member
    live: int
    beginning: int
    at_risk: int
    reviews_due: int
    reviews_late: int
    volunteers: int
    deputy_for: int

    @property
    def is_away(self) -> bool:
        """Whether what they carry must be given to somebody else."""
        return not self.member.is_present


def of_supervisors(viewer: Viewer | None, *, at: datetime) -> list[Carries]:
    """Everybody who supervises in the viewer's organisation, or could; who carries most comes first."""
    if viewer is None or viewer.role not in access.RUNS:
        return []
    on = clock.local(at).date()
    live = access.matches_visible_to(viewer).filter(status__in=rules.LIVE)
    carried = _by(live, "supervisor")
    beginning = _by(live.exclude(status__in=rules.MEETING), "supervisor")
    risky = Counter(one.match.supervisor_id for one in queries.at_risk(viewer, at=at))
    due: Counter[UUID] = Counter()
    late: Counter[UUID] = Counter()
    for review in queries.reviews_due(viewer, on=on):
        due[review.match.supervisor_id] += 1
        late[review.match.supervisor_id] += review.due_on < on
    theirs = Volunteer.objects.filter(
        organisation=viewer.organisation_id, status__in=[VolunteerStatus.READY, VolunteerStatus.RESTING]
    )
    helpers, deputies = _by(theirs, "supervisor"), _by(theirs, "deputy")
    somewhere = {*carried, *risky, *due, *helpers, *deputies} - {None}
    members = {one.pk: one for one in Member.objects.filter(pk__in=somewhere).order_by("pk")}
    could = Member.objects.filter(
        organisation=viewer.organisation_id, role__in=volunteering.MANAGES, left_at__isnull=True
    )
    members |= {one.pk: one for one in could.order_by("pk")}
    rows = [
        Carries(
            member=member,
            live=carried.get(pk, 0),
            beginning=beginning.get(pk, 0),
            at_risk=risky[pk],
            reviews_due=due[pk],
            reviews_late=late[pk],
            volunteers=helpers.get(pk, 0),
            deputy_for=deputies.get(pk, 0),
        )
        for pk, member in members.items()
    ]
    return sorted(rows, key=lambda one: (not one.is_away, -one.live, -one.volunteers, one.member.name))


def _by(rows: Any, field: str) -> dict[UUID, int]:
    return dict(rows.order_by().values_list(field).annotate(n=Count("pk")))
