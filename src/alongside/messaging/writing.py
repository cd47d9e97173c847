"""Writing a message from its template: the first line is the subject, the rest the body; plain text, nothing escaped.

A template is `templates/messaging/<name>.txt` of any capability. Subject and body are rendered apart, so nothing
in a name can slip from one into the other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.template import Context, Engine, Template
from django.template.loaders.app_directories import Loader
from django.utils import translation
from django.utils.translation import gettext as _

SUBJECT = "Subject: "
LIBRARIES = ["django.templatetags.i18n", "alongside.web.components.templatetags.alongside"]


#: The languages our words are in, by ISO 639-1 code, and how each calls itself.
SPOKEN = {code.split("-")[0]: name for code, name in settings.LANGUAGES}
ENGLISH = settings.LANGUAGE_CODE.split("-")[0]


class NoSuchTemplate(LookupError):
    """There is no message template of this name."""


@lru_cache(maxsize=1)
def _engine() -> Engine:
    return Engine(app_dirs=True, autoescape=False, builtins=LIBRARIES[:1], string_if_invalid="[? %s]")


@lru_cache(maxsize=100)
def _pair(name: str) -> tuple[Template, Template]:
    """The subject's and the body's template."""
    if not name.replace("_", "").isalnum():
        raise NoSuchTemplate(name)
    engine = _engine()
    for origin in Loader(engine).get_template_sources(f"messaging/{name}.txt"):
        try:
            with open(origin.name, encoding="utf-8") as file:
                source = file.read()
        except FileNotFoundError:
            continue
        first, _newline, rest = source.partition("\n")
        if not first.startswith(SUBJECT):
            raise NoSuchTemplate(f"{name}: the first line must begin with {SUBJECT!r}")
        return engine.from_string(first.removeprefix(SUBJECT)), engine.from_string(rest.lstrip("\n"))
    raise NoSuchTemplate(name)


def write(template: str, context: Mapping[str, Any], *, language: str = "") -> tuple[str, str]:
    """Return subject and body of the named template with the context's words in it.

    English unless a language is named: whoever a message is for need not read that of the page which caused it.
    """
    subject, body = _pair(template)
    with translation.override(language or settings.LANGUAGE_CODE):
        return (
            subject.render(Context(dict(context), autoescape=False)).strip(),
            body.render(Context(dict(context), autoescape=False)).strip() + "\n",
        )


def language_of(languages: Sequence[str], wanted: str = "") -> str:
    """The language we write to somebody in: the one asked for, else the first of theirs that our words are in, else
    English. `languages` are codes as a record holds them, the best first."""
    return next((code for code in (wanted, *languages) if code in SPOKEN), ENGLISH)


def is_draft(language: str) -> bool:
    """Whether a machine wrote our words in this language and nobody who speaks it has read them for this place."""
    return language in settings.DRAFT_LANGUAGES


def write_to_person(
    template: str, context: Mapping[str, Any], *, language: str, is_text: bool
) -> tuple[str, str]:
    """Subject and body of what a person reads, in their language.

    Where that is a draft, the message says so and the English stands below it; a text message has no room for both.
    """
    subject, body = write(template, context, language=language)
    if is_text or not is_draft(language):
        return subject, body
    with translation.override(language):
        marked = _("A computer translated this. The English text stands below.")
    return subject, f"{body}\n{marked}\n\n{write(template, context)[1]}"
