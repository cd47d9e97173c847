"""`/connector/befriending/wishes/<wish>/change/`: write down what a person wants now; their place stays."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _t

from alongside.befriending.actions import queue
from alongside.befriending.actions.errors import CannotDo
from alongside.core import clock
from alongside.web.connector.befriending_forms import WishForm
from alongside.web.connector.befriending_lookup import RUNS, wish_or_404
from alongside.web.forms import typed
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


@page("connector", "befriending/wishes/<uuid:wish_id>/change/", roles=RUNS)
def befriending_wish_change(request: MemberRequest, wish_id: UUID) -> HttpResponse:
    """Ask again; write it down."""
    wish = wish_or_404(request, wish_id)
    form = WishForm(typed(request), wish=wish)
    if request.method == "POST" and form.is_valid():
        try:
            queue.change(wish=wish, wished=form.wanted(), by=request.member, at=clock.now())
        except CannotDo as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(request, _t("Written down. Their place on the list stays where it was."))
        return redirect("connector:befriending-wish", wish_id)
    return render(
        request,
        "connector/befriending_wish_change.html",
        {"form": form, "wish": wish, "person": wish.person, "scheme": wish.scheme},
    )
