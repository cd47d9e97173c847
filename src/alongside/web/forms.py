"""Forms that are sent once."""

import uuid
from typing import Any

from django import forms


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
