"""`/connector/work/…/`: one worklist at a time, with its filters in the address and its views kept by name."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from alongside.casework import access, queries
from alongside.casework.enums import FollowUpKind, WorkList
from alongside.casework.worklists import (
    COUNTED_TO,
    MINE,
    NOBODY,
    OF_FOLLOW_UPS,
    TEAM,
    Filters,
    Work,
    first_view,
    saved_views,
    team_rules,
)
from alongside.core import clock
from alongside.people.enums import Language
from alongside.places import queries as places
from alongside.referrals.enums import ReferralKind
from alongside.web.connector.work_rows import case_row
from alongside.web.connector.worklist import row_of, waiting_of
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest

A_PAGE = 25
ANY = ("", _("Any"))


class FiltersForm(forms.Form):
    """What narrows a list."""

    owner = forms.ChoiceField(label=_("Whose"), required=False)
    kind = forms.ChoiceField(label=_("What is due"), choices=[ANY, *FollowUpKind.choices], required=False)
    came = forms.ChoiceField(label=_("How they came"), choices=[ANY, *ReferralKind.choices], required=False)
    ward = forms.ChoiceField(label=_("Ward"), required=False)
    language = forms.ChoiceField(label=_("Speaks"), choices=[ANY, *Language.choices], required=False)


class KeepForm(forms.Form):
    """A name for what is on the screen."""

    keep_as = forms.CharField(label=_("Name of the view"), max_length=60)
    is_shared = forms.BooleanField(label=_("Share it with my team"), required=False)
    is_first = forms.BooleanField(label=_("Open it first"), required=False)


@page(
    "connector",
    "work/",
    roles=access.CARRIES_CASES,
    name="work-first",
    methods=("GET",),
)
def work_first(request: MemberRequest) -> HttpResponse:
    """Lead to the view the member opens first, or to what is due today."""
    view = first_view(request.viewer)
    if view is None:
        return redirect("connector:work", WorkList.TODAY)
    return redirect(address(WorkList(view.which), view.query))


@page(
    "connector",
    "work/<slug:which>/",
    roles=access.CARRIES_CASES,
    name="work",
    methods=("GET",),
)
def work(request: MemberRequest, which: str) -> HttpResponse:
    """Show one list: how many rows it truly has, why each is there, and what to do about it."""
    if which not in WorkList.values:
        raise Http404
    return shown(request, WorkList(which))


def shown(
    request: MemberRequest, which: WorkList, *, keep: KeepForm | None = None, said: Any = None
) -> HttpResponse:
    """The page of a list; `keep` is a form that was sent and did not stand."""
    filters = Filters.read(request.GET if said is None else said)
    now, today = clock.now(), clock.today()
    lists = Work(request.viewer, filters, team_rules(request.viewer), now, today)
    counts = lists.counts(which)
    pages: Paginator[Any] = Paginator(_Rows(lists, which), A_PAGE)  # type: ignore[arg-type]
    pages.__dict__["count"] = counts[which]  # counted already, and to the end
    found = pages.get_page(request.GET.get("page"))
    if which in OF_FOLLOW_UPS:
        rows: list[Any] = [row_of(one, now) for one in found]
    elif which == WorkList.WAITING:
        rows = [waiting_of(one, today) for one in found]
    else:
        rows = [case_row(which, one, now) for one in found]
    query = urlencode(filters.said())
    return render(
        request,
        "connector/work.html",
        {
            "which": which,
            "filters": filters,
            "form": _filters_form(request, filters, which),
            "keep": keep or KeepForm(),
            "keep_failed": keep is not None,
            "query": query,
            "tabs": [
                (one, address(one, query), counts[one], counts[one] > COUNTED_TO and one != which)
                for one in WorkList
            ],
            "found": found,
            "rows": rows,
            "total": counts[which],
            "views": [
                (view, address(WorkList(view.which), view.query), view.member_id == request.viewer.member_id)
                for view in saved_views(request.viewer)
            ],
            "here": address(which, query),
            "quiet_days": lists.team.quiet_days,
            "consent_months": lists.team.consent_months,
            "counted_to": COUNTED_TO,
        },
        status=200 if keep is None else 422,
    )


class _Rows:
    """The rows of a list for a paginator, which takes a slice of them and is told their number."""

    def __init__(self, lists: Work, which: WorkList) -> None:
        self.lists, self.which = lists, which

    def __len__(self) -> int:
        return self.lists.count(self.which)

    def __getitem__(self, part: slice) -> list[Any]:
        return self.lists.page(self.which, part.start, part.stop)


def address(which: WorkList, query: str) -> str:
    """The address of a list under filters."""
    path = reverse("connector:work", args=[which])
    return f"{path}?{query}" if query else path


def _filters_form(request: MemberRequest, filters: Filters, which: WorkList) -> FiltersForm:
    form = FiltersForm(initial={**filters.said(), "owner": filters.owner})
    members = [
        (str(key), name)
        for key, name in queries.names_of_carriers(request.viewer.organisation_id)
        if key != request.viewer.member_id
    ]
    whose = [(MINE, _("Mine")), (TEAM, _("My team’s")), (NOBODY, _("Nobody’s yet")), *members]
    form.fields["owner"].choices = whose  # type: ignore[attr-defined]
    wards = places.names_to_pick(request.partnership.area_codes)
    form.fields["ward"].choices = [ANY, *wards]  # type: ignore[attr-defined]
    if which not in OF_FOLLOW_UPS:
        del form.fields["kind"]
    return form
