"""A form that is sent twice has one effect: every page with a one-time key, sent as it stands, and once more."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from alongside.partnerships.enums import Role
from tests import given
from tests.web import hostile
from tests.web.access_matrix import MATRIX

FORM = "application/x-www-form-urlencoded"
# What a well-meant guess cannot fill in: they have tests of their own for a second sending.
MUST_WORK = {
    "public:tell-us",
    "public:ask-for-help",
    "public:worried",
    "connector:step-add",
    "connector:barrier-add",
    "connector:follow-up-add",
    "connector:conversation-add",
}


def _rows() -> dict[str, int]:
    tables = sorted(
        m._meta.db_table
        for m in apps.get_models()
        if getattr(m, "records", None) and m.records.wall == "partnership" and not m._meta.abstract
    )
    tables = [t for t in tables if not t.startswith("audit")]  # somebody did look twice
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"SELECT '{t}', count(*) FROM \"{t}\"" for t in tables))
        found = dict(cursor.fetchall())
        cursor.execute("SELECT count(*) FROM procrastinate_jobs")
        return found | {"jobs": cursor.fetchone()[0]}


def _send_twice(name: str, visitor: Client, path: str, query: dict[str, str]) -> bool:
    """Send each keyed form of a page twice; whether any of them did something."""
    page = visitor.get(path, query)
    did = False
    has_key = page.status_code == 200 and b'name="once"' in page.getvalue()
    for form in hostile.forms_in(page.getvalue(), at=path) if has_key else []:
        if form.method != "post" or "once" not in {field.name for field in form.fields}:
            continue
        where = form.action if form.action.startswith("/") else path
        before, body = _rows(), hostile.encoded(form.filled())
        first = visitor.generic("POST", where, body, FORM)
        once = _rows()
        if first.status_code != 302 or once == before:
            continue
        second = visitor.generic("POST", where, body, FORM)
        twice = _rows()
        grown = {table for table in once if twice[table] != once[table]}
        assert not grown, f"{name} sent twice wrote twice: {grown}"
        assert second.status_code == 302, name
        did = True
    return did


def test_every_form_with_a_key_has_one_effect(
    cast: Any, client: Client, client_as: Callable[[Any], Client]
) -> None:
    world, worked, faults = given.World(cast), set(), []
    for name, declared in MATRIX.items():
        if declared.method != "get":
            continue
        roles = [role for role in Role if role in declared.allow]
        visitor = client if declared.anonymous == "ok" else client_as(cast.by_role(roles[0]))
        with transaction.atomic():
            path = reverse(name, kwargs=declared.args(world))
            try:
                if _send_twice(name, visitor, path, declared.query):
                    worked.add(name)
            except AssertionError as fault:
                faults.append(str(fault).partition("\n")[0])
            transaction.set_rollback(True)
    assert faults == []
    assert worked >= MUST_WORK, MUST_WORK - worked
