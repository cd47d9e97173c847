"""`/befriending/<secret>/`: one side of a proposed match says yes or no by the link, without an account.

Opening the link never acts. The page shows a summary of the other side without name, address or health, and never
what the other side said. A link that is unknown, has run out or is no longer needed shows nothing about anybody.
"""

from __future__ import annotations

import contextlib

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from alongside.befriending import queries
from alongside.befriending.actions import matches
from alongside.befriending.actions.errors import CannotAnswer
from alongside.befriending.enums import MatchStatus, Said, Side, Via
from alongside.befriending.models import Answer
from alongside.core import clock
from alongside.web.by_link import LONGEST_SECRET, private
from alongside.web.forms import typed
from alongside.web.page import public_page, render
from alongside.web.requests import Request


class YesForm(forms.Form):
    """Yes or no."""

    said = forms.ChoiceField(
        label=_("Would you like to meet?"),
        choices=[(Said.YES, _("Yes, please")), (Said.NO, _("No, thank you"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose yes or no. Both are fine.")},
    )
    words = forms.CharField(
        label=_("Anything you want to tell us"),
        help_text=_("Only we read this."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        required=False,
    )


@public_page("befriending/<str:secret>/", translated=True, methods=("GET", "POST"))
def befriending_answer(request: Request, secret: str) -> HttpResponse:
    """Show who it may be and take one answer."""
    answer = queries.answer_by_secret(secret) if len(secret) <= LONGEST_SECRET else None
    if answer is None:
        return private(render(request, "public/befriending_gone.html", {"why": "unknown"}, status=404))
    form = YesForm(typed(request))
    if request.method == "POST" and _takes_answer(answer) and form.is_valid():
        # Answered a moment ago by the other click, or by phone? Then the page shows what stands.
        with contextlib.suppress(CannotAnswer):
            matches.answer(
                answer=answer,
                said=Said(form.cleaned_data["said"]),
                words=form.cleaned_data["words"],
                via=Via.LINK,
                at=clock.now(),
            )
        return private(redirect("public:befriending-answer", secret=secret))
    if answer.said == Said.ASKED and not _takes_answer(answer):
        return private(render(request, "public/befriending_gone.html", {"why": "closed"}))
    return private(
        render(
            request,
            "public/befriending_answer.html",
            {
                "answer": answer,
                "form": form,
                "scheme": answer.match.scheme,
                "is_person": answer.side == Side.PERSON,
                "takes_answer": _takes_answer(answer),
            },
        )
    )


def _takes_answer(answer: Answer) -> bool:
    match = answer.match
    return (
        answer.said == Said.ASKED
        and match.status == MatchStatus.PROPOSED
        and clock.now() < answer.expires_at
        and match.person.may_be_contacted
    )
