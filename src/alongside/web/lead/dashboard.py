"""`/lead/`: what the work adds up to, as four questions about one period."""

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from alongside.core import clock
from alongside.insight import access, words
from alongside.insight.report import NoSuchPeriod, report
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


@page("lead", "", roles=access.READERS, methods=("GET",), nav=_("The place"), nav_order=60)
def dashboard(request: MemberRequest) -> HttpResponse:
    """The four questions, for `?period=`; an unknown period shows the newest year and says so."""
    asked = request.GET.get("period") or None
    partnership, at = request.partnership, clock.now()
    is_unknown = False
    try:
        found = report(partnership=partnership, period=asked, at=at)
    except NoSuchPeriod:
        is_unknown = True
        found = report(partnership=partnership, period=None, at=at)
    return render(
        request,
        "lead/dashboard.html",
        {
            "report": found,
            "title": words.period(found.period),
            "choices": [(one.key, words.period(one)) for one in found.offered],
            "is_unknown": is_unknown,
        },
    )
