"""`/steward/words/say/`: what people mean by a word here; `?said=` fills in what the software takes it for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from alongside.core import clock
from alongside.directory import thesaurus, words_queries
from alongside.directory.actions.words import CannotSay, plain_words, say
from alongside.directory.finder import shortlist
from alongside.directory.rules import Facts
from alongside.partnerships.enums import Role
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


class SayingForm(forms.Form):
    """What is said, and what services write for it."""

    said = forms.CharField(
        label=_("What people type"), help_text=_("One to five words, like: warm space"), max_length=60
    )
    means = forms.CharField(
        label=_("What services write for it"),
        help_text=_("One on each line. Leave it empty if the words mean only themselves."),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    marks_optional = False


@page("steward", "words/say/", roles={Role.STEWARD})
def saying(request: MemberRequest) -> HttpResponse:
    """Show the form; a POST keeps it and says how much the words find now."""
    form = SayingForm(request.POST) if request.method == "POST" else SayingForm(initial=_known(request))
    if request.method == "POST" and form.is_valid():
        try:
            kept = say(
                said=form.cleaned_data["said"], means=form.cleaned_data["means"].splitlines(), at=clock.now()
            )
        except CannotSay as problem:
            form.add_error("said", str(problem))
        else:
            found = shortlist(Facts(words=kept.said), at=clock.now(), limit=1).total
            messages.info(request, _t("Kept. “%(said)s” finds %(n)d now.") % {"said": kept.said, "n": found})
            return redirect("steward:words")
    return render(request, "steward/saying.html", {"form": form})


def _known(request: MemberRequest) -> dict[str, Any]:
    """What the words are taken for today, to begin with."""
    said = plain_words(request.GET.get("said", ""))
    own = words_queries.own_words()
    means = own[said] if said in own else thesaurus.also_called(said) if said else ()
    return {"said": said, "means": "\n".join(means)}
