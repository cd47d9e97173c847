"""`/steward/prompts/`: what the frontline form helps workers to notice – order, on and off, prompts of our own."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from alongside.core import clock
from alongside.partnerships.enums import Role
from alongside.partnerships.once import once
from alongside.referrals import signs
from alongside.referrals.actions import prompts as writing
from alongside.web.forms import OnceForm, typed
from alongside.web.page import Section, page, render
from alongside.web.requests import MemberRequest

MOVES = {"up": -1, "down": 1}


class OwnPromptForm(OnceForm):
    """A prompt of our own."""

    label = forms.CharField(
        label=_("What one may notice"),
        help_text=_(
            "A few everyday words about what can be seen or heard. Not a diagnosis, and never a score."
        ),
        max_length=80,
        error_messages={"required": _("Write what one may notice.")},
    )
    ask = forms.CharField(
        label=_("A kind question to ask"),
        help_text=_("For example: Who do you see in a usual week?"),
        max_length=150,
        required=False,
    )


@page(
    "steward",
    "prompts/",
    roles={Role.STEWARD},
    nav=_("What to notice"),
    nav_order=51,
    section=Section.REFERRALS,
)
def prompts(request: MemberRequest) -> HttpResponse:
    """List them; move one, put it on or off the form (a POST with `code`), add one."""
    if request.method == "POST" and "code" in request.POST:
        return _arranged(request)
    form = OwnPromptForm(typed(request))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data

        def make() -> str:
            writing.add(label=data["label"], ask=data["ask"], by=request.member, at=clock.now())
            return reverse("steward:prompts")

        try:
            return redirect(once(data["once"], make))
        except writing.CannotChange as refusal:
            form.add_error("label", str(refusal))
    words, codes, order = signs.in_their_words(), signs.shown_codes(), signs.order()
    return render(
        request,
        "steward/prompts.html",
        {
            "form": form,
            "shown": [words[code] for code in codes if code in words],
            "hidden": [prompt for code, prompt in words.items() if code not in codes],
            "version": order.version if order else 0,
            "most": signs.MOST_SHOWN,
            "is_full": len(codes) >= signs.MOST_SHOWN,
        },
    )


def _arranged(request: MemberRequest) -> HttpResponse:
    code, how = request.POST["code"], request.POST.get("how", "")
    said = request.POST.get("seen", "")
    codes = _after(signs.shown_codes(), code, how)
    try:
        writing.arrange(
            codes=codes,
            seen=int(said) if said.isascii() and said.isdigit() and len(said) < 10 else -1,
            by=request.member,
            at=clock.now(),
        )
    except writing.CannotChange as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _t("The form shows it like this from now on."))
    return redirect("steward:prompts")


def _after(codes: list[str], code: str, how: str) -> list[str]:
    """The order after one prompt was moved, put on or taken off; as it was where that says nothing."""
    if how == "on" and code not in codes:
        return [*codes, code]
    if code not in codes:
        return codes
    if how == "off":
        return [one for one in codes if one != code]
    place = codes.index(code)
    to = place + MOVES.get(how, 0)
    if 0 <= to < len(codes):
        codes[place], codes[to] = codes[to], codes[place]
    return codes
