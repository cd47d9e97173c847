#!/usr/bin/env python3
"""Keeps the translations of the pages for residents: src/alongside/locale/<language>/LC_MESSAGES/django.po.

    python scripts/translations.py compile    # .po → .mo, which Django reads; `make assets` does it
    python scripts/translations.py extract    # put what is new into every .po, take out what is gone
    python scripts/translations.py missing    # what has no translation yet, by language; exit code 1 when there is any

What counts is the path of a resident (RESIDENT_PATH below): staff pages speak English. Strings are found with Python's
and Django's own parsers, files are read and written by Babel; nothing has to be installed on the machine.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "alongside"
LOCALE = SOURCE / "locale"

RESIDENT_PATH = (
    "web/templates/public/home.html",
    "web/templates/public/find.html",
    "web/templates/public/find_embed.html",
    "web/templates/public/service.html",
    "web/templates/public/shortlist*.html",
    "web/templates/public/ask_for_help.html",
    "web/templates/public/worried.html",
    "web/templates/public/partials/ask_fields.html",
    "web/templates/public/partials/worried_fields.html",
    "web/templates/public/partials/not_open.html",
    "web/templates/public/partials/own_schemes.html",
    "web/at_the_door.py",
    "referrals/at_the_door.py",
    "web/templates/public/help_in_a_crisis.html",
    "web/templates/public/organisation.html",
    "web/templates/public/something_wrong.html",
    "web/public/organisation.py",
    "web/public/something_wrong.py",
    "web/templates/public/befriending_answer.html",
    "web/templates/public/befriending_gone.html",
    "web/public/befriending_answer.py",
    "befriending/wait_words.py",
    "befriending/templates/messaging/befriending_ask.txt",
    "befriending/templates/messaging/befriending_called_off.txt",
    "befriending/templates/messaging/befriending_ended.txt",
    "befriending/templates/messaging/befriending_moved.txt",
    "befriending/templates/messaging/befriending_not_forgotten.txt",
    "befriending/templates/messaging/befriending_not_this_time.txt",
    "befriending/templates/messaging/befriending_reminder.txt",
    "web/templates/public/thank_you.html",
    "web/templates/public/agreed.html",
    "web/templates/partials/*.html",
    "web/templates/layouts/base.html",
    "web/templates/layouts/public.html",
    "web/templates/cotton/*.html",
    "web/templates/errors/404.html",
    "web/templates/forms/*.html",
    "web/public/shortlist*.py",
    "web/public/ask_for_help.py",
    "web/public/worried.py",
    "web/public/agreed.py",
    "web/public/find_table.py",
    "web/components/results.py",
    "web/components/words.py",
    "web/components/templatetags/alongside.py",
    "web/components/fields.py",
    "web/finding.py",
    "web/narrowing.py",
    "web/near_map.py",
    "web/my_list.py",
    "web/telling.py",
    "web/telling_fields.py",
    "referrals/actions/__init__.py",
    "web/plan_paper.py",
    "casework/enums.py",
    "people/enums.py",
    "places/queries.py",
    "places/rules.py",
    "places/stops.py",
    "places/walking.py",
    "directory/asking.py",
    "directory/enums.py",
    "directory/finder.py",
    "directory/languages.py",
    "directory/matters.py",
    "directory/relaxations.py",
    "directory/schedule_words.py",
    "directory/service_facts.py",
    "directory/wording.py",
    "insight/replies.py",
    "journeys/send_shortlist.py",
    "journeys/templates/messaging/shortlist*.txt",
    "appointments/templates/messaging/appointment_reminder.txt",
    "casework/templates/messaging/new_connector.txt",
    "casework/templates/messaging/connector_away.txt",
    "messaging/writing.py",
    "journeys/templates/messaging/what_you_agreed_to.txt",
    "referrals/enums.py",
    "referrals/templates/messaging/referral_received.txt",
    "referrals/templates/messaging/referral_accepted.txt",
    "referrals/templates/messaging/referral_declined.txt",
    "referrals/templates/messaging/referral_question.txt",
    "referrals/templates/messaging/referral_helped.txt",
)
"""Files whose words a resident reads on the way from a wish to a list, a call or help: the pages that declare
`translated=True`. Every other page speaks English and says so."""
STAFF_ONLY = (
    "web/templates/partials/footer_staff.html",
    "web/templates/cotton/person_header.html",
    "web/templates/cotton/worried.html",
    "web/templates/cotton/change_picture.html",
    "web/templates/partials/messages_list.html",
    "web/templates/partials/entry_form.html",
    "web/templates/forms/password.html",
)
"""Among them, those that only members see."""

STAFF_CLASSES = frozenset(
    {
        "ChangeState",
        "ClaimState",
        "DuplicateState",
        "Entity",
        "HeldAnswer",
        "Honours",
        "LookedFor",
        "ProblemState",
        "Refresh",
        "RunState",
        "SetAsideWhy",
        "UpkeepKind",
        "FeedVersion",
    }
)
"""Vocabularies that only members read."""
ONLY = {
    "web/telling_fields.py": {
        "PhoneField",
        "PostcodeField",
        "language_field",
        "in_plain_words",
    },
    "web/telling.py": {
        "Telling",
        "AskForHelpForm",
        "WorriedForm",
        "Agreement",
        "Reaching",
        "Answering",
    },
    "referrals/actions/__init__.py": {"receive", "_tidied", "_saved"},
    "casework/enums.py": {"BarrierKind"},
    "referrals/enums.py": {"DeclineReason"},
    "people/enums.py": {"ConsentPurpose", "ContactBy", "ContactTime", "Language", "Shared"},
}
"""Of these files, the classes and functions that residents meet."""

PLURAL = {
    "tr": (2, "(n != 1)"),
    "bn": (2, "(n != 1)"),
    "pl": (3, "(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2)"),
    "so": (2, "(n != 1)"),
    "he": (2, "(n != 1)"),
}
"""Number of forms and which is taken, as gettext writes it; languages are added here."""

Message = tuple[str | tuple[str, str], str]
"""(msgid or (singular, plural), context)."""
_FUNCTIONS = {
    "gettext": "g",
    "gettext_lazy": "g",
    "gettext_noop": "g",
    "ngettext": "n",
    "ngettext_lazy": "n",
    "pgettext": "p",
    "pgettext_lazy": "p",
}
_CALL = re.compile(r"\b(?P<name>_|gettext|ngettext|pgettext|npgettext)\(")


def messages() -> dict[Message, list[str]]:
    """Every message of the path, with the files it stands in."""
    found: dict[Message, list[str]] = {}
    for path in sorted({path for pattern in RESIDENT_PATH for path in SOURCE.glob(pattern)}):
        name = path.relative_to(SOURCE).as_posix()
        if name in STAFF_ONLY or "/migrations/" in name:
            continue
        source = path.read_text(encoding="utf-8")
        for message in of_python(source, ONLY.get(name)) if path.suffix == ".py" else of_template(source):
            places = found.setdefault(message, [])
            if name not in places:
                places.append(name)
    return found


def of_python(source: str, only: set[str] | None = None) -> Iterator[Message]:
    """Messages in calls of what was imported from django.utils.translation, whatever it is called here."""
    tree = ast.parse(source)
    imports = [node for node in tree.body if isinstance(node, ast.ImportFrom)]
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef | ast.FunctionDef)]
    left_out = {node for node in classes if node.name in STAFF_CLASSES}
    if only is not None:
        tree.body = [*imports, *(node for node in classes if node.name in only)]
    tree.body = [node for node in tree.body if node not in left_out]
    called = {
        alias.asname or alias.name: _FUNCTIONS[alias.name]
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if alias.name in _FUNCTIONS
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in called:
            texts = [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
            if message := _message(called[node.func.id], texts):
                yield message


def of_template(source: str) -> Iterator[Message]:
    """Messages of a template, in tags, filters and attributes of components."""
    from django.utils.translation.template import templatize

    plain = templatize(source)
    for call in _CALL.finditer(plain):
        texts = list(_strings(plain, call.end()))
        kind = {"ngettext": "n", "pgettext": "p"}.get(call["name"], "g")
        if message := _message(kind, texts):
            yield message


def _strings(plain: str, start: int) -> Iterator[str]:
    """String arguments from a place on, as templatize writes them: `u'…', 'plural', count`."""
    literal = re.compile(r"\s*,?\s*u?('(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")", re.DOTALL)
    while found := literal.match(plain, start):
        yield ast.literal_eval(found[1])
        start = found.end()


def _message(kind: str, texts: list[str]) -> Message | None:
    if kind == "n" and len(texts) >= 2:
        return (texts[0], texts[1]), ""
    if kind == "p" and len(texts) >= 2:
        return texts[1], texts[0]
    return (texts[0], "") if kind == "g" and texts and texts[0] else None


def catalog_path(code: str) -> Path:
    """Where a language's translations stand."""
    return LOCALE / code / "LC_MESSAGES" / "django.po"


def load(code: str) -> Catalog:
    """A language's catalogue; an empty one when there is none yet."""
    path = catalog_path(code)
    if not path.exists():
        return Catalog(locale=code, domain="django", project="Alongside", charset="utf-8")
    # Babel counts the plurals of some languages otherwise than Django, and says so at every message.
    with path.open("rb") as file, contextlib.redirect_stdout(io.StringIO()):
        return read_po(file, locale=code, domain="django")


def save(code: str, catalog: Catalog) -> None:
    """Write a catalogue as text, in a stable order."""
    path = catalog_path(code)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalog, width=0, sort_output=True, omit_header=True, ignore_obsolete=True)
    count, rule = PLURAL[code]
    header = (
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        f'"Language: {code}\\n"\n"Plural-Forms: nplurals={count}; plural={rule};\\n"\n\n'
    )
    path.write_text(header + path.read_text(encoding="utf-8"), encoding="utf-8")


def extract() -> None:
    """Bring every catalogue in line with the sources; translations of messages that stay are kept."""
    now = messages()
    for code, (count, rule) in PLURAL.items():
        old, new = load(code), Catalog(locale=code, domain="django", charset="utf-8")
        new.mime_headers = [("Plural-Forms", f"nplurals={count}; plural={rule};")]  # else Babel's own, longer
        known = {
            (m.id if isinstance(m.id, str) else tuple(m.id), m.context or ""): m.string for m in old if m.id
        }
        for (text, context), _places in now.items():
            empty = tuple([""] * count) if isinstance(text, tuple) else ""
            new.add(text, known.get((text, context), empty), context=context or None)
        save(code, new)


def missing(code: str) -> list[Message]:
    """Messages of the path without a translation."""
    there = {
        (m.id if isinstance(m.id, str) else tuple(m.id), m.context or "")
        for m in load(code)
        if m.id and (all(m.string) if isinstance(m.string, (tuple, list)) else m.string)
    }
    return [message for message in messages() if message not in there]


def compile_all() -> None:
    """Write the .mo beside each .po that is newer."""
    for code in PLURAL:
        path = catalog_path(code)
        target = path.with_suffix(".mo")
        if path.exists() and (not target.exists() or target.stat().st_mtime < path.stat().st_mtime):
            with target.open("wb") as out:
                write_mo(out, load(code))


def main(arguments: list[str] | None = None) -> int:
    """Do what was asked; return the exit code."""
    parser = argparse.ArgumentParser(description="Translations of the pages for residents.")
    parser.add_argument("what", choices=("compile", "extract", "missing"))
    what = parser.parse_args(arguments).what
    if what == "compile":
        compile_all()
        return 0
    if what == "extract":
        extract()
        return 0
    lacking = {code: found for code in PLURAL if (found := missing(code))}
    for code, found in lacking.items():
        print(f"{code}: {len(found)} without a translation")
        for text, context in found:
            print(f"    {text!r}" + (f" ({context})" if context else ""))
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(main())
