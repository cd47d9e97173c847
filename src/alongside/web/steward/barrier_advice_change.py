"""`/steward/barriers/<kind>/`: change what connectors read beside a barrier of a kind."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from alongside.casework.actions import goals
from alongside.casework.advice import advice
from alongside.casework.enums import BarrierKind
from alongside.core import clock
from alongside.partnerships.enums import Role
from alongside.web.forms import change_answer, typed
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


class AdviceForm(forms.Form):
    """What to do, whom to ring."""

    what = forms.CharField(
        label=_("What to do next"),
        help_text=_("Two or three sentences. Connectors read it beside the barrier."),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=2000,
        error_messages={"required": _("Write what to do next.")},
    )
    whom = forms.CharField(label=_("Whom to ring"), max_length=120, required=False)
    phone = forms.CharField(label=_("Their number"), max_length=40, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)


@page("steward", "barriers/<slug:kind>/", roles={Role.STEWARD})
def barrier_advice_change(request: MemberRequest, kind: str) -> HttpResponse:
    """Change the words of one kind; when a colleague was quicker, show both."""
    if kind not in BarrierKind.values:
        raise Http404
    stands = advice()[kind]
    start = {name: getattr(stands, name) for name in ("what", "whom", "phone", "version")}
    form = AdviceForm(typed(request), initial=start)
    theirs = None
    if request.method == "POST" and form.is_valid():
        try:
            goals.write_advice(kind=BarrierKind(kind), **form.cleaned_data, by=request.member, at=clock.now())
        except goals.AdviceEditedMeanwhile as meanwhile:
            theirs = meanwhile.theirs
            change_answer(form, "version", str(theirs.version))
        else:
            messages.success(request, _t("Kept: %(what)s.") % {"what": stands.label})
            return redirect("steward:barrier-advice")
    context = {"form": form, "stands": stands, "theirs": theirs}
    return render(request, "steward/barrier_advice_change.html", context)
