"""Who may open which page: one declaration for every URL, checked one by one in test_access_matrix.py.

`args` builds the URL's arguments from a `World` (the cast plus the states given.py can reach); `allow` names
the roles that get the page; every other role gets 404, and so does everyone of another partnership where
the page is about a thing of ours. `anonymous` is what somebody gets who has not signed in.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from alongside.partnerships.enums import Role

CONNECTORS = frozenset({Role.CONNECTOR, Role.TEAM_LEAD})
READERS_OF_FIGURES = frozenset({Role.PROGRAMME_LEAD, Role.TEAM_LEAD, Role.STEWARD})
EVERYONE = frozenset(Role)


@dataclass(frozen=True, kw_only=True)
class Declared:
    """Declared outcome of a URL."""

    allow: frozenset[Role] = EVERYONE
    anonymous: Literal["ok", "sign-in", "404"] = "sign-in"
    args: Callable[[Any], dict[str, Any]] = field(default=lambda world: {})
    query: dict[str, str] = field(default_factory=dict)
    ok: frozenset[int] = frozenset({200})
    method: Literal["get", "post"] = "get"
    about_ours: bool = False


def _referral(world: Any) -> dict[str, Any]:
    from tests.factories.referrals import a_referral

    return {"referral_id": a_referral(world.cast.partnership).pk}


def _person(world: Any) -> dict[str, Any]:
    from tests.factories.people import a_person

    return {"person_id": a_person(by=world.cast.owner).pk}


REFERRERS = CONNECTORS | {Role.SAFEGUARDING_LEAD, Role.ORGANISER}

MATRIX: dict[str, Declared] = {
    "public:home": Declared(anonymous="ok"),
    "public:about": Declared(anonymous="ok"),
    "public:accessibility": Declared(anonymous="ok"),
    "public:help-in-a-crisis": Declared(anonymous="ok"),
    "public:privacy": Declared(anonymous="ok"),
    "public:text-size": Declared(anonymous="ok", args=lambda world: {"size": "large"}, ok=frozenset({302})),
    "public:healthz": Declared(anonymous="ok", ok=frozenset({503})),  # no worker runs in tests
    "public:home-of-member": Declared(ok=frozenset({302})),
    "public:tell-us": Declared(anonymous="ok", args=lambda world: {"code": world.cast.frontline_link.code}),
    "public:worried": Declared(anonymous="ok"),
    "public:ask-for-help": Declared(anonymous="ok"),
    "public:thank-you": Declared(
        anonymous="ok", args=lambda world: {"kind": "frontline", "reference": "K7M-ADX"}
    ),
    "connector:triage": Declared(allow=CONNECTORS),
    "connector:referral": Declared(
        allow=CONNECTORS | {Role.SAFEGUARDING_LEAD}, args=_referral, about_ours=True
    ),
    "connector:referral-accept": Declared(allow=CONNECTORS, args=_referral, about_ours=True),
    "connector:referral-ask": Declared(allow=CONNECTORS, args=_referral, about_ours=True),
    "connector:referral-decline": Declared(allow=CONNECTORS, args=_referral, about_ours=True),
    "connector:referral-information": Declared(allow=CONNECTORS, args=_referral, about_ours=True),
    "connector:referral-new": Declared(allow=REFERRERS),
    "connector:person-details": Declared(allow=CONNECTORS, args=_person, about_ours=True),
    "connector:messages": Declared(allow=CONNECTORS),
    "steward:messages": Declared(allow=frozenset({Role.STEWARD})),
    "steward:links": Declared(allow=frozenset({Role.STEWARD, Role.TEAM_LEAD})),
    "steward:link-poster": Declared(
        allow=frozenset({Role.STEWARD}),  # the link is another organisation's, so a team lead finds nothing
        args=lambda world: {"link_id": world.cast.frontline_link.pk},
    ),
    "lead:dashboard": Declared(allow=READERS_OF_FIGURES),
    "lead:numbers": Declared(allow=READERS_OF_FIGURES),
}
