"""Finding people by whatever is remembered of them, through the index of tokens. Reads only.

`sought(question)` tells the wall of the tables of tokens what is looked for, for the length of the block; outside of
it they are empty. The question is PostgreSQL's tsquery, put together by `remembered.Remembered.query`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Generic, TypeVar

from django.db import connection
from django.utils.translation import gettext as _

from alongside.people import access, rules
from alongside.people.models import Person, PersonTokens
from alongside.people.remembered import Ask, Remembered, Term, key_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from uuid import UUID

    from alongside.partnerships.viewer import Viewer

#: So many are read and put in order; whoever is not among them is found by one word more.
FETCH = 200


@contextmanager
def sought(question: str) -> Iterator[None]:
    """Let the tables of tokens show what answers the question, and nothing else. Inside a transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('alongside.sought', %s, true)", [question])
    yield
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('alongside.sought', '', true)")


@dataclass(frozen=True, slots=True)
class Seen:
    """Of a person what a row says: two hundred of them are put in order to show fifty."""

    pk: UUID
    given_name: str
    family_name: str
    known_as: str
    born_on: date | None
    birth_year: int | None
    postcode: str

    @property
    def name(self) -> str:
        """The whole name, as on a letter."""
        return rules.full_name(self.given_name, self.family_name)

    def age(self, on: date) -> int | None:
        """As `Person.age`."""
        return rules.age(self.born_on, self.birth_year, on)


#: The columns of `Seen`, in its order.
SEEN = tuple(one.name for one in fields(Seen))


Who = TypeVar("Who", bound="Person | Seen")


@dataclass(frozen=True, slots=True)
class Hit(Generic[Who]):
    """A person, and which part of what is kept answered each thing remembered."""

    person: Who
    met: list[tuple[Term, Ask]]

    @property
    def rank(self) -> tuple[int, int, str, str, str]:
        """Whole words of the name first, then beginnings, then everything else; then by name."""
        whole = {rules.fold(word) for word in self.person.name.split()}
        exact = sum(ask.kind == "n" and ask.text in whole for _term, ask in self.met)
        named = sum(ask.kind in {"n", "s", "d"} for _term, ask in self.met)
        return (
            -exact,
            -named,
            rules.fold(self.person.family_name),
            rules.fold(self.person.given_name),
            str(self.person.pk),
        )


def found(viewer: Viewer | None, what: Remembered, *, limit: int = FETCH) -> list[Hit[Person]]:
    """The people a viewer may see who answer everything remembered, the likeliest first.

    What was written down about their support is not looked through; see `casework.finding`. Where nobody fits,
    names that differ by a slip and the middles of names are tried.
    """
    if not what or viewer is None:
        return []
    key = key_of(viewer.partnership_id)
    for loosely in (False, True):
        with sought(what.query(key, loosely=loosely)):
            rows = PersonTokens.objects.filter(person__in=access.visible_to(viewer).order_by())
            hits = [
                Hit(row.person, what.met_by(without_keys(row.tokens)))
                for row in rows.select_related("person").order_by()[:FETCH]
            ]
        if hits:
            return sorted(hits, key=lambda hit: hit.rank)[:limit]
    return []


def without_keys(tokens: str) -> list[str]:
    """The tokens of a row as PostgreSQL writes them, without their keys."""
    return [token.strip("'")[3:] for token in tokens.split()]


def said(met: Iterable[tuple[Term, Ask]], person: Person | Seen, *, today: date) -> list[str]:
    """Which parts answered, in words, each once: "Phone ends 0123", "Name"."""
    return list(dict.fromkeys(_part(term, ask, person, today) for term, ask in met))


def _part(term: Term, ask: Ask, person: Person | Seen, today: date) -> str:
    if ask.kind == "n":
        called = rules.fold(person.known_as).split()
        whole = rules.fold(person.name)
        return (
            _("Likes to be called %(name)s") % {"name": person.known_as}
            if ask.text not in whole and any(word.startswith(ask.text) for word in called)
            else _("Name")
        )
    if ask.kind in {"s", "d"}:
        return _("Similar name")
    if ask.kind == "f":
        return _("Phone ends %(digits)s") % {"digits": ask.text[::-1][-6:]}
    if ask.kind == "g":
        return _("Phone number")
    if ask.kind == "c":
        return _("Postcode %(postcode)s") % {"postcode": person.postcode}
    if ask.kind == "y":
        age = person.age(today)
        return _("Aged %(age)s") % {"age": age} if age is not None else _("Year of birth")
    words = {
        "e": _("E-mail address"),
        "a": _("Address"),
        "b": _("Date of birth"),
        "r": _("Reference"),
        "o": _("Organisation: “%(word)s”") % {"word": term.typed},
        "w": _("Written down: “%(word)s”") % {"word": term.typed},
    }
    return words[ask.kind]
