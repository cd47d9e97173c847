"""How the pages about letters find them, and what a letter answers: through the cases a viewer may open."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from alongside.casework.models import Case
from alongside.journeys.write_letter import Answers
from alongside.letters import access
from alongside.letters.models import Letter
from alongside.signposting.models import Proposal
from alongside.web.requests import MemberRequest


def letter_or_404(request: MemberRequest, letter_id: UUID) -> Letter:
    """A letter the viewer may open; records that its person was looked at."""
    letter = (
        access.visible_to(request.viewer)
        .select_related(
            "case__person",
            "case__organisation",
            "case__connector",
            "written_by",
            "left_by",
            "taken_back_by",
            "message",
        )
        .filter(pk=letter_id)
        .first()
    )
    if letter is None:
        raise Http404
    request.record_read(letter.case.person)
    return letter


def uuids(raw: Iterable[str]) -> list[UUID]:
    """Those of some words that are keys."""
    found = []
    for one in raw:
        try:
            found.append(UUID(one))
        except ValueError:
            continue
    return found


def chosen(request: MemberRequest, raw: Iterable[str], most: int = 200) -> list[Letter]:
    """The letters named by a form, as far as the viewer may open them."""
    keys = uuids(raw)[:most]
    found = access.visible_to(request.viewer).filter(pk__in=keys)
    return list(found.select_related("case__person", "case__organisation").order_by("written_at", "id"))


def answers_of(request: MemberRequest, case: Case) -> Answers:
    """What the letter that is being written answers, as its address says; whatever is not of this case is ignored."""
    return Answers(
        look_in=_one(case.looks_in.all(), request.GET.get("look_in")),
        proposal=_one(Proposal.objects.filter(event__person=case.person_id), request.GET.get("proposal")),
        follow_up=_one(case.follow_ups.filter(done_at__isnull=True), request.GET.get("follow_up")),
    )


def _one(among: QuerySet[Any], raw: str | None) -> Any:
    keys = uuids([raw] if raw else [])
    return among.filter(pk=keys[0]).first() if keys else None
