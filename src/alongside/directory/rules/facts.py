"""What we know of someone who looks for something to join. What we do not know, we do not guess."""

from dataclasses import dataclass, field
from typing import Final

RELATIONS: Final = ("lives", "works", "studies", "volunteers", "gp", "cares_for")
"""Ways a person can belong to an area. `gp`: registered with a GP there; `cares_for`: looks after someone there."""

NOWHERE: Final = "none"
"""Stands for an area code when someone told us that they do not work (study, …) anywhere."""

GENDERS: Final = ("woman", "man", "non_binary")

DAY: Final = 24 * 60
WEEK: Final = 7 * DAY

# The letters of an ONS code tell the kind of area: E01 is a neighbourhood (LSOA), E05 a ward, E09 a London borough.
LEVELS: Final = {
    "E01": "lsoa", "W01": "lsoa", "S01": "lsoa",
    "E02": "msoa", "W02": "msoa", "S02": "msoa",
    "E05": "ward", "W05": "ward", "S13": "ward",
    "E06": "local_authority", "E07": "local_authority", "E08": "local_authority", "E09": "local_authority",
    "W06": "local_authority", "S12": "local_authority",
}  # fmt: skip
EVERY_LEVEL: Final = (*sorted(set(LEVELS.values())), "other")


def level_of(area_code: str) -> str:
    """Return the kind of area an ONS code names: lsoa, msoa, ward, local_authority or other."""
    return LEVELS.get(area_code[:3], "other")


def relation_levels(relation: str, area_code: str) -> tuple[str, ...]:
    """Return what one known relation settles, as `relation:level`; working nowhere settles every level."""
    levels = EVERY_LEVEL if area_code == NOWHERE else (level_of(area_code),)
    return tuple(f"{relation}:{level}" for level in levels)


@dataclass(frozen=True, slots=True)
class Slot:
    """Time in the week someone has free: weekday 0 (Monday) to 6, minutes from midnight, start < end ≤ 1440."""

    weekday: int
    start: int
    end: int

    def __post_init__(self) -> None:
        if not (0 <= self.weekday <= 6 and 0 <= self.start < self.end <= DAY):
            raise ValueError("a slot lies within one day and ends after it begins")

    def in_week(self) -> tuple[int, int]:
        """Return the slot as minutes of the week, end exclusive."""
        return self.weekday * DAY + self.start, self.weekday * DAY + self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of a person, and what they wish for.

    age               whole years
    relations         pairs (relation, area code): the codes of the neighbourhood, the ward and the local authority
                      each as a pair; `(relation, NOWHERE)` when they said they have none
    languages         ISO 639-1 codes they are at ease in
    needs             access needs: values of `enums.AccessFeature` (step_free, hearing_loop, …)
    carer             looks after someone; parent: has a child under 18 or is expecting; new_parent: is expecting or
                      has a child under two. True, False or None for not known; a new parent is a parent
    gender            woman, man, non_binary or "" for not known
    matters, words    what matters to them (keys of `directory.matters`); the words they typed
    words_exact       look only for the words as typed, not for what they are also called
    free              times in the week they have free; empty: any time
    easting, northing where they start from, British National Grid metres
    within_m          how far they go; None: any distance
    max_cost_pence    the most they pay for one time; 0: free only; None: any cost
    modes             ways they want to take part (in_person, phone, online, home, post); empty: any way
    without_referral  only what one can ask for oneself
    """

    age: int | None = None
    relations: frozenset[tuple[str, str]] = frozenset()
    languages: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()
    carer: bool | None = None
    parent: bool | None = None
    new_parent: bool | None = None
    gender: str = ""
    matters: tuple[str, ...] = ()
    words: str = ""
    words_exact: bool = False
    free: tuple[Slot, ...] = field(default=())
    easting: int | None = None
    northing: int | None = None
    within_m: int | None = None
    max_cost_pence: int | None = None
    modes: frozenset[str] = frozenset()
    without_referral: bool = False

    @property
    def is_parent(self) -> bool | None:
        """Say whether they have a child at home: told, or because they are a new parent."""
        return True if self.new_parent else self.parent

    @property
    def free_only(self) -> bool:
        """Say whether only what costs nothing will do."""
        return self.max_cost_pence == 0

    @property
    def known_relations(self) -> frozenset[str]:
        """Return which questions of belonging are settled, as `relation:level`."""
        return frozenset(known for pair in self.relations for known in relation_levels(*pair))

    @property
    def relation_tokens(self) -> frozenset[str]:
        """Return the relations as `relation:code`, the form a rule is stored in."""
        return frozenset(f"{relation}:{code}" for relation, code in self.relations if code != NOWHERE)

    @property
    def free_in_week(self) -> tuple[tuple[int, int], ...]:
        """Return the free times as minutes of the week."""
        return tuple(sorted(slot.in_week() for slot in self.free))
