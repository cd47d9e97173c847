"""How much each of a team carries, in things that are work. Reads only; the formula is `rules.weight_of`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Lower

from alongside.casework import access, rules
from alongside.casework.enums import Because, CaseStatus, FollowUpKind, Result
from alongside.casework.models import Case, Contact, FollowUp
from alongside.casework.queries import may_carry
from alongside.casework.worklists import team_rules
from alongside.people.models.person import Folded
from alongside.referrals.enums import Urgency

if TYPE_CHECKING:
    from uuid import UUID

    from alongside.casework.models import TeamRules
    from alongside.partnerships.models import Member
    from alongside.partnerships.viewer import Viewer

#: Visits of the next two weeks count: longer ahead nobody plans.
AHEAD = timedelta(days=14)


@dataclass(frozen=True)
class TeamRow:
    """What one member carries. `share` is their weight in whole per cent of the heaviest, for a bar."""

    member: Member
    carried: rules.Carried
    weight: int
    share: int


def team(viewer: Viewer, today: date) -> list[TeamRow]:
    """The connectors and team leads of the viewer's organisation with what they carry, by name. Seven queries."""
    weights = weights_of(team_rules(viewer))
    cases = access.visible_to(viewer).filter(status=CaseStatus.OPEN).order_by()
    due = FollowUp.objects.filter(
        case__organisation=viewer.organisation_id, case__status=CaseStatus.OPEN, done_at__isnull=True
    ).order_by()
    reached = Contact.objects.filter(case=OuterRef("pk"), result=Result.REACHED)
    given_up = FollowUp.objects.filter(
        case=OuterRef("pk"), done_at__isnull=True, because=Because.NO_ANSWER_THREE
    )
    unspoken = cases.filter(~Exists(reached))
    people = _by(cases, "connector")
    not_yet = _by(unspoken, "connector")
    urgent = _by(
        cases.filter(Exists(given_up) | (Q(referral__urgency=Urgency.URGENT) & ~Exists(reached))), "connector"
    )
    visits = _by(due.filter(kind=FollowUpKind.VISIT, due_on__gte=today, due_on__lt=today + AHEAD), "owner")
    overdue = _by(due.filter(due_on__lt=today), "owner")
    carried = {
        member: rules.Carried(
            people=people.get(member.pk, 0),
            unspoken=not_yet.get(member.pk, 0),
            urgent=urgent.get(member.pk, 0),
            visits=visits.get(member.pk, 0),
            overdue=overdue.get(member.pk, 0),
        )
        for member in may_carry(viewer)
    }
    weighed = {member: rules.weight_of(what, weights) for member, what in carried.items()}
    heaviest = max(weighed.values(), default=0) or 1
    return [
        TeamRow(member, what, weighed[member], round(100 * weighed[member] / heaviest))
        for member, what in carried.items()
    ]


def weights_of(team: TeamRules) -> rules.Weights:
    """The weights of a team as the formula takes them."""
    return rules.Weights(team.person, team.unspoken, team.urgent, team.visit, team.overdue)


def carried_by(viewer: Viewer, member_id: UUID) -> QuerySet[Case]:
    """The open cases of one colleague of the same organisation, by the person's name."""
    return (
        access.visible_to(viewer)
        .filter(status=CaseStatus.OPEN, connector=member_id)
        .select_related("person")
        .order_by(Folded(Lower("person__family_name")), Folded(Lower("person__given_name")), "pk")
    )


def _by(found: QuerySet[Any], owner: str) -> dict[UUID, int]:
    return dict(found.values_list(owner).annotate(Count("pk")))
