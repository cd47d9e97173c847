"""Who a service is open to, decided by pure functions: no database, no clock, no words in any language.

`decide(rule, facts)` is the whole rule. `directory.candidates` holds the same rule as one SQL expression, so that
PostgreSQL can choose among a hundred thousand services; a property test holds the two equal (ADR 0006).
`directory.wording` turns reasons into sentences.
"""

from alongside.directory.rules.decide import decide
from alongside.directory.rules.decision import Decision, Openness, Reason
from alongside.directory.rules.facts import (
    GENDERS,
    NOWHERE,
    RELATIONS,
    Facts,
    Slot,
    level_of,
    relation_levels,
)
from alongside.directory.rules.service_rule import MODES, PLACELESS, ServiceRule, Way

__all__ = [
    "GENDERS",
    "MODES",
    "NOWHERE",
    "PLACELESS",
    "RELATIONS",
    "Decision",
    "Facts",
    "Openness",
    "Reason",
    "ServiceRule",
    "Slot",
    "Way",
    "decide",
    "level_of",
    "relation_levels",
]
