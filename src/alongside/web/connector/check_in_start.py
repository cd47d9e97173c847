"""`/connector/going-out/set-out/`: set out alone, with somebody who would notice.

`?appointment=` or `?case=` fills it in.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from alongside.appointments import access, queries, watching, words
from alongside.appointments.actions import check_ins
from alongside.appointments.actions.errors import CannotDo
from alongside.appointments.enums import Place
from alongside.appointments.models import Appointment
from alongside.casework.models import Case
from alongside.core import clock
from alongside.partnerships.models import Member
from alongside.partnerships.once import once
from alongside.people.rules import spoken_phone
from alongside.web.connector.appointment_forms import length_words
from alongside.web.connector.appointment_lookup import WATCHES, appointment_or_404
from alongside.web.connector.going_out import member_words
from alongside.web.connector.lookup import case_or_404
from alongside.web.forms import OnceForm, typed
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest

LENGTHS = (15, 30, 45, 60, 90, 120, 180, 240)
AS_BOOKED = "booked"


class StartForm(OnceForm):
    """Where to, until when, who watches."""

    where = forms.CharField(
        label=_("Where are you going?"),
        help_text=_("Your buddy sees this only if they are told to look for you."),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    minutes = forms.ChoiceField(label=_("Until when?"), widget=forms.RadioSelect)
    buddy = forms.ModelChoiceField(
        label=_("Who is your buddy?"),
        help_text=_("A colleague with a phone beside them until you are back. Ask them first."),
        queryset=Member.objects.none(),
        empty_label=_("Choose one"),
    )
    phone = forms.CharField(
        label=_("The phone you carry"),
        help_text=_("Your buddy rings it. Your link goes there too."),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )

    def __init__(
        self, *args: Any, member: Member, until: dt.datetime | None, now: dt.datetime, **kw: Any
    ) -> None:
        super().__init__(*args, **kw)
        choices = [
            (str(n), _t("%(length)s, until %(time)s") % {
                "length": length_words(n), "time": words.time_of_day(now + dt.timedelta(minutes=n))
            })
            for n in LENGTHS
        ]  # fmt: skip
        if until is not None:
            choices.insert(
                0, (AS_BOOKED, _t("Until %(time)s, as booked") % {"time": words.time_of_day(until)})
            )
        self.fields["minutes"].choices = choices  # type: ignore[attr-defined]
        self.fields["minutes"].initial = AS_BOOKED if until is not None else "60"
        chooser = self.fields["buddy"]
        chooser.queryset = access.may_watch().exclude(pk=member.pk)  # type: ignore[attr-defined]
        chooser.label_from_instance = member_words  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Going:
    """What is known of where somebody goes."""

    case: Case | None = None
    appointment: Appointment | None = None

    @property
    def where(self) -> str:
        """The place in words, from the record as it stands now."""
        if self.case is None:
            return ""
        if self.appointment is not None and self.appointment.place == Place.ELSEWHERE:
            return ", ".join(part for part in (self.appointment.where, self.appointment.postcode) if part)
        person = self.case.person
        lines = [person.name, *person.address.splitlines(), person.postcode]
        return ", ".join(line.strip() for line in lines if line.strip())


@page("connector", "going-out/set-out/", roles=WATCHES)
def check_in_start(request: MemberRequest) -> HttpResponse:
    """Ask; then lead to the page with the one large button, to be left open."""
    now, member = clock.now(), request.member
    out = watching.own(request.viewer)
    if out is not None and request.method == "GET":
        return redirect("connector:check-in", out.pk)
    going = _going(request)
    until = going.appointment.during.upper if going.appointment else None
    until = until if until is not None and until > now else None
    told = queries.going_out_of(member.pk)
    start = {
        "where": going.where,
        "buddy": told.buddy_id if told and told.buddy and told.buddy.is_present else None,
        "phone": spoken_phone(told.phone) if told and told.phone else "",
    }
    form = StartForm(typed(request), member=member, until=until, now=now, initial=start)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data

        def write() -> str:
            as_booked = data["minutes"] == AS_BOOKED and until is not None
            made = check_ins.start(
                where=data["where"],
                until=until if as_booked and until else now + dt.timedelta(minutes=int(data["minutes"])),
                buddy=data["buddy"],
                phone=data["phone"],
                case=going.case,
                appointment=going.appointment,
                by=member,
                at=now,
            )
            return reverse("connector:check-in", args=[made.pk])

        try:
            return redirect(once(data["once"], write))
        except CannotDo as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
    return render(
        request,
        "connector/check_in_start.html",
        {"form": form, "case": going.case, "person": going.case.person if going.case else None, "out": out},
    )


def _going(request: MemberRequest) -> Going:
    """The appointment or case named in the address, when the viewer may open it; 404 else."""
    if request.viewer.role not in access.CARRIES_CASES:
        return Going()
    if "appointment" in request.GET:
        found = appointment_or_404(request, _key(request.GET["appointment"]))
        return Going(case=found.case, appointment=found)
    if "case" in request.GET:
        return Going(case=case_or_404(request, _key(request.GET["case"])))
    return Going()


def _key(raw: str) -> UUID:
    try:
        return UUID(raw)
    except ValueError:
        raise Http404 from None
