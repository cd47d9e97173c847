"""`/connector/people/<id>/died/`: a person has died. What stops comes first; then whom to tell, and the way back."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from alongside.casework import access as cases
from alongside.core import clock
from alongside.journeys import stop_everything
from alongside.partnerships.enums import Role
from alongside.people import access
from alongside.people.models import Person
from alongside.web.components.fields import DayField
from alongside.web.forms import typed
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


class DiedForm(forms.Form):
    """When, who told us, and yes, I mean it."""

    marks_optional = False

    died_on = DayField(
        label=_("When did they die?"), help_text=_("If you do not know the day, give the day you heard.")
    )
    heard_from = forms.CharField(
        label=_("Who told us?"), help_text=_("For example: her niece rang."), max_length=200, required=False
    )
    sure = forms.BooleanField(
        label=_("Yes, stop everything for this person"),
        error_messages={"required": _("Tick this, so that nobody is stopped by a slip of the finger.")},
    )

    def clean_died_on(self) -> object:
        """It has happened."""
        day = self.cleaned_data["died_on"]
        if day > clock.today():
            raise forms.ValidationError(_("This day has not come yet. Check the year."))
        return day


@page("connector", "people/<uuid:person_id>/died/", roles={Role.CONNECTOR, Role.TEAM_LEAD})
def died(request: MemberRequest, person_id: UUID) -> HttpResponse:
    """Mark it; tick off who was told (`do` is "told" or "untold"); or undo it (`do` is "undo")."""
    person = get_object_or_404(access.visible_to(request.viewer), pk=person_id)
    request.record_read(person)
    stopping = stop_everything.standing(person)
    doing = request.POST.get("do", "") if request.method == "POST" else ""
    if doing in {"told", "untold", "undo"}:
        if stopping is not None:
            _do(request, person, doing)
        return redirect("connector:died", person_id=person.pk)
    form = DiedForm(typed(request), initial={"died_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        stop_everything.mark_died(
            person=person,
            on=data["died_on"],
            heard_from=data["heard_from"],
            by=request.member,
            at=clock.now(),
        )
        messages.success(request, _t("Everything has stopped. Nobody was written to."))
        return redirect("connector:died", person_id=person.pk)
    own = cases.visible_to(request.viewer).filter(person=person).order_by("-opened_at", "id").first()
    return render(
        request,
        "connector/died.html",
        {
            "person": person,
            "form": form,
            "stopping": stopping,
            "would_stop": [] if stopping else stop_everything.would_stop(person, clock.now()),
            "did_stop": stop_everything.did_stop(stopping) if stopping else [],
            "to_tell": [_told(entry) for entry in stopping.to_tell] if stopping else [],
            "case": own,
        },
    )


def _told(entry: dict[str, object]) -> dict[str, object]:
    at = entry["told_at"]
    return {**entry, "at": datetime.fromisoformat(str(at)) if at else None}


def _do(request: MemberRequest, person: Person, doing: str) -> None:
    stopping, by, at = stop_everything.standing(person), request.member, clock.now()
    if stopping is None:
        return
    if doing != "undo":
        key = request.POST.get("key", "")
        stop_everything.told(stopping=stopping, key=key, by=by, at=at, undo=doing == "untold")
        return
    left = stop_everything.undo(stopping=stopping, by=by, at=at)
    messages.success(request, _t("Taken back. Everything stands as it did."))
    if left:
        messages.warning(
            request,
            _t("This could not be set going again, so see to it yourself: %(what)s.")
            % {"what": "; ".join(left)},
        )
