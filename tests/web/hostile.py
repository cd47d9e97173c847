"""What a hostile or unlucky visitor sends, and how a page's own forms are read so that it can be sent to them."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote_plus

import html5lib
from django.apps import apps
from django.db import connection

SCRIPT = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>"
LONG = "ä" * 20_000
HUGE = "9" * 60
TEXT = {
    "nothing": "",
    "NUL": "a\x00b",
    "script": SCRIPT,
    "right to left": "\u202e\u2066evil\u2069 e" + "\u0301" * 400,
    "huge number": HUGE,
    "negative": "-1",
    "not a number": "NaN",
    "exponent": "1e309",
    "odd date": "0000-00-00",
    "far date": "9999-12-31",
    "not Unicode": "\udced\udca0\udc80",  # bytes that are no UTF-8, sent as they are
    "a path": "../../../../etc/passwd",
    "a place elsewhere": "//evil.example.org/\r\nSet-Cookie: a=b",
    "other digits": "٣٤",
    "list": "[1, {}]",
}


# How PostgreSQL finds any of it in rows as JSON; of what holds no NUL any more, what is left.
KEPT = (
    "alert\\(1\\)", "[\u202e\u2066]", "9{40}", '[" ]-1[",}]', "NaN", "1e309", "0000-00-00", "9999-12-31", "\ufffd",
    "etc/passwd", "evil\\.example", "٣٤", "\\[1, \\{", '"a.?b"', "ä{99}", "x{99}",
)  # fmt: skip


def encoded(pairs: Iterable[tuple[str, str]]) -> str:
    """Pairs as a browser would send them, lone surrogates as the bytes they stand for."""
    return "&".join(
        f"{quote_plus(name.encode('utf-8', 'surrogateescape'))}={quote_plus(value.encode('utf-8', 'surrogateescape'))}"
        for name, value in pairs
    )


@dataclasses.dataclass
class Field:
    """A named control: what it holds when the page is opened, and what it offers."""

    name: str
    kind: str
    value: str = ""
    options: list[str] = dataclasses.field(default_factory=list)
    required: bool = False

    def plausible(self) -> str:
        """Something a well-meaning person might send."""
        if self.kind in {"radio", "select", "checkbox"}:
            return self.value or next((o for o in self.options if o), "")
        if self.value or self.kind == "hidden":  # nobody types there: it says what the page made it say
            return self.value
        return next(
            (said for part, said in _BY_NAME.items() if part in self.name),
            _PLAUSIBLE.get(self.kind, "Some words"),
        )


_PLAUSIBLE = {"email": "rob@housing.example.org", "tel": "07700 900456", "number": "3", "date": "2026-12-01"}
_BY_NAME = {
    "website": "", "answer_to": "rob@housing.example.org", "_day": "1", "_month": "12", "born_on_year": "1950",
    "_year": "2026", "reference": "001234567890",
    "postcode": "E8 1EA", "phone": "07700 900456", "email": "rob@housing.example.org", "age": "71",
    "_0": "1", "_1": "12", "_2": "2026", "time": "14:00", "minutes": "20",
}  # fmt: skip


@dataclasses.dataclass
class Form:
    """A form of a page."""

    action: str
    method: str
    fields: list[Field]

    def filled(self) -> list[tuple[str, str]]:
        """The form as somebody would send it who means well."""
        return [(f.name, f.plausible()) for f in self.fields if f.kind != "submit" or f.value]

    def with_odd(self, odd: dict[str, str]) -> list[tuple[str, str]]:
        """The well-meant form, with some fields saying something else."""
        return [pair for pair in self.filled() if pair[0] not in odd] + list(odd.items())


def _text(node: Any) -> str:
    return "".join(node.itertext())


def _named(node: Any) -> Iterator[Field]:
    for control in (c for c in node.iter() if c.tag in {"input", "textarea", "select", "button"}):
        name = control.get("name")
        if not name:
            continue
        kind = control.get("type", "text") if control.tag == "input" else control.tag
        needed = control.get("required") is not None
        if control.tag == "select":
            options = [o.get("value", _text(o)) for o in control.iter("option")]
            chosen = [o.get("value", "") for o in control.iter("option") if o.get("selected") is not None]
            yield Field(name, "select", (chosen or [""])[0], options, needed)
        elif kind in {"radio", "checkbox"}:
            value = control.get("value", "on")
            yield Field(name, kind, value if control.get("checked") is not None else "", [value], needed)
        elif control.tag == "button":
            yield Field(name, "submit", control.get("value", ""))
        elif control.tag == "textarea":
            yield Field(name, "textarea", _text(control), [], needed)
        else:
            yield Field(name, kind, control.get("value", ""), [], needed)


def forms_in(body: bytes, *, at: str) -> list[Form]:
    """The forms of a page, each field once."""
    tree = html5lib.parse(body, namespaceHTMLElements=False)
    found = []
    for node in tree.iter("form"):
        fields: dict[str, Field] = {}
        for field in _named(node):
            if field.name == "csrfmiddlewaretoken":
                continue
            known = fields.setdefault(field.name, field)
            known.value = known.value or field.value
            known.options += [o for o in field.options if o not in known.options]
        action = (node.get("action") or at).partition("#")[0] or at
        found.append(Form(action, (node.get("method") or "get").lower(), list(fields.values())))
    return found


def refused(body: bytes, names: Iterable[str]) -> set[str]:
    """Which fields a page refuses by name: the summary of what is wrong leads to their controls."""
    _, _, summary = body.partition(b'class="govuk-error-summary"')
    led_to = {_PART.sub("", found) for found in re.findall(r'href="#id_([^"]+)"', summary.decode())}
    return {name for name in names if _PART.sub("", name) in led_to}


_PART = re.compile(r"_(\d+|day|month|year)$")  # one of several controls of a field


def model_field_names() -> list[str]:
    """Every column name any model of ours has: what mass assignment would try."""
    names: set[str] = set()
    for model in apps.get_models():
        if model.__module__.startswith("alongside."):
            names |= {f.name for f in model._meta.concrete_fields} | {
                f.attname for f in model._meta.concrete_fields
            }
    return sorted(names)


def rows_written() -> Counter[str]:
    """How many rows this transaction wrote into which table, those since rolled back included."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, n_tup_ins + n_tup_upd FROM pg_stat_xact_user_tables WHERE n_tup_ins + n_tup_upd > 0"
        )
        return Counter(dict(cursor.fetchall()))


def rows_that_hold(*marks: str) -> list[str]:
    """The tables of ours into which this transaction wrote a value, seen from inside the wall we are in.

    A table that it wrote nothing into holds what the template held: there is no need to read all its rows.
    """
    ours = {
        m._meta.db_table
        for m in apps.get_models()
        if m.__module__.startswith("alongside.") and m._meta.managed
    }
    tables = sorted(ours & rows_written().keys())
    if not tables:
        return []
    question = " UNION ALL ".join(
        f"SELECT '{table}' FROM \"{table}\" t WHERE to_jsonb(t)::text ~ %s" for table in tables
    )
    with connection.cursor() as cursor:
        cursor.execute(question, ["|".join(marks)] * len(tables))
        return sorted({table for (table,) in cursor.fetchall()})
