"""How the pages about a caring find it: of the person of a case the viewer may open."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from alongside.caring import queries
from alongside.caring.queries import Row
from alongside.casework.models import Case
from alongside.core import clock
from alongside.web.connector.lookup import case_or_404
from alongside.web.requests import MemberRequest


def row_or_404(request: MemberRequest, case_id: UUID, caring_id: UUID) -> tuple[Case, Row]:
    """The case and the caring of its person; records that the person was looked at."""
    case = case_or_404(request, case_id)
    for row in queries.rows_of(request.viewer, case.person, clock.today()):
        if row.caring.pk == caring_id:
            return case, row
    raise Http404
