"""A service at one site (or by phone, online, at home) as plain data: the left-hand side of every decision."""

from dataclasses import dataclass
from typing import Final

MODES: Final = ("in_person", "phone", "online", "home")


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceRule:
    """Eligibility and circumstances of a service at one site. Empty means: it says nothing.

    minimum_age, maximum_age  inclusive, in years
    open_to                   `relation:area code` tokens; any one suffices
    gender                    "", women or men (single-sex services under schedule 3 of the Equality Act 2010)
    referral                  "" not said, self (just come), needed
    note                      eligibility in the provider's own words, which no program can decide
    languages                 ISO 639-1 codes spoken there; empty: not said
    access, access_lacking    features known to be there, known not to be there
    cost_pence                the least one time costs; 0 free; None not said
    mode                      in_person, phone, online, home; "" not said
    times                     minutes of the week [start, end) at which it meets; None: not known
    easting, northing         metres; None: no address
    """

    minimum_age: int | None = None
    maximum_age: int | None = None
    open_to: frozenset[str] = frozenset()
    for_carers: bool = False
    for_new_parents: bool = False
    gender: str = ""
    referral: str = ""
    note: str = ""
    languages: frozenset[str] = frozenset()
    access: frozenset[str] = frozenset()
    access_lacking: frozenset[str] = frozenset()
    cost_pence: int | None = None
    mode: str = "in_person"
    times: tuple[tuple[int, int], ...] | None = None
    easting: float | None = None
    northing: float | None = None

    @property
    def has_place(self) -> bool:
        """Say whether we know where it meets."""
        return self.easting is not None and self.northing is not None
