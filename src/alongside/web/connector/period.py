"""`/connector/periods/…/`: make support for a time longer and say why; take that back; end it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _t

from alongside.casework.actions import periods
from alongside.casework.actions.errors import CannotDo
from alongside.casework.models import SupportPeriod
from alongside.core import clock
from alongside.partnerships.once import once
from alongside.web.connector.lookup import CARRIES_CASES, part_or_404
from alongside.web.connector.period_forms import ExtendForm
from alongside.web.forms import typed
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


@page("connector", "periods/<uuid:period_id>/", roles=CARRIES_CASES)
def period(request: MemberRequest, period_id: UUID) -> HttpResponse:
    """`do` says take_back or end; a filled form makes it longer."""
    found: SupportPeriod = part_or_404(request, SupportPeriod.objects.all(), period_id)
    case, by, at = found.case, request.member, clock.now()
    home = reverse("connector:case", args=[case.pk]) + "#period"
    doing = request.POST.get("do", "") if request.method == "POST" else ""
    if doing in {"take_back", "end"}:
        try:
            _do(request, found, doing)
        except CannotDo as refusal:
            messages.warning(request, str(refusal))
        return redirect(home)
    form = ExtendForm(typed(request))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data

        def extend() -> str:
            periods.extend(period=found, until=data["until"], reason=data["reason"], by=by, at=at)
            return home

        try:
            return redirect(once(data["once"], extend))
        except CannotDo as refusal:
            form.add_error(None, str(refusal))
    return render(
        request,
        "connector/period.html",
        {
            "form": form,
            "period": found,
            "extensions": list(found.extensions.select_related("by").order_by("-at", "-id")),
            "case": case,
            "person": case.person,
        },
    )


def _do(request: MemberRequest, found: SupportPeriod, doing: str) -> None:
    by, at = request.member, clock.now()
    if doing == "end":
        periods.end_period(period=found, by=by, at=at)
        messages.success(request, _t("%(what)s has ended.") % {"what": found.get_kind_display()})
        return
    wanted = request.POST.get("extension", "")
    for extension in found.extensions.order_by("-at", "-id")[:1]:
        if str(extension.pk) == wanted:
            periods.take_back_extension(extension=extension, by=by, at=at)
            messages.info(request, _t("Taken back."))
