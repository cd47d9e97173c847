"""`/refer/<code>/`: a professional's referral behind their organisation's link. No account; one page."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect

from alongside.referrals import queries
from alongside.referrals.actions import CannotReceive
from alongside.web.forms import typed
from alongside.web.page import public_page, render
from alongside.web.professional import ReferForm, take
from alongside.web.requests import Request
from alongside.web.telling import TooOften


@public_page("refer/<str:code>/", methods=("GET", "POST"))
def refer(request: Request, code: str) -> HttpResponse:
    """Show the form of the organisation whose link this is, and take what it says."""
    link = queries.frontline_link(code)
    if link is None:
        return render(request, "public/tell_us_no_link.html", status=404)
    form = ReferForm(typed(request), request.FILES if request.method == "POST" else None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(take(request, form, link=link))
        except CannotReceive as refusal:
            form.add_error(None, str(refusal))
        except TooOften:
            status = 429
    return render(
        request,
        "public/refer.html",
        {
            "form": form,
            "link": link,
            "too_often": status == 429,
            "lost_files": request.method == "POST" and bool(request.FILES),
        },
        status=status,
    )
