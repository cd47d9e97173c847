"""`/connector/letters/…/take-back/`: do not send a letter after all, or with `undo` do."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _t

from alongside.core import clock
from alongside.letters.actions import CannotWrite, put_back, take_back
from alongside.web.connector.letters_lookup import letter_or_404
from alongside.web.connector.lookup import CARRIES_CASES
from alongside.web.page import page
from alongside.web.requests import MemberRequest


@page("connector", "letters/<uuid:letter_id>/take-back/", roles=CARRIES_CASES, methods=("POST",))
def letter_take_back(request: MemberRequest, letter_id: UUID) -> HttpResponse:
    """Take it back; it stays in the record as taken back."""
    letter = letter_or_404(request, letter_id)
    by, at = request.member, clock.now()
    try:
        if request.POST.get("undo"):
            put_back(letter=letter, by=by, at=at)
            messages.info(request, _t("It waits with the letters to print."))
        else:
            take_back(letter=letter, by=by, at=at)
            undo = reverse("connector:letter-take-back", args=[letter.pk])
            messages.success(request, _t("It will not be sent."), extra_tags=f"undo:{undo}")
    except CannotWrite as refusal:
        messages.warning(request, str(refusal))
    return redirect("connector:letter", letter.pk)
