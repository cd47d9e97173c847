"""Who may open the pages of agreements, of a death and of the circle; put into the matrix by access_matrix.py."""

from collections.abc import Callable, Mapping
from typing import Any

from tests.web.access_declared import CONNECTORS, Declared


def _person(world: Any) -> dict[str, Any]:
    from tests.factories.people import a_person

    return {"person_id": a_person(by=world.cast.owner).pk}


def _tie(world: Any) -> dict[str, Any]:
    from tests import given
    from tests.factories.circle import a_tie

    case = given.open_case(world.cast.owner)
    return {"case_id": case.pk, "tie_id": a_tie(case, world.cast.owner).pk}


def _representative(world: Any) -> dict[str, Any]:
    from tests import given
    from tests.factories.people import a_representative

    case = given.open_case(world.cast.owner)
    return {"case_id": case.pk, "representative_id": a_representative(case.person, world.cast.owner).pk}


def _own_link(world: Any) -> dict[str, Any]:
    from alongside.core import clock
    from alongside.people.actions.agreements import make_link
    from tests import given

    case = given.consented_case(world.cast.owner)
    return {"secret": make_link(person=case.person, by=world.cast.owner, at=clock.now())[1]}


def declared(
    shown: Callable[..., Any], done: Callable[..., Any], case: Callable[[Any], dict[str, Any]], steward: Any
) -> Mapping[str, Any]:
    """The outcomes, in the words of the matrix: what is shown of a case, what is done to one."""
    return {
        "connector:died": Declared(allow=CONNECTORS, args=_person, about_ours=True),
        "connector:agreement-link": Declared(allow=CONNECTORS, args=case, about_ours=True, method="post"),
        "connector:agreements-due": Declared(allow=CONNECTORS),
        "connector:representative-add": shown(),
        "connector:representative-end": done(_representative),
        "connector:circle": shown(),
        "connector:circle-add": shown(),
        "connector:circle-change": shown(_tie),
        "connector:circle-out": done(_tie),
        "steward:agreements": steward,
        "public:agreed": Declared(anonymous="ok", args=_own_link),
    }
