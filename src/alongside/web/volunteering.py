"""Questions that volunteers are asked at more than one door: what they offer, when they are free, what they bring."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from alongside.directory.matters import MATTERS
from alongside.people.enums import Gender, Language
from alongside.volunteering import roles
from alongside.volunteering.enums import (
    Channel,
    Communication,
    Condition,
    Culture,
    Experience,
    Pattern,
    Skill,
    SkillLevel,
    Talk,
    Travel,
)
from alongside.volunteering.models import Volunteer
from alongside.web.components.fields import DayField, HintedCheckboxes
from alongside.web.forms import OnceForm
from alongside.web.telling_fields import NoteField, PhoneField, PostcodeField, name_field

NOBODY = [("", _("I would rather not say"))]
#: Parts of a day as volunteers choose them, in minutes.
PARTS: Mapping[str, tuple[int, int, Any]] = {
    "morning": (9 * 60, 12 * 60, _("Morning, 9 to 12")),
    "midday": (12 * 60, 14 * 60, _("Midday, 12 to 2")),
    "afternoon": (14 * 60, 17 * 60, _("Afternoon, 2 to 5")),
    "evening": (17 * 60, 20 * 60, _("Evening, 5 to 8")),
}
WEEKDAYS = (
    _("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"),
)  # fmt: skip
RADII = [
    (1000, _("In my neighbourhood: 1 km")),
    (2000, _("2 km")),
    (3000, _("3 km")),
    (5000, _("5 km")),
    (10000, _("10 km")),
    (20000, _("20 km")),
]


def many(label: Any, choices: Any, **more: Any) -> forms.MultipleChoiceField:
    """Tick as many as you like; none is fine unless told otherwise."""
    more.setdefault("required", False)
    more.setdefault("widget", forms.CheckboxSelectMultiple)
    return forms.MultipleChoiceField(label=label, choices=choices, **more)


def roles_field(label: Any, *, required: bool = True) -> forms.MultipleChoiceField:
    """Which roles, each with what one does in it."""
    hints = {kind: role.what for kind, role in roles.ROLES.items()}
    return many(
        label,
        [(kind, role.name) for kind, role in roles.ROLES.items()],
        required=required,
        widget=HintedCheckboxes(hints=hints),
        error_messages={"required": _("Choose at least one.")},
    )


class Referees(forms.Form):
    """Two people who can speak for an applicant."""

    referee1_name = name_field(_("First person: their name"))
    referee1_email = forms.EmailField(label=_("First person: their e-mail address"))
    referee1_relation = forms.CharField(label=_("First person: how do you know them?"), max_length=200)
    referee2_name = name_field(_("Second person: their name"))
    referee2_email = forms.EmailField(label=_("Second person: their e-mail address"))
    referee2_relation = forms.CharField(label=_("Second person: how do you know them?"), max_length=200)

    def clean(self) -> dict[str, Any]:
        """Two different people, neither of whom is the applicant."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        first = (data.get("referee1_email") or "").casefold()
        second = (data.get("referee2_email") or "").casefold()
        own = (data.get("email") or "").casefold()
        if first and first == second:
            self.add_error("referee2_email", _("Give two different people."))
        for name, address in (("referee1_email", first), ("referee2_email", second)):
            if own and address == own:
                self.add_error(name, _("Give somebody else's address. You cannot speak for yourself."))
        return data

    def referees(self) -> list[tuple[str, str, str]]:
        """(name, e-mail, who they are) of each."""
        return [
            (
                self.cleaned_data[f"{n}_name"],
                self.cleaned_data[f"{n}_email"],
                self.cleaned_data[f"{n}_relation"],
            )
            for n in ("referee1", "referee2")
        ]


class Reachable(forms.Form):
    """A name and a way to reach somebody."""

    name = name_field(
        _("Your name"),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Tell us your name.")},
    )
    phone = PhoneField(label=_("Your phone number"), required=False)
    email = forms.EmailField(
        label=_("Your e-mail address"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def clean(self) -> dict[str, Any]:
        """One way is enough."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not {"phone", "email"} & set(self.errors) and not (data.get("phone") or data.get("email")):
            self.add_error("phone", _("Give us one way to reach you: a phone number or an e-mail address."))
        return data


class EnquiryForm(Reachable, OnceForm):
    """Ask us to get in touch."""

    website = forms.CharField(required=False, max_length=200, label=_("Leave this empty"))
    roles = roles_field(_("What would you like to hear more about?"), required=False)
    field_order = ("name", "phone", "email", "roles")

    def clean_website(self) -> str:
        """Only robots fill it in."""
        return no_robots(self.cleaned_data["website"])

    def offered(self) -> dict[str, Any]:
        """The answers, by the names a volunteer has for them."""
        return {k: self.cleaned_data[k] for k in ("name", "phone", "email", "roles")}


def no_robots(value: str) -> str:
    """A robot fills in every box. A person who did is told, and loses nothing."""
    if value:
        raise ValidationError(_("Please empty this box and send again. It is there to keep robots out."))
    return ""


class ApplicationForm(Reachable, Referees, OnceForm):
    """Everything we ask, on one page, in about ten minutes."""

    marks_optional = True
    website = forms.CharField(required=False, max_length=200, label=_("Leave this empty"))
    postcode = PostcodeField(
        label=_("Your postcode"), help_text=_("So that we find somebody near you."), required=False
    )
    born_on = DayField(
        label=_("When were you born?"),
        help_text=_("Some roles are open from 16, most from 18. For example 27 3 1987."),
    )
    roles = roles_field(_("What would you like to do?"))
    pattern = forms.ChoiceField(
        label=_("How often?"), choices=Pattern.choices, widget=forms.RadioSelect, initial=Pattern.REGULAR
    )
    languages = many(_("Which languages do you speak?"), Language.choices)
    motivation = NoteField(label=_("Why would you like to do this?"), help_text=_("A few lines."), rows=3)
    experience = NoteField(
        label=_("Is there something you have done, or lived through, that helps?"), rows=3, required=False
    )
    adjustments = NoteField(
        label=_("Is there something we can do to make it work for you?"),
        help_text=_(
            "For example large print, a quiet room for training, or somebody with you at first. It has no bearing "
            "on whether we take you on."
        ),
        rows=2,
        required=False,
    )
    in_work_time = forms.BooleanField(label=_("My employer gives me working time for this"), required=False)
    employer = forms.CharField(label=_("Your employer, if so"), max_length=200, required=False)
    heard_from = forms.CharField(label=_("How did you hear of us?"), max_length=200, required=False)

    field_order = (
        "name", "email", "phone", "postcode", "born_on", "roles", "pattern", "languages", "motivation", "experience",
        "adjustments", "in_work_time", "employer", "referee1_name", "referee1_email", "referee1_relation",
        "referee2_name", "referee2_email", "referee2_relation", "heard_from",
    )  # fmt: skip
    OFFERED = (
        "name", "email", "phone", "postcode", "born_on", "roles", "pattern", "languages", "adjustments",
        "in_work_time", "employer",
    )  # fmt: skip

    def clean_website(self) -> str:
        """Only robots fill it in."""
        return no_robots(self.cleaned_data["website"])

    def offered(self) -> dict[str, Any]:
        """The answers, by the names a volunteer has for them."""
        return {k: self.cleaned_data[k] for k in self.OFFERED}

    def told(self) -> dict[str, Any]:
        """What they said in their own words."""
        return {k: self.cleaned_data[k] for k in ("motivation", "experience", "heard_from")}

    @property
    def sections(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The fields under their headings."""
        at = {
            _("About you"): ("name", "email", "phone", "postcode", "born_on"),
            _("What you would like to do"): ("roles", "pattern", "languages", "motivation", "experience"),
            _("What would help you"): ("adjustments", "in_work_time", "employer"),
            _("Two people who know you"): self.field_order[13:19],
            _("Last of all"): ("heard_from",),
        }
        return [(heading, [self[name] for name in names]) for heading, names in at.items()]


class OfferForm(forms.Form):
    """What somebody offers and is comfortable with; changed by themselves or by their supervisor."""

    marks_optional = True
    known_as = forms.CharField(label=_("Likes to be called"), max_length=100, required=False)
    phone = PhoneField(label=_("Phone number"), required=False)
    postcode = PostcodeField(label=_("Postcode to set out from"), required=False)
    travel = forms.ChoiceField(label=_("Gets about"), choices=Travel.choices, widget=forms.RadioSelect)
    radius_m = forms.TypedChoiceField(label=_("How far"), choices=RADII, coerce=int)
    channels = many(_("Ways to meet"), Channel.choices)
    people_at_most = forms.IntegerField(label=_("How many people at most"), min_value=0, max_value=20)
    hours_per_week = forms.IntegerField(label=_("Hours a week"), min_value=0, max_value=60)
    languages = many(_("Languages"), Language.choices)
    communication = many(_("Also"), Communication.choices)
    interests = many(_("Likes"), [(key, matter.name) for key, matter in MATTERS.items()])
    experiences = many(_("Has lived through, and does not mind sharing"), Experience.choices)
    cultures = many(_("Faith or culture, if it may help to find somebody alike"), Culture.choices)
    talk = forms.ChoiceField(
        label=_("Talker or listener"), choices=[("", _("Either")), *Talk.choices], required=False
    )
    gender = forms.ChoiceField(label=_("Gender"), choices=[*NOBODY, *Gender.choices], required=False)
    cannot_meet = many(_("Cannot be with"), Condition.choices)
    brings = many(_("Brings along"), Condition.choices[:3])
    adjustments = NoteField(label=_("What makes it work"), rows=2, required=False)
    emergency_contact = NoteField(label=_("Whom to ring in an emergency"), rows=2, required=False)

    def __init__(self, *args: Any, volunteer: Volunteer, **kwargs: Any) -> None:
        kwargs.setdefault("initial", initial_of(volunteer))
        super().__init__(*args, **kwargs)
        for skill in Skill:
            self.fields[f"skill_{skill.value}"] = forms.TypedChoiceField(
                label=skill.label, choices=SkillLevel.choices, coerce=int, widget=forms.Select
            )
        radius = volunteer.radius_m
        if radius not in dict(RADII):
            self.fields["radius_m"].choices = [(radius, f"{radius / 1000:g} km"), *RADII]  # type: ignore[attr-defined]

    def offered(self) -> dict[str, Any]:
        """The answers, by the names a volunteer has for them; channels are apart."""
        data = {k: v for k, v in self.cleaned_data.items() if k != "channels" and not k.startswith("skill_")}
        data["skills"] = {
            skill.value: self.cleaned_data[f"skill_{skill.value}"]
            for skill in Skill
            if self.cleaned_data[f"skill_{skill.value}"]
        }
        return data


class WholeOfferForm(OfferForm):
    """The same for the team, with what an application asks: who they are, and what they would like to do."""

    name = name_field(_("Name"))
    email = forms.EmailField(label=_("E-mail address"), required=False)
    born_on = DayField(label=_("Born on"), required=False)
    roles = roles_field(_("Would like to"), required=False)
    pattern = forms.ChoiceField(label=_("How often"), choices=Pattern.choices, widget=forms.RadioSelect)

    field_order = ("name", "known_as", "email", "phone", "born_on", "postcode", "roles", "pattern")


def initial_of(volunteer: Volunteer) -> dict[str, Any]:
    """What the form begins with."""
    initial = {name: getattr(volunteer, name) for name in WholeOfferForm.base_fields}
    return initial | {f"skill_{skill.value}": volunteer.skills.get(skill.value, 0) for skill in Skill}


class TimesForm(forms.Form):
    """The times of the week at which somebody is usually free."""

    def __init__(self, *args: Any, slots: Iterable[tuple[int, int, int]] = (), **kwargs: Any) -> None:
        self.slots = list(slots)
        super().__init__(*args, **kwargs)
        for number, name in enumerate(WEEKDAYS):
            self.fields[f"day{number}"] = many(
                name,
                [(key, words) for key, (_start, _end, words) in PARTS.items()],
                initial=[key for key, (start, end, _w) in PARTS.items() if self._covers(number, start, end)],
            )

    def _covers(self, weekday: int, start: int, end: int) -> bool:
        return any(day == weekday and first <= start and end <= last for day, first, last in self.slots)

    def chosen(self) -> list[tuple[int, int, int]]:
        """(weekday, from minute, to minute) of what was ticked."""
        return [(number, *PARTS[key][:2]) for number in range(7) for key in self.cleaned_data[f"day{number}"]]


def in_words(slots: Iterable[tuple[int, int, int]]) -> list[tuple[Any, str]]:
    """Times of the week as people read them: (Monday, 9.00–12.00)."""

    def clock(minute: int) -> str:
        return f"{minute // 60}.{minute % 60:02}"

    return [(WEEKDAYS[day], f"{clock(start)}–{clock(end)}") for day, start, end in slots]
