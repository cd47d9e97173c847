"""Finding people by whatever a connector remembers, what was written down about their support included. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Value

from alongside.casework import access
from alongside.casework.enums import CaseStatus
from alongside.casework.models import Case, CaseTokens, Contact, Conversation
from alongside.core import clock
from alongside.core.statements import statement
from alongside.people import access as people_access
from alongside.people import finding
from alongside.people.models import PersonTokens
from alongside.people.remembered import Remembered, key_of

if TYPE_CHECKING:
    from datetime import date

    from alongside.partnerships.viewer import Viewer

SHOWN = 50
TWO_DOZEN = 24
ROUND_THE_WORD = 60


@dataclass(frozen=True, slots=True)
class Held:
    """Of a case what a row says; `connector` is a name, empty while nobody carries it."""

    pk: UUID
    is_open: bool
    connector: str


@dataclass(frozen=True, slots=True)
class Found:
    """A person, the newest case our organisation has with them if any, and which parts answered."""

    hit: finding.Hit[finding.Seen]
    case: Held | None
    line: str = ""

    @property
    def person(self) -> finding.Seen:
        """Who."""
        return self.hit.person


@dataclass(frozen=True, slots=True)
class Result:
    """Who was found, the likeliest first; `is_more` when more fit than were looked through."""

    rows: list[Found]
    is_more: bool
    loosely: bool


def search(viewer: Viewer, what: Remembered, *, on: date | None = None) -> Result:
    """Look through the cases of the viewer's organisation, then through the other people they may see.

    First what fits to the letter; where that finds nobody, slips and the middles of names. How many queries
    either takes does not depend on how many are found. `on` is today unless it is given.
    """
    if not what:
        return Result([], False, True)
    for loosely in (False, True):
        ours, theirs = (
            what.query(key_of(whose), loosely=loosely)
            for whose in (viewer.organisation_id, viewer.partnership_id)
        )
        # One question for both tables: their keys keep them apart.
        with finding.sought(f"({ours}) | ({theirs})"):
            tokens = _tokens(viewer)
            besides = _besides(viewer, what, on or clock.today(), wanted=len(tokens) < SHOWN)
        hits = [*_in_cases(viewer, what, tokens), *besides]
        is_more = len(tokens) > finding.FETCH
        if hits:
            break
    hits.sort(key=lambda found: (found.hit.rank, found.case is None))
    rows = hits[:SHOWN]
    return Result(_with_lines(rows), is_more or len(hits) > SHOWN, loosely)


def _tokens(viewer: Viewer) -> dict[UUID, str]:
    return dict(_case_tokens(viewer.organisation_id))


@statement
def _case_tokens(organisation_id: UUID) -> QuerySet[CaseTokens, tuple[UUID, str]]:
    rows = CaseTokens.objects.filter(organisation=organisation_id).order_by()
    return rows.values_list("case_id", "tokens")[: finding.FETCH + 1]


def _in_cases(viewer: Viewer, what: Remembered, tokens: dict[UUID, str]) -> list[Found]:
    newest: dict[UUID, tuple[Held, finding.Seen]] = {}
    for key, status, connector, *seen in _cases(viewer, in_dozens(tuple(tokens))) if tokens else ():
        case, person = Held(key, status == CaseStatus.OPEN, connector or ""), finding.Seen(*seen)
        standing = newest.get(person.pk)
        if standing is None or case.is_open or not standing[0].is_open:
            newest[person.pk] = case, person
    return [
        Found(finding.Hit(person, what.met_by(finding.without_keys(tokens[case.pk]))), case)
        for case, person in newest.values()
    ]


def in_dozens(keys: tuple[UUID, ...]) -> tuple[UUID, ...]:
    """The keys, filled up to the next two dozen with keys nothing has: so that there are few statements to remember,
    not two hundred that differ in length only."""
    return keys + tuple(UUID(int=number) for number in range(-len(keys) % TWO_DOZEN))


@statement
def _cases(viewer: Viewer, keys: tuple[UUID, ...]) -> QuerySet[Case, Any]:
    found = access.visible_to(viewer).filter(pk__in=keys).order_by("opened_at", "id")
    person = [f"person__{name}" for name in finding.SEEN]
    return found.values_list("pk", "status", "connector__name", *person)


def _besides(viewer: Viewer, what: Remembered, on: date, *, wanted: bool) -> list[Found]:
    """People we may see and hold no case of: a referral that is not accepted yet, or shared with us.

    Not `wanted` where the page is full already: PostgreSQL is told so, and looks for nobody.
    """
    return [
        Found(finding.Hit(finding.Seen(*seen), what.met_by(finding.without_keys(tokens))), None)
        for tokens, *seen in _person_tokens(viewer, on, wanted=wanted)
    ]


@statement
def _person_tokens(viewer: Viewer, on: date, *, wanted: bool) -> QuerySet[PersonTokens, Any]:
    ours = Case.objects.filter(person=OuterRef("person"), organisation=viewer.organisation_id)
    rows = PersonTokens.objects.filter(
        Value(wanted), ~Exists(ours), person__in=people_access.visible_to(viewer, on=on).order_by()
    )
    person = [f"person__{name}" for name in finding.SEEN]
    return rows.order_by().values_list("tokens", *person)[:SHOWN]


def _with_lines(rows: list[Found]) -> list[Found]:
    """The rows that were found by something written down, with the words around it."""
    words = {
        found.case.pk: ask.text
        for found in rows
        if found.case is not None
        for _term, ask in found.hit.met
        if ask.kind == "w"
    }
    if not words:
        return rows
    sought = sorted(set(words.values()))[0]
    lines: dict[UUID, str] = {}
    talks = _talks(in_dozens(tuple(words)))
    texts = [(case_id, text) for case_id, *parts in talks for text in parts]
    notes = Contact.objects.filter(case__in=words, note__icontains=sought).order_by("-at", "-id")
    texts += list(notes.values_list("case_id", "note")[: SHOWN * 4])
    for case_id, text in texts:
        if case_id not in lines and text:
            line = around(text, words[case_id])
            if line:
                lines[case_id] = line
    return [
        Found(found.hit, found.case, lines.get(found.case.pk, "")) if found.case else found for found in rows
    ]


@statement
def _talks(cases: tuple[UUID, ...]) -> QuerySet[Conversation, Any]:
    found = Conversation.objects.filter(case__in=cases).order_by("-held_on", "-id")
    return found.values_list("case_id", "what_matters", "strengths", "notes")


def around(text: str, word: str) -> str:
    """A text's words around the one looked for: "… wants to play chess again …", or "" where it is not in it."""
    one_line = " ".join(text.split())
    at = one_line.casefold().find(word)
    if at < 0:
        return ""
    start, end = max(0, at - ROUND_THE_WORD), at + len(word) + ROUND_THE_WORD
    if start:
        start = one_line.find(" ", start, at) + 1 or start
    if end < len(one_line):
        end = one_line.rfind(" ", at + len(word), end) if " " in one_line[at + len(word) : end] else end
    return ("… " if start else "") + one_line[start:end] + (" …" if end < len(one_line) else "")
