"""`/connector/joins/<id>/apart/`: they were two people after all – put back what the joining moved."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from alongside.core import clock
from alongside.joining import queries
from alongside.joining.actions import CannotJoin, take_apart
from alongside.web.connector.join_lookup import JOINS, join_or_404
from alongside.web.forms import typed
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest
from alongside.web.telling_fields import NoteField


class ApartForm(forms.Form):
    """Why."""

    reason = NoteField(
        label=_("Why are they two people?"),
        error_messages={"required": _("Say why they must be taken apart.")},
        max_length=1000,
        rows=3,
    )


@page("connector", "joins/<uuid:join_id>/apart/", roles=JOINS)
def join_apart(request: MemberRequest, join_id: UUID) -> HttpResponse:
    """Say what will be put back and what stays; do it."""
    found = join_or_404(request, join_id)
    form = ApartForm(typed(request))
    if not found.is_joined and request.method == "GET":
        return redirect("connector:join", join_id)
    if request.method == "POST" and form.is_valid():
        try:
            take_apart(join=found, reason=form.cleaned_data["reason"], by=request.member, at=clock.now())
        except CannotJoin as refusal:
            messages.warning(request, str(refusal))
        return redirect("connector:join", join_id)
    return render(
        request, "connector/join_apart.html", {"join": found, "form": form, "rows": queries.rows_of(found)}
    )
