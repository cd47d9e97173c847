"""Who may open the pages about caring; put into the matrix by access_matrix.py."""

from collections.abc import Callable, Mapping
from typing import Any


def caring(world: Any) -> dict[str, Any]:
    """A carer of ours with an assessment that was offered."""
    from alongside.caring.enums import Stage
    from tests import given
    from tests.factories.caring import a_caring, moved

    case = given.open_case(world.cast.owner)
    told = a_caring(case, world.cast.owner)
    moved(case, told, Stage.OFFERED, world.cast.owner, seen=0)
    return {"case_id": case.pk, "caring_id": told.pk}


def declared(
    shown: Callable[..., Any], done: Callable[..., Any], case: Callable[[Any], dict[str, Any]], steward: Any
) -> Mapping[str, Any]:
    """The outcomes, in the words of the matrix: what is shown of a case, what is done to one."""
    return {
        "connector:caring": shown(),
        "connector:caring-add": shown(),
        "connector:caring-break": shown(),
        "connector:caring-change": shown(caring),
        "connector:caring-assessment": shown(caring),
        "connector:caring-assessment-undo": done(caring),
        "connector:caring-end": done(caring),
        "connector:young-carer": done(case),
        "steward:young-carers": steward,
    }
