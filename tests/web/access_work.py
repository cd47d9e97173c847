"""Who may open the pages by which work is seen; put into the matrix by access_matrix.py."""

from collections.abc import Callable, Mapping
from typing import Any

from alongside.partnerships.enums import Role
from tests.web.access_declared import CONNECTORS, READERS_OF_FIGURES, Declared


def _which(world: Any) -> dict[str, Any]:
    return {"which": "quiet"}


def _view(world: Any) -> dict[str, Any]:
    from tests.factories.work import a_view

    return {"view_id": a_view(world.cast.owner).pk}


def declared(shown: Callable[..., Any]) -> Mapping[str, Any]:
    """The outcomes; `shown` is what is shown of a case."""
    lead = frozenset({Role.TEAM_LEAD})
    return {
        "connector:work-first": Declared(allow=CONNECTORS, ok=frozenset({302})),
        "connector:work": Declared(allow=CONNECTORS, args=_which),
        "connector:work-keep": Declared(allow=CONNECTORS, args=_which, method="post", ok=frozenset({422})),
        # A view is one member's own: a team lead finds nothing.
        "connector:work-kept": Declared(
            allow=frozenset({Role.CONNECTOR}),
            args=_view,
            query={"do": "share"},
            about_ours=True,
            method="post",
            ok=frozenset({302}),
        ),
        "lead:numbers-xlsx": Declared(allow=READERS_OF_FIGURES),
        "lead:minimum-dataset": Declared(allow=lead),
        "connector:keys": Declared(allow=CONNECTORS),
        "connector:timeline": shown(),
        "connector:team-member": Declared(
            allow=lead, args=lambda world: {"member_id": world.cast.owner.pk}, about_ours=True
        ),
        "connector:team-rules": Declared(allow=lead | {Role.STEWARD}),
    }
