"""Who may open the pages of support in depth; put into the matrix by access_matrix.py."""

from collections.abc import Callable, Mapping
from typing import Any

from alongside.partnerships.enums import Role
from tests.web.access_declared import STEWARDS, Declared


def onward(world: Any) -> dict[str, Any]:
    """An onward referral to the organiser of the cast, at the other organisation."""
    from tests import given

    sent, _secret = given.sent_onward_referral(
        world.cast.owner, to_name=world.cast.other_organisation.name, to_email="ask@agewell.example.org"
    )
    return {"onward_id": sent.pk}


def declared(shown: Callable[..., Any], done: Callable[..., Any]) -> Mapping[str, Any]:
    """The outcomes, in the words of the matrix: what is shown of a case, what is done to one."""
    return {
        "connector:onward-heard": shown(onward),
        "connector:onward-take-back": done(onward),
        "provider:onward": Declared(allow=frozenset({Role.ORGANISER}), args=onward, about_ours=True),
        "steward:silent-organisers": Declared(allow=STEWARDS),
    }
