"""A service as read from any feed: plain dataclasses, cleaned, with nothing of the feed's dialect left.

Ids are the feed's own (`source_id`, "" when it gave none). Text is plain and safe; `description_html` is safe HTML.
"""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from alongside.directory.enums import LocationType, ServiceStatus


class NotAService(ValueError):
    """The record cannot come in. The message says why, in words for a person."""


@dataclass(slots=True)
class ReadOrganization:
    source_id: str
    name: str
    description: str = ""
    url: str = ""
    email: str = ""
    logo: str = ""
    uri: str = ""
    charity_number: str = ""
    company_number: str = ""


@dataclass(slots=True)
class ReadAccessibility:
    description: str
    details: str = ""
    url: str = ""


@dataclass(slots=True)
class ReadSchedule:
    source_id: str = ""
    freq: str = ""
    interval: int = 1
    byday: list[str] = field(default_factory=list)
    bymonthday: list[int] = field(default_factory=list)
    dtstart: dt.date | None = None
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    opens_at: dt.time | None = None
    closes_at: dt.time | None = None
    description: str = ""
    schedule_link: str = ""


@dataclass(slots=True)
class ReadLocation:
    """`lat` and `lon` in degrees, both or neither.

    `approximate` when the feed rounds or masks them, or gave some we cannot believe: what the postcode says of such a
    place is only roughly true.
    """

    source_id: str
    name: str = ""
    description: str = ""
    location_type: str = LocationType.PHYSICAL.value
    address_1: str = ""
    city: str = ""
    region: str = ""
    postcode: str = ""
    lat: float | None = None
    lon: float | None = None
    approximate: bool = False
    external_identifier: str = ""
    external_identifier_type: str = ""
    access_features: list[str] = field(default_factory=list)
    access_lacking: list[str] = field(default_factory=list)
    transport: str = ""
    accessibilities: list[ReadAccessibility] = field(default_factory=list)
    schedules: list[ReadSchedule] = field(default_factory=list)
    """Schedules of the service at this location only."""


@dataclass(slots=True)
class ReadEligibility:
    """From `area_codes` on, what only another Alongside says; the standard has no word for it."""

    minimum_age: int | None = None
    maximum_age: int | None = None
    referral_routes: list[str] = field(default_factory=list)
    meant_for: list[str] = field(default_factory=list)
    other_conditions: str = ""
    area_codes: list[str] = field(default_factory=list)
    area_relations: list[str] = field(default_factory=list)
    carers_only: bool = False
    parents_only: bool = False
    new_parents_only: bool = False
    genders: list[str] = field(default_factory=list)
    gender_basis: str = ""


@dataclass(slots=True)
class ReadCost:
    option: str = ""
    amount: float | None = None
    amount_description: str = ""
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None


@dataclass(slots=True)
class ReadLanguage:
    code: str
    name: str
    note: str = ""


@dataclass(slots=True)
class ReadPhone:
    number: str
    extension: str = ""
    description: str = ""


@dataclass(slots=True)
class ReadContact:
    name: str = ""
    title: str = ""
    email: str = ""
    phones: list[ReadPhone] = field(default_factory=list)


@dataclass(slots=True)
class ReadArea:
    name: str = ""
    area_code: str = ""
    extent: Any = None
    extent_type: str = ""
    uri: str = ""


@dataclass(slots=True)
class ReadTerm:
    taxonomy: str
    code: str
    name: str
    description: str = ""
    term_uri: str = ""
    link_type: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """What a steward should know of a record that came in all the same: which part of it, and a sentence."""

    record: str
    reason: str


@dataclass(slots=True)
class ReadService:
    source_id: str
    name: str
    organization: ReadOrganization
    description: str = ""
    description_html: str = ""
    url: str = ""
    email: str = ""
    status: str = ServiceStatus.ACTIVE.value
    delivery_modes: list[str] = field(default_factory=list)
    attending_access: str = ""
    bank_holidays: str = ""
    deliverable_type: str = ""
    fees: str = ""
    is_free: bool | None = None
    accreditations: str = ""
    alert: str = ""
    assured_on: dt.date | None = None
    last_modified_at: dt.datetime | None = None
    eligibilities: list[ReadEligibility] = field(default_factory=list)
    locations: list[ReadLocation] = field(default_factory=list)
    schedules: list[ReadSchedule] = field(default_factory=list)
    costs: list[ReadCost] = field(default_factory=list)
    languages: list[ReadLanguage] = field(default_factory=list)
    contacts: list[ReadContact] = field(default_factory=list)
    phones: list[ReadPhone] = field(default_factory=list)
    areas: list[ReadArea] = field(default_factory=list)
    terms: list[ReadTerm] = field(default_factory=list)
    vendor: dict[str, Any] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    """Values that were not believed, or were put right in a way somebody should look at; nothing of it is stored."""

    def confirmed_on(self, today: dt.date) -> dt.date | None:
        """The day its publisher last confirmed it; a day to come is a slip or a plan, and confirms nothing."""
        return self.assured_on if self.assured_on and self.assured_on <= today else None

    @property
    def keywords(self) -> str:
        """Words to be found by besides name and description."""
        words = [self.organization.name, self.deliverable_type]
        words += [term.name for term in self.terms]
        words += [audience for rule in self.eligibilities for audience in rule.meant_for]
        return " ".join(dict.fromkeys(word for word in words if word))
