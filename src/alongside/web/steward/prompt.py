"""`/steward/prompts/<code>/`: the words of one prompt, those it came with, and those it has had."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _t

from alongside.core import clock
from alongside.partnerships.enums import Role
from alongside.referrals import signs
from alongside.referrals.actions import prompts
from alongside.web.forms import change_answer, typed
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest
from alongside.web.steward.prompts import OwnPromptForm


class PromptForm(OwnPromptForm):
    """New words for a prompt; `seen` is the number of the words the page showed."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=1_000_000)


@page("steward", "prompts/<slug:code>/", roles={Role.STEWARD})
def prompt(request: MemberRequest, code: str) -> HttpResponse:
    """Show the words and take new ones; a referral keeps the words that were ticked."""
    current = signs.in_their_words().get(code)
    if current is None:
        raise Http404
    form = PromptForm(
        typed(request), initial={"label": current.label, "ask": current.ask, "seen": current.number}
    )
    meanwhile = False
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            prompts.say(
                code=code,
                label=data["label"],
                ask=data["ask"],
                seen=data["seen"],
                by=request.member,
                at=clock.now(),
            )
        except prompts.ChangedMeanwhile as refusal:
            meanwhile = True
            change_answer(form, "seen", str(current.number))
            form.add_error(None, str(refusal))
        except prompts.CannotChange as refusal:
            form.add_error("label", str(refusal))
        else:
            messages.success(request, _t("The form says it like this from now on."))
            return redirect("steward:prompts")
    return render(
        request,
        "steward/prompt.html",
        {
            "form": form,
            "prompt": current,
            "came_with": None if current.is_ours else signs.built_in(code),
            "history": signs.history(code),
            "meanwhile": meanwhile,
        },
    )
