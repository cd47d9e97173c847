"""Writing a message from its template: the first line is the subject, the rest the body; plain text, nothing escaped.

A template is `templates/messaging/<name>.txt` of any capability. Subject and body are rendered apart, so nothing
in a name can slip from one into the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.template import Context, Engine, Template
from django.template.loaders.app_directories import Loader
from django.utils import translation

SUBJECT = "Subject: "
LIBRARIES = ["django.templatetags.i18n", "alongside.web.components.templatetags.alongside"]


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
