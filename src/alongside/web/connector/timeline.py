"""`/connector/cases/…/timeline/`: everything that happened with a person, in order; filtered, paged, printed whole."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from alongside.core import clock
from alongside.people import queries as people
from alongside.people.enums import TimelineKind
from alongside.web.connector.lookup import CARRIES_CASES, case_or_404
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest

A_PAGE = 50
#: What one print holds at most; the newest, and the page says so.
MOST_PRINTED = 2_000


class TimelineForm(forms.Form):
    """What kind of thing, and in which order."""

    kind = forms.ChoiceField(
        label=_("Show"), choices=[("", _("Everything")), *TimelineKind.choices], required=False
    )
    order = forms.ChoiceField(
        label=_("Order"),
        choices=[("newest", _("Newest first")), ("oldest", _("Oldest first"))],
        required=False,
    )


@page("connector", "cases/<uuid:case_id>/timeline/", roles=CARRIES_CASES, methods=("GET",))
def timeline(request: MemberRequest, case_id: UUID) -> HttpResponse:
    """Show the timeline a page at a time, or with `whole=1` all of it, ready to print."""
    case = case_or_404(request, case_id)
    form = TimelineForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    kind, oldest_first = asked.get("kind") or "", asked.get("order") == "oldest"
    events = people.timeline_of(case.person, kind=kind, oldest_first=oldest_first)
    whole = request.GET.get("whole") == "1"
    much = events.count()
    found = None if whole else Paginator(events, A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "connector/timeline_page.html",
        {
            "case": case,
            "person": case.person,
            "form": TimelineForm(initial={"kind": kind, "order": "oldest" if oldest_first else "newest"}),
            "kind": TimelineKind(kind).label if kind else "",
            "query": f"kind={kind}&order={'oldest' if oldest_first else 'newest'}",
            "events": list(events[:MOST_PRINTED]) if whole else list(found or ()),
            "found": found,
            "whole": whole,
            "much": much,
            "most": MOST_PRINTED,
            "printed_at": clock.now(),
        },
    )
