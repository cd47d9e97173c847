"""The finder's form, shared by the public page and the connector's: what someone answers becomes `Facts`.

It works as a plain GET form, so that a search can be shared as a link; nothing of it is kept.
"""

import copy
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from alongside.directory import asking
from alongside.directory.enums import AccessFeature, DeliveryMode
from alongside.directory.languages import LANGUAGES
from alongside.directory.matters import MATTERS
from alongside.directory.relaxations import Relaxation
from alongside.directory.rules import Facts, Slot
from alongside.places import queries as places
from alongside.places.enums import AreaKind, PostcodeStatus
from alongside.places.models import Area

LONGEST_WORDS = 200

DAYS = [
    ("mon", _("Monday")),
    ("tue", _("Tuesday")),
    ("wed", _("Wednesday")),
    ("thu", _("Thursday")),
    ("fri", _("Friday")),
    ("sat", _("Saturday")),
    ("sun", _("Sunday")),
    ("weekdays", _("Monday to Friday")),
    ("weekend", _("The weekend")),
]
PARTS_OF_DAY = [
    ("", _("Any time")),
    ("morning", _("Morning")),
    ("afternoon", _("Afternoon")),
    ("evening", _("Evening")),
]
REACH = [
    ("800", _("About 15 minutes’ walk")),
    ("1600", _("1 mile")),
    ("3200", _("2 miles")),
    ("", _("5 miles")),
    ("16000", _("10 miles")),
    ("any", _("Any distance")),
]
SORTS = [
    ("", _("Nearest first")),
    ("soonest", _("Soonest first")),
    ("confirmed", _("Lately confirmed first")),
]
RELATIONS = [
    ("lives", _("I live there")),
    ("works", _("I work there")),
    ("studies", _("I study there")),
    ("volunteers", _("I volunteer there")),
    ("gp", _("My GP is there")),
    ("cares_for", _("I look after someone there")),
]
YES_NO = [("", _("I’d rather not say")), ("yes", _("Yes")), ("no", _("No"))]
GENDERS = [
    ("", _("I’d rather not say")),
    ("woman", _("A woman")),
    ("man", _("A man")),
    ("non_binary", _("Non-binary")),
]


@dataclass(frozen=True, slots=True)
class Here:
    """Where someone starts from: a point, the areas it lies in, and what to call it."""

    name: str
    easting: int | None
    northing: int | None
    codes: frozenset[str]
    note: str = ""


class _Shared(forms.Field):
    """A field whose choices never change: the forms of all who look share them, where Django's own copies each one."""

    def __deepcopy__(self, memo: dict[int, Any]) -> Any:
        alike = copy.copy(self)
        alike.widget = copy.copy(self.widget)
        alike.widget.attrs = dict(alike.widget.attrs)
        memo[id(self)] = alike
        return alike


class One(_Shared, forms.ChoiceField):
    """One of some choices."""


class Several(_Shared, forms.MultipleChoiceField):
    """Some of some choices."""


class FindForm(forms.Form):
    """What someone looks for. Every field may stay empty."""

    q = forms.CharField(
        label=_("What do you enjoy, or need?"),
        help_text=_("A word or two, like walking, dinner or someone to talk to"),
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    exact = forms.BooleanField(required=False, widget=forms.HiddenInput)
    """Only what was typed: set by a link on the results, forgotten by the next search."""
    postcode = forms.CharField(
        label=_("Your postcode or area"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "postal-code", "spellcheck": "false"}),
    )
    matters = Several(
        label=_("What matters to you?"),
        choices=[(matter.key, matter.name) for matter in MATTERS.values()],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    day = Several(
        label=_("Which days?"),
        help_text=_("Leave them all empty for any day."),
        choices=DAYS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    time = One(label=_("What time of day?"), choices=PARTS_OF_DAY, required=False)
    within = One(label=_("How far would you go?"), choices=REACH, required=False)
    how = Several(
        label=_("How would you like to take part?"),
        choices=DeliveryMode.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    needs = Several(
        label=_("What does the place need to have?"),
        choices=AccessFeature.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    language = One(
        label=_("Which language would you like to speak?"),
        choices=[("", _("Any language")), *LANGUAGES.items()],
        required=False,
    )
    free = forms.BooleanField(label=_("Only what is free"), required=False)
    self_refer = forms.BooleanField(label=_("Only what I can ask for myself"), required=False)
    sort = One(required=False, choices=SORTS, widget=forms.HiddenInput)
    """Set by a link on the results."""
    relation = Several(
        label=_("What is this place to you?"),
        help_text=_("Some groups are only for people who live or work in an area."),
        choices=RELATIONS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    other_relation = One(
        label=_("Do you work, study or help out somewhere else?"),
        choices=[("", _("No, or I’d rather not say")), *RELATIONS[1:]],
        required=False,
    )
    other_place = forms.CharField(
        label=_("Where is that?"),
        help_text=_("A postcode or an area, like City of London"),
        required=False,
        max_length=120,
    )
    age = forms.CharField(
        label=_("How old are you?"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-3"}),
    )
    carer = One(label=_("Do you look after someone?"), choices=YES_NO, required=False)
    new_parent = One(
        label=_("Are you expecting, or do you have a child under two?"), choices=YES_NO, required=False
    )
    gender = One(
        label=_("Are you…"),
        help_text=_("A few groups are only for women, or only for men."),
        choices=GENDERS,
        required=False,
    )
    marks_optional = False

    MORE = ("day", "time", "within", "how", "needs", "language", "free", "self_refer")
    ABOUT = ("relation", "other_relation", "other_place", "age", "carer", "new_parent", "gender")

    def __init__(self, data: QueryDict | None = None, **kwargs: Any) -> None:
        super().__init__(None if data is None else _printable(data), **kwargs)

    def clean_q(self) -> str:
        """Return the words with plain single spaces."""
        return " ".join(self.cleaned_data["q"].split())

    def clean_age(self) -> int | None:
        """Return the age, or None when they did not say."""
        return _understood(asking.read_age, self.cleaned_data["age"]) if self.cleaned_data["age"] else None

    def clean_postcode(self) -> Here | None:
        """Return where they start from: a postcode, an area by its name, or nowhere."""
        text = self.cleaned_data["postcode"].strip()
        return find_here(text) if text else None

    def clean_other_place(self) -> Here | None:
        """Return the other place they belong to."""
        text = self.cleaned_data["other_place"].strip()
        return find_here(text) if text else None

    def clean(self) -> dict[str, Any]:
        """Hold a relation elsewhere together with its place."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("other_relation") and "other_place" in given and not given["other_place"]:
            self.add_error("other_place", _("Tell us where that is, or choose “No”."))
        return given

    def facts(self) -> Facts:
        """Return what was answered, as the finder takes it. Only for a form that is valid."""
        given = self.cleaned_data
        here: Here | None = given["postcode"]
        relations = {
            (relation, code) for relation in given["relation"] for code in (here.codes if here else ())
        }
        if given["other_relation"] and given["other_place"]:
            relations |= {(given["other_relation"], code) for code in given["other_place"].codes}
        return Facts(
            age=given["age"],
            relations=frozenset(relations),
            languages=frozenset({given["language"]} - {""}),
            needs=frozenset(given["needs"]),
            carer=_yes_no(given["carer"]),
            new_parent=_yes_no(given["new_parent"]),
            gender=given["gender"],
            matters=tuple(given["matters"]),
            words=given["q"],
            words_exact=bool(given["q"] and given["exact"]),
            free=_free(given["day"], given["time"]),
            easting=here.easting if here else None,
            northing=here.northing if here else None,
            within_m=None if given["within"] == "any" else int(given["within"] or asking.USUAL_REACH_M),
            max_cost_pence=0 if given["free"] else None,
            without_referral=given["self_refer"],
            modes=frozenset(given["how"]),
        )

    def folds(self) -> list[tuple[str, SafeString, bool]]:
        """Return the folded parts: heading with how much is set in it, fields, and whether something is wrong there."""
        parts = (
            (_("Choose what matters to you"), ("matters",)),
            (_("When, how far, access and language"), self.MORE),
            (_("About you – only if you like"), self.ABOUT),
        )
        return [
            (
                self._heading(str(heading), names),
                self._fields(names),
                any(n in self.errors for n in names),
            )
            for heading, names in parts
        ]

    def asked(self) -> SafeString:
        """Return the two fields in sight."""
        return SafeString(f"{self._field('q')}\n{self._field('postcode')}")

    def _fields(self, names: tuple[str, ...]) -> SafeString:
        return SafeString("".join(self._field(name) for name in names))

    def _field(self, name: str) -> SafeString:
        """Return a field as it stands on the page: of its kind all look the same but for what is chosen or typed."""
        if name in self.errors:
            return drawn(self, (name,))
        given, field = tuple(self._given(name)), self.fields[name]
        if isinstance(field, forms.BooleanField):
            return _chosen(type(self), name, bool(self[name].value()), get_language())
        if isinstance(field, forms.MultipleChoiceField):
            # without errors only choices are in it, which are few
            chosen = tuple(dict.fromkeys(given)) if any(given) else ()
            return _chosen(type(self), name, chosen, get_language())
        last = given[-1] if given else ""
        if isinstance(field, forms.ChoiceField) or not last:
            return _chosen(type(self), name, last, get_language())
        before, after = _chosen(type(self), name, _TYPED, get_language()).split(_TYPED)
        return SafeString(f"{before}{escape(last)}{after}")

    def _heading(self, heading: str, names: tuple[str, ...]) -> str:
        chosen = sum(1 for name in names for value in self._given(name) if value)
        if not chosen:
            return heading
        return ngettext("%(heading)s – %(n)d chosen", "%(heading)s – %(n)d chosen", chosen) % {
            "heading": heading,
            "n": chosen,
        }

    def _given(self, name: str) -> list[str]:
        return self.data.getlist(name) if isinstance(self.data, QueryDict) else []

    @property
    def asks_more(self) -> bool:
        """Say whether any of the finer wishes is set, so that they are shown opened."""
        return any(self.data.get(name) for name in self.MORE) or any(
            name in self.errors for name in self.MORE
        )

    @property
    def tells_about(self) -> bool:
        """Say whether they told us about themselves."""
        return any(self.data.get(name) for name in self.ABOUT) or any(
            name in self.errors for name in self.ABOUT
        )


def drawn(form: forms.Form, names: tuple[str, ...]) -> SafeString:
    """Return these fields as they stand on the page."""
    return SafeString("".join(form[name].as_field_group() for name in names))


_TYPED = "typed-by-somebody"
"""Stands for what somebody typed where the field around it is remembered: that itself is never kept."""


@lru_cache(maxsize=2_000)
def _chosen(
    form: type[FindForm], name: str, value: str | bool | tuple[str, ...], language: str | None
) -> SafeString:
    """Return a field with this chosen in it, which looks the same to everyone: drawn once for each language."""
    return drawn(form(initial={name: value}), (name,))


def find_here(text: str) -> Here:
    """Return a place from a postcode or an area's name. Raises ValidationError with the message and a way on."""
    found = places.look_up(text)
    if start := found.start:
        codes = found.areas.known()
        return Here(found.postcode or text, round(start.easting), round(start.northing), codes, found.caution)
    area = (
        asking.find_area(text) if found.status in (PostcodeStatus.INVALID, PostcodeStatus.UNKNOWN) else None
    )
    if area is None and found.status == PostcodeStatus.LIVE:
        return Here(
            found.postcode or text, None, None, found.areas.known(), f"{found.message} {found.way_on}"
        )
    if area is None:
        raise forms.ValidationError(f"{found.message} {found.way_on}".strip(), code=found.status.value)
    return here_of(area)


def here_of(area: Area) -> Here:
    """Return an area as a place to start from: its centre."""
    centre = asking.centre(area)
    return Here(area.name, round(centre.easting), round(centre.northing), asking.area_codes(area))


def ways_on(form: FindForm) -> list[Area]:
    """Return areas to pick instead of a postcode that did not do: those of the outcode, else those we know."""
    if not form.has_error("postcode"):
        return []
    typed = str(form.data.get("postcode", ""))
    if form.has_error("postcode", PostcodeStatus.OUTCODE.value):
        return places.areas_in_outcode(typed)
    if form.has_error("postcode", PostcodeStatus.NORTHERN_IRELAND.value):
        return []
    alike = places.areas_called(typed, limit=8)
    return alike or list(
        Area.objects.filter(kind=AreaKind.LOCAL_AUTHORITY).order_by("search_name", "code")[:12]
    )


_GIVEN_UP = {
    "when": ("day", "time"),
    "language": ("language",),
    "needs": ("needs",),
    "cost": ("free",),
    "referral": ("self_refer",),
    "mode": ("how",),
    "words": ("q", "exact"),
    "matters": ("matters",),
    "all": ("day", "time", "language", "needs", "free", "self_refer", "how", "q", "exact", "matters"),
}


def relaxation_links(asked: QueryDict, relaxations: Iterable[Relaxation]) -> list[tuple[str, str]]:
    """Return each relaxation as (address, sentence): the same question with one wish fewer."""
    links = []
    for relaxation in relaxations:
        changed = asked.copy()
        changed.pop("page", None)
        for wish in relaxation.wish.split():
            for name in _GIVEN_UP.get(wish, ()):
                changed.pop(name, None)
        if "distance" in relaxation.wish.split():
            changed["within"] = (
                "any" if relaxation.facts.within_m is None else _reach(relaxation.facts.within_m)
            )
        links.append((f"?{_tidy(changed)}", str(relaxation)))
    return links


def with_changes(asked: QueryDict, **changes: str | list[str]) -> str:
    """Return the query string with some values set, or dropped when empty; the page starts over."""
    changed = asked.copy()
    changed.pop("page", None)
    for name, value in changes.items():
        changed.setlist(name, value if isinstance(value, list) else [value])
    return f"?{_tidy(changed)}"


def _printable(asked: QueryDict) -> QueryDict:
    """Return the question without control characters, which neither a page nor the database can hold."""
    cleaned = asked.copy()
    for name, values in asked.lists():
        cleaned.setlist(name, ["".join(c for c in value if c.isprintable()) for value in values])
    return cleaned


def _tidy(asked: QueryDict) -> str:
    return urlencode([(name, value) for name, values in asked.lists() for value in values if value])


def _reach(metres: int) -> str:
    return "" if metres == asking.USUAL_REACH_M else str(metres)


def _understood(read: Any, text: str) -> Any:
    try:
        return read(text)
    except asking.NotUnderstood as problem:
        raise forms.ValidationError(str(problem)) from None


def _yes_no(answer: str) -> bool | None:
    return {"yes": True, "no": False}.get(answer)


def _free(days: list[str], part: str) -> tuple[Slot, ...]:
    if days:
        return tuple(dict.fromkeys(slot for day in days for slot in asking.read_when(f"{day} {part}")))
    if part:
        return (*asking.read_when(f"weekdays {part}"), *asking.read_when(f"weekend {part}"))
    return ()


def asked_for(form: FindForm, facts: Facts, here: Here | None) -> str:
    """Return the question in words, for the heading of the results."""
    parts = [f"“{facts.words}”"] if facts.words else []
    parts += [str(MATTERS[key].name) for key in facts.matters]
    about = ", ".join(parts)
    if about and here:
        return _now("%(about)s near %(place)s") % {"about": about, "place": here.name}
    return about or (_now("Near %(place)s") % {"place": here.name} if here else "")
