"""Asking for oneself and telling us of someone, in every language: no label and no mistake is told in English."""

from __future__ import annotations

import itertools
import re
from typing import Any

import pytest
from django.http import QueryDict
from django.utils import translation
from scripts.translations import PLURAL

from alongside.web.telling import AskForHelpForm, Telling, WorriedForm

LONG = "x" * 5000
FORMS = {"ask-for-help": AskForHelpForm, "worried-about-someone": WorriedForm}
WRONG: tuple[dict[str, Any], ...] = (
    {},
    {"website": "https://spam.example"},
    {
        "name": LONG,
        "note": LONG,
        "address": LONG,
        "referrer_name": LONG,
        "referrer_role": LONG,
        "answer_to": LONG,
    },
    {"phone": "ring the bell", "postcode": "near the park", "email": "rob@", "answer_to": "rob@"},
    {"phone": LONG, "postcode": LONG, "email": f"{LONG}@example.org", "answer_to": "at work"},
    {"agreed": "no", "language": "klingon", "contact_by": "pigeon", "contact_times": ["never"]},
    {"agreed": "perhaps", "contact_by": "email", "name": "A"},
    {"agreed": "yes", "contact_by": "phone", "name": "A"},
)
STAY = {"English", "E-mail"}  # the name of a language on its own list; what Polish calls it, too


def mistakes(form: type[Telling], sent: dict[str, Any]) -> dict[str, list[str]]:
    data = QueryDict(mutable=True)
    for name, value in sent.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return {name: [str(error) for error in errors] for name, errors in form(data).errors.items()}


@pytest.mark.parametrize("code", sorted(PLURAL))
@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_every_mistake_is_named_in_the_language_of_the_page(partnership, form, code):
    seen = 0
    for sent in WRONG:
        with translation.override("en-gb"):
            english = mistakes(form, sent)
        with translation.override(code):
            theirs = mistakes(form, sent)
        assert english.keys() == theirs.keys()
        for ours, their in itertools.chain.from_iterable(
            zip(english[name], theirs[name], strict=True) for name in english
        ):
            seen += 1
            assert ours != their, f"{code}: {ours}"
    assert seen > 12


def words_of(form: Telling) -> list[str]:
    found = []
    for name, field in form.fields.items():
        if name != "once":
            found += [str(field.label), str(field.help_text or "")]
        if name != "language":
            found += [str(label) for _value, label in getattr(field, "choices", ())]
    return [word for word in found if word]


@pytest.mark.parametrize("code", sorted(PLURAL))
@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_every_label_and_answer_is_in_the_language_of_the_page(partnership, form, code):
    with translation.override("en-gb"):
        english = words_of(form())
    with translation.override(code):
        theirs = words_of(form())
    same = {ours for ours, their in zip(english, theirs, strict=True) if ours == their}
    assert same <= STAY


@pytest.mark.parametrize("code", sorted(PLURAL))
@pytest.mark.parametrize("path", FORMS)
def test_the_page_itself_turns_and_takes_what_it_is_told(partnership, client, path, code):
    client.cookies["language"] = code
    page = client.get(f"/{path}/").content.decode()
    direction = "rtl" if code == "he" else "ltr"
    assert f'<html lang="{code}" dir="{direction}"' in page
    text = " ".join(re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", page, flags=re.DOTALL).split())
    for english in (
        "Send this",
        "Thank you for thinking",
        "How to reach them",
        "Your name",
        "Postcode",
        "Ring us",
    ):
        assert english not in text


def test_nobody_to_take_it_is_said_in_the_language_of_the_page(partnership, client):
    client.cookies["language"] = "pl"
    told = {"name": "Ala", "phone": "07700 900123", "contact_by": "phone"}
    page = client.post("/ask-for-help/", told).content.decode()
    assert "Nikt tu jeszcze nie przyjmuje zgłoszeń" in page
