"""`/steward/agreements/`: the words that are read out, version by version, and how long an agreement lasts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from alongside.core import clock
from alongside.journeys import agree as agreeing
from alongside.partnerships.enums import Role
from alongside.people import actions as people
from alongside.people.actions import agreements as writing
from alongside.people.enums import ConsentPurpose
from alongside.people.models import ConsentWording
from alongside.web.forms import typed
from alongside.web.page import Section, page, render
from alongside.web.requests import MemberRequest

MOST_MONTHS = 120


class WordsForm(forms.Form):
    """New words for one purpose."""

    marks_optional = False

    purpose = forms.ChoiceField(
        label=_("What for?"), choices=ConsentPurpose.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("The words that are read out"),
        help_text=_("Short, plain, and ending with a question."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=2000,
    )
    what_changed = forms.CharField(label=_("What is different from before?"), max_length=300, required=False)
    ask_again = forms.BooleanField(
        label=_("The change matters: ask everybody again who agreed to older words"), required=False
    )

    def clean_text(self) -> str:
        """Line ends as everybody writes them: the same words are the same version."""
        return "\n".join(line.rstrip() for line in self.cleaned_data["text"].splitlines()).strip()


class TermForm(forms.Form):
    """For how many months an agreement lasts."""

    marks_optional = False
    prefix = "term"

    purpose = forms.ChoiceField(
        label=_("What for?"), choices=ConsentPurpose.choices, widget=forms.RadioSelect
    )
    months = forms.IntegerField(
        label=_("Months until it is asked again"),
        help_text=_("Leave it empty where it has no end. Agreements given before keep their day."),
        min_value=1,
        max_value=MOST_MONTHS,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-3"}),
    )


@dataclass(frozen=True)
class Purpose:
    """One purpose: the words now, its versions with how many stand in each, and how long it lasts."""

    label: str
    now: agreeing.Words
    versions: Sequence[ConsentWording]
    months: int | None
    older: int


@page(
    "steward",
    "agreements/",
    roles={Role.STEWARD},
    nav=_("Agreements"),
    nav_order=50,
    section=Section.WORDS,
)
def agreements(request: MemberRequest) -> HttpResponse:
    """Show all; take new words, or a new term (`do` is "term")."""
    is_term = request.method == "POST" and request.POST.get("do") == "term"
    words = WordsForm(None if is_term else typed(request))
    term = TermForm(typed(request) if is_term else None)
    if is_term and term.is_valid():
        writing.set_term(
            purpose=ConsentPurpose(term.cleaned_data["purpose"]),
            months=term.cleaned_data["months"],
            by=request.member,
            at=clock.now(),
        )
        messages.success(request, _t("Kept. It holds for what is agreed from now on."))
        return redirect("steward:agreements")
    if request.method == "POST" and not is_term and words.is_valid():
        _write(request, words.cleaned_data)
        return redirect("steward:agreements")
    return render(
        request,
        "steward/agreements.html",
        {"words": words, "term": term, "purposes": [_purpose(one) for one in ConsentPurpose]},
    )


def _write(request: MemberRequest, data: dict[str, Any]) -> None:
    purpose = ConsentPurpose(data["purpose"])
    before = agreeing.words_for(purpose)
    if before.version == 0 and before.text != data["text"]:
        # What was read out until now becomes version 1, so that the new words are seen to be new.
        people.write_wording(purpose=purpose, text=before.text, at=clock.now())
    made = people.write_wording(
        purpose=purpose,
        text=data["text"],
        ask_again=data["ask_again"],
        what_changed=data["what_changed"],
        by=request.member,
        at=clock.now(),
    )
    messages.success(request, _t("From now on version %(version)d is read out.") % {"version": made.version})


def _purpose(purpose: ConsentPurpose) -> Purpose:
    live = Count("consents", filter=Q(consents__withdrawn_at__isnull=True))
    versions = list(
        ConsentWording.objects.filter(purpose=purpose)
        .select_related("written_by")
        .annotate(standing=live)
        .order_by("-version")
    )
    return Purpose(
        label=str(purpose.label),
        now=agreeing.words_for(purpose),
        versions=versions,
        months=people.months_of(purpose),
        older=sum(one.standing for one in versions[1:]),
    )
