"""How the demo directory is written down: organisations, venues, and what is on offer.

`directory.build` turns these into Open Referral UK 3.0, so that the demo comes in by the same door as
any feed.
"""

from dataclasses import dataclass
from typing import Any

CITY, CAMDEN, HACKNEY = "E09000001", "E09000007", "E09000012"
ANY_TIE = ("lives", "works", "studies", "volunteers")
IN_PERSON, PHONE, ONLINE, HOME = "in_person", "phone", "online", "home"


@dataclass(frozen=True, slots=True)
class Org:
    """An organisation that runs something."""

    key: str
    name: str
    about: str


@dataclass(frozen=True, slots=True)
class Venue:
    """A place. `access` are sentences for people; the importer reads the features out of them."""

    key: str
    name: str
    address: str
    postcode: str
    access: tuple[str, ...] = ("Step-free entrance.", "Accessible toilet.")
    transport: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """One way of being eligible: every condition given must hold."""

    ages: tuple[int | None, int | None] = (None, None)
    areas: tuple[str, ...] = ()
    ties: tuple[str, ...] = ()
    carers: bool = False
    parents: bool = False
    new_parents: bool = False
    genders: tuple[str, ...] = ()
    gender_basis: str = ""
    routes: tuple[str, ...] = ()
    meant_for: tuple[str, ...] = ()
    ask: str = ""
    """A condition in words, which only a person can check."""

    def as_fields(self) -> dict[str, Any]:
        """The fields of the directory's `Eligibility`."""
        return {
            "minimum_age": self.ages[0],
            "maximum_age": self.ages[1],
            "area_codes": list(self.areas),
            "area_relations": list(self.ties),
            "carers_only": self.carers,
            "parents_only": self.parents or self.new_parents,
            "new_parents_only": self.new_parents,
            "genders": list(self.genders),
            "gender_basis": self.gender_basis,
            "referral_routes": list(self.routes),
            "meant_for": list(self.meant_for),
            "other_conditions": self.ask,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Something on offer.

    when   "TU 12:00-14:30" every week; "2WE 10:00-11:30" the second Wednesday of the month; several with ";"
    weeks  the offer is a course: so many sessions, beginning on the first such day after the load
    cost   "free", or pounds and a word about them: "3.50 for lunch and tea"
    said   how long ago, in days, somebody last confirmed it
    """

    key: str
    name: str
    by: str
    about: str
    at: tuple[str, ...] = ()
    when: str = ""
    weeks: int = 0
    modes: tuple[str, ...] = (IN_PERSON,)
    cost: str = "free"
    matters: tuple[str, ...] = ()
    who: tuple[Who, ...] = ()
    languages: tuple[str, ...] = ()
    attend: str = "drop-in"
    said: int = 21
    covers: str = ""
    url: str = ""


def lives_in(*areas: str, ages: tuple[int | None, int | None] = (None, None), **more: Any) -> Who:
    """Open to people who live in these areas."""
    return Who(areas=areas, ties=("lives",), ages=ages, **more)
