"""`/connector/people/…/break-glass/`: open what safeguarding holds about a person, for an hour, with a reason."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from alongside.core import clock
from alongside.partnerships.once import once
from alongside.people import access as people
from alongside.safeguarding import access, queries
from alongside.safeguarding.actions import glass
from alongside.web.connector.concern_lookup import noted
from alongside.web.forms import OnceForm, typed
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest
from alongside.web.telling_fields import NoteField


class ReasonForm(OnceForm):
    """Why it cannot wait for the lead."""

    reason = NoteField(
        label=_("Why do you need to read it now?"),
        help_text=_("The safeguarding lead reads this at once."),
        rows=3,
        error_messages={"required": _("Write why you need to read it now.")},
    )


@page("connector", "people/<uuid:person_id>/break-glass/", roles=access.BREAKS_GLASS)
def break_glass(request: MemberRequest, person_id: UUID) -> HttpResponse:
    """Ask for the reason; then show what is held, if anything is. Whether anything is, is told only afterwards."""
    person = get_object_or_404(people.visible_to(request.viewer), pk=person_id)
    if not access.may_break_glass(request.viewer, person):
        raise Http404
    request.record_read(person)
    at = clock.now()
    form = ReasonForm(typed(request))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data

        def open_it() -> str:
            glass.break_glass(
                person=person, reason=data["reason"], by=request.member, at=at, key=data["once"]
            )
            return reverse("connector:break-glass", args=[person.pk])

        return redirect(once(data["once"], open_it))
    live = access.live_glass(request.viewer, at, person.pk).order_by("-until_at", "-id").first()
    records = queries.records_about(request.viewer, person.pk, at) if live is not None else []
    for record in records:
        noted(request, record.row.concern)
    return render(
        request,
        "connector/break_glass.html",
        {"form": form, "person": person, "live": live, "records": records, "told": access.holders()},
    )
