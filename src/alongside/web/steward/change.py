"""`/steward/changes/<id>/`: one proposed change, field by field beside what stands now; a named person decides."""

from __future__ import annotations

import uuid

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from alongside.core import clock
from alongside.directory import upkeep_queries
from alongside.directory.actions.upkeep import CannotKeep
from alongside.directory.enums import ChangeState
from alongside.journeys.keep_directory_true import decide_change
from alongside.partnerships.enums import Role
from alongside.web.differences import as_text, runs
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


class DecideForm(forms.Form):
    """Which fields are taken over, and a word to whoever proposed them."""

    only = forms.MultipleChoiceField(required=False)
    answer = forms.CharField(
        label=_("A word to them (they read it in our e-mail)"),
        required=False,
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: object, fields: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["only"].choices = fields  # type: ignore[attr-defined]


@page("steward", "changes/<uuid:change_id>/", roles={Role.STEWARD})
def change(request: MemberRequest, change_id: uuid.UUID) -> HttpResponse:
    """Show the difference; a POST takes over the ticked fields, or leaves all as it is."""
    found = upkeep_queries.change(change_id)
    if found is None:
        raise Http404
    parts = upkeep_queries.parts_of(found)
    form = DecideForm(request.POST or None, fields=[(part.field, part.title) for part in parts])
    if request.method == "POST" and form.is_valid():
        declines = request.POST.get("decide") == "decline"
        if declines and not form.cleaned_data["answer"].strip():
            form.add_error("answer", _t("Say why, so that they know."))
        else:
            try:
                decide_change(
                    change=found,
                    accept_only=None if declines else form.cleaned_data["only"],
                    answer=form.cleaned_data["answer"].strip(),
                    by=request.member,
                    at=clock.now(),
                )
                messages.info(request, _t("Done. We tell them by e-mail."))
                return redirect("steward:changes")
            except CannotKeep as problem:
                messages.warning(request, str(problem))
                return redirect("steward:change", change_id)
    rows = [
        {
            "part": part,
            "runs": runs(as_text(part.field, part.before), as_text(part.field, part.after)),
            "now": as_text(part.field, part.now),
        }
        for part in parts
    ]
    context = {"change": found, "rows": rows, "form": form, "is_open": found.state == ChangeState.WAITING}
    return render(request, "steward/change.html", context)
