"""`/connector/cases/…/log/`: write down a contact; the next date is proposed, and can be another."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from alongside.casework.actions import contacts
from alongside.casework.actions.errors import CannotDo
from alongside.casework.enums import Channel, Result
from alongside.casework.models import Case, Contact
from alongside.casework.rules import LONGEST_LINE
from alongside.core import clock
from alongside.partnerships.once import once
from alongside.referrals.queries import risks_about
from alongside.web.components.fields import DayField, HintedRadios
from alongside.web.components.words import time_of_day
from alongside.web.connector.lookup import CARRIES_CASES, came_from, case_or_404
from alongside.web.forms import OnceForm
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


class ContactForm(OnceForm):
    """How it went, in one line, and when to be in touch again."""

    channel = forms.ChoiceField(
        label=_("How"),
        choices=Channel.choices,
        initial=Channel.CALL,
        widget=forms.RadioSelect,
        required=False,
    )
    result = forms.ChoiceField(
        label=_("How did it go?"),
        choices=Result.choices,
        widget=HintedRadios,
        error_messages={"required": _("Choose how it went.")},
    )
    note = forms.CharField(label=_("One line"), max_length=LONGEST_LINE, required=False)
    next_on = DayField(
        label=_("Another day for the next contact"),
        help_text=_("Leave it empty to keep the day that is proposed."),
        required=False,
    )
    next_time = forms.TimeField(
        label=_("At what time"),
        help_text=_("For example 10:30. Leave it empty for any time."),
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5"}),
    )
    follow_up = forms.UUIDField(widget=forms.HiddenInput, required=False)
    back = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean_next_on(self) -> Any:
        """A next contact lies ahead."""
        day = self.cleaned_data["next_on"]
        if day is not None and day < clock.today():
            raise forms.ValidationError(_("Choose today or a later day."))
        return day

    def clean_channel(self) -> str:
        """A call, unless something else was chosen."""
        return self.cleaned_data["channel"] or Channel.CALL


def hint_of(case: Case, result: str) -> str:
    """What is proposed after this result, in words."""
    proposal = contacts.propose(case, result=Result(result), at=clock.now())
    words = _t("Next: %(what)s, %(day)s") % {
        "what": proposal.kind.label,
        "day": date_format(proposal.due_on, "l j F"),
    }
    return f"{words}, {time_of_day(proposal.due_time)}" if proposal.due_time else words


@page("connector", "cases/<uuid:case_id>/log/", roles=CARRIES_CASES)
def contact_log(request: MemberRequest, case_id: UUID) -> HttpResponse:
    """Log a contact. The worklist sends its short form here; what is wrong comes back filled in."""
    case = case_or_404(request, case_id)
    start = {key: request.GET[key] for key in ("follow_up", "back") if key in request.GET}
    form = ContactForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        back = came_from(request, reverse("connector:case", args=[case.pk]))
        try:
            return redirect(once(data["once"], lambda: _log(request, case, data, back)))
        except CannotDo as refusal:
            form.add_error(None, str(refusal))
    form.fields["result"].widget.hints = {value: hint_of(case, value) for value in Result.values}
    risks = risks_about(request.viewer, case.person)
    context = {"form": form, "case": case, "person": case.person, "risks": risks}
    return render(request, "connector/contact_log.html", context)


def _log(request: MemberRequest, case: Case, data: dict[str, Any], back: str) -> str:
    contact = contacts.log(
        case=case,
        result=Result(data["result"]),
        channel=Channel(data["channel"]),
        note=data["note"].strip(),
        follow_up=case.follow_ups.filter(pk=data["follow_up"]).first() if data["follow_up"] else None,
        next_on=data["next_on"],
        next_time=data["next_time"],
        by=request.member,
        at=clock.now(),
    )
    messages.success(
        request, _saved(contact), extra_tags=f"undo:{reverse('connector:contact-undo', args=[contact.pk])}"
    )
    return back


def _saved(contact: Contact) -> str:
    """What was saved and what comes next: "Logged for Ayten: no answer. Next: Ring back, Tuesday 24 November, 2pm"."""
    due = contact.led_to.order_by("due_on", "id").first()
    said = _t("Logged for %(name)s: %(result)s.") % {
        "name": contact.case.person.called,
        "result": str(contact.get_result_display()).lower(),
    }
    if due is None:
        return said
    when = date_format(due.due_on, "l j F") + (f", {time_of_day(due.due_time)}" if due.due_time else "")
    return said + " " + _t("Next: %(what)s, %(when)s.") % {"what": due.get_kind_display(), "when": when}
