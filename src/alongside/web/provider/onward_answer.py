"""`/answer/…/`: an organiser answers by the link in our e-mail, without an account, and tells how it goes.

Opening the link never acts: mail scanners and previews open every link they see. An answer is a form that is sent;
sending it twice has one effect. Afterwards, and for as long as the link lasts, the page shows what was answered.
Nothing about the person is shown once the agreement was taken back, the request was called off, it has ended, or
time ran out.
"""

from __future__ import annotations

import contextlib
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from alongside.casework import queries, rules
from alongside.casework.actions.errors import CannotAnswer
from alongside.casework.actions.onward_news import News, Teller, take_back
from alongside.casework.enums import DeclineReason, NewsKind, NewsVia, OnwardStatus, Shareable
from alongside.casework.models import OnwardReferral
from alongside.core import clock
from alongside.journeys import answer_onward
from alongside.partnerships.once import once
from alongside.web.by_link import LONGEST_SECRET, private
from alongside.web.onward_news import (
    NewsForm,
    day_of_a_place,
    may_take_back_last,
    place_on_the_list,
    standing_news,
    who_tells,
)
from alongside.web.page import public_page, render
from alongside.web.requests import Request

ANSWERS = [
    ("accept", _("Yes, they are welcome")),
    ("wait", _("Yes, but they have to wait for a place")),
    ("decline", _("No, not at the moment")),
    ("ask", _("I have a question first")),
]


class AnswerForm(forms.Form):
    """Yes, a waiting list, no or a question, and who answers."""

    marks_optional = False

    answer = forms.ChoiceField(
        label=_("Can they come?"),
        choices=ANSWERS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose yes, no or a question.")},
    )
    position = place_on_the_list()
    expected_on = day_of_a_place()
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
    name = who_tells(_("Tell us your name, so that we know who answered."))

    def clean(self) -> dict[str, Any]:
        """A no says why; a question says what; a place is expected on a day to come."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("answer") == "decline" and not cleaned.get("reason"):
            self.add_error("reason", _("Choose why, so that we can find something else."))
        if cleaned.get("answer") == "ask" and not (cleaned.get("words") or "").strip():
            self.add_error("words", _("Write your question."))
        expected = cleaned.get("expected_on")
        if cleaned.get("answer") == "wait" and expected and expected < clock.today():
            self.add_error("expected_on", _("This day is over. Give a day to come, or leave it empty."))
        return cleaned

    def news(self) -> News:
        """The answer, as the actions take it."""
        data, words = self.cleaned_data, self.cleaned_data["words"].strip()
        if data["answer"] == "accept":
            return News(NewsKind.ACCEPTED, note=words)
        if data["answer"] == "wait":
            return News(
                NewsKind.WAITING_LIST, position=data["position"], expected_on=data["expected_on"], note=words
            )
        if data["answer"] == "decline":
            return News(NewsKind.DECLINED, reason=DeclineReason(data["reason"]), note=words)
        return News(NewsKind.QUESTION, note=words)


@public_page("answer/<str:secret>/", methods=("GET", "POST"))
def onward_answer(request: Request, secret: str) -> HttpResponse:
    """Show what was asked and take an answer, then the news."""
    onward = queries.onward_by_secret(secret) if len(secret) <= LONGEST_SECRET else None
    if onward is None:
        return private(render(request, "provider/onward_gone.html", {"why": "unknown"}, status=404))
    posted = request.POST if request.method == "POST" else None
    tells = posted is not None and posted.get("tell") == "news"
    answer = AnswerForm(posted if posted is not None and not tells else None)
    news = NewsForm(posted if tells else None, onward=onward, via=NewsVia.LINK)
    if posted is not None and not why_closed(onward):
        if "take_back" in posted:
            take_back_last(request, onward, posted["take_back"])
            return private(redirect("public:onward-answer", secret=secret))
        if onward.is_awaited and not tells and answer.is_valid():
            # Answered a moment ago, by the other click or a colleague? Then the page below shows what stands.
            with contextlib.suppress(CannotAnswer):
                _tell(onward, answer.news(), answer.cleaned_data["name"])
            return private(redirect("public:onward-answer", secret=secret))
        if onward.is_with_them and not tells:
            return private(redirect("public:onward-answer", secret=secret))
        if tells and news.is_valid() and _take(request, onward, news):
            return private(redirect("public:onward-answer", secret=secret))
    return private(_show(request, onward, answer, news))


def _take(request: Request, onward: OnwardReferral, form: NewsForm) -> bool:
    """Take the news once; False when it does not fit, which the form then says."""

    def act() -> str:
        _tell(onward, form.news(), form.cleaned_data["name"])
        return request.path

    try:
        once(form.cleaned_data["once"], act)
    except CannotAnswer as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("Thank you. We have it."))
    return True


def _tell(onward: OnwardReferral, news: News, name: str) -> None:
    answer_onward.tell(onward=onward, news=news, teller=Teller(name), at=clock.now())


def take_back_last(request: Request, onward: OnwardReferral, number: str) -> None:
    """Take back the newest line at the organiser, when it is the one the button stood beside."""
    lines = standing_news(onward)
    if may_take_back_last(onward, lines, at_the_organiser=True) and str(lines[0].number) == number:
        by = request.member
        name = by.name if by else lines[0].told_by
        with contextlib.suppress(CannotAnswer):
            take_back(onward=onward, name=name, by=None, at=clock.now())
            messages.info(request, _("Taken back."))


def _show(request: Request, onward: OnwardReferral, form: AnswerForm, news: NewsForm) -> HttpResponse:
    why = why_closed(onward)
    if why:
        return render(request, "provider/onward_gone.html", {"why": why, "onward": onward}, status=200)
    request.record_read(onward.case.person)
    lines = standing_news(onward)
    return render(
        request,
        "provider/onward_answer.html",
        {
            "onward": onward,
            "form": form,
            "news": news,
            "lines": lines,
            "may_take_back": may_take_back_last(onward, lines, at_the_organiser=True),
            "takes_answer": onward.is_awaited,
            "shared": shared_with(onward),
        },
    )


def shared_with(onward: OnwardReferral) -> list[tuple[Any, str]]:
    """What an organiser sees now: the least that lets them answer, and once they welcome the person, how to reach
    them."""
    shown: tuple[Shareable, ...] = rules.SHOWN_AT_ONCE
    if onward.status in {OnwardStatus.ACCEPTED, OnwardStatus.STARTED}:
        shown = (*shown, *rules.SHOWN_ONCE_ACCEPTED)
    told = answer_onward.shown(onward)
    return [(Shareable(key).label, told[key]) for key in shown if key in told]


def why_closed(onward: OnwardReferral) -> str:
    """Why nothing about the person is shown: "" while it may be."""
    if onward.status in {OnwardStatus.DECLINED, OnwardStatus.ENDED}:
        return str(onward.status)
    if onward.status == OnwardStatus.EXPIRED or onward.is_past(clock.now()):
        return "expired"
    return (
        "" if onward.status != OnwardStatus.WITHDRAWN and answer_onward.still_wanted(onward) else "withdrawn"
    )
