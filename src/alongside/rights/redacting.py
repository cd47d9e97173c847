"""Whom else a copy tells of: finding the words, showing where they stand, and leaving them out.

The program proposes and never decides: each word found is decided by a person before a copy leaves (actions.requests).
Colleagues alone are replaced without asking, by their role.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from alongside.core.ids import ALPHABET
from alongside.partnerships.models import Member, Organisation
from alongside.people.models import Person
from alongside.referrals.enums import ReferralKind
from alongside.referrals.models import Referral
from alongside.rights import registry
from alongside.rights.enums import TermKind
from alongside.rights.shared import described

if TYPE_CHECKING:
    from alongside.rights.models import AccessRequest

PHONE = re.compile(r"(?<![\w-])\+?\d[\d \-()]{8,16}\d(?![\w-])")
EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
WORD = re.compile(r"(?<![\w@.])[^\W\d_][\w’'-]+", re.UNICODE)
ENDS = re.compile(r"(?:^|[.!?:–\n“\"(]\s*)$")
AROUND = 60  # characters on either side of a word shown
MOST_PLACES = 6
#: Kinds of personal field in which a name of somebody else may stand alone.
OF_OTHERS = frozenset({"name", "phone", "email"})
#: Parts whose words are the program's own: nothing is looked for there.
KEYS_OF_PROGRAM = frozenset(
    {"model", "title", "why", "basis", "kept_for", "who", "page", "at", "did", "what"}
)


@dataclass
class Found:
    """A word that may tell of somebody else, and where it stands."""

    kind: TermKind
    term: str
    places: int = 0
    contexts: list[str] = field(default_factory=list)


def texts(value: Any, *, key: str = "") -> Iterator[str]:
    """Every text somebody wrote in a copy."""
    if isinstance(value, str):
        if key not in KEYS_OF_PROGRAM:
            yield value
    elif isinstance(value, dict):
        for name, one in value.items():
            yield from texts(one, key=name)
    elif isinstance(value, list):
        for one in value:
            yield from texts(one, key=key)


def changed(value: Any, change: Callable[[str], str], *, key: str = "") -> Any:
    """A copy with every text somebody wrote passed through `change`."""
    if isinstance(value, str):
        return value if key in KEYS_OF_PROGRAM else change(value)
    if isinstance(value, dict):
        return {name: changed(one, change, key=name) for name, one in value.items()}
    if isinstance(value, list):
        return [changed(one, change, key=key) for one in value]
    return value


def without_colleagues(package: dict[str, Any]) -> dict[str, Any]:
    """Colleagues named in sentences become their role, in square brackets."""
    names = {one.name: described(one) for one in Member.objects.select_related("organisation").order_by("pk")}
    pattern = _any_of(names)
    if pattern is None:
        return package
    folded = {name.casefold(): role for name, role in names.items()}

    def change(text: str) -> str:
        return pattern.sub(lambda hit: f"[{folded.get(hit[0].casefold(), _('a colleague'))}]", text)

    body = {name: changed(package[name], change) for name in ("parts", "changed")}
    return {**package, **body}


def proposals(request: AccessRequest, package: dict[str, Any]) -> list[Found]:
    """What a person must decide on: numbers and addresses that are not theirs, people named, words like names."""
    search = _Search(request.person)
    for text in (text for name in ("parts", "changed") for text in texts(package[name])):
        search.look_at(text)
    search.settle_names()
    return sorted(search.found.values(), key=lambda one: (one.kind, one.term))


class _Search:
    """Goes through a copy text by text; what may be a name is settled at the end, with one look into the database."""

    def __init__(self, person: Person) -> None:
        self.found: dict[str, Found] = {}
        self.own = _own_words(person)
        self.own_email = person.email.casefold()
        self.own_digits = {_digits(one)[-9:] for one in (person.phone, *_nhs_numbers(person))} - {""}
        self.named = _any_of(_named_in_fields(person))
        self.ours = _of_the_program()
        self.candidates: list[tuple[str, str, int, bool]] = []

    def look_at(self, text: str) -> None:
        """Note what stands in one text."""
        for hit in self.named.finditer(text) if self.named else ():
            self._note(TermKind.REFERRER, hit[0], text, hit.start())
        for hit in EMAIL.finditer(text):
            if hit[0].casefold() != self.own_email:
                self._note(TermKind.EMAIL, hit[0], text, hit.start())
        for hit in PHONE.finditer(text):
            if _digits(hit[0])[-9:] not in self.own_digits and not _is_day(hit[0]):
                self._note(TermKind.PHONE, hit[0], text, hit.start())
        for hit in WORD.finditer(self.ours.sub(lambda ours: " " * len(ours[0]), text)):
            word = hit[0].removesuffix("’s").removesuffix("'s")
            if word[0].isupper() and len(word) > 1 and word.casefold() not in self.own:
                begins = bool(ENDS.search(text[: hit.start()]))
                self.candidates.append((word, text, hit.start(), begins))

    def settle_names(self) -> None:
        """A word with a capital may be a name where it begins no sentence, or where somebody here is called that."""
        known = _known_names({word for word, *_ in self.candidates})
        quiet = _common_words()
        for word, text, start, begins in self.candidates:
            is_somebody = word.casefold() in known
            if is_somebody or (not begins and word.casefold() not in quiet):
                self._note(TermKind.NAME, word, text, start)

    def _note(self, kind: TermKind, term: str, text: str, start: int) -> None:
        one = self.found.setdefault(term, Found(kind, term))
        one.places += 1
        context = " ".join(text[max(0, start - AROUND) : start + len(term) + AROUND].split())
        if len(one.contexts) < MOST_PLACES and context not in one.contexts:
            one.contexts.append(context)


def without(package: dict[str, Any], terms: Iterable[str]) -> dict[str, Any]:
    """The copy with these words left out wherever they stand, in whichever case."""
    pattern = _any_of(terms)
    if pattern is None:
        return package
    mark = _("[left out]")
    body = {
        name: changed(package[name], lambda text: pattern.sub(mark, text)) for name in ("parts", "changed")
    }
    return {**package, **body}


def places_of(package: dict[str, Any], term: str) -> Found:
    """Where a word that somebody added by hand stands."""
    one = Found(TermKind.ADDED, term)
    pattern = _any_of([term])
    for name in ("parts", "changed"):
        for text in texts(package[name]):
            for hit in pattern.finditer(text) if pattern else ():
                one.places += 1
                if len(one.contexts) < MOST_PLACES:
                    around = text[max(0, hit.start() - AROUND) : hit.end() + AROUND]
                    one.contexts.append(" ".join(around.split()))
    return one


def _any_of(terms: Iterable[str]) -> re.Pattern[str] | None:
    wanted = sorted({term for term in terms if term.strip()}, key=len, reverse=True)
    if not wanted:
        return None
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, wanted)) + r")(?!\w)", re.IGNORECASE)


def _own_words(person: Person) -> set[str]:
    own = f"{person.name} {person.known_as} {person.address} {person.postcode} {person.gp_practice} {person.email}"
    return {word.casefold() for word in re.findall(r"\w[\w’'-]*", own)}


def _named_in_fields(person: Person) -> set[str]:
    """What stands in fields meant for the name, number or address of somebody else."""
    own = {word.casefold() for word in (person.name, person.phone, person.email, person.known_as) if word}
    of_self = set(
        Referral.objects.filter(person=person, kind=ReferralKind.SELF).values_list("referrer_name", flat=True)
    )
    named: set[str] = {person.emergency_name, person.emergency_phone} - {""}
    for table in registry.exported():
        if table.path in {registry.SELF, registry.KEY} or table.is_apart:
            continue
        fields = [name for name, kind in table.records.personal.items() if kind in OF_OTHERS]
        if table.label == "referrals.Referral":  # its name, phone and address are what was told of the person
            fields = [name for name in fields if name.startswith("referrer_")]
        for row in table.rows_of(person.pk).values_list(*fields) if fields else ():
            named.update(str(value) for value in row if value)
    whole = {word for word in named if word.casefold() not in own and word not in of_self}
    quiet = _own_words(person) | _common_words()
    parts = {part for word in whole if "@" not in word for part in WORD.findall(word)}
    return whole | {part for part in parts if part.casefold() not in quiet and len(part) > 2}


def _nhs_numbers(person: Person) -> list[str]:
    return list(Referral.objects.filter(person=person).values_list("nhs_number", flat=True))


def _of_the_program() -> re.Pattern[str]:
    """What the program itself wrote into sentences: colleagues as their role, and references with a figure in them."""
    members = Member.objects.select_related("organisation")
    roles = sorted({re.escape(f"[{described(one)}]") for one in members})
    part = f"[{ALPHABET}]{{3}}"
    return re.compile("|".join([*roles, rf"(?<![\w-])(?=[A-Z-]*\d){part}-{part}(?![\w-])"]))


def _known_names(words: set[str]) -> set[str]:
    """Which of these words are the name of somebody in this partnership: a person or a colleague."""
    people = Person.objects.filter(given_name__in=words).values_list("given_name", flat=True)
    families = Person.objects.filter(family_name__in=words).values_list("family_name", flat=True)
    colleagues = {part for name in Member.objects.values_list("name", flat=True) for part in name.split()}
    return {word.casefold() for word in (*people, *families, *(words & colleagues))}


def _common_words() -> set[str]:
    """Words with a capital that name no private person: organisations, days, months, and what our own pages say."""
    said = " ".join(Organisation.objects.values_list("name", flat=True))
    days = (
        "monday tuesday wednesday thursday friday saturday sunday january february march april may june july "
        "august september october november december i english turkish bengali polish somali hebrew arabic french "
        "gp nhs pdf uk london hackney city i'm i’m i'd i’d i'll i’ll i've i’ve mr mrs ms dr"
    )
    return {word.casefold() for word in re.findall(r"\w[\w’'-]*", f"{said} {days}")}


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _is_day(text: str) -> bool:
    """Whether it is a date written in figures, which is no phone number."""
    return bool(re.fullmatch(r"\d{4}-\d{2}-\d{2}|\d{1,2} \d{1,2} \d{4}", text.strip()))
