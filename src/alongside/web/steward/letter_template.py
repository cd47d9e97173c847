"""`/steward/letters/<kind>/<language>/<layout>/`: change the words of a letter, or go back to those we came with."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from alongside.core import clock
from alongside.directory.languages import LANGUAGES
from alongside.letters import queries, rules, wording
from alongside.letters.actions import CannotWrite, drop_words, keep_words
from alongside.letters.enums import Layout, LetterKind
from alongside.letters.wording import Words
from alongside.partnerships.enums import Role
from alongside.web.forms import change_answer, typed
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest

LONGEST = 8000


class WordsForm(forms.Form):
    """Heading, body and the short words; `seen` is the version they were read at."""

    subject = forms.CharField(label=_("Heading"), max_length=150)
    body = forms.CharField(
        label=_("The letter"),
        help_text=_("An empty line begins a new paragraph, “- ” a line of a list, “# ” a heading."),
        widget=forms.Textarea(attrs={"rows": 20, "dir": "auto"}),
        max_length=LONGEST,
    )
    short = forms.CharField(
        label=_("Words for a text message"),
        help_text=_("Leave it empty where no text message should go out."),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        max_length=LONGEST,
        required=False,
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def _text(self, name: str) -> str:
        return str(self.cleaned_data[name]).replace("\r\n", "\n").strip()

    def words(self, kind: LetterKind, language: str, layout: Layout) -> Words:
        """What was written."""
        return Words(kind, language, layout, self._text("subject"), self._text("body"), self._text("short"))


@page("steward", "letters/<slug:kind>/<slug:language>/<slug:layout>/", roles={Role.STEWARD})
def letter_template(request: MemberRequest, kind: str, language: str, layout: str) -> HttpResponse:
    """Change them; a colleague's newer words are shown below, and nothing typed is lost. `do=drop` goes back."""
    try:
        what, how = LetterKind(kind), Layout(layout)
    except ValueError:
        raise Http404 from None
    if language not in LANGUAGES:
        raise Http404
    now = queries.template(what, language, how)
    shown = now or wording.BUILT_IN[what, how]
    initial: dict[str, Any] = {
        "seen": now.version if now else 0,
        "body": shown.body,
        "subject": shown.subject,
    }
    form = WordsForm(typed(request), initial=initial | {"short": shown.short})
    theirs = None
    if request.method == "POST" and request.POST.get("do") == "drop":
        drop_words(kind=what, language=language, layout=how)
        messages.success(
            request,
            _t("These are the words we came with again.")
            if language == wording.ENGLISH
            else _t("There are no words in this language any more."),
        )
        return redirect("steward:letter-templates")
    if request.method == "POST" and form.is_valid():
        try:
            keep_words(
                words=form.words(what, language, how),
                seen=form.cleaned_data["seen"] or 0,
                by=request.member,
                at=clock.now(),
            )
        except CannotWrite as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
            theirs = None if refusal.field else queries.template(what, language, how)
            if theirs is not None:
                change_answer(form, "seen", str(theirs.version))
        else:
            messages.success(request, _t("Kept. Letters from now on begin with these words."))
            return redirect("steward:letter-templates")
    return render(
        request,
        "steward/letter_template.html",
        {
            "form": form,
            "kind": what,
            "language": language,
            "language_name": LANGUAGES[language],
            "layout": how,
            "own": bool(now and now.version),
            "is_new": now is None,
            "theirs": theirs,
            "placeholders": list(rules.PLACEHOLDERS.items()),
        },
    )
