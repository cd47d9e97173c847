"""`/steward/letters/`: the words of every letter the partnership writes to people."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from alongside.directory.languages import LANGUAGES
from alongside.letters import queries
from alongside.letters.enums import Layout, LetterKind
from alongside.partnerships.enums import Role
from alongside.web.page import Section, page, render
from alongside.web.requests import MemberRequest


class AnotherForm(forms.Form):
    """Words in another language."""

    marks_optional = False
    kind = forms.ChoiceField(label=_("Which letter?"), choices=LetterKind.choices)
    language = forms.ChoiceField(
        label=_("In which language?"), choices=sorted(LANGUAGES.items(), key=lambda one: str(one[1]))
    )
    layout = forms.ChoiceField(label=_("Set out how?"), choices=Layout.choices)


@page(
    "steward",
    "letters/",
    roles={Role.STEWARD},
    nav=_("Letters"),
    nav_order=46,
    section=Section.WORDS,
    methods=("GET",),
)
def letter_templates(request: MemberRequest) -> HttpResponse:
    """List them by kind; asked for another language, go and write it."""
    asked = AnotherForm(request.GET) if "language" in request.GET else AnotherForm()
    if asked.is_bound and asked.is_valid():
        data = asked.cleaned_data
        return redirect("steward:letter-template", data["kind"], data["language"], data["layout"])
    return render(
        request, "steward/letter_templates.html", {"kinds": list(queries.all_words().items()), "form": asked}
    )
