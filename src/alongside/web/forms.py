"""Forms that are sent once, and what was typed into them."""

import re
import uuid
from typing import Any, cast

from django import forms
from django.http import HttpRequest, QueryDict

# What no keyboard types, no page may hold and no database keeps: controls but for line ends, non-characters.
UNTYPED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")


def typed(request: HttpRequest) -> QueryDict | None:
    """What was posted, without characters nobody can type; None when nothing was: give it to a form as data."""
    if request.method != "POST":
        return None
    data = request.POST.copy()
    for name, values in data.lists():
        if any(UNTYPED.search(value) for value in values):
            data.setlist(name, [UNTYPED.sub("", value) for value in values])
    return data


def change_answer(form: forms.Form, name: str, answer: str) -> None:
    """Change one answer in what was sent, before the form is shown again."""
    data = cast(QueryDict, form.data).copy()
    data[name] = answer
    form.data = data


class OnceForm(forms.Form):
    """A form with a hidden one-time key; hand `cleaned_data["once"]` to `partnerships.once.once`.

    A missing or mangled key is no reason to refuse what somebody wrote: it becomes None, and the form is
    then simply not protected against a double click.
    """

    once = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["once"].initial = uuid.uuid4
        self.order_fields([name for name in self.fields if name != "once"] + ["once"])

    def _clean_fields(self) -> None:
        super()._clean_fields()  # type: ignore[misc]
        if "once" in self.errors:
            del self.errors["once"]
            self.cleaned_data["once"] = None
