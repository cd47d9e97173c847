"""Who may open the pages of triage, joining and professionals; put into the matrix by access_matrix.py."""

from collections.abc import Callable, Mapping
from typing import Any


def _referral(world: Any) -> dict[str, Any]:
    from tests.factories.referrals import a_referral

    return {"referral_id": a_referral(world.cast.partnership).pk}


def declared(declare: Callable[..., Any], connectors: Any) -> Mapping[str, Any]:
    """The outcomes, in the words of the matrix."""
    done = {"allow": connectors, "about_ours": True, "method": "post", "ok": frozenset({302})}
    return {
        "connector:referral-look": declare(args=_referral, **done),
        "connector:referral-together": declare(args=_referral, **done),
    }
