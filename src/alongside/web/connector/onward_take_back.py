"""`/connector/onward/…/take-back/`: what was told last by mistake is taken back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _t

from alongside.casework.actions import onward_news
from alongside.casework.actions.errors import CannotDo
from alongside.casework.models import OnwardReferral
from alongside.core import clock
from alongside.web.connector.lookup import CARRIES_CASES, part_or_404
from alongside.web.page import page
from alongside.web.requests import MemberRequest


@page("connector", "onward/<uuid:onward_id>/take-back/", roles=CARRIES_CASES, methods=("POST",))
def onward_take_back(request: MemberRequest, onward_id: UUID) -> HttpResponse:
    """Take the newest line back; `line` says which one the button stood beside, so that twice is once."""
    found = part_or_404(request, OnwardReferral.objects.select_related("to_organisation"), onward_id)
    newest = found.news.filter(taken_back_at__isnull=True).order_by("-number").first()
    wanted = request.POST.get("line") or request.GET.get("line")
    if newest is not None and wanted == str(newest.number):
        try:
            onward_news.take_back(onward=found, name=request.member.name, by=request.member, at=clock.now())
            messages.info(request, _t("Taken back."))
        except CannotDo as refusal:
            messages.warning(request, str(refusal))
    return redirect(reverse("connector:onward", args=[found.pk]))
