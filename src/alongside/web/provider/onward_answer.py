"""`/answer/…/`: an organiser answers by the link in our e-mail, without an account.

Opening the link never acts: mail scanners and previews open every link they see. An answer is a form that is sent;
sending it twice has one effect. Afterwards, and for as long as the link lasts, the page shows what was answered.
Nothing about the person is shown once the agreement was taken back, the request was called off, or time ran out.
"""

from __future__ import annotations

import contextlib
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from alongside.casework import queries, rules
from alongside.casework.actions.errors import CannotAnswer
from alongside.casework.enums import DeclineReason, OnwardStatus, Shareable
from alongside.casework.models import OnwardReferral
from alongside.core import clock
from alongside.journeys import answer_onward
from alongside.web.by_link import LONGEST_SECRET, private
from alongside.web.page import public_page, render
from alongside.web.requests import Request

ANSWERS = [
    ("accept", _("Yes, they are welcome")),
    ("decline", _("No, not at the moment")),
    ("ask", _("I have a question first")),
]


class AnswerForm(forms.Form):
    """Yes, no or a question, and who answers."""

    marks_optional = False

    answer = forms.ChoiceField(
        label=_("Can they come?"),
        choices=ANSWERS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose yes, no or a question.")},
    )
    reason = forms.ChoiceField(
        label=_("If no, why?"),
        choices=[("", _("Choose why")), *DeclineReason.choices],
        required=False,
        widget=forms.Select,
    )
    words = forms.CharField(
        label=_("Your question, or anything you want to say"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )
    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Tell us your name, so that we know who answered.")},
    )

    def clean(self) -> dict[str, Any]:
        """A no says why; a question says what."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("answer") == "decline" and not cleaned.get("reason"):
            self.add_error("reason", _("Choose why, so that we can find something else."))
        if cleaned.get("answer") == "ask" and not (cleaned.get("words") or "").strip():
            self.add_error("words", _("Write your question."))
        return cleaned


@public_page("answer/<str:secret>/", methods=("GET", "POST"))
def onward_answer(request: Request, secret: str) -> HttpResponse:
    """Show what was asked and take one answer."""
    onward = queries.onward_by_secret(secret) if len(secret) <= LONGEST_SECRET else None
    if onward is None:
        return private(render(request, "provider/onward_gone.html", {"why": "unknown"}, status=404))
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and _takes_answer(onward) and form.is_valid():
        # Answered a moment ago, by the other click or a colleague? Then the page below shows what stands.
        with contextlib.suppress(CannotAnswer):
            _answer(onward, form.cleaned_data)
        return private(redirect("public:onward-answer", secret=secret))
    return private(_show(request, onward, form))


def _show(request: Request, onward: OnwardReferral, form: AnswerForm) -> HttpResponse:
    why = _why_closed(onward)
    if why:
        return render(request, "provider/onward_gone.html", {"why": why, "onward": onward}, status=200)
    request.record_read(onward.case.person)
    told = answer_onward.shown(onward)
    shown: tuple[Shareable, ...] = rules.SHOWN_AT_ONCE
    if onward.status == OnwardStatus.ACCEPTED:
        shown = (*shown, *rules.SHOWN_ONCE_ACCEPTED)
    return render(
        request,
        "provider/onward_answer.html",
        {
            "onward": onward,
            "form": form,
            "takes_answer": _takes_answer(onward),
            "shared": [(Shareable(key).label, told[key]) for key in shown if key in told],
        },
    )


def _why_closed(onward: OnwardReferral) -> str:
    """Why nothing about the person is shown: "" while it may be."""
    if onward.status == OnwardStatus.DECLINED:
        return "declined"
    if onward.status == OnwardStatus.EXPIRED or onward.is_past(clock.now()):
        return "expired"
    return (
        "" if onward.status != OnwardStatus.WITHDRAWN and answer_onward.still_wanted(onward) else "withdrawn"
    )


def _takes_answer(onward: OnwardReferral) -> bool:
    return onward.is_awaited and not _why_closed(onward)


def _answer(onward: OnwardReferral, data: dict[str, Any]) -> None:
    at, name, words = clock.now(), data["name"], data["words"].strip()
    if data["answer"] == "accept":
        answer_onward.accept(onward=onward, name=name, at=at)
    elif data["answer"] == "decline":
        answer_onward.decline(
            onward=onward, reason=DeclineReason(data["reason"]), note=words, name=name, at=at
        )
    else:
        answer_onward.ask(onward=onward, question=words, name=name, at=at)
