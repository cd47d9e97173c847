"""`/ask-for-help/`: for myself: ask us to ring."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect

from alongside.referrals.actions import CannotReceive
from alongside.web.at_the_door import AskAtTheDoorForm
from alongside.web.forms import typed
from alongside.web.page import public_page, render
from alongside.web.requests import Request
from alongside.web.telling import TooOften, take


@public_page("ask-for-help/", methods=("GET", "POST"), translated=True)
def ask_for_help(request: Request) -> HttpResponse:
    """Show the form and take what it says; where no scheme of ours is open, say so first, and what is."""
    form = AskAtTheDoorForm(typed(request))
    status = 200
    if request.method == "POST" and form.is_valid() and form.is_open_to_them():
        try:
            return redirect(take(request, form, door="ask_for_help"))
        except CannotReceive as refusal:
            form.add_error(None, str(refusal))
        except TooOften:
            status = 429
    return render(
        request, "public/ask_for_help.html", {"form": form, "too_often": status == 429}, status=status
    )
