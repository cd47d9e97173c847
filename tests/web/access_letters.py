"""Who may open the pages of letters and life events; put into the matrix by access_matrix.py."""

from collections.abc import Callable, Mapping
from typing import Any

from tests.web.access_declared import CONNECTORS, STEWARDS, Declared


def _home(world: Any) -> dict[str, Any]:
    from tests.factories.letters import a_case_with_a_home

    return {"case_id": a_case_with_a_home(world.cast.owner).pk}


def _writing(world: Any) -> dict[str, Any]:
    return {**_home(world), "kind": "free"}


def _letter(world: Any) -> dict[str, Any]:
    from tests.factories.letters import a_letter

    return {"letter_id": a_letter(world.cast.owner).pk}


def _look_in(world: Any) -> dict[str, Any]:
    from tests import given
    from tests.factories.letters import looks_in

    return {"look_in_id": looks_in(given.open_case(world.cast.owner), world.cast.owner)[0].pk}


def _event(world: Any) -> dict[str, Any]:
    from tests import given
    from tests.factories.letters import a_life_event

    case = given.open_case(world.cast.owner)
    return {"case_id": case.pk, "event_id": a_life_event(case, world.cast.owner).pk}


def declared(
    shown: Callable[..., Any], done: Callable[..., Any], referral: Callable[[Any], dict[str, Any]]
) -> Mapping[str, Any]:
    """The outcomes, in the words of the matrix: what is shown of a case, what is done to one."""
    return {
        "connector:letters": Declared(allow=CONNECTORS),
        "connector:letters-print": Declared(allow=CONNECTORS, ok=frozenset({200, 302})),
        "connector:letters-not-printed": Declared(allow=CONNECTORS, method="post", ok=frozenset({302})),
        "connector:case-letters": shown(_home),
        "connector:letter-write": shown(_writing),
        "connector:letter": shown(_letter),
        "connector:letter-pdf": shown(_letter),
        "connector:letter-take-back": done(_letter),
        "connector:look-in-settle": done(_look_in),
        "connector:plan-pdf": shown(_home),
        "connector:life-events": shown(_home),
        "connector:life-event": done(_event),
        "connector:referral-life-event": Declared(allow=CONNECTORS, args=referral, about_ours=True),
        "steward:letter-templates": Declared(allow=STEWARDS),
        "steward:letter-template": Declared(
            allow=STEWARDS, args=lambda _world: {"kind": "closing", "language": "tr", "layout": "standard"}
        ),
        "steward:life-event-rules": Declared(allow=STEWARDS),
        "steward:life-event-rule": Declared(allow=STEWARDS, args=lambda _world: {"kind": "bereavement"}),
    }
