"""Links around the finder's results: narrower questions with how many they find, and other orders."""

from dataclasses import dataclass

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.directory.enums import AccessFeature, DeliveryMode, Weekday
from alongside.directory.facets import Facet, facets
from alongside.directory.languages import language_name
from alongside.directory.rules import Facts
from alongside.directory.typed import Reading
from alongside.web.finding import SORTS, with_changes

WORTH_NARROWING = 5
"""Fewer results than this are read faster than links to fewer still."""
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_HEADINGS: dict[str, str | Promise] = {
    "when": gettext_lazy("Day"),
    "mode": gettext_lazy("How you take part"),
    "cost": gettext_lazy("Cost"),
    "referral": gettext_lazy("Getting in"),
    "needs": gettext_lazy("Access"),
    "language": gettext_lazy("Language"),
}


@dataclass(frozen=True, slots=True)
class Link:
    """One link: what it is called, where it leads ("" for where one is), and how many: surely (+ perhaps)."""

    label: str
    address: str
    count: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Links of one kind under their heading."""

    heading: str
    links: list[Link]


def narrowings(asked: QueryDict, facts: Facts, *, total: int, heard: Reading | None = None) -> list[Group]:
    """Return what the results can be narrowed by; nothing when there are few."""
    if total < WORTH_NARROWING:
        return []
    found = facets(facts, total=total, heard=heard)
    groups = [
        Group(str(heading), [_link(asked, facet) for facet in found if facet.kind == kind])
        for kind, heading in _HEADINGS.items()
    ]
    return [group for group in groups if group.links]


def sortings(asked: QueryDict, order: str, *, total: int, by_meaning: bool = False) -> list[Link]:
    """Return the orders there are; nothing when there is nothing to put in order."""
    if total <= 1:
        return []
    return [
        Link(
            _("Nearest in meaning first") if by_meaning and not value else str(label),
            "" if (value or "nearest") == order else with_changes(asked, sort=value),
        )
        for value, label in SORTS
    ]


def _link(asked: QueryDict, facet: Facet) -> Link:
    label, changes = {
        "when": lambda: (
            str(Weekday(Weekday.values[int(facet.value)]).label), {"day": [_DAYS[int(facet.value)]]},
        ),
        "mode": lambda: (str(DeliveryMode(facet.value).label), {"how": [facet.value]}),
        "cost": lambda: (_("Free"), {"free": ["on"]}),
        "referral": lambda: (_("You can ask yourself"), {"self_refer": ["on"]}),
        "needs": lambda: (
            str(AccessFeature(facet.value).label), {"needs": [*asked.getlist("needs"), facet.value]},
        ),
        "language": lambda: (language_name(facet.value), {"language": [facet.value]}),
    }[facet.kind]()  # fmt: skip
    count = str(facet.surely)
    if facet.count > facet.surely:
        count = f"{facet.surely} (+{facet.count - facet.surely})"
    return Link(label, with_changes(asked, **changes), count)
