"""Who may open the pages of the ways in; put into the matrix by access_matrix.py."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from alongside.partnerships.enums import Role
from tests.web.access_declared import CONNECTORS, STEWARDS, Declared


def link(world: Any) -> dict[str, Any]:
    """The frontline link of the cast."""
    return {"code": world.cast.frontline_link.code}


def thanks(world: Any) -> dict[str, Any]:
    """The link by which a referrer stops messages about how it went."""
    from alongside.journeys.tell_it_helped import secret_of
    from tests.factories.referrals import a_referral

    return {"secret": secret_of(a_referral(world.cast.partnership))}


def scheme(world: Any) -> dict[str, Any]:
    """A scheme of our own."""
    from alongside.core.ids import new_reference
    from alongside.referrals.actions import own_schemes
    from tests.factories.referrals import AT

    name = f"Scheme {new_reference()}"
    return {"scheme_id": own_schemes.add(said={"name": name}, by=world.cast.steward, at=AT).pk}


def declared() -> Mapping[str, Declared]:
    """The outcomes, in the words of the matrix."""
    anybody: Callable[..., Declared] = lambda **more: Declared(anonymous="ok", **more)
    return {
        "public:tell-us-worker": anybody(args=link),
        "steward:prompts": Declared(allow=STEWARDS),
        "steward:prompt": Declared(allow=STEWARDS, args=lambda world: {"code": "alone"}),
        "steward:link-poster-pdf": Declared(
            allow=STEWARDS, args=lambda world: {"link_id": world.cast.frontline_link.pk}, about_ours=True
        ),
        "connector:referral-by-phone": Declared(
            allow=CONNECTORS | {Role.SAFEGUARDING_LEAD, Role.ORGANISER}, query={"who": "themselves"}
        ),
        "steward:schemes": Declared(allow=STEWARDS),
        "steward:scheme": Declared(allow=STEWARDS, args=scheme, about_ours=True),
        "public:no-more-thanks": anybody(args=thanks),
        "public:tell-us-kept": anybody(
            args=link, method="post", ok=frozenset({415})
        ),  # only our script's JSON
    }
