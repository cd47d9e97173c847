"""`/tell-us/<code>/kept/`: takes what waited on a phone until there was signal. For the form's own script.

201 it is here, 410 the link was ended, 422 something must be changed (with the form as it would be shown), 429 later.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, JsonResponse

from alongside.core import clock
from alongside.referrals import queries
from alongside.referrals.actions import CannotReceive
from alongside.referrals.enums import ReferralKind
from alongside.web import kept
from alongside.web.page import public_page, render
from alongside.web.requests import Request
from alongside.web.telling import TellUsForm, TooOften, take


def tell_us_kept(request: Request, code: str) -> HttpResponse:
    """Take it once, however often it is sent; without the link only where the sender chose that."""
    try:
        sent = kept.read(request)
    except kept.NotKept as refusal:
        return JsonResponse({"why": str(refusal)}, status=refusal.status)
    link = queries.frontline_link(code)
    if link is None and not sent.without_link:
        return JsonResponse({"why": "the link was ended"}, status=410)
    form = TellUsForm(sent.answers)
    if link is None:
        form.kind = ReferralKind.SOMEONE_I_KNOW
    if form.is_valid():
        try:
            thanks = take(request, form, door="tell-us", link=link, written_at=_written_at(sent))
        except CannotReceive as refusal:
            form.add_error(None, str(refusal))
        except TooOften:
            return JsonResponse({"why": "too often"}, status=429)
        else:
            reference = thanks.rstrip("/").rsplit("/", 1)[-1]
            return JsonResponse({"thanks": thanks, "reference": reference}, status=201)
    if link is None:
        return JsonResponse({"why": "something must be changed"}, status=422)
    shown: dict[str, Any] = {
        "form": form,
        "link": link,
        "too_often": False,
        "kept_words": kept.words(),
        "noticed": None,
    }
    return render(request, "public/tell_us.html", shown, status=422)


def _written_at(sent: kept.Kept) -> Any:
    """Only a wait somebody should know of is kept: the minute it takes to send is none."""
    return sent.written_at(clock.now()) if sent.waited >= kept.WORTH_TELLING else None


# Who sends is not known by a cookie, so no other site can make a visitor's browser send in their name: ADR 28.
tell_us_kept.csrf_exempt = True  # type: ignore[attr-defined]
tell_us_kept = public_page("tell-us/<str:code>/kept/", methods=("POST",))(tell_us_kept)
