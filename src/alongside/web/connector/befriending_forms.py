"""The forms of a wish for company: musts and wishes, weekly times, the minimum a volunteer is told."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from alongside.befriending.enums import Channel, Gap, Talks
from alongside.befriending.models import Wish
from alongside.directory.matters import MATTERS
from alongside.people.enums import Language
from alongside.volunteering.enums import Communication, Condition, Culture, Experience, Skill
from alongside.web.forms import OnceForm

#: Parts of a day as weekly times, in minutes.
PARTS: Mapping[str, tuple[Any, int, int]] = {
    "morning": (_("morning, 9 to 12"), 9 * 60, 12 * 60),
    "afternoon": (_("afternoon, 12 to 5"), 12 * 60, 17 * 60),
    "evening": (_("early evening, 5 to 8"), 17 * 60, 20 * 60),
}
GENDERS = [("woman", _("A woman")), ("man", _("A man"))]
#: The level that "somebody who knows it" asks for: some experience.
KNOWS = 2
MINUTES = [(30, _("Half an hour")), (60, _("An hour")), (90, _("An hour and a half")), (120, _("Two hours"))]


def time_choices() -> list[tuple[str, str]]:
    """`1-afternoon` → Tuesday afternoon, 12 to 5."""
    return [
        (f"{day}-{code}", f"{WEEKDAYS[day]} {part[0]}") for day in range(7) for code, part in PARTS.items()
    ]


def to_times(codes: Iterable[str]) -> list[list[int]]:
    """Weekly times from what was ticked; parts that touch are one."""
    spans: list[list[int]] = []
    for day, code in sorted((int(c.split("-")[0]), c.split("-")[1]) for c in codes):
        spans.append([day, *PARTS[code][1:]])
    spans.sort()
    joined: list[list[int]] = []
    for day, start, end in spans:
        if joined and joined[-1][0] == day and joined[-1][2] >= start:
            joined[-1][2] = max(joined[-1][2], end)
        else:
            joined.append([day, start, end])
    return joined


def to_codes(times: Sequence[Sequence[int]]) -> list[str]:
    """What is ticked for weekly times: the parts of days that are wholly free."""
    return [
        f"{day}-{code}"
        for day in range(7)
        for code, (_label, start, end) in PARTS.items()
        if any(d == day and a <= start and b >= end for d, a, b in times)
    ]


def several(label: Any, choices: Sequence[tuple[Any, Any]], help_text: Any = "") -> forms.MultipleChoiceField:
    """Checkboxes, none of which must be ticked."""
    return forms.MultipleChoiceField(
        label=label,
        choices=choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=help_text,
    )


class WishForm(OnceForm):
    """What a person wants. "Must" is only what they would rather wait for than do without."""

    marks_optional = False

    times = several(_("When could it be?"), [], _("None ticked means not known, not “always”."))
    minutes = forms.TypedChoiceField(
        label=_("How long?"), choices=MINUTES, coerce=int, widget=forms.RadioSelect
    )
    channels = several(_("How may they meet?"), Channel.choices)
    languages_must = several(_("Must speak one of these"), Language.choices[:24])
    languages_wish = several(_("Would be glad of one of these"), Language.choices[:24])
    signs_must = several(_("Must know"), Communication.choices)
    gender_must = several(_("Must be"), GENDERS)
    gender_wish = several(_("Would rather be"), GENDERS)
    conditions = several(_("What is at their home?"), Condition.choices)
    cannot_meet = several(_("What can they not have near them?"), Condition.choices)
    skills = several(_("Needs somebody who knows"), Skill.choices)
    interests = several(_("What do they like?"), [(key, matter.name) for key, matter in MATTERS.items()])
    experiences = several(_("Would like somebody who has lived through"), Experience.choices)
    cultures = several(_("A faith or culture they would like to share"), Culture.choices)
    age_gap = forms.ChoiceField(
        label=_("Age of the befriender"), choices=Gap.choices, widget=forms.RadioSelect
    )
    talks = forms.ChoiceField(
        label=_("Somebody who talks or listens?"), choices=Talks.choices, widget=forms.RadioSelect
    )
    two_volunteers = forms.BooleanField(label=_("Two volunteers must come together"), required=False)
    what_to_know = forms.CharField(
        label=_("What must a befriender know?"),
        help_text=_("The minimum, in words the person would be happy to read. No diagnoses, no codes."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=600,
        required=False,
    )
    how_to_get_in = forms.CharField(
        label=_("How to get in"),
        help_text=_("Which bell, which floor. Never the code of a key safe."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=300,
        required=False,
    )
    meanwhile = forms.CharField(
        label=_("What is offered meanwhile?"),
        help_text=_("A group or activity they can come to now."),
        max_length=300,
        required=False,
    )

    def __init__(self, *args: Any, wish: Wish, **kwargs: Any) -> None:
        kwargs["initial"] = {**wished(wish), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.fields["times"].choices = time_choices()  # type: ignore[attr-defined]

    def clean_channels(self) -> list[str]:
        """Some way of meeting there must be."""
        channels: list[str] = self.cleaned_data["channels"]
        if not channels:
            raise forms.ValidationError(_("Tick at least one way of meeting."))
        return channels

    def wanted(self) -> dict[str, Any]:
        """What was told, as actions take it."""
        data = dict(self.cleaned_data)
        data.pop("once", None)
        data.pop("scheme", None)
        data["times"] = to_times(data["times"])
        data["skills"] = dict.fromkeys(data["skills"], KNOWS)
        return data


def wished(wish: Wish) -> dict[str, Any]:
    """A wish as the form shows it."""
    told = {
        name: getattr(wish, name)
        for name in WishForm.base_fields
        if name not in {"once", "times", "skills", "scheme"}
    }
    return {**told, "times": to_codes(wish.times), "skills": _named(wish.skills)}


def _named(levels: Mapping[str, int]) -> Collection[str]:
    return [skill for skill, level in levels.items() if level]
