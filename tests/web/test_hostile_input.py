"""Every page, whatever is sent to it: it answers, never with a fault, never with what is behind another wall.

Each page of the access matrix is asked with odd addresses, and each of its own forms is sent with odd values:
all fields at once, odd answers in an otherwise good form, fields twice, and fields that are not on the form at
all (every column name we have).
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
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
def world(cast: Any, settings: Any) -> Any:
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000  # every column name there is, in one form
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
        sent = f"{self.who} at {path} with {str(pairs)[:900]}"
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


def _asked(attacker: Attacker, name: str, path: str, foreign: list[str]) -> list[hostile.Form]:
    """Ask a page oddly; its own forms to send, for whoever may see it."""
    declared = MATRIX[name]
    first = attacker.get(path, list(declared.query.items()))
    forms = hostile.forms_in(first.getvalue(), at=path)
    questions = [f for f in forms if f.method == "get"]
    known = [field.name for form in questions for field in form.fields][:40] or list(declared.query)
    queries = _odd_queries(known, foreign)
    for query in queries if attacker.who != "anybody" or declared.anonymous == "ok" else queries[-1:]:
        attacker.get(path, query, closely=hostile.SCRIPT in dict(query).values())
    for form in questions:  # one odd answer in an otherwise good question
        for number, field in enumerate(form.fields[:24]):
            odd = hostile.TEXT[TRIED_IN_TURN[number % len(TRIED_IN_TURN)]]
            attacker.get(path, form.with_odd({field.name: odd}))
    if first.status_code != 200:
        return []
    return [form for form in forms if form.method == "post" and form.action.partition("?")[0] == path]


def _odd_forms(form: hostile.Form) -> list[list[tuple[str, str]]]:
    """What is sent to a form: all fields odd, every field twice, much of everything."""
    names = [field.name for field in form.fields]
    sent = _in_turns(names)
    sent.append([(name, value) for name in names for value in ("good", hostile.SCRIPT)])
    sent.append([(name, hostile.LONG) for name in names[:8]])
    return sent


def _odd_answers(form: hostile.Form, foreign: list[str], turn: int) -> tuple[dict[str, str], dict[str, str]]:
    """An odd answer for each field: for those that somebody types into, and for those that say what is meant."""
    typed, meant = {}, {}
    for number, field in enumerate(form.fields, start=turn):
        odd = hostile.TEXT[TRIED_IN_TURN[number % len(TRIED_IN_TURN)]]
        if field.kind in {"hidden", "radio", "select", "checkbox", "submit"} and field.name != "once":
            meant[field.name] = foreign[number % len(foreign)] if number % 2 else odd
            continue
        typed[field.name] = odd if number % 3 == 0 else hostile.SCRIPT if number % 3 == 1 else "x" * 5_000
    return typed, meant


def _press(attacker: Attacker, path: str, form: hostile.Form, odd: dict[str, str]) -> None:
    """Odd answers in an otherwise good form, until each was taken, or refused by its name, or sent alone.

    What is taken, is taken together; what a page refuses by name steps aside for the others; where it says
    something else, each half of them is sent by itself.
    """
    if not odd:
        return
    answer = attacker.post(path, form.with_odd(odd))
    if len(odd) == 1 or answer.status_code in {301, 302}:
        return
    body = b"" if answer.streaming else answer.getvalue()
    if refused := hostile.refused(body, odd):
        _press(attacker, path, form, {name: odd[name] for name in odd if name not in refused})
        return
    names = list(odd)
    for half in (names[: len(names) // 2], names[len(names) // 2 :]):
        _press(attacker, path, form, {name: odd[name] for name in half})


def _with_strangers(form: hostile.Form, foreign: list[str]) -> list[tuple[str, str]]:
    """A good form, and with it every column name that is not on it."""
    own = {field.name for field in form.fields}
    return form.filled() + [
        (name, foreign[2] if name.endswith("_id") or name == "id" else MARK)
        for name in hostile.model_field_names()
        if name not in own | ASKED_LATER
    ]


def _bare(path: str) -> hostile.Form:
    """What pages that only take posts ask for."""
    asked = ("undo", "as", "back", "once", "answer")
    return hostile.Form(path, "post", [hostile.Field(name, "hidden") for name in asked])


def _rows_written() -> Counter[str]:
    """How many rows this transaction has written so far: what was not kept shows on no later page.

    Sessions apart, and who looked at whom (`audit.reading`), which holds no word of what was sent.
    """
    return Counter(
        {t: n for t, n in hostile.rows_written().items() if t not in {"django_session", "reading"}}
    )


_looked_at: set[tuple[str, frozenset[str]]] = set()  # in this process


def _worth_a_look(who: str, written: Counter[str]) -> bool:
    """Whether later pages may show something they have not shown before.

    They may if something odd was kept; what was kept as it was meant is looked at once for the same tables.
    """
    if not written:
        return False
    seen = (who, frozenset(written))
    new = seen not in _looked_at
    _looked_at.add(seen)
    return new or bool(hostile.rows_that_hold(*hostile.KEPT))


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


def _sent(attacker: Attacker, path: str, forms: list[hostile.Form], foreign: list[str], turn: int) -> None:
    """Send a page's own forms oddly."""
    for form in forms:
        attacker.post(path, _with_strangers(form, foreign))
        for sent in _odd_forms(form):
            attacker.post(path, sent)
        typed, meant = _odd_answers(form, foreign, turn)
        _press(attacker, path, form, typed)
        for name, odd in meant.items():
            attacker.post(path, form.with_odd({name: odd}))
    attacker.post(path, [])


@pytest.mark.parametrize("name", sorted(MATRIX))
def test_nothing_sent_breaks_a_page(
    name: str, world: Any, foreign: list[str], client: Client, client_as: Callable[[Any], Client]
) -> None:
    """Odd addresses, then odd forms: a question changes nothing, so both are put to one world."""
    declared = MATRIX[name]
    path = reverse(name, kwargs=declared.args(world))
    for attacker in _allowed(name, world, client, client_as):
        forms = [_bare(path)] if declared.method != "get" else _asked(attacker, name, path, foreign)
        if attacker.who == "anybody" and declared.anonymous != "ok":
            answer = attacker.post(path, [("once", hostile.SCRIPT)])
            assert answer.status_code in {302, 404, 405}
            continue
        before = _rows_written()
        _sent(attacker, path, forms, foreign, turn=sorted(MATRIX).index(name))
        if _worth_a_look(attacker.who, _rows_written() - before):
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
