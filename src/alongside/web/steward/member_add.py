"""`/steward/members/add/`: give somebody a role; they choose their password by a link we send."""

from allauth.account.forms import ResetPasswordForm
from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from alongside.partnerships import actions, queries
from alongside.partnerships.enums import Role
from alongside.partnerships.models import Organisation
from alongside.partnerships.once import once
from alongside.web.forms import OnceForm
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


class MemberForm(OnceForm):
    """Who joins, where and as what."""

    name = forms.CharField(label=_("Their name"), max_length=120)
    email = forms.EmailField(label=_("Their work e-mail"), help_text=_("They sign in with it."))
    organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.none(), empty_label=_("Choose one")
    )
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, widget=forms.RadioSelect)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = queries.organisations()  # type: ignore[attr-defined]


@page("steward", "members/add/", roles={Role.STEWARD})
def member_add(request: MemberRequest) -> HttpResponse:
    """Add a member and send them the link with which they choose a password."""
    form = MemberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            led_to = once(data["once"], lambda: _add(request, data))
        except actions.CannotInvite as refusal:
            form.add_error("email", str(refusal))
        else:
            return redirect(led_to)
    return render(request, "steward/member_add.html", {"form": form})


def _add(request: MemberRequest, data: dict[str, object]) -> str:
    member = actions.add_member(
        organisation=data["organisation"],  # type: ignore[arg-type]
        email=str(data["email"]),
        name=str(data["name"]),
        role=Role(str(data["role"])),
    )
    invitation = ResetPasswordForm({"email": member.user.email})
    if invitation.is_valid():
        invitation.save(request)
    messages.info(
        request, _t("%(name)s can now choose a password by the link we sent them.") % {"name": member.name}
    )
    return reverse("steward:members")
