"""Named reads of letters: the words for one, what the record fills in, what waits, what is due after support."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import translation
from django.utils.formats import date_format, time_format

from alongside.casework.enums import CaseStatus, FollowUpKind, StepStatus
from alongside.casework.models.onward import WELCOMED
from alongside.core import clock
from alongside.letters import access, rules, wording
from alongside.letters.enums import Layout, LetterKind, Way
from alongside.letters.models import Letter, LetterTemplate, LookIn
from alongside.letters.wording import ENGLISH, Words
from alongside.people import reaching
from alongside.people import rules as people_rules
from alongside.people.enums import Hindrance

if TYPE_CHECKING:
    from alongside.casework.models import Case
    from alongside.partnerships.models import Member, Partnership
    from alongside.partnerships.viewer import Viewer

MOST_WAITING = 100
MOST_DUE = 100
#: Follow-ups that are a meeting or a talk at an arranged time.
MEETINGS = (FollowUpKind.VISIT, FollowUpKind.CONVERSATION, FollowUpKind.CALL)
MOST_LINES = 8


def _words(row: LetterTemplate) -> Words:
    return Words(
        LetterKind(row.kind), row.language, Layout(row.layout), row.subject, row.body, row.short, row.version
    )


def words_of(kind: LetterKind) -> list[Words]:
    """The words there are for a kind: a partnership's own, and those we come with where it has none. English first."""
    own = {(row.layout, row.language): _words(row) for row in LetterTemplate.objects.filter(kind=kind)}
    for layout in Layout:
        own.setdefault((layout, ENGLISH), wording.BUILT_IN[kind, layout])
    return sorted(
        own.values(), key=lambda one: (one.layout != Layout.STANDARD, one.language != ENGLISH, one.language)
    )


def choose_words(found: Sequence[Words], *, languages: Sequence[str], layout: Layout) -> Words:
    """Of the words of a kind, the first in a language the person reads; the layout gives way before the language."""
    for language in (*languages, ENGLISH):
        in_it = [one for one in found if one.language == language]
        if in_it:
            return next((one for one in in_it if one.layout == layout), in_it[0])
    return found[0]


def template(kind: LetterKind, language: str, layout: Layout) -> Words | None:
    """One set of words, a partnership's own before those we come with; None where there is neither."""
    row = LetterTemplate.objects.filter(kind=kind, language=language, layout=layout).first()
    if row is not None:
        return _words(row)
    return wording.BUILT_IN[kind, layout] if language == ENGLISH else None


def all_words() -> dict[LetterKind, list[Words]]:
    """Every kind with all its words, in one read."""
    own: dict[LetterKind, dict[tuple[str, str], Words]] = {kind: {} for kind in LetterKind}
    for row in LetterTemplate.objects.order_by("kind", "layout", "language"):
        own[LetterKind(row.kind)][row.layout, row.language] = _words(row)
    for (kind, layout), built_in in wording.BUILT_IN.items():
        own[kind].setdefault((layout, ENGLISH), built_in)
    return {
        kind: sorted(
            rows.values(),
            key=lambda one: (one.layout != Layout.STANDARD, one.language != ENGLISH, one.language),
        )
        for kind, rows in own.items()
    }


def values_for(case: Case, *, language: str, partnership: Partnership, by: Member) -> dict[str, str]:
    """What the record puts in place of the names in braces; empty where it holds nothing.

    Own words and names of services stay as they were written; days and times are in the language of the letter.
    """
    shown = language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    with translation.override(shown):
        due = (
            case.follow_ups.filter(done_at__isnull=True, kind__in=MEETINGS)
            .exclude(due_time__isnull=True)
            .order_by("due_on", "due_time", "id")
            .first()
        )
        at_home = due is not None and due.kind == FollowUpKind.VISIT
        talk = case.conversations.exclude(what_matters="").order_by("-held_on", "-id").first()
        return {
            "called": case.person.called,
            "name": case.person.name,
            "connector": (case.connector or by).name,
            "phone": phone_of(case, partnership),
            "hours": partnership.opening_hours,
            "place": partnership.place,
            "partnership": partnership.name,
            "organisation": case.organisation.name,
            "meeting_day": _day(due.due_on) if due else "",
            "meeting_time": _time(due.due_time or dt.time(), shown) if due else "",
            "meeting_place": one_line(case.person.address) if at_home else "",
            "what_matters": talk.what_matters if talk else "",
            "what_we_did": rules.as_list(what_we_did(case)),
            "where_things_stand": rules.as_list(where_things_stand(case)),
            "since": _day(clock.local(case.opened_at).date()),
        }


def what_we_did(case: Case) -> list[str]:
    """What was done together, from the plan: steps done, what is out of the way, who said yes. Newest last."""
    done = list(
        case.steps.filter(status=StepStatus.DONE).order_by("done_at", "id").values_list("title", flat=True)
    )
    gone = [
        barrier.description or str(barrier.get_kind_display())
        for barrier in case.barriers.filter(removed_at__isnull=False).order_by("removed_at", "id")
    ]
    welcomed = [
        onward.service.name if onward.service else onward.to_name
        for onward in case.onward_referrals.filter(status__in=WELCOMED)
        .select_related("service")
        .order_by("answered_at", "id")
    ]
    return list(dict.fromkeys([*done, *gone, *welcomed]))[-MOST_LINES:]


def where_things_stand(case: Case) -> list[str]:
    """What is still to do, as it stands in the plan."""
    open_steps = case.steps.filter(status=StepStatus.OPEN).order_by("due_on", "added_at", "id")
    return list(open_steps.values_list("title", flat=True)[:MOST_LINES])


def phone_of(case: Case, partnership: Partnership) -> str:
    """The number to ring, as one writes it."""
    return people_rules.spoken_phone(case.organisation.phone or partnership.phone)


def one_line(address: str) -> str:
    """An address on one line."""
    return ", ".join(part.strip(" ,") for part in address.splitlines() if part.strip(" ,"))


def _time(time: dt.time, language: str) -> str:
    """ "2.30pm", and by the clock of 24 hours in languages that have no such halves."""
    if language != ENGLISH:
        return time_format(time, "H:i")
    return time_format(time, "g.iA").lower().replace(".00", "")


def _day(day: dt.date) -> str:
    return date_format(day, "l j F Y", use_l10n=False)


def letters_of(case: Case) -> list[Letter]:
    """The letters of a case, newest first."""
    return list(
        Letter.objects.filter(case=case)
        .select_related("written_by", "left_by", "message")
        .order_by("-written_at", "-id")
    )


@dataclass(frozen=True)
class Waiting:
    """A letter that waits to be printed, and why it must not be, if so."""

    letter: Letter
    why_not: Hindrance | None


def waiting(viewer: Viewer) -> list[Waiting]:
    """Letters of the viewer's organisation that wait to be printed, oldest first, at most MOST_WAITING."""
    found = (
        access.visible_to(viewer)
        .filter(left_at__isnull=True, taken_back_at__isnull=True, way=Way.POST)
        .select_related("case__person", "written_by")
        .order_by("written_at", "id")[:MOST_WAITING]
    )
    return [Waiting(letter, must_not_leave(letter)) for letter in found]


def must_not_leave(letter: Letter) -> Hindrance | None:
    """Why a letter that waits must not be posted today: somebody has died, or does not want to be written to."""
    why = rules.hindrance(Way.POST, letter.case.person)
    return why if why in {Hindrance.DIED, Hindrance.ASKED_NOT_TO} else None


def printed_since(viewer: Viewer, since: dt.datetime) -> list[Letter]:
    """Letters printed since a moment, newest first."""
    return list(
        access.visible_to(viewer)
        .filter(way=Way.POST, left_at__gte=since)
        .select_related("case__person", "left_by")
        .order_by("-left_at", "-id")[:MOST_WAITING]
    )


def closing_letter(case: Case) -> Letter | None:
    """The newest summary of a case that was not taken back."""
    return (
        Letter.objects.filter(case=case, kind=LetterKind.CLOSING, taken_back_at__isnull=True)
        .order_by("-written_at", "-id")
        .first()
    )


def looks_in_of(case: Case) -> list[LookIn]:
    """The looks-in of a case, what is due first."""
    return list(LookIn.objects.filter(case=case).select_related("settled_by").order_by("due_on", "id"))


@dataclass(frozen=True)
class AfterSupport:
    """What the page of a case that has ended says: the summary, and when somebody looks in."""

    letter: Letter | None
    looks_in: list[LookIn]


def after_support(case: Case) -> AfterSupport:
    """The summary letter and the looks-in of a case."""
    return AfterSupport(closing_letter(case), looks_in_of(case))


def looks_in_due(viewer: Viewer, today: dt.date) -> list[LookIn]:
    """Looks-in due by today for cases the viewer carried (a case without a connector is everybody's)."""
    return list(
        to_look_in(viewer, today)
        .select_related("case__person", "case__connector")
        .order_by("due_on", "id")[:MOST_DUE]
    )


def how_many_looks_in(viewer: Viewer, today: dt.date) -> int:
    """How many are due, for the head of the day."""
    return to_look_in(viewer, today).count()


def to_look_in(viewer: Viewer, today: dt.date) -> QuerySet[LookIn]:
    """The same looks-in, still to be ordered or counted."""
    return access.looks_in_visible_to(viewer).filter(
        Q(case__connector=viewer.member_id) | Q(case__connector__isnull=True),
        reaching.may_be_contacted("case__person"),
        outcome="",
        due_on__lte=today,
        case__status=CaseStatus.CLOSED,
    )
