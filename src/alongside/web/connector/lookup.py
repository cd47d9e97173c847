"""How the pages about a case or a person find it: through what the viewer may see, with the look recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import Http404
from django.utils.http import url_has_allowed_host_and_scheme

from alongside.casework import access
from alongside.casework.models import Case
from alongside.core.statements import statement
from alongside.people import access as people
from alongside.people.models import Person
from alongside.web.requests import MemberRequest

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet

    from alongside.partnerships.viewer import Viewer

CARRIES_CASES = access.CARRIES_CASES


def case_or_404(request: MemberRequest, case_id: UUID) -> Case:
    """The case, when it is one the viewer may open; records that its person was looked at."""
    case: Case | None = _case.first(request.viewer, case_id)
    if case is None:
        raise Http404
    request.record_read(case.person)
    return case


@statement
def _case(viewer: Viewer, case_id: UUID) -> QuerySet[Case]:
    found = access.visible_to(viewer).filter(pk=case_id)
    return found.select_related("person", "connector", "organisation", "referral", "closed_by")[:1]


def person_or_404(request: MemberRequest, person_id: UUID) -> Person:
    """A person the viewer may see; records the look."""
    person = people.visible_to(request.viewer).filter(pk=person_id).first()
    if person is None:
        raise Http404
    request.record_read(person)
    return person


def part_or_404(request: MemberRequest, parts: QuerySet[Any], part_id: UUID) -> Any:
    """A part of a case (a step, a contact, …) when the viewer may open the case; records the look."""
    part: Model | None = (
        parts.filter(pk=part_id, case__in=access.visible_to(request.viewer))
        .select_related("case__person", "case__connector", "case__organisation")
        .first()
    )
    if part is None:
        raise Http404
    request.record_read(part.case.person)  # type: ignore[attr-defined]
    return part


def came_from(request: MemberRequest, otherwise: str) -> str:
    """Where to go back to: the page named by the form's `back`, if it is one of ours."""
    back = request.POST.get("back") or request.GET.get("back") or ""
    ours = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/")
    return back if ours else otherwise
