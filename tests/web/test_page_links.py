"""The test client names a link that its reader may not follow."""

from types import SimpleNamespace

import pytest
from django.http import HttpResponse

from alongside.partnerships.enums import Role
from tests.page_links import ANY, closed_doors

PAGE = (
    f'<a class="govuk-link" href="/connector/rights/copies/{ANY}/read-through/?x=1">Read it through</a>'
    '<form method="post" action="/account/logout/"></form><a href="/find/">Find</a>'
)


def page_for(role: Role | None) -> HttpResponse:
    answer = HttpResponse(PAGE)
    viewer = SimpleNamespace(role=role) if role else None
    answer.wsgi_request = SimpleNamespace(viewer=viewer)  # type: ignore[attr-defined]
    return answer


@pytest.mark.parametrize(
    ("role", "closed"), [(Role.TEAM_LEAD, 0), (Role.CONNECTOR, 1), (Role.VOLUNTEER, 1), (None, 0)]
)
def test_a_link_to_a_page_for_others_is_named(role: Role | None, closed: int) -> None:
    assert len(closed_doors(page_for(role))) == closed
