"""`/connector/going-out/`: a member's own number, where they set out from, their buddy, and their calendar link."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from alongside.appointments import access, notify, queries
from alongside.appointments.actions import going_out as actions
from alongside.appointments.actions.errors import CannotDo
from alongside.appointments.enums import Mode
from alongside.core import clock
from alongside.partnerships.models import Member
from alongside.web.components import words
from alongside.web.forms import typed
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


class GoingOutForm(forms.Form):
    """What is kept so that one can be reached, and gets there in time."""

    phone = forms.CharField(
        label=_("Your mobile number"),
        help_text=_("For texts when you watch over a colleague, and for them to ring you."),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )
    buddy = forms.ModelChoiceField(
        label=_("Who usually watches over you?"),
        queryset=Member.objects.none(),
        empty_label=_("Nobody yet"),
        required=False,
    )
    start_postcode = forms.CharField(
        label=_("The postcode you usually set out from"),
        help_text=_("Your office, for example. We estimate the way to your first visit from there."),
        max_length=10,
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
    )
    travel_mode = forms.ChoiceField(
        label=_("How do you usually travel when it is too far to walk?"),
        choices=[
            ("", _("By bus or train")),
            *(one for one in Mode.choices if one[0] not in {Mode.WALK, Mode.BUS}),
        ],
        required=False,
    )

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chooser = self.fields["buddy"]
        chooser.queryset = access.may_watch().exclude(pk=member.pk)  # type: ignore[attr-defined]
        chooser.label_from_instance = member_words  # type: ignore[attr-defined]


def member_words(member: Member) -> str:
    """A colleague and where they work."""
    return f"{member.name}, {member.organisation.name}"


@page("connector", "going-out/", roles=access.WATCHES)
def going_out(request: MemberRequest) -> HttpResponse:
    """Show and keep it; `do` makes or stops the calendar link, which is shown once."""
    member, at = request.member, clock.now()
    doing = request.POST.get("do", "")
    if doing == "calendar" and member.role in access.CARRIES_CASES:
        address = notify.site(
            reverse("public:appointments-calendar", args=[actions.make_feed(member=member, at=at)])
        )
        return render(request, "connector/calendar_link.html", {"address": address})
    if doing == "revoke":
        actions.revoke_feed(member=member, at=at)
        messages.info(request, _t("The calendar link no longer works."))
        return redirect("connector:going-out")
    told = queries.going_out_of(member.pk)
    names = ("phone", "start_postcode", "travel_mode", "buddy")
    initial = {name: getattr(told, name) for name in names} if told else {}
    if told and told.phone:
        initial["phone"] = words.phone(told.phone)[0]
    form = GoingOutForm(typed(request), member=member, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.tell(member=member, at=at, **{name: form.cleaned_data[name] for name in names})
        except CannotDo as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.info(request, _t("Kept."))
            return redirect("connector:going-out")
    return render(
        request,
        "connector/going_out.html",
        {
            "form": form,
            "has_feed": queries.has_feed(member.pk),
            "may_have_feed": member.role in access.CARRIES_CASES,
        },
    )
