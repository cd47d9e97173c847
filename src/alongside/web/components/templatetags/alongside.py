"""Filters for words and the tags that forms are drawn with; built in, so no template has to load them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms, template
from django.forms.boundfield import BoundField
from django.template.context import Context
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from alongside.core import clock, numbers
from alongside.people.models import Person
from alongside.web.components import found_rows as drawn_rows
from alongside.web.components import icons, people, renderer, words, work_rows
from alongside.web.components import log_in_place as in_place
from alongside.web.components import number_rows as numbers_drawn
from alongside.web.components import results as drawn
from alongside.web.components import triage_cards as cards_drawn
from alongside.web.components.fields import PARTS, DayWidget
from alongside.web.components.reach import Reach, reach_of

register = template.Library()

#: How a widget is drawn, the most particular first.
KINDS: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.CheckboxInput, "checkbox"),
    (DayWidget, "day"),
    (forms.MultiWidget, "several"),
    (forms.Select, "select"),
    (forms.Textarea, "textarea"),
    (forms.PasswordInput, "password"),
    (forms.FileInput, "file"),
)
CLASSES = {
    "select": "govuk-select",
    "textarea": "govuk-textarea",
    "file": "govuk-file-upload",
    "checkbox": "govuk-checkboxes__input",
}
TICKED = ("checkboxes", "checkbox")


# Words ---------------------------------------------------------------------------------------------------------------


def _as_day(value: dt.date | dt.datetime) -> dt.date:
    return clock.local(value).date() if isinstance(value, dt.datetime) else value


@register.filter
def day(value: dt.date | dt.datetime | None) -> str:
    """`Tuesday 1 December`."""
    return words.day(_as_day(value), today=clock.today()) if value else ""


@register.filter
def short_day(value: dt.date | dt.datetime | None) -> str:
    """`1 December`, for tables."""
    return words.short_day(_as_day(value), today=clock.today()) if value else ""


@register.filter
def moment(value: dt.datetime | None) -> str:
    """`Tuesday 1 December, 2pm`."""
    return words.moment(clock.local(value), today=clock.today()) if value else ""


@register.filter
def time_of_day(value: dt.datetime | dt.time | None) -> str:
    """`2.30pm`."""
    if value is None or value == "":
        return ""
    return words.time_of_day(clock.local(value).time() if isinstance(value, dt.datetime) else value)


@register.filter
def days_from_now(value: dt.date | dt.datetime | None) -> str:
    """`12 days ago`, `tomorrow`, `in 3 days`."""
    return words.days_from(_as_day(value), today=clock.today()) if value else ""


@register.filter
def distance(metres: float | None) -> str:
    """`12 minutes' walk`."""
    return "" if metres is None else words.distance(metres)


@register.filter
def age(born: dt.date | None) -> int | str:
    """Age today in years."""
    return words.age_on(born, clock.today()) if born else ""


@register.filter
def phone(number: str | None) -> str:
    """A phone number as one reads it: `020 7946 0100`."""
    return words.phone(number)[0] if number else ""


@register.filter
def phone_link(number: str | None) -> str | SafeString:
    """A phone number to press: `<a href="tel:+442079460100">020 7946 0100</a>`."""
    if not number:
        return ""
    read, dialled = words.phone(number)
    return (
        format_html('<a class="as-nowrap" dir="ltr" href="tel:{}">{}</a>', dialled, read) if dialled else read
    )


@register.filter
def person_line(person: Person) -> str:
    """`78 · speaks Turkish, interpreter needed · Step-free way in`."""
    return people.in_a_line(person, today=clock.today())


@register.filter
def contact_rules(person: Person) -> list[str]:
    """How they may be reached, in sentences."""
    return people.contact_rules(person, today=clock.today())


@register.filter
def reach(who: Any) -> Reach:
    """How to reach a person, or somebody referred to us, now: for `staff/reach.html` and nowhere else."""
    return reach_of(who, now=clock.now())


@register.filter
def one_line(text: str) -> str:
    """An address on one line: `49 Lime Kiln Street, London`."""
    return ", ".join(part.strip(" ,") for part in str(text).splitlines() if part.strip(" ,"))


@register.filter
def in_words(number: int) -> int | str:
    """`three`; numbers above ten stay figures."""
    return numbers.in_words(number)


@register.simple_tag
def found_rows(rows: Iterable[Any]) -> SafeString:
    """The rows of people a search found."""
    return drawn_rows.drawn(rows)


@register.simple_tag
def number_rows(table: Any) -> SafeString:
    """The rows of a table of counts."""
    return numbers_drawn.drawn(table)


@register.simple_tag
def icon(name: str) -> SafeString:
    """A line icon: for `cotton/icon.html` and nowhere else."""
    return icons.icon(str(name))


@register.simple_tag
def text_language(code: str) -> SafeString:
    """` lang="tr" dir="ltr"` for text that somebody else wrote in another language than the page's; else nothing."""
    return mark_safe(drawn.text_language(code))  # noqa: S308 – escaped where it is made


@register.simple_tag
def text_language_note(code: str) -> str:
    """`This text is in English.` beside such text; else nothing."""
    return drawn.text_language_note(code)


# Results of the finder -----------------------------------------------------------------------------------------------


@register.simple_tag
def results(found: Iterable[Any], level: str) -> SafeString:
    """Results as the items of a list, under headings of a level."""
    return drawn.listed(found, level)


@register.simple_tag(takes_context=True)
def results_to_save(context: Context, found: Iterable[Any], level: str) -> SafeString:
    """Results as the items of a list, each with what puts it on one's own list."""
    return drawn.listed(found, level, _saving(context))


@register.simple_tag
def result_card(result: Any, level: str) -> SafeString:
    """One result, left open for what can be done with it: see `partials/result.html`."""
    return mark_safe(drawn.Cards(level).card(result))  # noqa: S308 – all parts are escaped


@register.simple_tag(takes_context=True)
def save_service(context: Context, service_id: str, name: str) -> SafeString:
    """What puts a service on one's own list; it says so when it is there."""
    return mark_safe(_saving(context)(str(service_id), name))  # noqa: S308 – all parts are escaped


def _saving(context: Context) -> drawn.Drawing:
    here = context["request"].get_full_path()
    return drawn.saving(context.get("on_my_list") or (), CsrfTokenNode().render(context), here)


# Forms ---------------------------------------------------------------------------------------------------------------


@register.filter
def field_kind(field: BoundField) -> str:
    """The name of the template in `forms/` that draws this field."""
    widget = field.field.widget
    return next((kind for cls, kind in KINDS if isinstance(widget, cls)), "text")


@register.filter
def field_template(field: BoundField) -> str:
    """The path of the template that draws this field."""
    return f"forms/{field_kind(field)}.html"


@register.simple_tag
def control(field: BoundField, extra: str = "") -> SafeString:
    """The field's own element with GOV.UK classes; Django adds aria-describedby and aria-invalid."""
    kind = field_kind(field)
    base = CLASSES.get(kind, "govuk-input")
    widget = field.field.widget
    named = [base, *([f"{base}--error"] if field.errors else []), extra, widget.attrs.get("class", "")]
    attrs: dict[str, Any] = {"class": " ".join(name for name in named if name)}
    if kind == "textarea" and widget.attrs.get("rows") in (None, "10"):
        attrs["rows"] = "5"
    if isinstance(widget, forms.EmailInput):
        attrs.setdefault("spellcheck", "false")
    return field.as_widget(attrs=attrs)


@register.filter
def says_optional(field: BoundField) -> bool:
    """Whether the label says “(optional)”: when other fields of the form are asked for and this one is not."""
    if field.field.required or field_kind(field) in TICKED or not getattr(field.form, "marks_optional", True):
        return False
    if field_kind(field) == "select" or (field_kind(field) == "radios" and field.initial):
        return False  # an answer is chosen already
    return any(other.field.required for other in field.form.visible_fields())


@register.simple_tag
def choices(field: BoundField) -> SafeString:
    """The radios or checkboxes of a field, each with its hint from the widget's `hints`, a dict by value."""
    hints: dict[str, Any] = getattr(field.field.widget, "hints", {})
    return renderer.choices(field_kind(field), field.subwidgets, hints)


def _here(context: Context) -> tuple[str, str]:
    """The path of the page, and the hidden field that guards its forms."""
    return context["request"].get_full_path(), CsrfTokenNode().render(context)


def _drawing(context: Context) -> work_rows.Drawing:
    """What the rows of a page share."""
    here, csrf = _here(context)
    now, viewer = clock.now(), getattr(context["request"], "viewer", None)
    today = clock.local(now).date()

    def log(
        row: Any, *, case: UUID, key: UUID, person: Any, channel: str, follow_up: UUID | None = None
    ) -> str:
        return in_place.drawn(
            case=case, row=key, person=person, proposals=row.proposals, once=row.once, channel=channel,
            follow_up=follow_up, back=here, csrf=csrf, today=today,
        )  # fmt: skip

    return work_rows.Drawing(
        dial=phone_link,
        reach=lambda who: reach_of(who, now=now),
        log=log,
        line=lambda person: people.in_a_line(person, today=today),
        back=here,
        csrf=csrf,
        me=viewer.member_id if viewer else None,
    )


@register.simple_tag(takes_context=True)
def due_rows(context: template.Context, rows: Iterable[Any]) -> SafeString:
    """What is due, a row each."""
    return work_rows.due_rows(rows, _drawing(context))


@register.simple_tag(takes_context=True)
def case_rows(context: template.Context, rows: Iterable[Any]) -> SafeString:
    """Cases on a worklist, a row each."""
    return work_rows.case_rows(rows, _drawing(context))


@register.simple_tag(takes_context=True)
def triage_cards(context: template.Context, cards: Iterable[Any]) -> SafeString:
    """The cards of a column of the triage board."""
    here, csrf = _here(context)
    return cards_drawn.drawn(cards, back=here, csrf=csrf)


@register.simple_tag(takes_context=True)
def who_looks(context: template.Context, referral: Any, looking: Any, *, mine: bool, back: str) -> SafeString:
    """Who looks at a referral, and the button to do so or to let go; `back` is the path to return to."""
    return cards_drawn.who_looks(referral, looking, mine=mine, back=back, csrf=_here(context)[1])


@register.simple_tag
def reach_brief(to: Reach) -> SafeString:
    """How to reach somebody, in a row: for `staff/reach.html` and nowhere else."""
    return work_rows.reach_brief(to, phone_link)


@register.filter
def day_boxes(field: BoundField) -> list[dict[str, str]]:
    """The three boxes of a day, as they are drawn: part, name, id, label, value."""
    widget = field.field.widget
    values = field.value()
    typed = list(values) if isinstance(values, list) else widget.decompress(values or None)
    labels = {"day": _("Day"), "month": _("Month"), "year": _("Year")}
    is_birthday = widget.attrs.get("autocomplete") == "bday"
    return [
        {
            "part": part,
            "name": f"{field.html_name}_{part}",
            "id": f"{field.auto_id}_{part}",
            "label": labels[part],
            "value": "" if value is None else str(value),
            "autocomplete": f"bday-{part}" if is_birthday else "off",
        }
        for part, value in zip(PARTS, typed, strict=False)
    ]


@register.filter
def troubles(field: BoundField) -> list[str]:
    """What is wrong with a field, each with what to do; Django's own words for “missing” give way to ours."""
    plain = str(forms.Field.default_error_messages["required"])
    kind = field_kind(field)
    return [missing_words(kind) if str(message) == plain else str(message) for message in field.errors]


def missing_words(kind: str) -> str:
    """What to do about an empty field of a kind."""
    return {
        "checkboxes": _("Tick at least one."),
        "radios": _("Choose one."),
        "select": _("Choose one."),
        "checkbox": _("Tick this box to go on."),
        "file": _("Choose a file."),
        "day": _("Give a day, a month and a year."),
    }.get(kind, _("Please fill this in."))


@register.filter
def first_control_id(field: BoundField) -> str:
    """The id that a link in the error summary leads to: of a group of choices, the first."""
    kind = field_kind(field)
    if kind in ("radios", "checkboxes"):
        return f"{field.auto_id}_0"
    if kind == "day":
        return f"{field.auto_id}_day"
    if kind == "several":
        return f"{field.auto_id}_0"
    return str(field.id_for_label or field.auto_id)
