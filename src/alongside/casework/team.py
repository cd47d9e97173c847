"""How much each of a team carries, in things that are work. Reads only; the formula is `rules.weight_of`."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Lower

from alongside.casework import access, cover, rules
from alongside.casework.enums import Because, CaseStatus, FollowUpKind, Result
from alongside.casework.models import Case, Contact, FollowUp
from alongside.casework.queries import carriers
from alongside.casework.worklists import rules_of
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
    """What one member carries, and whether they are away. `share` is their weight in whole per cent of the heaviest."""

    member: Member
    carried: rules.Carried
    weight: int
    share: int
    is_away: bool


def team(organisation_id: UUID, today: date) -> list[TeamRow]:
    """The connectors and team leads of an organisation with what they carry, by name. Eight queries."""
    weights = weights_of(rules_of(organisation_id))
    members = list(carriers(organisation_id))
    cases = Case.objects.filter(organisation=organisation_id, status=CaseStatus.OPEN)
    due = FollowUp.objects.filter(case__organisation=organisation_id)
    carried = _carried(cases, due, today, by="connector", due_by="owner")
    away = set(
        cover.on(today).filter(member__organisation=organisation_id).values_list("member_id", flat=True)
    )
    weighed = {
        member.pk: rules.weight_of(carried.get(member.pk, rules.Carried()), weights) for member in members
    }
    heaviest = max(weighed.values(), default=0) or 1
    return [
        TeamRow(
            member=member,
            carried=carried.get(member.pk, rules.Carried()),
            weight=weighed[member.pk],
            share=round(100 * weighed[member.pk] / heaviest),
            is_away=member.pk in away,
        )
        for member in members
    ]


def weights_of_cases(cases: Collection[Case], organisation_id: UUID, today: date) -> dict[UUID, int]:
    """What each of these cases weighs for whoever carries it, by the same formula: {key of the case: points}."""
    weights = weights_of(rules_of(organisation_id))
    keys = [case.pk for case in cases]
    wanted = Case.objects.filter(pk__in=keys, status=CaseStatus.OPEN)
    carried = _carried(wanted, FollowUp.objects.filter(case__in=keys), today, by="pk", due_by="case")
    return {case.pk: rules.weight_of(carried.get(case.pk, rules.Carried()), weights) for case in cases}


def _carried(
    cases: QuerySet[Case], due: QuerySet[FollowUp], today: date, *, by: str, due_by: str
) -> dict[UUID, rules.Carried]:
    """The counts the weight is made of, for each value of `by`; what is due counts for `due_by`. Five queries."""
    cases = cases.order_by()
    due = due.filter(case__status=CaseStatus.OPEN, done_at__isnull=True).order_by()
    reached = Contact.objects.filter(case=OuterRef("pk"), result=Result.REACHED)
    given_up = FollowUp.objects.filter(
        case=OuterRef("pk"), done_at__isnull=True, because=Because.NO_ANSWER_THREE
    )
    urgent = Exists(given_up) | (Q(referral__urgency=Urgency.URGENT) & ~Exists(reached))
    people = _by(cases, by)
    unspoken = _by(cases.filter(~Exists(reached)), by)
    pressing = _by(cases.filter(urgent), by)
    visits = _by(due.filter(kind=FollowUpKind.VISIT, due_on__gte=today, due_on__lt=today + AHEAD), due_by)
    overdue = _by(due.filter(due_on__lt=today), due_by)
    return {
        key: rules.Carried(
            people=people.get(key, 0),
            unspoken=unspoken.get(key, 0),
            urgent=pressing.get(key, 0),
            visits=visits.get(key, 0),
            overdue=overdue.get(key, 0),
        )
        for key in {*people, *visits, *overdue}
    }


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
