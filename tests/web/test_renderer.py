"""Form elements are put together by hand for speed; what people type stays text, and looks as Django would draw it."""

from django import forms
from django.forms.renderers import DjangoTemplates
from django.http import QueryDict
from django.utils.safestring import mark_safe

from alongside.web.components.fields import HintedRadios
from alongside.web.components.renderer import GovukRenderer
from alongside.web.finding import FindForm

HOSTILE = '"><script>alert(1)</script>'


class Everything(forms.Form):
    text = forms.CharField(required=False)
    number = forms.IntegerField(required=False, widget=forms.NumberInput(attrs={"min": 1, "autofocus": True}))
    secret = forms.CharField(required=False, widget=forms.PasswordInput)
    tick = forms.BooleanField(required=False)
    hidden = forms.CharField(required=False, widget=forms.HiddenInput)
    one = forms.ChoiceField(
        required=False, choices=[("", "None"), (HOSTILE, HOSTILE), ("Group", [("a", mark_safe("<b>A</b>"))])]
    )


def words(html: str) -> str:
    return " ".join(html.replace("\n", " ").replace("> <", "><").split())


def test_plain_elements_are_the_same_as_from_templates() -> None:
    given = {"text": HOSTILE, "number": "3", "secret": "x", "tick": "on", "hidden": HOSTILE, "one": HOSTILE}
    ours = Everything(given, renderer=GovukRenderer())
    theirs = Everything(given, renderer=DjangoTemplates())
    for name in given:
        mine, django = (words(form[name].as_widget()).replace("> ", ">") for form in (ours, theirs))
        assert mine.replace(" <", "<") == django.replace(" <", "<"), name
        assert "<script>" not in mine


def test_choices_with_hints_are_escaped_too() -> None:
    class Asks(forms.Form):
        how = forms.ChoiceField(choices=[("x", HOSTILE)], widget=HintedRadios(hints={"x": HOSTILE}))

    drawn = str(Asks()["how"].as_field_group())
    assert "<script>" not in drawn
    assert drawn.count("&lt;script&gt;") == 2
    assert 'aria-describedby="id_how_0_hint"' in drawn


def test_a_fold_nobody_touched_is_drawn_alike_for_everyone_and_never_with_anothers_answers() -> None:
    untouched = [body for _, body, _ in FindForm().folds()]
    answered = [body for _, body, _ in FindForm(QueryDict("age=53&matters=company")).folds()]
    assert 'value="53"' in answered[2]
    assert "checked" in answered[0]
    assert answered[1] == untouched[1]
    assert [body for _, body, _ in FindForm(QueryDict("q=walk")).folds()] == untouched
