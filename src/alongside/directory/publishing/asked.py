"""What a request to the open API asks for: parameters of both generations, read strictly into plain data. Pure.

A parameter nobody knows is ignored, as the standard's own clients send each other's; one that is known and cannot be
read is a `BadParameter` that names it, says what is wrong and what would do.
"""

import datetime as dt
import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, TypeVar

from alongside.directory.enums import Weekday
from alongside.directory.feeds import clean_facts

MOST_ON_A_PAGE = 1_000
USUAL_ON_A_PAGE = 50
LAST_PAGE = 1_000_000
LONGEST_TEXT = 200
FURTHEST_M = 2_000_000
MOST_VALUES = 50
"""Of one repeated parameter."""

Version = Literal["3.0", "1.0"]
T = TypeVar("T")


class Parameters(Protocol):
    """What we need of a QueryDict."""

    def getlist(self, key: str) -> list[str]:
        """Return all values of a parameter."""
        ...


class BadParameter(ValueError):
    """A parameter that cannot be read: its name, and a sentence for whoever sent it."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.name = name
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Times:
    """One wish about when: a day, an earliest start, a latest end; None where nothing was said."""

    day: str = ""
    start: dt.time | None = None
    end: dt.time | None = None


@dataclass(frozen=True, slots=True)
class TermAsked:
    """One wish about terms: any of these codes or ids, within a taxonomy when one is named."""

    terms: tuple[str, ...] = ()
    vocabulary: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request for a list."""

    page: int = 1
    per_page: int = USUAL_ON_A_PAGE
    after: uuid.UUID | None = None
    """Keyset paging: what comes after this id. Nothing is skipped or repeated however the directory changes."""
    stream: bool = False
    full: bool = True
    minimal: bool = False
    text: str = ""
    terms: tuple[TermAsked, ...] = ()
    """Each must be met."""
    organization_id: uuid.UUID | None = None
    modified_after: dt.datetime | None = None
    minimum_age: float | None = None
    maximum_age: float | None = None
    times: tuple[Times, ...] = ()
    """Any one suffices."""
    postcode: str = ""
    proximity_m: float | None = None
    coverage: str = ""
    taxonomy_id: str = ""
    parent_id: str = ""
    top_only: bool = False
    include: frozenset[str] = frozenset()


def read(given: Parameters, *, version: Version = "3.0") -> Asked:
    """Return what is asked for. Raises `BadParameter`."""
    look = _Reader(given)
    postcode, proximity = look.text("postcode", 20), look.metres("proximity")
    if proximity is not None and not postcode:
        raise BadParameter("proximity", "Give a postcode to measure from as well.")
    return Asked(
        page=look.whole("page", 1, 1, LAST_PAGE),
        per_page=look.whole("per_page", USUAL_ON_A_PAGE, 1, MOST_ON_A_PAGE),
        after=look.id("after"),
        stream=look.one_of("format", ("json", "ndjson")) == "ndjson",
        full=look.yes_no("full", usual=True),
        minimal=look.yes_no("minimal"),
        text=look.text("search" if version == "3.0" else "text", LONGEST_TEXT),
        terms=look.terms_v3() if version == "3.0" else look.terms_v1(),
        organization_id=look.id("organization_id"),
        modified_after=look.moment("modified_after"),
        minimum_age=look.number("minimum_age"),
        maximum_age=look.number("maximum_age"),
        times=look.times(),
        postcode=postcode,
        proximity_m=proximity,
        coverage=look.text("coverage", 20) or (postcode if version == "3.0" and proximity is None else ""),
        taxonomy_id=look.text("taxonomy_id", 120),
        parent_id=look.text("parent_id", 120),
        top_only=look.yes_no("top_only") or look.yes_no("root_only"),
        include=frozenset(look.several("include")),
    )


_YES, _NO = {"true", "1", "yes"}, {"false", "0", "no"}
_DAYS = {day.lower(): day for day in Weekday.values} | {
    str(label).lower(): value
    for value, label in zip(
        Weekday.values,
        ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
        strict=True,
    )
}


class _Reader:
    def __init__(self, given: Parameters) -> None:
        self._given = given

    def text(self, name: str, longest: int) -> str:
        values = self._given.getlist(name)
        value = " ".join(values[-1].split()) if values else ""
        if len(value) > longest:
            raise BadParameter(name, f"At most {longest} characters, please.")
        return value

    def several(self, name: str) -> list[str]:
        """All values: the parameter repeated, or one value with commas."""
        found = [
            part.strip() for value in self._given.getlist(name) for part in value.split(",") if part.strip()
        ]
        if len(found) > MOST_VALUES or any(len(value) > LONGEST_TEXT for value in found):
            raise BadParameter(name, f"At most {MOST_VALUES} values of {LONGEST_TEXT} characters, please.")
        return found

    def whole(self, name: str, usual: int, least: int, most: int) -> int:
        value = self.text(name, 40)
        if not value:
            return usual
        if not re.fullmatch(r"\d{1,9}", value, re.ASCII) or not least <= int(value) <= most:
            raise BadParameter(name, f"Give a whole number from {least} to {most}.")
        return int(value)

    def number(self, name: str) -> float | None:
        value = self.text(name, 40)
        if not value:
            return None
        if not re.fullmatch(r"\d{1,3}(\.\d{1,6})?", value, re.ASCII):
            raise BadParameter(name, "Give an age in years.")
        return float(value)

    def metres(self, name: str) -> float | None:
        value = self.text(name, 40)
        if not value:
            return None
        if not re.fullmatch(r"\d{1,9}(\.\d{1,6})?", value, re.ASCII) or float(value) > FURTHEST_M:
            raise BadParameter(name, f"Give a distance in metres, at most {FURTHEST_M}.")
        return float(value)

    def yes_no(self, name: str, *, usual: bool = False) -> bool:
        value = self.text(name, 40).lower()
        if not value:
            return usual
        if value not in _YES | _NO:
            raise BadParameter(name, "Give true or false.")
        return value in _YES

    def one_of(self, name: str, known: Sequence[str]) -> str:
        value = self.text(name, 40).lower()
        if value and value not in known:
            raise BadParameter(name, f"Give one of: {', '.join(known)}.")
        return value

    def id(self, name: str) -> uuid.UUID | None:
        value = self.text(name, 80)
        if not value:
            return None
        try:
            return uuid.UUID(value)
        except ValueError:
            raise BadParameter(name, "Give an id as this API gives them, a UUID.") from None

    def moment(self, name: str) -> dt.datetime | None:
        value = self.text(name, 40)
        if not value:
            return None
        # A plus sign that was not escaped arrives as a space.
        found = clean_facts.moment(re.sub(r" (\d\d:?\d\d)$", r"+\1", value))
        if found is None:
            raise BadParameter(name, "Give a date and time like 2026-11-01T09:00:00Z.")
        return found

    def terms_v3(self) -> tuple[TermAsked, ...]:
        terms, vocabulary = self.several("taxonomy_term_id"), self.text("taxonomy_id", 120)
        return (TermAsked(tuple(terms), vocabulary),) if terms or vocabulary else ()

    def terms_v1(self) -> tuple[TermAsked, ...]:
        """Pairs of term and vocabulary by their place; then need, circumstance and service type, each any of."""
        ids, vocabularies = self.several("taxonomy_id"), self.several("vocabulary")
        kinds = self.several("taxonomy_type")
        for name, values in (("vocabulary", vocabularies), ("taxonomy_type", kinds)):
            if len(values) > 1 and ids and len(values) != len(ids):
                raise BadParameter(name, "Give as many as there are of taxonomy_id, or one.")
        unknown = set(kinds) - {"organization", "eligibility", "cost_option", "area", "service"}
        if unknown:
            raise BadParameter(
                "taxonomy_type", "Give organization, eligibility, cost_option, area or service."
            )
        if kinds and "service" not in kinds:
            return (TermAsked(("",), ""),)  # terms of ours hang on services only: nothing matches
        found = [
            TermAsked(
                (term,), (vocabularies[place] if place < len(vocabularies) else "".join(vocabularies[:1]))
            )
            for place, term in enumerate(ids)
        ]
        if vocabularies and not ids:
            found += [TermAsked((), vocabulary) for vocabulary in vocabularies]
        for name in ("need", "circumstance", "service_type"):
            if values := self.several(name):
                found.append(TermAsked(tuple(values), ""))
        return tuple(found)

    def times(self) -> tuple[Times, ...]:
        days = [self._day(value) for value in self.several("day")]
        starts = [self._time("start_time", value) for value in self.several("start_time")]
        ends = [self._time("end_time", value) for value in self.several("end_time")]
        lists: Mapping[str, Sequence[object]] = {"day": days, "start_time": starts, "end_time": ends}
        length = max(len(values) for values in lists.values())
        for name, values in lists.items():
            if 1 < len(values) != length:
                raise BadParameter(name, "Give as many of day, start_time and end_time, or one of each.")
        return tuple(
            Times(_at(days, place, ""), _at(starts, place, None), _at(ends, place, None))
            for place in range(length)
        )

    @staticmethod
    def _day(value: str) -> str:
        if value.lower() not in _DAYS:
            raise BadParameter("day", f"Give one of: {', '.join(Weekday.values)}.")
        return _DAYS[value.lower()]

    @staticmethod
    def _time(name: str, value: str) -> dt.time:
        found = clean_facts.time(value)
        if found is None:
            raise BadParameter(name, "Give a time like 14:00.")
        return found


def _at(values: Sequence[T], place: int, nothing: T) -> T:
    """The value at a place; a single one counts for all places."""
    return values[min(place, len(values) - 1)] if values else nothing
