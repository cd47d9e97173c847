"""`/connector/volunteers/<id>/…`: the way in – take it on, move a stage, interview, referees, a kind no."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from alongside.core import clock
from alongside.volunteering import access, rules
from alongside.volunteering.actions import applications, references
from alongside.volunteering.actions.errors import CannotDo
from alongside.volunteering.enums import ReferenceStatus, RefusalReason
from alongside.volunteering.models import Application, Reference, Volunteer
from alongside.web.components.fields import DayField
from alongside.web.connector.volunteer_lookup import MANAGES, ask, volunteer_or_404
from alongside.web.forms import typed
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest
from alongside.web.telling_fields import NoteField, name_field

MARKS = [(n, str(n)) for n in range(1, rules.HIGHEST_MARK + 1)]
LISTENED_FOR = {
    "listening": _("Listens, and lets others talk"),
    "reliable": _("Comes when they said they would"),
    "boundaries": _("Knows where to stop, and asks for help"),
    "respect": _("Respects people who live differently"),
}


def _application(volunteer: Volunteer) -> Application:
    application = volunteer.applications.first()
    if application is None:
        raise Http404
    return application


@page("connector", "volunteers/<uuid:volunteer_id>/move/", roles=MANAGES, methods=("POST",))
def volunteer_move(request: MemberRequest, volunteer_id: UUID) -> HttpResponse:
    """Take an application on, or move it to its next stage; what is missing is said."""
    volunteer = volunteer_or_404(request, volunteer_id)
    application, at = _application(volunteer), clock.now()
    try:
        if "take" in request.POST:
            applications.take(application=application, owner=request.member, by=request.member, at=at)
        else:
            applications.move_on(
                application=application,
                expected=request.POST.get("expected", ""),
                by=request.member,
                at=at,
            )
    except CannotDo as refusal:
        messages.warning(request, str(refusal))
    return redirect("connector:volunteer", volunteer.pk)


class InterviewForm(forms.Form):
    """What was heard."""

    held_on = DayField(label=_("When was it?"))
    note = NoteField(label=_("What did you hear?"), help_text=_("In their words where you can."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key in rules.INTERVIEW:
            self.fields[key] = forms.TypedChoiceField(
                label=LISTENED_FOR[key],
                help_text=_("1 is not yet, 5 is very much."),
                choices=MARKS,
                coerce=int,
                widget=forms.RadioSelect,
            )
        self.order_fields(["held_on", *rules.INTERVIEW, "note"])


@page("connector", "volunteers/<uuid:volunteer_id>/interview/", roles=MANAGES)
def volunteer_interview(request: MemberRequest, volunteer_id: UUID) -> HttpResponse:
    """Write down an interview."""
    volunteer = volunteer_or_404(request, volunteer_id)
    application = _application(volunteer)
    before = {
        **application.interview,
        "note": application.interview_note,
        "held_on": application.interviewed_on or clock.today(),
    }
    form = InterviewForm(typed(request), initial=before)

    def record(data: dict[str, Any]) -> None:
        applications.record_interview(
            application=application,
            marks={key: data[key] for key in rules.INTERVIEW},
            note=data["note"],
            held_on=data["held_on"],
            by=request.member,
            at=clock.now(),
        )

    return ask(request, volunteer, form, record, title=_("Interview"), submit=_("Keep this"))


class RefuseForm(forms.Form):
    """Why it ends."""

    reason = forms.ChoiceField(
        label=_("Why does it end?"),
        choices=[*RefusalReason.choices, ("withdrawn", _("They changed their mind"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose why.")},
    )
    note = NoteField(
        label=_("Words for them"),
        help_text=_(
            "They read this. Thank them, and say what else may suit them. Never what a referee wrote."
        ),
        required=False,
    )


@page("connector", "volunteers/<uuid:volunteer_id>/refuse/", roles=MANAGES)
def volunteer_refuse(request: MemberRequest, volunteer_id: UUID) -> HttpResponse:
    """Say no with a reason, or write down that they changed their mind."""
    volunteer = volunteer_or_404(request, volunteer_id)
    form = RefuseForm(typed(request))

    def end(data: dict[str, Any]) -> None:
        application, at = _application(volunteer), clock.now()
        if data["reason"] == "withdrawn":
            applications.withdraw(application=application, note=data["note"], by=request.member, at=at)
        else:
            applications.refuse(
                application=application, reason=data["reason"], note=data["note"], by=request.member, at=at
            )

    return ask(
        request,
        volunteer,
        form,
        end,
        title=_("End this application"),
        submit=_("End it and tell them"),
        intro=_("The reason and your words reach them. If they changed their mind, nothing is sent."),
        kind="warning",
    )


class RefereeForm(forms.Form):
    """Somebody who can speak for them."""

    name = name_field(_("Their name"))
    email = forms.EmailField(label=_("Their e-mail address"))
    relation = forms.CharField(label=_("How do they know each other?"), max_length=200, required=False)


@page("connector", "volunteers/<uuid:volunteer_id>/referee/", roles=MANAGES)
def volunteer_referee(request: MemberRequest, volunteer_id: UUID) -> HttpResponse:
    """Add somebody to ask; at the stage of references they are written to at once."""
    volunteer = volunteer_or_404(request, volunteer_id)
    form = RefereeForm(typed(request))

    def add(data: dict[str, Any]) -> None:
        references.name_referee(
            application=_application(volunteer), by=request.member, at=clock.now(), **data
        )

    return ask(request, volunteer, form, add, title=_("Somebody to ask"), submit=_("Add them"))


@page("connector", "volunteers/references/<uuid:reference_id>/", roles=MANAGES)
def volunteer_reference_read(request: MemberRequest, reference_id: UUID) -> HttpResponse:
    """Read what a referee wrote, and say whether it counts; or ask them again."""
    reference = (
        Reference.objects.filter(
            pk=reference_id, application__volunteer__in=access.visible_to(request.viewer)
        )
        .select_related("application__volunteer", "judged_by")
        .first()
    )
    if reference is None:
        raise Http404
    volunteer = reference.application.volunteer
    if request.method == "POST":
        at = clock.now()
        try:
            if "again" in request.POST:
                references.ask(reference=reference, by=request.member, at=at)
                messages.info(request, _t("We have written to %(name)s.") % {"name": reference.name})
            elif request.POST.get("accept") in {"yes", "no"}:
                references.judge(
                    reference=reference, accept=request.POST["accept"] == "yes", by=request.member, at=at
                )
        except CannotDo as refusal:
            messages.warning(request, str(refusal))
        return redirect("connector:volunteer", volunteer.pk)
    return render(
        request,
        "connector/volunteer_reference_read.html",
        {
            "reference": reference,
            "volunteer": volunteer,
            "back": reverse("connector:volunteer", args=[volunteer.pk]),
            "may_judge": reference.status == ReferenceStatus.ANSWERED,
            "may_ask": reference.status == ReferenceStatus.ASKED,
        },
    )
