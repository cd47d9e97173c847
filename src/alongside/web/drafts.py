"""Drafts of a form: what a browser typed is kept as it was typed, and put back into the form without judging it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.http import QueryDict

#: What belongs to one sending of a form and not to what was said.
NOT_KEPT = frozenset({"csrfmiddlewaretoken", "once", "do", "back"})
#: Characters of all answers together: five times what all the boxes of a conversation take at most is no draft.
LONGEST = 100_000


def typed_in(sent: QueryDict) -> dict[str, list[str]] | None:
    """What was typed, by field; None when it is more than any of our forms takes."""
    kept = {name: values for name, values in sent.lists() if name not in NOT_KEPT and any(values)}
    size = sum(len(name) + sum(map(len, values)) for name, values in kept.items())
    return (
        {name: [str(value) for value in values] for name, values in kept.items()} if size <= LONGEST else None
    )


def as_sent(kept: Mapping[str, list[str]]) -> QueryDict:
    """A draft as if it had been sent, with a fresh one-time key."""
    data = QueryDict(mutable=True)
    for name, values in kept.items():
        data.setlist(name, list(values))
    data["once"] = str(uuid.uuid4())
    return data


def unjudged(form: Any) -> Any:
    """The same form, showing what was typed and no errors: a draft need not be complete."""
    form._errors = ErrorDict()
    form.cleaned_data = {}
    assert isinstance(form, forms.BaseForm)  # noqa: S101 – for the reader
    return form
