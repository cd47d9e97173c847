"""Where two editors disagree, in words: the rows of a merge view."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Row:
    """One part, as it stands now and as it was written here."""

    label: str
    theirs: str
    yours: str


def rows(form: forms.Form, differences: Iterable[Any]) -> list[Row]:
    """The differences (field, theirs, yours) in the words of the form."""
    return [
        Row(
            str(form.fields[d.field].label),
            said(form.fields[d.field], d.theirs),
            said(form.fields[d.field], d.yours),
        )
        for d in differences
    ]


def said(field: forms.Field, value: Any) -> str:
    """A value in words: labels of choices, yes and no, "nothing" where there is nothing."""
    if value in (None, "", []):
        return _("Nothing")
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    choices = {str(key): str(label) for key, label in getattr(field, "choices", [])}
    if isinstance(value, list):
        return ", ".join(choices.get(str(one), str(one)) for one in value)
    return choices.get(str(value), str(value))
