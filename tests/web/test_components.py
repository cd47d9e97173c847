"""Each component and each kind of field, drawn once: sound HTML, nothing inline, labels and errors tied to controls."""

import datetime as dt
import re
from typing import Any

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import RequestContext, engines
from django.test import Client, RequestFactory

from alongside.core.ids import new_id
from alongside.people.models import Person
from alongside.web.components.fields import DayField, HintedCheckboxes, HintedRadios
from tests.page_habits import faults

WAYS = [("phone", "By phone"), ("letter", "By letter")]


class EveryField(forms.Form):
    name = forms.CharField(label="What is your name?", help_text="As you like to be called")
    email = forms.EmailField(label="E-mail", required=False)
    note = forms.CharField(label="What did you notice?", widget=forms.Textarea)
    reach = forms.ChoiceField(
        label="How shall we reach you?", choices=WAYS, widget=HintedRadios(hints={"phone": "Weekdays"})
    )
    speaks = forms.ChoiceField(label="Language", choices=[("en", "English")])
    matters = forms.MultipleChoiceField(
        label="What matters?", choices=WAYS, widget=HintedCheckboxes(hints={"letter": "In large print"})
    )
    born = DayField(label="Date of birth", help_text="For example, 27 3 1947")
    secret = forms.CharField(label="Password", widget=forms.PasswordInput)
    file = forms.FileField(label="A file", required=False)
    agreed = forms.BooleanField(label="They agreed")
    when = forms.SplitDateTimeField(label="When", required=False)
    once = forms.CharField(widget=forms.HiddenInput, required=False)


def draw(source: str, **context: Any) -> str:
    """A whole page with `source` in its middle, as the site's engine draws it."""
    engine = engines["django"].engine
    from django_cotton.compiler_regex import CottonCompiler

    page = engine.from_string(CottonCompiler().process(source))
    request = RequestFactory().get("/somewhere/", {"page": "2"})
    body = page.render(RequestContext(request, {"csrf_token": "secret", **context}))
    return f'<!doctype html><html lang="en"><head><title>t</title></head><body>{body}</body></html>'


PERSON = Person(
    partnership_id=new_id(),
    given_name="Ayten", family_name="Aydin", known_as="Ayten Hanım", phone="+442079460123", birth_year=1948,
    languages=["tr"], interpreter_needed=True, access_needs=["step_free"], contact_by="phone",
    contact_times=["morning"], leave_message=False,
)  # fmt: skip

COMPONENTS = {
    "button": '<c-button icon="find">Find</c-button>',
    "button as a link": '<c-button href="/x" kind="secondary">Go</c-button>',
    "back": '<c-back href="/" />',
    "panel": '<c-panel title="A title" tone="sage"><p>Words</p></c-panel>',
    "notice": '<c-notice kind="careful" title="Look"><p>Words</p></c-notice>',
    "summary list": '<c-summary-list><c-summary-row key="Name" value="A" href="/change" /></c-summary-list>',
    "table": '<c-table caption="Numbers"><tbody><tr><td>1</td></tr></tbody></c-table>',
    "tag": '<c-tag kind="good">Open</c-tag>',
    "empty": '<c-empty title="Nothing yet"><p>It will appear here.</p></c-empty>',
    "details": '<c-details summary="More"><p>Words</p></c-details>',
    "crisis": "<c-crisis />",
    "person header": '<c-person-header :person="person" />',
    "pager": '<c-pager :page="page" />',
    "pager of a keyset list": '<c-pager next="?after=x" />',
    "worried": '<c-worried href="/x" />',
    "thanks": '<c-thanks title="Thank you" reference="K7M-2QX"><p>We will ring.</p></c-thanks>',
    "icon": '<c-icon name="phone" />',
    "form": '<c-form :form="form" submit="Send this" />',
    "street": '{% include "partials/street.html" %}',
}


@pytest.mark.parametrize("name", COMPONENTS)
def test_each_component_is_sound_html_with_nothing_inline(name: str) -> None:
    html = draw(
        COMPONENTS[name], form=EveryField(), person=PERSON, page=Paginator(list(range(30)), 10).page(2)
    )
    assert faults(html.encode()) == []


def test_a_form_with_mistakes_is_sound_html_and_each_line_leads_to_a_control() -> None:
    form = EveryField({"born_day": "31", "born_month": "2", "born_year": "1950"}, {})
    html = draw('<c-form :form="form" submit="Send this" />', form=form)
    assert faults(html.encode()) == []
    ids = set(re.findall(r'id="([^"]+)"', html))
    targets = re.findall(r'href="#([^"]+)"', html)
    assert len(targets) == len(form.errors)
    assert set(targets) <= ids
    described = {i for group in re.findall(r'aria-describedby="([^"]+)"', html) for i in group.split()}
    assert described <= ids


def test_every_label_belongs_to_a_control() -> None:
    html = draw('<c-form :form="form" submit="Send this" />', form=EveryField())
    controls = set(re.findall(r'<(?:input|select|textarea)\b[^>]*\bid="([^"]+)"', html))
    assert set(re.findall(r'<label[^>]* for="([^"]+)"', html)) <= controls


def test_what_was_typed_comes_back() -> None:
    form = EveryField(
        {"name": "Ayten", "reach": "letter", "born_day": "31", "born_month": "June", "born_year": "x"}
    )
    html = draw('<c-form :form="form" submit="Send this" />', form=form)
    assert 'value="Ayten"' in html
    assert re.search(r'value="letter" checked', html)
    assert 'value="June"' in html


def test_a_missing_answer_is_told_with_what_to_do() -> None:
    html = draw('<c-form :form="form" submit="Send this" />', form=EveryField({}, {}))
    assert "This field is required" not in html
    for words in (
        "Choose one.",
        "Tick at least one.",
        "Tick this box to go on.",
        "Give a day, a month and a year.",
    ):
        assert words in html


def test_only_the_odd_ones_out_are_called_optional() -> None:
    class AllOptional(forms.Form):
        q = forms.CharField(required=False)

    assert "(optional)" not in draw('<c-form :form="form" />', form=AllOptional())
    assert draw('<c-form :form="form" />', form=EveryField()).count("(optional)") == 3


def test_the_person_header_says_how_to_reach_them() -> None:
    html = draw(COMPONENTS["person header"], person=PERSON)
    for words in ("Ayten Aydin", "Ayten Hanım", "020 7946 0123", "tel:+442079460123", "Never leave a message",
                  "Phone call, mornings", "speaks Turkish, interpreter needed"):  # fmt: skip
        assert words in html


def test_who_asked_not_to_be_contacted_shows_no_number() -> None:
    silent = Person(
        partnership_id=new_id(),
        given_name="Bo",
        phone="+442079460123",
        do_not_contact=True,
        languages=[],
        access_needs=[],
    )
    html = draw(COMPONENTS["person header"], person=silent)
    assert "tel:" not in html
    assert "Asked us not to get in touch" in html


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        (["1", "12", "1947"], dt.date(1947, 12, 1)),
        (["1", "December", "1947"], dt.date(1947, 12, 1)),
        (["29", "2", "1948"], dt.date(1948, 2, 29)),
    ],
)
def test_a_day_is_read_as_people_write_it(typed: list[str], wanted: dt.date) -> None:
    assert DayField().clean(typed) == wanted


@pytest.mark.parametrize(
    "typed", [["31", "2", "1950"], ["1", "", "1950"], ["1", "2", "50"], ["²", "2", "1950"], ["x"]]
)
def test_a_day_that_is_none_is_refused(typed: list[str]) -> None:
    with pytest.raises(forms.ValidationError):
        DayField().clean(typed)


def test_every_icon_that_a_template_asks_for_is_drawn() -> None:
    from pathlib import Path

    import alongside.web

    templates = Path(alongside.web.__path__[0]) / "templates"
    asked = {
        name
        for path in templates.rglob("*.html")
        for name in re.findall(r'<c-icon name="([a-z-]+)"| icon="([a-z-]+)"', path.read_text())
        for name in name
        if name
    }
    for name in sorted(asked):
        assert "<path" in draw(f'<c-icon name="{name}" />'), f"there is no icon called {name}"


def test_a_page_is_called_by_its_own_name_first(client: Client, partnership: Any) -> None:
    page = client.get("/about/").content.decode()
    assert f"<title>About us – {partnership.name}</title>" in page
