"""Who this might already be: candidates with their evidence in words. It suggests; a person decides; nothing merges.

Two stages. SQL fetches at most `FETCH` rows that share something exact (phone, e-mail, date of birth, postcode)
or a name of similar letters (pg_trgm; no index, as row-level security lets PostgreSQL use one only for
leakproof operators); then `people/likeness.py` – pure – says what speaks for and against each.
For a whole board at once (`likely_among`) only what is exact is fetched, by index, in one statement.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Q

from alongside.people import likeness, rules, whereabouts
from alongside.people.likeness import LIKELY, POSSIBLE, Known
from alongside.people.models import Person

if TYPE_CHECKING:
    from django.db.models import QuerySet

__all__ = ["LIKELY", "POSSIBLE", "Candidate", "Known", "candidates", "known_of", "likely_among", "weigh"]

FETCH = 60
FETCH_FOR_A_BOARD = 600
SIMILAR_NAME = 0.45


@dataclass(frozen=True)
class Candidate:
    """A person it might be, and why. `likely`: more speaks for it than a shared address or number alone."""

    person: Person
    weight: int
    alike: list[str] = field(default_factory=list)
    different: list[str] = field(default_factory=list)

    @property
    def likely(self) -> bool:
        """Whether a connector should look here first."""
        return self.weight >= LIKELY


def known_of(person: Person, numbers: Iterable[str] = ()) -> Known:
    """What we know of a person, as a side of a comparison. `numbers` are NHS numbers told of them."""
    return Known(
        person.given_name,
        person.family_name,
        person.born_on,
        person.postcode,
        person.phone,
        person.email,
        called=person.known_as,
        numbers=frozenset(filter(None, numbers)),
    )


def weigh(told: Known, person: Person, numbers: Iterable[str] = ()) -> Candidate:
    """Say what speaks for and against `told` being this person."""
    found = likeness.compare(told, known_of(person, numbers))
    return Candidate(person, found.weight, found.alike, found.different)


def candidates(
    *,
    given: str,
    family: str = "",
    born_on: date | None = None,
    postcode: str = "",
    phone: str = "",
    email: str = "",
    among: QuerySet[Person],
    limit: int = 5,
) -> list[Candidate]:
    """People among `among` (the viewer's) it might already be, the likeliest first."""
    told = Known(
        rules.clean_name(given), rules.clean_name(family), born_on, whereabouts.tidy(postcode),
        rules.normal_phone(phone) if phone else "", email.strip(),
    )  # fmt: skip
    whole = rules.fold(rules.full_name(told.given, told.family))
    if not whole:
        return []
    hints = Q(name_likeness__gte=SIMILAR_NAME) | _shares([told])
    rows = (
        among.annotate(name_likeness=TrigramWordSimilarity(whole, "name_key"))
        .filter(hints)
        .order_by("-name_likeness", "id")[:FETCH]
    )
    return _best([weigh(told, person) for person in rows], limit)


def likely_among(told: Sequence[Known], among: QuerySet[Person]) -> list[list[Candidate]]:
    """For each of `told`, the likely people among those who share a phone, an e-mail, a birthday or a postcode.

    One statement, however many are told. What it does not find (a slip in everything) `candidates` does, one by one.
    """
    shared = _shares(told)
    people = list(among.filter(shared).order_by("id")[:FETCH_FOR_A_BOARD]) if shared else []
    return [
        _best([c for c in (weigh(one, person) for person in people if _meets(one, person)) if c.likely], 3)
        for one in told
    ]


def _meets(told: Known, person: Person) -> bool:
    """Whether something exact is shared: without it no weighing calls two likely, so it is not begun."""
    return any(
        (one := getattr(told, name)) and one == getattr(person, name)
        for name in ("phone", "email", "born_on", "postcode")
    )


def _shares(told: Sequence[Known]) -> Q:
    """That a person shares something exact with one of `told`; nothing where nothing is known."""
    found = Q()
    for name in ("phone", "email", "born_on", "postcode"):
        if known := {getattr(one, name) for one in told} - {"", None}:
            found |= Q(**{f"{name}__in": sorted(known)})
    return found


def _best(weighed: list[Candidate], limit: int) -> list[Candidate]:
    found = [c for c in weighed if c.weight >= POSSIBLE]
    return sorted(found, key=lambda c: (-c.weight, c.person.name, str(c.person.pk)))[:limit]
