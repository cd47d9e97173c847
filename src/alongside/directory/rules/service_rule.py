"""A service at one site (or by phone, online, at home) as plain data: the left-hand side of every decision."""

from dataclasses import dataclass
from typing import Final

PLACELESS: Final = ("phone", "online", "home", "post")
"""Ways of taking part for which nobody goes anywhere: getting in is no question."""

MODES: Final = ("in_person", *PLACELESS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way of being eligible; every condition in it must hold. Empty means: it says nothing.

    minimum_age, maximum_age  inclusive, in years
    open_to                   `relation:area code` tokens; any one suffices
    genders                   woman, man, non_binary (Equality Act 2010, schedule 3); empty: everyone
    referral_routes           self, professional, gp; empty: anybody may ask
    meant_for                 audiences in the provider's words: shown, decide nothing
    note                      a condition in words, which no program can decide
    """

    minimum_age: int | None = None
    maximum_age: int | None = None
    open_to: frozenset[str] = frozenset()
    carers_only: bool = False
    parents_only: bool = False
    new_parents_only: bool = False
    genders: frozenset[str] = frozenset()
    referral_routes: frozenset[str] = frozenset()
    meant_for: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceRule:
    """Eligibility and circumstances of a service at one site.

    ways                any one is enough; none: open to all
    languages           ISO 639-1 codes spoken there; empty: not said
    access, access_lacking    features known to be there, known not to be there
    cost_pence          the least one time costs; 0 free; None not said
    paid                known to cost something, however much
    mode                in_person, phone, online, home, post; "" not said
    times               minutes of the week [start, end) at which it meets; None: not known
    easting, northing   metres; None: not on the map
    has_address         whether we can at least say where it is
    attending           drop-in, appointment, membership, referral or ""
    alert               what the provider wants everyone to know now
    """

    ways: tuple[Way, ...] = ()
    languages: frozenset[str] = frozenset()
    access: frozenset[str] = frozenset()
    access_lacking: frozenset[str] = frozenset()
    cost_pence: int | None = None
    paid: bool = False
    mode: str = "in_person"
    times: tuple[tuple[int, int], ...] | None = None
    easting: float | None = None
    northing: float | None = None
    has_address: bool = False
    attending: str = ""
    alert: str = ""

    @property
    def has_place(self) -> bool:
        """Say whether we know where it meets."""
        return self.easting is not None and self.northing is not None
