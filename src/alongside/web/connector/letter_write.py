"""`/connector/cases/…/letters/write/<kind>/`: a letter from its words and the record; seen first, then sent."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _t

from alongside.casework.models import Case
from alongside.core import clock
from alongside.journeys.write_letter import Answers, write_letter
from alongside.letters import queries, rules
from alongside.letters.actions import CannotWrite, check, letterhead, signature
from alongside.letters.enums import LetterKind, Way
from alongside.letters.models import Letter
from alongside.letters.wording import Words
from alongside.partnerships.once import once
from alongside.signposting.actions import CannotNote
from alongside.web.connector.letters_forms import LetterForm, WordsForm, words_key
from alongside.web.connector.letters_lookup import answers_of
from alongside.web.connector.lookup import CARRIES_CASES, case_or_404
from alongside.web.forms import typed
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest

#: Where a letter begins when its address names one of these and there is nothing else to answer.
NOT_TO_SOMEBODY_WHO = ("died", "asked_not_to")


@page("connector", "cases/<uuid:case_id>/letters/write/<slug:kind>/", roles=CARRIES_CASES)
def letter_write(request: MemberRequest, case_id: UUID, kind: str) -> HttpResponse:
    """Fill in what the record knows, name what is missing; `do=look` shows it, anything else sends it."""
    case = case_or_404(request, case_id)
    try:
        what = LetterKind(kind)
    except ValueError:
        raise Http404 from None
    words, found = _words(request, case, what)
    values = queries.values_for(
        case, language=words.language, partnership=request.partnership, by=request.member
    )
    form = LetterForm(
        typed(request),
        person=case.person,
        kind=what,
        is_open=case.is_open,
        initial=_begun(case, words, values),
    )
    answers = answers_of(request, case)
    preview = None
    if request.method == "POST" and form.is_valid():
        if request.POST.get("do") == "look":
            preview = _preview(request, case, form, words)
        else:
            try:
                return redirect(
                    once(form.cleaned_data["once"], lambda: _send(request, case, form, words, answers))
                )
            except CannotWrite as refusal:
                form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
            except CannotNote as refusal:
                form.add_error(None, str(refusal))
    hindered = rules.hindrance(Way.POST, case.person)
    return render(
        request,
        "connector/letter_write.html",
        {
            "case": case,
            "person": case.person,
            "kind": what,
            "form": form,
            "words_form": WordsForm(None, found=found, chosen=words),
            "many_words": len(found) > 1,
            "words": words,
            "missing": _missing(form, values),
            "preview": preview,
            "closed_to_us": hindered if hindered in NOT_TO_SOMEBODY_WHO else None,
            "answers": answers,
            "carried": [
                (name, request.GET[name])
                for name in ("look_in", "proposal", "follow_up")
                if name in request.GET
            ],
        },
    )


def _words(request: MemberRequest, case: Case, kind: LetterKind) -> tuple[Words, list[Words]]:
    """The words to begin with – those named, else in the language and layout of the person – and all there are."""
    found = queries.words_of(kind)
    named = request.GET.get("words", "")
    picked = next((one for one in found if words_key(one) == named), None)
    person = case.person
    return picked or queries.choose_words(
        found, languages=person.languages, layout=rules.layout_proposed(person)
    ), found


def _begun(case: Case, words: Words, values: dict[str, str]) -> dict[str, Any]:
    person = case.person
    return {
        "way": rules.way_proposed(person),
        "size": rules.size_proposed(person),
        "plain_top": rules.plain_top_proposed(person),
        "subject": rules.fill(words.subject, values),
        "body": rules.fill(words.body, values),
        "short": rules.fill(words.short, values),
    }


def _missing(form: LetterForm, values: dict[str, str]) -> list[dict[str, Any]]:
    """What the words ask for and the record does not hold, as it stands in the box now."""
    shown = "\n".join(str(form[name].value() or "") for name in ("subject", "body"))
    return [
        {"name": name, "label": rules.PLACEHOLDERS[name]}
        for name in rules.placeholders(shown)
        if name in rules.PLACEHOLDERS
    ]


def _preview(request: MemberRequest, case: Case, form: LetterForm, words: Words) -> Letter | None:
    """The letter as it would be, not kept; a refusal is said beside its box and it is shown all the same."""
    draft = form.draft(words)
    try:
        check(replace(draft, agreed=True), case.person, case, request.partnership)
    except CannotWrite as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
    person = case.person
    on_paper = draft.way == Way.POST
    return Letter(
        case=case,
        kind=draft.kind,
        way=draft.way,
        language=draft.language,
        layout=draft.layout,
        size=draft.size,
        plain_top=draft.plain_top,
        to="\n".join(part for part in (person.name, person.address, person.postcode) if part)
        if on_paper
        else "",
        top=letterhead(case, request.partnership) if on_paper and not draft.plain_top else "",
        signed="" if draft.way == Way.TEXT else signature(case, request.member, plain=draft.plain_top),
        dated=clock.today(),
        subject="" if draft.way == Way.TEXT else draft.subject,
        body=draft.body,
    )


def _send(request: MemberRequest, case: Case, form: LetterForm, words: Words, answers: Answers) -> str:
    letter = write_letter(
        case=case,
        draft=form.draft(words),
        answers=replace(answers, next_on=form.cleaned_data.get("next_on")),
        partnership=request.partnership,
        by=request.member,
        at=clock.now(),
    )
    if letter.is_waiting:
        messages.success(request, _t("It waits with the letters to print."))
    else:
        messages.success(request, _t("It is on its way."))
    return reverse("connector:letter", args=[letter.pk])
