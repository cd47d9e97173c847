"""Named reads about rights: what waits for whom, and what is known of one person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet

from alongside.rights import access, rules
from alongside.rights.enums import AccessState, ErasureState
from alongside.rights.models import AccessRequest, Complaint, Correction, Erasure, Hold, Redaction
from alongside.safeguarding import access as safeguarding

if TYPE_CHECKING:
    from alongside.partnerships.viewer import Viewer
    from alongside.people.models import Person

MOST = 100


@dataclass(frozen=True)
class Row:
    """A request on the worklist: where it stands and how much time is left."""

    request: AccessRequest
    state: AccessState
    clock: rules.Clock


@dataclass(frozen=True)
class Waiting:
    """What waits, for one viewer. Erasures of others are there for whoever confirms them."""

    requests: list[Row]
    erasures: list[tuple[Erasure, rules.Clock | None]]
    to_confirm: list[tuple[Erasure, rules.Clock | None]]
    corrections: list[Correction]


def _with_parts(rows: QuerySet[AccessRequest]) -> QuerySet[AccessRequest]:
    return rows.select_related("person", "logged_by", "made_by", "released_by").prefetch_related(
        "pauses", "redactions"
    )


def row_of(request: AccessRequest, today: date) -> Row:
    """A request as a screen shows it."""
    return Row(request, request.state(), request.clock(today))


def open_requests(viewer: Viewer, today: date) -> list[Row]:
    """Requests that wait for an answer, the least time left first."""
    found = access.requests_visible_to(viewer).filter(released_at__isnull=True, ended_at__isnull=True)
    rows = [
        row_of(one, today) for one in _with_parts(found).defer("package").order_by("received_on", "id")[:MOST]
    ]
    return sorted(rows, key=lambda row: (row.clock.due_on, row.request.reference))


def waiting(viewer: Viewer, today: date) -> Waiting:
    """Everything that waits for this viewer."""
    asked = access.erasures_visible_to(viewer).filter(state=ErasureState.ASKED)
    asked = asked.select_related("person", "asked_by").order_by("asked_at", "id")[:MOST]
    holds = safeguarding.holds(viewer)
    erasures = [(one, one.clock(today)) for one in asked]
    open_notices = Count("notices", filter=Q(notices__settled=""))
    corrections = access.corrections_visible_to(viewer).annotate(open=open_notices).filter(open__gt=0)
    return Waiting(
        requests=open_requests(viewer, today),
        erasures=[one for one in erasures if not holds or one[0].asked_by_id == viewer.member_id],
        to_confirm=[one for one in erasures if holds and one[0].asked_by_id != viewer.member_id],
        corrections=list(corrections.select_related("person").order_by("made_at", "id")[:MOST]),
    )


@dataclass(frozen=True)
class OfPerson:
    """What is known of one person's rights."""

    requests: list[Row]
    erasures: list[Erasure]
    corrections: list[Correction]
    hold: Hold | None


def of_person(viewer: Viewer, person: Person, today: date) -> OfPerson:
    """Requests, erasures, corrections and a hold of one person, the newest first."""
    requests = access.requests_visible_to(viewer).filter(person=person).defer("package")
    corrections = access.corrections_visible_to(viewer).filter(person=person)
    return OfPerson(
        requests=[row_of(one, today) for one in _with_parts(requests).order_by("-received_on", "id")[:MOST]],
        erasures=list(
            access.erasures_visible_to(viewer).filter(person=person).order_by("-asked_at", "id")[:MOST]
        ),
        corrections=list(
            corrections.annotate(open=Count("notices", filter=Q(notices__settled=""))).order_by(
                "-made_at", "id"
            )[:MOST]
        ),
        hold=Hold.objects.filter(person=person, lifted_at__isnull=True)
        .select_related("placed_by")
        .order_by("placed_at")
        .first(),
    )


def redactions(request: AccessRequest) -> list[Redaction]:
    """The words to decide on, the undecided first."""
    return sorted(
        request.redactions.select_related("decided_by").order_by("kind", "term", "id"),
        key=lambda one: bool(one.decision),
    )


def open_complaints(viewer: Viewer) -> list[Complaint]:
    """Complaints not yet told what came of them: to be acknowledged first, then the longest waiting."""
    rows = access.complaints_visible_to(viewer).filter(told_on__isnull=True)
    found = rows.select_related("person", "recorded_by").order_by("received_on", "id")[:MOST]
    return sorted(found, key=lambda one: one.acknowledged_on is not None)


def closed_complaints(viewer: Viewer, limit: int = 20) -> list[Complaint]:
    """The last complaints that were told."""
    rows = access.complaints_visible_to(viewer).filter(told_on__isnull=False)
    return list(rows.select_related("person", "recorded_by").order_by("-told_on", "id")[:limit])
