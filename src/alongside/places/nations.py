"""In which nation a postcode lies, as far as its letters tell: what differs between nations is asked by it. Pure.

Postcode areas keep to the borders but for two of Berwick's and Coldstream's, which lie on both sides of the Tweed.
"""

from functools import lru_cache
from typing import Final

from alongside.core.working_days import Nation
from alongside.places import rules

_SCOTTISH = "AB DD DG EH FK G HS IV KA KW KY ML PA PH TD ZE"
SCOTTISH_AREAS: Final = frozenset(_SCOTTISH.split())
ACROSS_THE_TWEED: Final = frozenset({"TD12", "TD15"})


@lru_cache(maxsize=4096)
def nations_of(postcode: str) -> frozenset[Nation]:
    """Return the nation of a postcode or outcode; both where it may be either; none when it tells nothing."""
    found = rules.read(postcode)
    if found is None or found.area not in rules.GREAT_BRITAIN_AREAS | rules.NORTHERN_IRELAND_AREAS:
        return frozenset()
    if found.outward in ACROSS_THE_TWEED:
        return frozenset({Nation.ENGLAND_AND_WALES, Nation.SCOTLAND})
    if found.area in SCOTTISH_AREAS:
        return frozenset({Nation.SCOTLAND})
    if found.area in rules.NORTHERN_IRELAND_AREAS:
        return frozenset({Nation.NORTHERN_IRELAND})
    return frozenset({Nation.ENGLAND_AND_WALES})
