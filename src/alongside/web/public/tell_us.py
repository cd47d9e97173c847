"""`/tell-us/<code>/`: the frontline worker's form. No sign-in, one phone-sized page, under a minute."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect

from alongside.core import clock
from alongside.referrals import links as frontline
from alongside.referrals import queries
from alongside.referrals.actions import CannotReceive
from alongside.referrals.rules import is_a_code
from alongside.web import kept
from alongside.web.forms import typed
from alongside.web.page import public_page, render
from alongside.web.requests import Request
from alongside.web.telling import TellUsForm, TooOften, take


@public_page("tell-us/<str:code>/", methods=("GET", "POST"))
def tell_us(request: Request, code: str) -> HttpResponse:
    """Show the form of the organisation whose link this is, and take what it says."""
    link = queries.frontline_link(code)
    if link is None:
        shown = {"code": code.lower() if is_a_code(code) else "", "kept_words": kept.words()}
        return render(request, "public/tell_us_no_link.html", shown, status=404)
    form = TellUsForm(typed(request))
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(take(request, form, door="tell-us", link=link))
        except CannotReceive as refusal:
            form.add_error(None, str(refusal))
        except TooOften:
            status = 429
    return render(
        request,
        "public/tell_us.html",
        {
            "form": form,
            "link": link,
            "too_often": status == 429,
            "kept_words": kept.words(),
            "noticed": frontline.noticed_by(
                link,
                since=clock.today().replace(month=1, day=1),
                threshold=request.partnership.disclosure_threshold,
            ),
        },
        status=status,
    )
