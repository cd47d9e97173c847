"""Finding people by whatever a connector remembers, what was written down about their support included. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Value

from alongside.casework import access
from alongside.casework.models import Case, CaseTokens, Contact, Conversation
from alongside.people import access as people_access
from alongside.people import finding
from alongside.people.models import Person, PersonTokens
from alongside.people.remembered import Remembered, key_of

if TYPE_CHECKING:
    from uuid import UUID

    from alongside.partnerships.viewer import Viewer

SHOWN = 50
ROUND_THE_WORD = 60


@dataclass(frozen=True, slots=True)
class Found:
    """A person, the newest case our organisation has with them if any, and which parts answered."""

    hit: finding.Hit
    case: Case | None
    line: str = ""

    @property
    def person(self) -> Person:
        """Who."""
        return self.hit.person


@dataclass(frozen=True, slots=True)
class Result:
    """Who was found, the likeliest first; `is_more` when more fit than were looked through."""

    rows: list[Found]
    is_more: bool
    loosely: bool


def search(viewer: Viewer, what: Remembered) -> Result:
    """Look through the cases of the viewer's organisation, then through the other people they may see.

    First what fits to the letter; where that finds nobody, slips and the middles of names. How many queries
    either takes does not depend on how many are found.
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
            besides = _besides(viewer, what, wanted=len(tokens) < SHOWN)
        hits = [*_in_cases(viewer, what, tokens), *besides]
        is_more = len(tokens) > finding.FETCH
        if hits:
            break
    hits.sort(key=lambda found: (found.hit.rank, found.case is None))
    rows = hits[:SHOWN]
    return Result(_with_lines(rows), is_more or len(hits) > SHOWN, loosely)


def _tokens(viewer: Viewer) -> dict[UUID, str]:
    rows = CaseTokens.objects.filter(organisation=viewer.organisation_id).order_by()
    return dict(rows.values_list("case_id", "tokens")[: finding.FETCH + 1])


def _in_cases(viewer: Viewer, what: Remembered, tokens: dict[UUID, str]) -> list[Found]:
    cases = access.visible_to(viewer).filter(pk__in=tokens).select_related("person", "connector")
    newest: dict[UUID, Case] = {}
    for case in cases.order_by("opened_at", "id"):
        standing = newest.get(case.person_id)
        if standing is None or case.is_open or not standing.is_open:
            newest[case.person_id] = case
    return [
        Found(finding.Hit(case.person, what.met_by(finding.without_keys(tokens[case.pk]))), case)
        for case in newest.values()
    ]


def _besides(viewer: Viewer, what: Remembered, *, wanted: bool) -> list[Found]:
    """People we may see and hold no case of: a referral that is not accepted yet, or shared with us.

    Not `wanted` where the page is full already: PostgreSQL is told so, and looks for nobody.
    """
    ours = Case.objects.filter(person=OuterRef("person"), organisation=viewer.organisation_id)
    rows = PersonTokens.objects.filter(
        Value(wanted), ~Exists(ours), person__in=people_access.visible_to(viewer).order_by()
    )
    return [
        Found(finding.Hit(row.person, what.met_by(finding.without_keys(row.tokens))), None)
        for row in rows.select_related("person").order_by()[:SHOWN]
    ]


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
    talks = Conversation.objects.filter(case__in=words).order_by("-held_on", "-id")
    texts = [
        (case_id, text)
        for case_id, *parts in talks.values_list("case_id", "what_matters", "strengths", "notes")
        for text in parts
    ]
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
