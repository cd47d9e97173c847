"""Every page, whatever is sent to it: it answers, never with a fault, never with what is behind another wall.

Each page of the access matrix is asked with odd addresses, and each of its own forms is sent with odd values:
all fields at once, each field alone in an otherwise good form, fields twice, and fields that are not on the
form at all (every column name we have).
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.urls import Resolver404, resolve, reverse

from alongside.casework.models import Case
from alongside.core import tenancy
from alongside.partnerships.enums import Role
from alongside.referrals.models import Referral
from alongside.web.forms import UNTYPED
from alongside.web.page import PAGES, menu_for
from tests import given
from tests.factories.people import a_person
from tests.page_habits import INLINE, faults
from tests.web import hostile
from tests.web.access_matrix import MATRIX

CANARY = "Zqcanary"
MARK = "zqmarkzq"
FORM = "application/x-www-form-urlencoded"
STRANGE_TO_ANY_PAGE = {
    "page": "-1",
    "show": "x" * 99,
    "next": "//evil.example.org",
    "back": "javascript:alert(1)",
}
PACKED = (b"%PDF", b"PK\x03\x04")  # a PDF and a workbook hold no text that can be read as it is
ASKED_LATER = {"outcome"}  # asked for once somebody said that they see to a worry
TRIED_IN_TURN = [name for name in hostile.TEXT if name != "nothing"]


@pytest.fixture
def world(cast: Any) -> Any:
    return given.World(cast)


@pytest.fixture
def foreign(world: Any) -> list[str]:
    """Keys of another partnership's person and case, whose every word is the canary."""
    theirs = world.cast.other_partnership
    with tenancy.within(theirs.partnership_id, actor="test"):
        person = a_person(by=theirs, given_name=CANARY, family_name=CANARY, known_as=CANARY)
        case = given.open_case(theirs, person=person)
    return [str(person.pk), str(case.pk), str(theirs.pk)]


class Attacker:
    """Sends things to one page and is never satisfied."""

    def __init__(self, client: Client, who: str) -> None:
        self.who = who
        self.client = Client()  # looks for what is dangerous; the watchful client's slower look is for a few
        self.client.cookies = client.cookies

    def get(self, path: str, pairs: list[tuple[str, str]], *, closely: bool = False) -> Any:
        return self._judged(self.client.get(f"{path}?{hostile.encoded(pairs)}"), path, pairs, closely)

    def post(self, path: str, pairs: list[tuple[str, str]]) -> Any:
        answer = self.client.generic("POST", path, hostile.encoded(pairs), content_type=FORM)
        return self._judged(answer, path, pairs, closely=False)

    def _judged(self, answer: Any, path: str, pairs: list[tuple[str, str]], closely: bool) -> Any:
        sent = f"{self.who} at {path} with {str(pairs)[:300]}"
        assert answer.status_code < 500 or path == "/healthz", f"{answer.status_code} for {sent}"
        body = b"" if answer.streaming else answer.getvalue()
        assert CANARY.encode() not in body, f"Another partnership shows to {sent}"
        assert not INLINE.search(body) or "html" not in answer["Content-Type"], f"Not inert: {sent}"
        written = "" if body.startswith(PACKED) else body.decode(errors="replace")
        assert not UNTYPED.search(written), f"Holds what nobody can type: {sent}"
        assert answer.status_code not in {301, 302} or not answer["Location"].startswith(
            ("//", "http", "javascript", "\\")
        ), f"Led away to {answer['Location']}: {sent}"
        if closely and body and answer["Content-Type"].startswith("text/html"):
            assert not faults(body), sent
        return answer


def _allowed(name: str, world: Any, client: Client, client_as: Callable[[Any], Client]) -> list[Attacker]:
    """One attacker of the page's first allowed role (more would meet the same code), and one not signed in."""
    declared = MATRIX[name]
    roles = [role for role in Role if role in declared.allow]
    return [Attacker(client_as(world.cast.by_role(roles[0])), roles[0].value), Attacker(client, "anybody")]


def _in_turns(names: list[str]) -> list[list[tuple[str, str]]]:
    """Every field odd, each in another way, so that in five sendings a field has met a third of all that is odd."""
    values = list(hostile.TEXT.values())
    return [
        [(name, values[(number + 3 * turn) % len(values)]) for number, name in enumerate(names)]
        for turn in range(5)
    ]


def _odd_queries(known: list[str], foreign: list[str]) -> list[list[tuple[str, str]]]:
    names = [*known, *(n for n in STRANGE_TO_ANY_PAGE if n not in known)]
    queries = _in_turns(names) if known else []  # a page that asks for nothing reads nothing
    queries.append([(name, hostile.SCRIPT) for name in names])
    queries.append([(name, value) for name in names for value in (foreign[0], foreign[1])])
    queries.append(
        [(names[0], hostile.LONG), (hostile.SCRIPT, "x"), ("a\x00", "y"), ("", ""), ("page[]", "1")]
    )
    queries.append(list(STRANGE_TO_ANY_PAGE.items()))
    return queries


@pytest.mark.parametrize("name", sorted(MATRIX))
def test_no_address_breaks_a_page(
    name: str, world: Any, foreign: list[str], client: Client, client_as: Callable[[Any], Client]
) -> None:
    declared = MATRIX[name]
    if declared.method != "get":
        pytest.skip("answers posts only")
    path = reverse(name, kwargs=declared.args(world))
    for attacker in _allowed(name, world, client, client_as):
        first = attacker.get(path, list(declared.query.items()))
        forms = [f for f in hostile.forms_in(first.getvalue(), at=path) if f.method == "get"]
        known = [field.name for form in forms for field in form.fields][:40] or list(declared.query)
        queries = _odd_queries(known, foreign)
        for query in queries if attacker.who != "anybody" or declared.anonymous == "ok" else queries[-1:]:
            attacker.get(path, query, closely=hostile.SCRIPT in dict(query).values())
        for form in forms:  # one odd answer in an otherwise good question
            for number, field in enumerate(form.fields[:24]):
                odd = hostile.TEXT[TRIED_IN_TURN[number % len(TRIED_IN_TURN)]]
                attacker.get(path, form.with_one(field.name, odd))


def _odd_forms(form: hostile.Form, foreign: list[str], turn: int) -> list[list[tuple[str, str]]]:
    """What is sent to a form: all fields odd, one odd among good ones, twice, strangers and other people's keys."""
    names = [field.name for field in form.fields]
    sent = _in_turns(names)
    sent.append([(name, value) for name in names for value in ("good", hostile.SCRIPT)])
    sent.append([(name, hostile.LONG) for name in names[:8]])
    for number, field in enumerate(form.fields, start=turn):
        odd = hostile.TEXT[TRIED_IN_TURN[number % len(TRIED_IN_TURN)]]
        if field.kind in {"hidden", "radio", "select", "checkbox", "submit"} and field.name != "once":
            odd = foreign[number % len(foreign)] if number % 2 else odd
        elif number % 3:
            odd = hostile.SCRIPT if number % 3 == 1 else "x" * 5_000
        sent.append(form.with_one(field.name, odd))
    return sent


def _strangers(form: hostile.Form, foreign: list[str]) -> list[list[tuple[str, str]]]:
    """A good form, and with it every column name that is not on it."""
    own = {field.name for field in form.fields}
    others = [
        (name, foreign[2] if name.endswith("_id") or name == "id" else MARK)
        for name in hostile.model_field_names()
        if name not in own | ASKED_LATER
    ]
    return [form.filled() + others[start : start + 300] for start in range(0, len(others), 300)]


def _own_forms(attacker: Attacker, name: str, path: str) -> list[hostile.Form]:
    """The forms a page sends to itself, or the bare path for pages that only take posts."""
    if MATRIX[name].method != "get":
        asked = ("undo", "as", "back", "once", "answer")  # what pages that only take posts ask for
        return [hostile.Form(path, "post", [hostile.Field(name, "hidden") for name in asked])]
    page = attacker.get(path, list(MATRIX[name].query.items()))
    found = hostile.forms_in(page.getvalue(), at=path) if page.status_code == 200 else []
    return [form for form in found if form.method == "post" and form.action.partition("?")[0] == path]


def _rows_written() -> int:
    """How many rows this transaction has written so far: what was not kept shows on no later page.

    Sessions apart, and who looked at whom (`audit.reading`), which holds no word of what was sent.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(n_tup_ins + n_tup_upd), 0) FROM pg_stat_xact_user_tables "
            "WHERE relname <> 'django_session' AND (schemaname, relname) <> ('audit', 'reading')"
        )
        return int(cursor.fetchone()[0])


def _later_pages(attacker: Attacker, world: Any) -> set[str]:
    """Where what was sent may show later: every page of the menu, and the cases and referrals there are."""
    if attacker.who == "anybody":
        return {"/"}
    role = Role(attacker.who)
    pages = {reverse(page.url_name) for page in menu_for(role) if page.url_name in MATRIX}
    if role == Role.CONNECTOR:
        pages |= {
            reverse("connector:case", args=[pk]) for pk in Case.objects.values_list("pk", flat=True)[:3]
        }
        pages |= {
            reverse("connector:referral", args=[pk])
            for pk in Referral.objects.values_list("pk", flat=True)[:2]
        }
    return pages


@pytest.mark.parametrize("name", sorted(MATRIX))
def test_no_answer_breaks_a_form(
    name: str, world: Any, foreign: list[str], client: Client, client_as: Callable[[Any], Client]
) -> None:
    declared = MATRIX[name]
    path = reverse(name, kwargs=declared.args(world))
    turn = sorted(MATRIX).index(name)
    for attacker in _allowed(name, world, client, client_as):
        if attacker.who == "anybody" and declared.anonymous != "ok":
            answer = attacker.post(path, [("once", hostile.SCRIPT)])
            assert answer.status_code in {302, 404, 405}
            continue
        before = _rows_written()
        for form in _own_forms(attacker, name, path):
            for sent in _strangers(form, foreign) + _odd_forms(form, foreign, turn):
                attacker.post(path, sent)
        attacker.post(path, [])
        if _rows_written() > before:
            for later in _later_pages(attacker, world):
                attacker.get(later, [], closely=True)
    assert hostile.rows_that_hold(MARK, *foreign) == [], "What was not on the form was kept"


def _leads_nowhere(path: str) -> bool:
    try:
        resolve(RequestFactory().get(path).path_info)
    except Resolver404:
        return True
    return False


ODD_WORDS = ["%00", "%ED%A0%80", "%3Cscript%3E", "x" * 3000, "..%2f..%2fetc", str(uuid.UUID(int=0))]


@pytest.mark.parametrize("word", ODD_WORDS, ids=lambda word: word[:20])
def test_no_word_in_the_path_breaks_a_page(
    word: str, world: Any, client: Client, client_as: Callable[[Any], Client]
) -> None:
    """What leads to no page is answered in one place, before any page: it is asked once for each door."""
    lead, anybody = Attacker(client_as(world.cast.team_lead), "team lead"), Attacker(client, "anybody")
    nowhere: set[str] = set()
    for page, _ in PAGES.values():
        if "<" not in page.route or page.url_name not in MATRIX:
            continue
        parts = [word if part.startswith("<") else part for part in page.route.split("/")]
        path = ("/" if page.is_public else f"/{page.door}/") + "/".join(parts)
        if _leads_nowhere(path):
            if page.door in nowhere:
                continue
            nowhere.add(page.door)
        attacker = anybody if page.is_public else lead
        attacker.get(path, [])
        attacker.post(path, [])
