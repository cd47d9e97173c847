"""Pure decisions about letters: what stands for what, what is missing, who may be written to how, when to look in."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import gettext_lazy as _

from alongside.letters.enums import Layout, LetterKind, LookInOutcome, Size, State, Way
from alongside.people import reaching
from alongside.people.enums import ContactBy, Hindrance

#: A letter to post, through its life. By e-mail or text it begins as LEFT and stays there.
TRANSITIONS: Mapping[State, frozenset[State]] = {
    State.WAITING: frozenset({State.LEFT, State.TAKEN_BACK}),
    State.LEFT: frozenset({State.WAITING}),
    State.TAKEN_BACK: frozenset({State.WAITING}),
}

#: What may stand in braces in a template, and what a member is told when the record does not hold it.
PLACEHOLDERS: Mapping[str, object] = {
    "called": _("what they like to be called"),
    "name": _("their full name"),
    "connector": _("the connector’s name"),
    "phone": _("our phone number"),
    "hours": _("when we can be rung"),
    "place": _("the name of the place"),
    "partnership": _("the name of the partnership"),
    "organisation": _("the name of your organisation"),
    "meeting_day": _("the day you meet"),
    "meeting_time": _("the time you meet"),
    "meeting_place": _("where you meet"),
    "what_matters": _("what matters to them, in their words"),
    "what_we_did": _("what you did together"),
    "where_things_stand": _("where things stand"),
    "since": _("when support began"),
}
#: Lists of lines, each with "- " before it.
LISTS = frozenset({"what_we_did", "where_things_stand"})
#: What the name of our organisation gives away to whoever opens the post.
GIVES_US_AWAY = ("organisation", "partnership")

_TOKEN = re.compile(r"\{([a-z_]{1,40})\}")
_MOST_IN_A_TEXT = 459  # three parts of a long text message (GSM 03.40)

#: Kinds of letter that go to people whose support has ended.
AFTER_SUPPORT = frozenset(
    {LetterKind.CLOSING, LetterKind.THREE_MONTHS, LetterKind.SIX_MONTHS, LetterKind.FREE}
)
#: Kinds that answer a life event.
OF_LIFE_EVENTS = frozenset(
    {
        LetterKind.BEREAVEMENT, LetterKind.BIRTH, LetterKind.LEFT_FORCES, LetterKind.LEFT_CARE, LetterKind.MOVED,
        LetterKind.NEW_CARER, LetterKind.RETIREMENT,
    }
)  # fmt: skip

#: When somebody is looked in on after support has ended: months, and the days they are counted as.
LOOKS_IN: Mapping[int, dt.timedelta] = {3: dt.timedelta(days=91), 6: dt.timedelta(days=182)}
KIND_OF_LOOK_IN: Mapping[int, LetterKind] = {3: LetterKind.THREE_MONTHS, 6: LetterKind.SIX_MONTHS}

#: Ways that fit what somebody said of how they like to be reached. Any other needs their word first.
WISHED: Mapping[Way, frozenset[str]] = {
    Way.POST: frozenset({"letter", "phone"}),
    Way.EMAIL: frozenset({"email"}),
    Way.TEXT: frozenset({"text"}),
}
#: The same ways in the words of a record.
BY: Mapping[Way, ContactBy] = {
    Way.POST: ContactBy.LETTER,
    Way.EMAIL: ContactBy.EMAIL,
    Way.TEXT: ContactBy.TEXT,
}
_FIRST_WAY: Mapping[str, Way] = {"email": Way.EMAIL, "text": Way.TEXT}


class Reader(reaching.Reachable, Protocol):
    """What the rules read of a person."""

    contact_note: str
    access_needs: list[str]
    languages: list[str]


def placeholders(text: str) -> list[str]:
    """The names in braces, in the order they first stand, each once."""
    return list(dict.fromkeys(_TOKEN.findall(text)))


def unknown(text: str) -> list[str]:
    """Names in braces that stand for nothing."""
    return [name for name in placeholders(text) if name not in PLACEHOLDERS]


def fill(text: str, values: Mapping[str, str]) -> str:
    """Put values in place of their names. What has none stays as it is, so that nobody overlooks it."""
    return _TOKEN.sub(lambda found: values.get(found[1]) or found[0], text)


def gives_us_away(text: str, names: Collection[str]) -> bool:
    """Whether a text names one of ours: read aloud at a breakfast table, it says who wrote."""
    folded = text.casefold()
    return any(name and name.casefold() in folded for name in names)


@dataclass(frozen=True)
class Block:
    """A piece of a letter: a "heading", a "paragraph" or a "list"; the lines of it."""

    kind: str
    lines: tuple[str, ...]


def blocks(body: str) -> list[Block]:
    """A body as pieces: a blank line ends one; "# " begins a heading, "- " a line of a list."""
    found: list[Block] = []
    for part in re.split(r"\n\s*\n", body.replace("\r\n", "\n").strip()):
        lines: list[str] = []
        kind = "paragraph"
        for raw in part.split("\n"):
            line = raw.strip()
            if not line:
                continue
            now = "heading" if line.startswith("# ") else "list" if line.startswith("- ") else "paragraph"
            if now != kind or now == "heading":
                if lines:
                    found.append(Block(kind, tuple(lines)))
                lines, kind = [], now
            lines.append(line[2:].strip() if now != "paragraph" else line)
        if lines:
            found.append(Block(kind, tuple(lines)))
    return found


def as_list(lines: Sequence[str]) -> str:
    """Lines as a list in a body. A line end inside one does not begin another."""
    return "\n".join(f"- {' '.join(line.split())}" for line in lines if line.strip())


def hindrance(way: Way, person: reaching.Reachable) -> Hindrance | None:
    """Why a person cannot be written to in this way; None when they can."""
    return reaching.hindrance(BY[way], person)


def is_wished(way: Way, contact_by: str) -> bool:
    """Whether a way fits how the person likes to be reached; where not, they are asked first."""
    return contact_by in WISHED[way]


def way_proposed(person: Reader) -> Way:
    """The way to begin with: theirs, where nothing hinders it, else the post."""
    wished = _FIRST_WAY.get(person.contact_by, Way.POST)
    return wished if hindrance(wished, person) is None else Way.POST


def size_proposed(person: Reader) -> Size:
    """Large print for everybody (see web.paper), very large for whoever needs it."""
    return Size.LARGER if "large_print" in person.access_needs else Size.LARGE


def layout_proposed(person: Reader) -> Layout:
    """Easy read for whoever needs it."""
    return Layout.EASY_READ if "easy_read" in person.access_needs else Layout.STANDARD


def plain_top_proposed(person: Reader) -> bool:
    """Whether the letter begins without our name: where somebody else stands between, or a note asks for care."""
    return person.contact_by == "someone_else" or bool(person.contact_note.strip())


def fits_a_text(short: str) -> bool:
    """Whether words go into three parts of a text message."""
    return len(short) <= _MOST_IN_A_TEXT


def state_of(*, left: bool, taken_back: bool) -> State:
    """Where a letter stands."""
    if taken_back:
        return State.TAKEN_BACK
    return State.LEFT if left else State.WAITING


def looks_in_after(ended_on: dt.date) -> list[tuple[int, dt.date]]:
    """When to look in after support has ended: months and day."""
    return [(months, ended_on + after) for months, after in LOOKS_IN.items()]


#: Outcomes that say how the person is reached again by hand, as a contact.
LOGGED = frozenset({LookInOutcome.REACHED, LookInOutcome.NO_ANSWER})
