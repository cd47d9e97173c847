"""Fields that many forms ask with: a telephone number, a postcode, a name, a language, some lines of text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from alongside.people import rules as people_rules
from alongside.people.enums import Language
from alongside.places.rules import read

LONGEST_NOTE = 4000


class PhoneField(forms.CharField):
    """A telephone number somebody can be rung on; kept as E.164."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 40)
        kwargs.setdefault(
            "widget", forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"})
        )
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        typed = super().to_python(value) or ""
        if not typed:
            return ""
        number = people_rules.normal_phone(typed)
        if not number:
            raise ValidationError(_("This does not look like a phone number. Write it like 020 7946 0100."))
        return number


class PostcodeField(forms.CharField):
    """A postcode, or its first half; empty when it is not known."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 40)
        attrs = {"autocomplete": "postal-code", "class": "govuk-input--width-10"}
        kwargs.setdefault("widget", forms.TextInput(attrs=attrs))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        typed = super().to_python(value) or ""
        if not typed:
            return ""
        found = read(typed)
        if found is None:
            raise ValidationError(
                _(
                    "This does not look like a postcode. Write it like E8 1EA, or leave it empty if you do not know it."
                )
            )
        return str(found)


class NoteField(forms.CharField):
    """Some lines of text."""

    def __init__(self, *, rows: int = 4, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", LONGEST_NOTE)
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


def language_field() -> forms.ChoiceField:
    """Which language a person likes to speak."""
    choices = [("", _("I do not know")), *Language.choices]
    return forms.ChoiceField(label=_("Language they like to speak"), choices=choices, required=False)


def name_field(label: Any, **kwargs: Any) -> forms.CharField:
    """A whole name in one box."""
    return forms.CharField(label=label, max_length=200, **kwargs)


def in_plain_words(fields: Mapping[str, forms.Field]) -> None:
    """Say what is wrong in our words, which are translated, where Django would say it in its own, which may not be."""
    plain = {
        "max_length": _("This is too long. Write it in at most %(limit_value)d characters."),
        "invalid_choice": _("%(value)s is not one of the answers. Choose one that is offered."),
    }
    for field in fields.values():
        field.error_messages |= plain
        if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
            field.error_messages["required"] = _("Please answer this.")
        if isinstance(field, forms.EmailField):
            field.error_messages["invalid"] = _("This does not look like an e-mail address.")
