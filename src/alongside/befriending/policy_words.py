"""How the policy table is said: names of the policies and groups, and numbers that may be hidden."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from alongside.befriending.history import NOT_KNOWN, OTHER
from alongside.befriending.wait_words import weeks
from alongside.numerics.matching.policies import Policy
from alongside.places.models import Area

if TYPE_CHECKING:
    from alongside.befriending.policy_table import Cell

NAMES = {
    Policy.FIRST_COME: gettext_lazy("First come, first served"),
    Policy.SCORE_ONLY: gettext_lazy("Who suits best"),
    Policy.BLEND: gettext_lazy("Both: who suits, and points for waiting"),
    Policy.BAND_FIRST: gettext_lazy("Longest waits first, then who suits"),
}
MEANS = {
    Policy.FIRST_COME: gettext_lazy("Whoever has waited longest takes the volunteer who suits them best."),
    Policy.SCORE_ONLY: gettext_lazy("The best matches of the week, however long anybody has waited."),
    Policy.BLEND: gettext_lazy("What our rounds do: each week of waiting adds points."),
    Policy.BAND_FIRST: gettext_lazy(
        "Those of the longest four weeks of waiting first; among them who suits."
    ),
}
LOOKS = {
    "area": gettext_lazy("By where people live"),
    "language": gettext_lazy("By language"),
    "disability": gettext_lazy("By disability or access need"),
}
LABELS = {
    ("language", OTHER): gettext_lazy("Would like or needs another language than English"),
    ("language", "english"): gettext_lazy("English, or nothing said"),
    ("disability", "told"): gettext_lazy("Has told us of one"),
    ("disability", "not_told"): gettext_lazy("Has told us of none"),
    ("area", OTHER): gettext_lazy("Other places"),
    ("area", NOT_KNOWN): gettext_lazy("Not known"),
}


def labels(name: str, codes: Iterable[str]) -> dict[str, str]:
    """The names of the groups of one way of looking."""
    wanted = list(codes)
    known = {code: str(LABELS[name, code]) for code in wanted if (name, code) in LABELS}
    left = [code for code in wanted if code not in known]
    if left:
        known |= dict(Area.objects.filter(code__in=left).order_by("code").values_list("code", "name"))
    return {code: known.get(code, code) for code in wanted}


def count(number: int | None) -> str:
    """A number of people; a hidden one says so, never why."""
    return _("not shown") if number is None else str(number)


def over(number: int | None, threshold: int) -> str:
    """How many of everybody wait over 26 weeks; few are said as few."""
    return _("fewer than %(n)s") % {"n": threshold} if number is None else str(number)


def cell(one: Cell) -> str:
    """`12 weeks; 3 people over 26 weeks; 41 points`."""
    parts = []
    if one.p95_wait is not None:
        parts.append(weeks(round(one.p95_wait)))
    if one.over_26 is not None:
        parts.append(_("%(n)s over 26 weeks") % {"n": one.over_26})
    if one.mean_score is not None:
        parts.append(
            ngettext("%(n)s point", "%(n)s points", round(one.mean_score)) % {"n": round(one.mean_score)}
        )
    return "; ".join(parts) or _("not shown")


def against(difference: float | None) -> str:
    """Who gains and who loses: the slowest waits under the blend, beside first come."""
    if difference is None:
        return _("not shown")
    if not difference:
        return _("about the same")
    number = max(1, round(abs(difference)))
    if difference > 0:
        return ngettext("%(n)s week longer", "%(n)s weeks longer", number) % {"n": number}
    return ngettext("%(n)s week shorter", "%(n)s weeks shorter", number) % {"n": number}
