"""`/worried-about-someone/`: for somebody who is worried about a neighbour, a friend or one of the family."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect

from alongside.referrals.actions import CannotReceive
from alongside.web.forms import typed
from alongside.web.page import public_page, render
from alongside.web.requests import Request
from alongside.web.telling import TooOften, WorriedForm, take


@public_page("worried-about-someone/", methods=("GET", "POST"), translated=True)
def worried(request: Request) -> HttpResponse:
    """Show the form and take what it says."""
    form = WorriedForm(typed(request))
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(take(request, form, door="worried"))
        except CannotReceive as refusal:
            form.add_error(None, str(refusal))
        except TooOften:
            status = 429
    return render(request, "public/worried.html", {"form": form, "too_often": status == 429}, status=status)
