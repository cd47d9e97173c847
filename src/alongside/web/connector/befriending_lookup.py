"""How the pages about befriending find their thing: through what the viewer may see, with the look at it recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from alongside.befriending import access
from alongside.befriending.models import Answer, Exclusion, Match, Proposal, Review, Scheme, Visit, Wish
from alongside.web.requests import MemberRequest

if TYPE_CHECKING:
    from django.db.models import QuerySet

RUNS = access.RUNS


def scheme_or_404(request: MemberRequest, scheme_id: UUID) -> Scheme:
    """A scheme of the viewer's organisation."""
    return get_object_or_404(
        access.schemes_visible_to(request.viewer).select_related("organisation"), pk=scheme_id
    )


def wish_or_404(request: MemberRequest, wish_id: UUID) -> Wish:
    """A wish in one of its queues; records that its person was looked at."""
    found = get_object_or_404(
        access.wishes_visible_to(request.viewer).select_related("person", "scheme", "case"), pk=wish_id
    )
    request.record_read(found.person)
    return found


def proposal_or_404(request: MemberRequest, proposal_id: UUID) -> Proposal:
    """A proposal of one of its rounds; records the look."""
    found = get_object_or_404(
        access.proposals_visible_to(request.viewer).select_related(
            "wish__person",
            "wish__scheme",
            "volunteer__supervisor",
            "round__scheme",
            "decided_by",
            "changed_to",
        ),
        pk=proposal_id,
    )
    request.record_read(found.wish.person)
    return found


def match_or_404(request: MemberRequest, match_id: UUID) -> Match:
    """A match of one of its schemes; records the look."""
    found = get_object_or_404(
        access.matches_visible_to(request.viewer).select_related(
            "person",
            "volunteer__member",
            "scheme",
            "wish__case",
            "supervisor",
            "activated_by",
            "ended_by",
            "introduced_by",
        ),
        pk=match_id,
    )
    request.record_read(found.person)
    return found


def part_or_404(request: MemberRequest, parts: QuerySet[Any], part_id: UUID) -> Any:
    """A part of a match (an answer, a review, a visit) when the viewer may see the match; records the look."""
    part = (
        parts.filter(pk=part_id, match__in=access.matches_visible_to(request.viewer))
        .select_related("match__person", "match__scheme", "match__volunteer__member")
        .first()
    )
    if part is None:
        raise Http404
    request.record_read(part.match.person)
    return part


def answer_or_404(request: MemberRequest, answer_id: UUID) -> Answer:
    """One side's answer."""
    found: Answer = part_or_404(request, Answer.objects.all(), answer_id)
    return found


def review_or_404(request: MemberRequest, review_id: UUID) -> Review:
    """A review."""
    found: Review = part_or_404(request, Review.objects.select_related("held_by"), review_id)
    return found


def visit_or_404(request: MemberRequest, visit_id: UUID) -> Visit:
    """A visit."""
    found: Visit = part_or_404(request, Visit.objects.select_related("volunteer", "cover"), visit_id)
    return found


def exclusion_or_404(request: MemberRequest, exclusion_id: UUID) -> Exclusion:
    """A pair that must not be."""
    return get_object_or_404(
        access.exclusions_visible_to(request.viewer).select_related("person"), pk=exclusion_id
    )
