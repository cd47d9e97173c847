"""A person's change in plain words.

It speaks of *change*, never of impact: answers cannot show what caused it.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from datetime import date

    from alongside.measures.instruments import Instrument
    from alongside.measures.models import Response

#: Said wherever a change is shown.
CAUTION = gettext_lazy("This shows that something changed. It cannot show why.")

#: How good and bad change read, by instrument or by item of ONS4: better, worse.
_COMPARED = {
    "ucla3": (gettext_lazy("Less lonely"), gettext_lazy("Lonelier")),
    "ucla3_child": (gettext_lazy("Less lonely"), gettext_lazy("Lonelier")),
    "djg6": (gettext_lazy("Less lonely"), gettext_lazy("Lonelier")),
    "direct1": (gettext_lazy("Lonely less often"), gettext_lazy("Lonely more often")),
    "lsns6": (gettext_lazy("More people to turn to"), gettext_lazy("Fewer people to turn to")),
    "swemwbs": (gettext_lazy("Feeling better"), gettext_lazy("Feeling worse")),
    "satisfied": (gettext_lazy("More satisfied with life"), gettext_lazy("Less satisfied with life")),
    "worthwhile": (gettext_lazy("Life feels more worthwhile"), gettext_lazy("Life feels less worthwhile")),
    "happy": (gettext_lazy("Happier"), gettext_lazy("Less happy")),
    "anxious": (gettext_lazy("Less anxious"), gettext_lazy("More anxious")),
}
#: What an unchanged answer is about.
_SAME = {
    "ucla3": gettext_lazy("As lonely"),
    "ucla3_child": gettext_lazy("As lonely"),
    "djg6": gettext_lazy("As lonely"),
    "direct1": gettext_lazy("Lonely as often"),
    "lsns6": gettext_lazy("As many people to turn to"),
    "swemwbs": gettext_lazy("Feeling the same"),
    "satisfied": gettext_lazy("As satisfied with life"),
    "worthwhile": gettext_lazy("Life feels as worthwhile"),
    "happy": gettext_lazy("As happy"),
    "anxious": gettext_lazy("As anxious"),
}
_ENDS = {
    "ucla3": (gettext_lazy("least lonely"), gettext_lazy("most lonely")),
    "ucla3_child": (gettext_lazy("least lonely"), gettext_lazy("most lonely")),
    "djg6": (gettext_lazy("least lonely"), gettext_lazy("most lonely")),
    "direct1": (gettext_lazy("never lonely"), gettext_lazy("often or always")),
    "lsns6": (gettext_lazy("fewest people"), gettext_lazy("most people")),
    "swemwbs": (gettext_lazy("feeling worst"), gettext_lazy("feeling best")),
    "ons4": (gettext_lazy("not at all"), gettext_lazy("completely")),
}

#: SWEMWBS: its authors take a person's change of at least one metric point as one that may matter.
_SWEMWBS_MATTERS = Decimal(1)


def when(then: date, now: date) -> str:
    """The earlier day, as one says it on the later one: "in August", "in August 2025", "on 3 August"."""
    if (then.year, then.month) == (now.year, now.month):
        return _("on %(day)s") % {"day": date_format(then, "j F")}
    # "In August" on 2 August of the next year would be heard as this August.
    if (now.year - then.year) * 12 + now.month - then.month < 12:
        return _("in %(month)s") % {"month": date_format(then, "F")}
    return _("in %(month)s") % {"month": date_format(then, "F Y")}


def number(value: Decimal | int) -> str:
    """A score without idle noughts: 7, 21.54."""
    exact = Decimal(value)
    return number_format(int(exact) if exact == exact.to_integral_value() else exact.normalize())


def ends(instrument: Instrument) -> tuple[str, str]:
    """What the lowest and the highest score mean, in words."""
    low, high = _ENDS[instrument.code]
    return str(low), str(high)


def change(before: Response, after: Response) -> list[str]:
    """The change between two sets of answers to one instrument, one sentence for each thing that is scored.

    "Less lonely than in August: from 7 to 5." Empty where either has no score.
    """
    instrument, then = before.instrument, when(before.held_on, after.held_on)
    if not instrument.has_total:
        return [
            _sentence(item.scale, old.value, new.value, then, lower_is_better=item.scale == "anxious")
            for item, old, new in zip(instrument.items, before.result.items, after.result.items, strict=True)
            if old.value is not None and new.value is not None
        ]
    if before.score is None or after.score is None:
        return []
    labels = {}
    if len(instrument.items) == 1 and not instrument.conversion:
        labels = {Decimal(option.points): option.label.lower() for option in instrument.options}
    sentence = _sentence(
        instrument.code,
        before.score,
        after.score,
        then,
        lower_is_better=bool(instrument.lower_is_better),
        labels=labels,
    )
    if instrument.conversion and 0 < abs(after.score - before.score) < _SWEMWBS_MATTERS:
        sentence += " " + _("A change this small may mean nothing.")
    return [sentence]


def _sentence(
    what: str,
    before: Decimal | int,
    after: Decimal | int,
    then: str,
    *,
    lower_is_better: bool,
    labels: dict[Decimal, str] | None = None,
) -> str:
    said = {
        "then": then,
        "before": (labels or {}).get(Decimal(before)) or number(before),
        "after": (labels or {}).get(Decimal(after)) or number(after),
    }
    if before == after:
        return _("%(what)s as %(then)s: %(after)s.") % {"what": _SAME[what], **said}
    is_better = (after < before) == lower_is_better
    better, worse = _COMPARED[what]
    return _("%(what)s than %(then)s: from %(before)s to %(after)s.") % {
        "what": better if is_better else worse,
        **said,
    }
