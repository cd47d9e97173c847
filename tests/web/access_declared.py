"""What is declared of a URL in the access matrix, and the sets of roles it speaks of."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from alongside.partnerships.enums import Role

CONNECTORS = frozenset({Role.CONNECTOR, Role.TEAM_LEAD})
READERS_OF_FIGURES = frozenset({Role.PROGRAMME_LEAD, Role.TEAM_LEAD, Role.STEWARD})
EVERYONE = frozenset(Role)
STEWARDS = frozenset({Role.STEWARD})
LEADS = frozenset({Role.PROGRAMME_LEAD})
SAFEGUARDS = frozenset({Role.SAFEGUARDING_LEAD})  # by being named, or standing in while nobody is
CONCERNED = CONNECTORS | SAFEGUARDS


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
