"""Forms that are sent once, and what was typed into them."""

import re
import uuid
from typing import Any, cast

from django import forms
from django.http import HttpRequest, QueryDict

# What no keyboard types, no page may hold and no database keeps: controls but for line ends, non-characters.
UNTYPED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")


def without_untyped(sent: QueryDict) -> QueryDict:
    """The same pairs without characters nobody can type, in values as in names."""
    if not any(UNTYPED.search(text) for name, values in sent.lists() for text in (name, *values)):
        return sent
    clean = QueryDict(mutable=True, encoding=sent.encoding)
    for name, values in sent.lists():
        for value in values:
            clean.appendlist(UNTYPED.sub("", name), UNTYPED.sub("", value))
    clean._mutable = False
    return clean


def typed(request: HttpRequest) -> QueryDict | None:
    """What was posted, None when nothing was: give it to a form as data.

    The middleware has taken out what nobody can type; outside of it (in a unit test), this does.
    """
    return without_untyped(request.POST) if request.method == "POST" else None


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
