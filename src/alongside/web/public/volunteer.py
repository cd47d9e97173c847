"""`/volunteering/`: what one can do, in plain words; a short enquiry; a ten-minute application; a thank-you."""

from __future__ import annotations

import re
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from alongside.core import clock
from alongside.core.ids import ALPHABET
from alongside.partnerships.once import once
from alongside.referrals import doorstep
from alongside.volunteering import queries, roles
from alongside.volunteering.actions import applications
from alongside.volunteering.actions.errors import CannotApply
from alongside.web.forms import typed
from alongside.web.page import public_page, render
from alongside.web.requests import Request
from alongside.web.telling import address_of
from alongside.web.volunteering import ApplicationForm, EnquiryForm

REFERENCE = re.compile(rf"[{ALPHABET}]{{3}}-[{ALPHABET}]{{3}}")
KINDS = ("enquiry", "application")


@public_page("volunteering/", methods=("GET", "POST"))
def volunteer(request: Request) -> HttpResponse:
    """Show the roles, and take "please get in touch"."""
    form = EnquiryForm(typed(request))
    status = 200
    if request.method == "POST" and form.is_valid():
        if _too_often(request, "volunteer"):
            status = 429
        else:
            try:
                return redirect(once(form.cleaned_data["once"], lambda: _enquire(form)))
            except CannotApply as refusal:
                form.add_error(None, str(refusal))
    return render(
        request,
        "public/volunteer.html",
        {"form": form, "roles": roles.ROLES.values(), "too_often": status == 429},
        status=status,
    )


@public_page("volunteering/apply/", methods=("GET", "POST"))
def volunteer_apply(request: Request) -> HttpResponse:
    """Take a whole application."""
    form = ApplicationForm(typed(request), initial={"roles": request.GET.getlist("role")[:10]})
    status = 200
    if request.method == "POST" and form.is_valid():
        if _too_often(request, "volunteer-apply"):
            status = 429
        else:
            try:
                return redirect(once(form.cleaned_data["once"], lambda: _apply(form)))
            except CannotApply as refusal:
                form.add_error(None, str(refusal))
    return render(
        request, "public/volunteer_apply.html", {"form": form, "too_often": status == 429}, status=status
    )


@public_page("volunteering/thank-you/<slug:kind>/<slug:reference>/")
def volunteer_thanks(request: Request, kind: str, reference: str) -> HttpResponse:
    """Say what happens next. It repeats the reference and looks nothing up."""
    if kind not in KINDS or not REFERENCE.fullmatch(reference):
        raise Http404
    return render(
        request, "public/volunteer_thanks.html", {"applied": kind == "application", "reference": reference}
    )


def _too_often(request: Request, door: str) -> bool:
    return not doorstep.knock(address=address_of(request.META), door=door, at=clock.now())


def _key(form: EnquiryForm | ApplicationForm) -> UUID | None:
    key: UUID | None = form.cleaned_data["once"]
    return key


def _enquire(form: EnquiryForm) -> str:
    made = applications.enquire(
        organisation=queries.takes_applications(), offered=form.offered(), at=clock.now(), key=_key(form)
    )
    return reverse("public:volunteer-thanks", args=["enquiry", made.reference])


def _apply(form: ApplicationForm) -> str:
    made = applications.apply(
        organisation=queries.takes_applications(),
        offered=form.offered(),
        told=form.told(),
        referees=form.referees(),
        at=clock.now(),
        key=_key(form),
    )
    return reverse("public:volunteer-thanks", args=["application", made.reference])
