"""Who this might already be: candidates with their evidence in words. It suggests; a person decides; nothing merges.

Two stages. SQL fetches at most `FETCH` rows that share something exact (phone, e-mail, date of birth, postcode)
or a name of similar letters (pg_trgm; no index, as row-level security lets PostgreSQL use one only for
leakproof operators); then `weigh` – pure – says what speaks for and against each.
Twins (same surname, birthday and address, another first name) and people who share a telephone stay apart:
they are shown with the difference spelled out, below anybody whose name fits.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Q
from django.utils.translation import gettext as _

from alongside.people import rules, whereabouts
from alongside.people.models import Person

if TYPE_CHECKING:
    from django.db.models import QuerySet

FETCH = 60
SIMILAR_NAME = 0.45
LIKELY, POSSIBLE = 5, 3
SAME_FIRST, NEAR_FIRST = 1.0, 0.78


@dataclass(frozen=True)
class Known:
    """What a referral tells us about who it is."""

    given: str
    family: str = ""
    born_on: date | None = None
    postcode: str = ""
    phone: str = ""
    email: str = ""


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


def _alike(one: str, other: str) -> float:
    """0 to 1: how alike two names are, whatever their accents, capitals and small slips."""
    a, b = rules.fold(one), rules.fold(other)
    if not a or not b:
        return 0.0
    return 1.0 if a == b else SequenceMatcher(None, a, b).ratio()


Evidence = tuple[int, list[str], list[str]]
"""Weight, what is alike, what is different."""


def weigh(told: Known, person: Person) -> Candidate:
    """Say what speaks for and against `told` being this person. Names decide; the rest supports."""
    names_fit, by_name = _names(told, person)
    evidence = [by_name, _birth(told, person), _reach(told, person), _home(told, person)]
    weight = sum(found[0] for found in evidence)
    if not names_fit:  # twins, couples and shared phones: shown, never called likely
        weight = min(weight, LIKELY - 1)
    alike = [word for found in evidence for word in found[1]]
    different = [word for found in evidence for word in found[2]]
    return Candidate(person, weight, alike, different)


def _names(told: Known, person: Person) -> tuple[bool, Evidence]:
    first = max(_alike(told.given, person.given_name), _alike(told.given, person.known_as))
    last = _alike(told.family, person.family_name)
    if first == SAME_FIRST and last == SAME_FIRST:
        return True, (4, [_("same name")], [])
    if first >= NEAR_FIRST and (last >= NEAR_FIRST or not told.family or not person.family_name):
        return True, (3, [_("similar name")], [])
    if last >= NEAR_FIRST:
        return False, (
            1,
            [_("same last name")],
            [_("another first name: %(name)s") % {"name": person.given_name}],
        )
    return False, (0, [], [_("another name: %(name)s") % {"name": person.name}])


def _birth(told: Known, person: Person) -> Evidence:
    if not (told.born_on and person.born_on):
        return 0, [], []
    if told.born_on == person.born_on:
        return 3, [_("same date of birth")], []
    if _slip_of_date(told.born_on, person.born_on):
        return 1, [_("date of birth differs by one slip")], []
    return -3, [], [_("another date of birth")]


def _reach(told: Known, person: Person) -> Evidence:
    alike = []
    if told.phone and told.phone == person.phone:
        alike.append(_("same phone number"))
    if told.email and told.email.casefold() == person.email.casefold():
        alike.append(_("same e-mail address"))
    return 2 * len(alike), alike, []


def _home(told: Known, person: Person) -> Evidence:
    if not (told.postcode and person.postcode):
        return 0, [], []
    if told.postcode == person.postcode:
        return 2, [_("same postcode")], []
    return 0, [], [_("another postcode: %(postcode)s") % {"postcode": person.postcode}]


def _slip_of_date(one: date, other: date) -> bool:
    """Day and month exchanged, or one of day, month and year alone differing."""
    if (one.day, one.month, one.year) == (other.month, other.day, other.year):
        return True
    return sum(a != b for a, b in zip(one.timetuple()[:3], other.timetuple()[:3], strict=True)) == 1


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
    hints = Q(name_likeness__gte=SIMILAR_NAME)
    if told.phone:
        hints |= Q(phone=told.phone)
    if told.email:
        hints |= Q(email__iexact=told.email)
    if told.born_on:
        hints |= Q(born_on=told.born_on)
    if told.postcode:
        hints |= Q(postcode=told.postcode)
    rows = (
        among.annotate(name_likeness=TrigramWordSimilarity(whole, "name_key"))
        .filter(hints)
        .order_by("-name_likeness", "id")[:FETCH]
    )
    weighed = [weigh(told, person) for person in rows]
    found = [c for c in weighed if c.weight >= POSSIBLE]
    return sorted(found, key=lambda c: (-c.weight, c.person.name, str(c.person.pk)))[:limit]
