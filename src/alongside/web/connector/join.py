"""`/connector/joins/<id>/`: one proposal – both records, field by field, what moves, and a second colleague's yes."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from alongside.casework import access as cases
from alongside.core import clock
from alongside.joining import access, queries
from alongside.joining.actions import CannotJoin, confirm
from alongside.joining.enums import Side
from alongside.web.connector.join_lookup import JOINS, Line, join_or_404, lines, said_of
from alongside.web.forms import typed
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


class ConfirmForm(forms.Form):
    """Whose value stands, field by field, and that both records were looked at."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)
    looked = forms.BooleanField(
        label=_("I looked at both records. They are one person."),
        error_messages={
            "required": _("Look at both records and say so here, or say that they are two people.")
        },
    )

    def __init__(self, *args: Any, differing: list[Line], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for line in differing:
            self.fields[f"of_{line.field}"] = forms.ChoiceField(
                label=line.label,
                choices=[(Side.KEPT.value, line.kept), (Side.GONE.value, line.gone)],
                initial=line.chosen,
                widget=forms.RadioSelect,
                required=False,
            )
        self.order_fields([name for name in self.fields if name.startswith("of_")] + ["looked", "seen"])

    def chosen(self) -> dict[str, str]:
        """Whose value stands, by field of the person."""
        said = self.cleaned_data.items()
        return {name.removeprefix("of_"): side for name, side in said if name.startswith("of_") and side}

    def versions(self) -> tuple[int, int]:
        """The versions of both records that were on the page; of a mangled page, none that there is."""
        parts = self.cleaned_data["seen"].split(".")
        if len(parts) == 2 and all(part.isascii() and part.isdecimal() and len(part) < 9 for part in parts):
            return int(parts[0]), int(parts[1])
        return 0, 0


@page("connector", "joins/<uuid:join_id>/", roles=JOINS)
def join(request: MemberRequest, join_id: UUID) -> HttpResponse:
    """Show both records; when a colleague proposed it, take the decision."""
    found = join_or_404(request, join_id)
    side_by_side = lines(found.kept, found.gone)
    form = ConfirmForm(
        typed(request),
        differing=[line for line in side_by_side if line.to_choose],
        initial={"seen": f"{found.kept.version}.{found.gone.version}"},
    )
    if request.method == "POST" and form.is_valid():
        try:
            confirm(join=found, chosen=form.chosen(), by=request.member, at=clock.now(), seen=form.versions())
            messages.info(request, _t("They are one record now."))
        except CannotJoin as refusal:
            messages.warning(request, str(refusal))
        return redirect("connector:join", join_id)
    waits = found.is_proposed
    return render(
        request,
        "connector/join.html",
        {
            "join": found,
            "form": form,
            "lines": side_by_side if waits else [],
            "evidence": queries.evidence(found.kept, found.gone) if waits else None,
            "numbers": (queries.spoken_numbers(found.kept), queries.spoken_numbers(found.gone))
            if waits
            else (),
            "may_confirm": access.may_confirm(request.member, found),
            "mine": found.proposed_by_id == request.viewer.member_id,
            "case": cases.visible_to(request.viewer)
            .filter(person=found.kept)
            .order_by("-opened_at", "id")
            .first(),
            "rows": queries.rows_of(found),
            **(said_of(found, request, clock.now()) if waits else {}),
        },
    )
