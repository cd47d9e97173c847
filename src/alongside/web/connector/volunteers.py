"""`/connector/volunteers/`: volunteers and applicants – who waits for us, what lapses, where people fall away."""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from alongside.core import clock
from alongside.partnerships.once import once
from alongside.volunteering import queries, rules
from alongside.volunteering.actions import applications
from alongside.volunteering.actions.errors import CannotApply
from alongside.volunteering.enums import ExpenseStatus, Stage
from alongside.web.connector.volunteer_lookup import MANAGES
from alongside.web.forms import OnceForm, typed
from alongside.web.page import Section, page, render
from alongside.web.requests import MemberRequest
from alongside.web.telling_fields import PhoneField, name_field
from alongside.web.volunteering import roles_field

LOOK_BACK = timedelta(days=365)


@page(
    "connector",
    "volunteers/",
    roles=MANAGES,
    nav=_("Volunteers"),
    nav_order=60,
    section=Section.VOLUNTEERING,
    methods=("GET",),
)
def volunteers(request: MemberRequest) -> HttpResponse:
    """Applicants by stage with their age and owner, then the volunteers."""
    viewer, on = request.viewer, clock.today()
    lines = queries.applications(viewer, on)
    stages = [(stage, [line for line in lines if line.application.stage == stage]) for stage in rules.OPEN]
    return render(
        request,
        "connector/volunteers.html",
        {
            "stages": [(stage, found) for stage, found in stages if found],
            "waiting": len(lines),
            "late": sum(line.is_late for line in lines),
            "unowned": sum(line.application.owner_id is None for line in lines),
            "volunteers": queries.volunteers(viewer),
            "lapsing": len(queries.lapsing(viewer, on)),
            "without_support": queries.without_support(viewer),
            "claims": queries.claims(viewer, ExpenseStatus.CLAIMED).count(),
            "worries": queries.open_worries(viewer).count(),
        },
    )


@page("connector", "volunteers/lapsing/", roles=MANAGES, methods=("GET",))
def volunteer_lapsing(request: MemberRequest) -> HttpResponse:
    """What has lapsed, and what lapses within sixty days."""
    lines = queries.lapsing(request.viewer, clock.today())
    return render(
        request,
        "connector/volunteer_lapsing.html",
        {
            "lapsed": [line for line in lines if line.has_lapsed],
            "soon": [line for line in lines if not line.has_lapsed],
        },
    )


@page("connector", "volunteers/where-they-fall-away/", roles=MANAGES, methods=("GET",))
def volunteer_funnel(request: MemberRequest) -> HttpResponse:
    """For the applications of a year: how many came to each step and left from it, as bars with their table."""
    steps = queries.where_they_fall_away(request.viewer, clock.now() - LOOK_BACK)
    leaves = [step for step in steps if step.gave_up + step.refused and step.stage != Stage.READY]
    return render(
        request,
        "connector/volunteer_funnel.html",
        {"steps": steps, "most": max(leaves, key=lambda step: step.gave_up + step.refused, default=None)},
    )


class EnquiryByPhoneForm(OnceForm):
    """Somebody rings and would like to volunteer."""

    name = name_field(_("Their name"), error_messages={"required": _("Write their name.")})
    phone = PhoneField(label=_("Phone number"), required=False)
    email = forms.EmailField(label=_("E-mail address"), required=False)
    roles = roles_field(_("What they would like to do"), required=False)


@page("connector", "volunteers/add/", roles=MANAGES)
def volunteer_new(request: MemberRequest) -> HttpResponse:
    """Write down an enquiry that came by phone or at a stall; it is yours from the start."""
    form = EnquiryByPhoneForm(typed(request))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data

        def enquire() -> str:
            made = applications.enquire(
                organisation=request.member.organisation,
                offered={k: data[k] for k in ("name", "phone", "email", "roles")},
                by=request.member,
                at=clock.now(),
                key=data["once"],
            )
            return reverse("connector:volunteer", args=[made.volunteer_id])

        try:
            return redirect(once(data["once"], enquire))
        except CannotApply as refusal:
            form.add_error(None, str(refusal))
    return render(request, "connector/volunteer_new.html", {"form": form})
