"""`/connector/cases/<case>/befriending/`: put a person on the list of a scheme, with an honest word about the wait."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from alongside.befriending import access, queries
from alongside.befriending.actions import queue
from alongside.befriending.actions.errors import CannotDo
from alongside.befriending.models import Scheme, Wish
from alongside.befriending.wait_words import wait_in_words
from alongside.casework.models import Case
from alongside.core import clock
from alongside.partnerships.once import once
from alongside.web.connector.befriending_forms import WishForm
from alongside.web.connector.lookup import CARRIES_CASES, case_or_404
from alongside.web.forms import typed
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


class JoinForm(WishForm):
    """Which list, and what they want of it."""

    scheme = forms.ModelChoiceField(
        label=_("Which scheme?"), queryset=Scheme.objects.none(), widget=forms.RadioSelect, empty_label=None
    )
    field_order = ("scheme",)

    def __init__(self, *args: Any, schemes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scheme"].queryset = schemes  # type: ignore[attr-defined]


@page("connector", "cases/<uuid:case_id>/befriending/", roles=CARRIES_CASES)
def befriending_join(request: MemberRequest, case_id: UUID) -> HttpResponse:
    """Show the schemes with their waits; ask what the person wants; put them on the list."""
    case, at = case_or_404(request, case_id), clock.now()
    schemes = access.schemes_visible_to(request.viewer).filter(is_open=True)
    first = schemes.first()
    blank = Wish(
        channels=[first.channel] if first else [],
        minutes=first.minutes if first else 60,
        languages_wish=[code for code in case.person.languages if code != "en"],
        meanwhile=first.meanwhile if first else "",
    )
    form = JoinForm(typed(request), wish=blank, schemes=schemes, initial={"scheme": first})
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(once(form.cleaned_data["once"], lambda: _join(request, case, form)))
        except CannotDo as refusal:
            form.add_error(None, str(refusal))
    waits = [(one, wait_in_words(queries.honest_wait(one, at=at))) for one in schemes.order_by("name", "id")]
    return render(
        request,
        "connector/befriending_join.html",
        {"case": case, "person": case.person, "form": form, "waits": waits},
    )


def _join(request: MemberRequest, case: Case, form: JoinForm) -> str:
    wish = queue.join(
        scheme=form.cleaned_data["scheme"],
        person=case.person,
        case=case,
        wished=form.wanted(),
        by=request.member,
        at=clock.now(),
    )
    messages.success(
        request,
        _t("%(name)s is on the list. Tell them: %(wait)s")
        % {"name": case.person.called, "wait": wish.told_wait},
    )
    return reverse("connector:befriending-wish", args=[wish.pk])
