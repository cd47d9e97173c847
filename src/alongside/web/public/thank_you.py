"""`/thank-you/<kind>/<reference>/`: what happens next. It repeats the reference and looks nothing up."""

from __future__ import annotations

import re

from django.http import Http404, HttpResponse

from alongside.core.ids import ALPHABET
from alongside.referrals.enums import ReferralKind
from alongside.web.page import public_page, render
from alongside.web.requests import Request

REFERENCE = re.compile(rf"[{ALPHABET}]{{3}}-[{ALPHABET}]{{3}}")


@public_page("thank-you/<slug:kind>/<slug:reference>/", translated=True)
def thank_you(request: Request, kind: str, reference: str) -> HttpResponse:
    """Thank them. Nobody can learn from this page whether a reference exists."""
    if kind.replace("-", "_") not in ReferralKind.values or not REFERENCE.fullmatch(reference):
        raise Http404
    return render(
        request, "public/thank_you.html", {"for_myself": kind == ReferralKind.SELF, "reference": reference}
    )
