"""Named reads about caring: what the page of a case shows, and where we know from that somebody cares."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Prefetch

from alongside.caring import rules
from alongside.caring.enums import KnownFrom, Law, Stage
from alongside.caring.models import AssessmentMove, CarersAssessment, Caring, YoungCarersService
from alongside.casework.enums import BarrierKind, Need
from alongside.casework.models import Case
from alongside.people import access
from alongside.referrals.enums import Sign

if TYPE_CHECKING:
    from alongside.directory.models import Service
    from alongside.partnerships.viewer import Viewer
    from alongside.people.models import Person


@dataclass(frozen=True)
class Row:
    """One caring as a screen shows it. `name` is empty where the viewer may not see the person cared for."""

    caring: Caring
    name: str
    law: Law
    assessment: CarersAssessment | None
    moves: list[AssessmentMove]
    stage: Stage | None

    @property
    def last(self) -> AssessmentMove | None:
        """The newest move that stands."""
        stand = rules.standing(self.moves)
        return stand[-1] if stand else None

    @property
    def gone(self) -> set[int]:
        """The numbers of moves that were taken back."""
        return {move.takes_back for move in self.moves if move.takes_back is not None}

    @property
    def is_young(self) -> bool:
        """Whether the carer has a service of their own instead of the adult pathway."""
        return self.law == Law.YOUNG


def rows_of(viewer: Viewer, carer: Person, today: date) -> list[Row]:
    """What is told of a person's caring: what goes on first, each with its pathway."""
    moves = AssessmentMove.objects.select_related("by").order_by("number")
    pathways = CarersAssessment.objects.order_by("begun_at", "id").prefetch_related(
        Prefetch("moves", queryset=moves)
    )
    found = list(
        Caring.objects.filter(carer=carer)
        .select_related("carer", "cared_for")
        .prefetch_related(Prefetch("assessments", queryset=pathways))
        .order_by("told_at", "id")
    )
    ids = [one.cared_for_id for one in found if one.cared_for_id]
    seen = set(access.visible_to(viewer).filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()
    rows = [_row(one, today, shown=one.cared_for_id in seen) for one in found]
    return sorted(rows, key=lambda row: not row.caring.goes_on)


def _row(caring: Caring, today: date, *, shown: bool) -> Row:
    pathway = next(iter(caring.assessments.all()), None)
    moves = list(pathway.moves.all()) if pathway else []
    name = caring.cared_for.name if shown and caring.cared_for else ""
    return Row(caring, name, caring.law(today), pathway, moves, rules.stage_of(moves))


def known_from(case: Case) -> KnownFrom | None:
    """Where it is already written that the person looks after someone; None when nowhere."""
    if case.person.is_carer:
        return KnownFrom.RECORD
    if case.conversations.filter(needs__contains=[Need.CARING]).exists():
        return KnownFrom.CONVERSATION
    if case.barriers.filter(kind=BarrierKind.CARING).exists():
        return KnownFrom.BARRIER
    if case.referral is not None and Sign.CARING in case.referral.noticed:
        return KnownFrom.REFERRAL
    return None


def young_carers_service() -> Service | None:
    """The service the partnership names for young carers, or None."""
    found = YoungCarersService.objects.select_related("service__organization").order_by("named_at").first()
    return found.service if found else None
