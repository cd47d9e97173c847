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


MATRIX: dict[str, Declared] = {
    "public:home": Declared(anonymous="ok"),
    "public:about": Declared(anonymous="ok"),
    "public:accessibility": Declared(anonymous="ok"),
    "public:help-in-a-crisis": Declared(anonymous="ok"),
    "public:privacy": Declared(anonymous="ok"),
    "public:text-size": Declared(anonymous="ok", args=lambda world: {"size": "large"}, ok=frozenset({302})),
    "public:healthz": Declared(anonymous="ok", ok=frozenset({503})),  # no worker runs in tests
    "public:home-of-member": Declared(ok=frozenset({302})),
}
