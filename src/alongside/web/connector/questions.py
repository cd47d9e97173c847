"""The loneliness and wellbeing questions as form fields. An answer may always be missing: nothing here blocks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alongside.casework import rules
from alongside.core import clock
from alongside.measures.enums import AskedBy, Stage
from alongside.measures.instruments import ONS_LONELINESS, Instrument, instrument

if TYPE_CHECKING:
    from django.forms.boundfield import BoundField

    from alongside.casework.models import Case

WELLBEING = instrument("ons4")
FEW = 6  # more options than this are a list to choose from, not a column of buttons


def asked_of(age: int | None) -> tuple[Instrument, ...]:
    """What is asked: the three questions about company, the direct one after them, then wellbeing.

    Ten to fifteen year-olds are asked in the words made for them.
    """
    child = instrument("ucla3_child")
    company = child if age is not None and child.suits(age) else instrument("ucla3")
    return (company, *(asked for asked in ONS_LONELINESS if asked.code != "ucla3"), WELLBEING)


@dataclass(frozen=True)
class Asks:
    """Whether the questions fit now: `why` is "start", "three_months" or "" when they do not."""

    why: str
    first_on: dt.date | None = None
    last_on: dt.date | None = None
    declined_on: dt.date | None = None


def what_to_ask(case: Case, today: dt.date) -> Asks:
    """Propose the questions at the start of this support and three months on; not to somebody who would rather not."""
    began_on = clock.local(case.reopened_at or case.opened_at).date()
    declined_on = (
        case.conversations.filter(declined=True)
        .order_by("-held_on")
        .values_list("held_on", flat=True)
        .first()
    )
    asked = list(
        case.person.responses.filter(held_on__gte=began_on)
        .order_by("held_on")
        .values_list("held_on", "stage")
    )
    first_on, last_on = (asked[0][0], asked[-1][0]) if asked else (None, None)
    if declined_on is not None and (last_on is None or declined_on >= last_on):
        return Asks("", first_on, last_on, declined_on)
    if first_on is None or last_on is None:
        return Asks("start")
    later = any(stage != Stage.START for _held_on, stage in asked)
    is_time = today - first_on >= rules.THREE_MONTHS and not later
    return Asks("three_months" if is_time else "", first_on, last_on)


def name_of(asked: Instrument, place: int) -> str:
    """The form's name of an item: "ucla3_0"."""
    return f"{asked.code}_{place}"


class QuestionsForm(forms.Form):
    """Fields for every item of the instruments asked, and how they were asked."""

    asked_by = forms.ChoiceField(
        label=_("How were the questions asked?"),
        choices=AskedBy.choices,
        initial=AskedBy.PHONE,
        required=False,
        widget=forms.Select,
    )

    def __init__(self, *args: Any, age: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = asked_of(age)
        for asked in self.asked:
            for place, item in enumerate(asked.items):
                self.fields[name_of(asked, place)] = _field(asked, place, item)

    def clean_asked_by(self) -> str:
        """By phone, unless something else was chosen."""
        return self.cleaned_data["asked_by"] or AskedBy.PHONE

    def answers(self) -> list[tuple[Instrument, Sequence[str | None]]]:
        """What was answered, by instrument, in the order the questions were asked; None where nothing was."""
        return [
            (
                asked,
                [
                    self.cleaned_data.get(name_of(asked, place)) or None
                    for place, _item in enumerate(asked.items)
                ],
            )
            for asked in self.asked
        ]

    @property
    def loneliness(self) -> list[BoundField]:
        """The four loneliness questions."""
        return [
            self[name_of(asked, place)]
            for asked in self.asked
            if asked is not WELLBEING
            for place, _item in enumerate(asked.items)
        ]

    @property
    def wellbeing(self) -> list[BoundField]:
        """The four questions about wellbeing."""
        return [self[name_of(WELLBEING, place)] for place, _item in enumerate(WELLBEING.items)]


def _field(asked: Instrument, place: int, item: Any) -> forms.ChoiceField:
    choices = [(option.value, option.label) for option in item.options]
    if len(choices) > FEW:
        ends = (f"0 – {_('not at all')}", f"10 – {_('completely')}")
        choices = [(v, ends[0] if v == "0" else ends[1] if v == "10" else label) for v, label in choices]
        return forms.ChoiceField(
            label=item.text, choices=[("", _("No answer")), *choices], required=False, widget=forms.Select
        )
    return forms.ChoiceField(
        label=item.text, choices=[*choices, ("", _("No answer"))], required=False, widget=forms.RadioSelect
    )
