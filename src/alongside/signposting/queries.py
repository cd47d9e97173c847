"""Named reads of life events: those of a person, what is proposed now, the rules of a partnership."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from alongside.casework import access as casework
from alongside.casework.enums import CaseStatus
from alongside.casework.models import Case
from alongside.partnerships.enums import Role
from alongside.people import reaching
from alongside.signposting import rules
from alongside.signposting.enums import Answer, LifeEventKind, Who
from alongside.signposting.models import LifeEvent, LifeEventRule, Proposal, ReferralReason

if TYPE_CHECKING:
    from alongside.partnerships.viewer import Viewer
    from alongside.people.models import Person
    from alongside.referrals.models import Referral

MOST_DUE = 100


def _rule(row: LifeEventRule) -> rules.Rule:
    return rules.Rule(
        LifeEventKind(row.kind),
        row.is_on,
        row.letter,
        tuple(row.matters),
        row.after_weeks,
        Who(row.who),
        row.version,
    )


def rules_now() -> dict[LifeEventKind, rules.Rule]:
    """The rule for each kind: the partnership's own, else the one we come with."""
    own = {LifeEventKind(row.kind): _rule(row) for row in LifeEventRule.objects.order_by("kind")}
    return {kind: own.get(kind, rules.FIRST_RULES[kind]) for kind in LifeEventKind}


def events_of(person: Person) -> list[LifeEvent]:
    """What happened in somebody's life, newest first, with what was proposed."""
    return list(
        LifeEvent.objects.filter(person=person)
        .select_related("noted_by", "referral")
        .prefetch_related(
            Prefetch("proposals", queryset=Proposal.objects.select_related("letter", "answered_by"))
        )
        .order_by("-noted_at", "-id")
    )


def reason_of(referral: Referral) -> ReferralReason | None:
    """The life event a referral was made for, or None."""
    return ReferralReason.objects.filter(referral=referral).first()


def proposals_visible_to(viewer: Viewer | None) -> QuerySet[Proposal]:
    """Proposals about people whose open case the viewer's organisation holds."""
    cases = casework.visible_to(viewer).filter(person=OuterRef("event__person"), status=CaseStatus.OPEN)
    return Proposal.objects.filter(Exists(cases))


def due(viewer: Viewer, today: date) -> list[tuple[Proposal, Case]]:
    """Proposals due by today that are the viewer's to answer, each with the case; nobody's who has died or asked us
    not to be in touch."""
    rows = list(to_answer(viewer, today).select_related("event__person").order_by("due_on", "id")[:MOST_DUE])
    cases = {
        case.person_id: case
        for case in casework.visible_to(viewer).filter(
            person__in=[row.event.person_id for row in rows], status=CaseStatus.OPEN
        )
    }
    return [(row, cases[row.event.person_id]) for row in rows]


def to_answer(viewer: Viewer, today: date) -> QuerySet[Proposal]:
    """The same proposals, still to be ordered or counted."""
    cases = casework.visible_to(viewer).filter(person=OuterRef("event__person"), status=CaseStatus.OPEN)
    mine = cases.filter(connector=viewer.member_id)
    found = Proposal.objects.filter(
        reaching.may_be_contacted("event__person"),
        answer=Answer.OPEN,
        due_on__lte=today,
        event__taken_back_at__isnull=True,
    )
    mine_to_answer = Q(Exists(mine), who=Who.CONNECTOR)
    if viewer.role == Role.TEAM_LEAD:
        mine_to_answer |= Q(Exists(cases), who=Who.TEAM_LEAD)
    return found.filter(mine_to_answer)
