"""Are these two tellings about one person? Pure: what speaks for it, what against, and how much, in words.

Names decide; the rest supports. A slip of the pen (one letter, two digits exchanged, day and month) still counts for
something. Twins (same surname, birthday and home, another first name), couples, parents and children of one name,
and people who share a telephone stay apart: they are shown with the difference spelled out, and never called likely.
Two NHS numbers that differ are two people, whatever else agrees.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher
from functools import lru_cache

from django.utils.translation import gettext as _

from alongside.people import rules

LIKELY, POSSIBLE = 5, 3
SAME, NEAR = 1.0, 0.78
SHORTEST_FOR_A_SLIP = 4
_TITLES = frozenset(
    {"mr", "mrs", "ms", "miss", "mx", "dr", "sir", "dame", "lady", "rev", "revd", "prof", "hajji", "hacı"}
)
#: Short forms people here go by; each set is one name.
_SHORT_FORMS: tuple[frozenset[str], ...] = tuple(
    frozenset(names.split())
    for names in (
        "elizabeth liz lizzie beth betty eliza elsie lisbeth",
        "margaret maggie peggy meg marge madge",
        "william bill billy will willie liam",
        "robert bob bobby rob robbie bert",
        "richard dick rick richie",
        "catherine katherine kathleen kate kathy cathy katie kitty",
        "john jack johnny",
        "james jim jimmy jamie",
        "joseph joe joey yusuf",
        "michael mike mick micky",
        "anthony tony",
        "dorothy dot dolly dottie",
        "patricia pat patsy trish",
        "patrick pat paddy",
        "edward ted ned eddie teddy",
        "thomas tom tommy",
        "charles charlie chas",
        "frederick fred freddie",
        "albert bert bertie",
        "henry harry hal",
        "david dave davey",
        "stephen steven steve",
        "mohammed muhammad mohamed mohammad muhammed md",
        "abdul abdel abd",
        "mehmet memed",
        "ahmed ahmet ahmad",
        "fatima fatma fatema",
        "ayse aysha aisha ayesha",
        "jean jeannie",
        "susan sue suzie",
        "christine chris christina tina",
        "christopher chris",
        "daniel dan danny",
        "samuel sam sammy",
        "alexander alex sandy aleksander",
        "winifred win winnie fred",
        "florence flo florrie",
        "rosemary rose rosie",
        "violet vi",
        "vivian viv",
        "constance connie",
        "josephine jo josie",
        "jacqueline jackie",
        "deborah debbie deb",
        "barbara babs barb",
    )
)
_GROUPS: dict[str, frozenset[int]] = {
    name: frozenset(n for n, names in enumerate(_SHORT_FORMS) if name in names)
    for names in _SHORT_FORMS
    for name in names
}
_NONE: frozenset[int] = frozenset()
VOWELS = frozenset("aeiouy")
A_GENERATION = 15
"""Years: two birthdays one slip apart but this far are as likely a parent and a child of one name."""


@dataclass(frozen=True)
class Known:
    """What one telling says about who it is. `called` is another first name they go by; `numbers` NHS numbers."""

    given: str
    family: str = ""
    born_on: date | None = None
    postcode: str = ""
    phone: str = ""
    email: str = ""
    called: str = ""
    numbers: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Likeness:
    """How much speaks for one person, and the evidence in words."""

    weight: int
    alike: list[str] = field(default_factory=list)
    different: list[str] = field(default_factory=list)

    @property
    def likely(self) -> bool:
        """Whether a connector should look here first."""
        return self.weight >= LIKELY


Evidence = tuple[int, list[str], list[str]]
"""Weight, what is alike, what is different."""


def compare(told: Known, other: Known) -> Likeness:
    """What speaks for and against two tellings being about one person."""
    names_fit, by_name = _names(told, other)
    parts = [by_name, _birth(told, other), _phone(told, other), _email(told, other), _home(told, other)]
    number, said = _number(told, other)
    weight = sum(part[0] for part in parts)
    if not names_fit or _born_apart(
        told, other
    ):  # twins, couples, shared phones, father and son: never likely
        weight = min(weight, LIKELY - 1)
    if number is not None:
        weight = max(weight, 0) + LIKELY if number else min(weight, LIKELY - 1)
        parts.insert(0, (0, [said] if number else [], [] if number else [said]))
    alike = [word for part in parts for word in part[1]]
    different = [word for part in parts for word in part[2]]
    return Likeness(weight, alike, different)


def _number(told: Known, other: Known) -> tuple[bool | None, str]:
    if not (told.numbers and other.numbers):
        return None, ""
    if told.numbers & other.numbers:
        return True, _("same NHS number")
    return False, _("another NHS number")


def _names(told: Known, other: Known) -> tuple[bool, Evidence]:
    firsts = [[name for name in (side.given, side.called) if name] or [""] for side in (told, other)]
    found = [_as_written(a, told.family, b, other.family) for a in firsts[0] for b in firsts[1]]
    best = max(found, key=_weight)
    if best[0] or not (told.family and other.family):
        return best
    swapped = [  # the wrong way round
        _as_written(told.family, told.given, other.given, other.family),
        _as_written(told.given, told.family, other.family, other.given),
    ]
    fits, (weight, alike, different) = max(swapped, key=_weight)
    return (fits, (weight - 1, alike, different)) if fits else best


def _weight(found: tuple[bool, Evidence]) -> tuple[bool, int]:
    return found[0], found[1][0]


def _as_written(given: str, family: str, other_given: str, other_family: str) -> tuple[bool, Evidence]:
    first, last = first_names_alike(given, other_given), _alike(family, other_family)
    lasts_fit = last >= NEAR or not family or not other_family
    if first == SAME and last == SAME:
        return True, (4, [_("same name")], [])
    if first >= NEAR and lasts_fit:
        if first < SAME and _differ_in_ending(given, other_given):  # Paul and Paula, Mario and Maria
            return False, (
                2,
                [_("same last name")],
                [_("another first name: %(name)s") % {"name": other_given}],
            )
        return True, (3, [_("similar name")], [])
    if last >= NEAR:
        return False, (1, [_("same last name")], [_("another first name: %(name)s") % {"name": other_given}])
    name = rules.full_name(other_given, other_family)
    return False, (0, [], [_("another name: %(name)s") % {"name": name}])


@lru_cache(maxsize=20_000)
def _plain(name: str) -> str:
    """Folded, without titles: "Mrs Ayşe" is "ayse"."""
    return " ".join(word for word in rules.fold(name).replace(".", " ").split() if word not in _TITLES)


def first_names_alike(one: str, other: str) -> float:
    """0 to 1 for two first names: short forms and a middle name left out are the same name."""
    a, b = _plain(one), _plain(other)
    if not a or not b:
        return 0.0
    if a == b or a.split()[0] == b.split()[0]:
        return SAME
    first, second = a.split()[0], b.split()[0]
    if _one_name(first, second):
        return SAME
    if len(first) == 1 or len(second) == 1:  # an initial
        return NEAR if first[0] == second[0] else 0.0
    return 0.0 if _other_kind_of_letter(first, second) else _ratio(first, second)


def _one_name(first: str, second: str) -> bool:
    """Whether one is a short form of the other."""
    return bool(_GROUPS.get(first, _NONE) & _GROUPS.get(second, _NONE))


def _other_kind_of_letter(one: str, other: str) -> bool:
    """Whether two short names differ in one letter, a vowel against a consonant: Maria and Marta are two names,
    Ayten and Aytan one that was heard differently."""
    if len(one) != len(other) or len(one) > 6:
        return False
    wrong = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    return len(wrong) == 1 and (wrong[0][0] in VOWELS) != (wrong[0][1] in VOWELS)


def _alike(one: str, other: str) -> float:
    """0 to 1: how alike two last names are, whatever their accents, capitals and small slips."""
    a, b = _plain(one), _plain(other)
    if not a or not b:
        return 0.0
    if a == b or a.replace(" ", "") == b.replace(" ", ""):
        return SAME
    if " " in a + b and (set(a.split()) <= set(b.split()) or set(b.split()) <= set(a.split())):
        return NEAR  # one half of a double name
    return _ratio(a, b)


def _ratio(a: str, b: str) -> float:
    a, b = sorted((a, b))  # SequenceMatcher is not the same from either side
    if one_slip(a, b) and min(len(a), len(b)) >= SHORTEST_FOR_A_SLIP:
        return max(NEAR, SequenceMatcher(None, a, b).ratio())
    return SequenceMatcher(None, a, b).ratio() if min(len(a), len(b)) >= SHORTEST_FOR_A_SLIP else 0.0


def has_first_name(given: str) -> bool:
    """Whether there is more than a title: "Mrs" alone is none."""
    return bool(_plain(given))


def last_names_alike(told: Known, other: Known) -> bool:
    """Whether the last names are the same or a slip apart. A telling of one word names a last name by it."""
    return _alike(told.family or told.given, other.family or other.given) >= NEAR


def _differ_in_ending(one: str, other: str) -> bool:
    """Whether two first names are one stem with another ending, as many pairs of brother and sister are."""
    a, b = (_plain(name).split()[0] if _plain(name) else "" for name in (one, other))
    if a == b or _one_name(a, b):
        return False
    return a[:-1] == b[:-1] or a[:-1] == b or b[:-1] == a or a[:-2] == b or b[:-2] == a


def one_slip(one: str, other: str) -> bool:
    """One character put, left out or mistyped, or two neighbours exchanged."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    if len(one) == len(other):
        wrong = [n for n, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
        swapped = len(wrong) == 2 and wrong[1] == wrong[0] + 1
        return len(wrong) == 1 or (
            swapped and (one[wrong[0]], one[wrong[1]]) == (other[wrong[1]], other[wrong[0]])
        )
    short, long = sorted((one, other), key=len)
    return any(long[:n] + long[n + 1 :] == short for n in range(len(long)))


def _birth(told: Known, other: Known) -> Evidence:
    if not (told.born_on and other.born_on):
        return 0, [], []
    if told.born_on == other.born_on:
        return 3, [_("same date of birth")], []
    if _slip_of_date(told.born_on, other.born_on):
        near = abs(told.born_on.year - other.born_on.year) < A_GENERATION
        return int(near), [_("date of birth differs by one slip")], []
    return -3, [], [_("another date of birth")]


def _born_apart(told: Known, other: Known) -> bool:
    """Whether both birthdays are known and are two."""
    if not (told.born_on and other.born_on) or told.born_on == other.born_on:
        return False
    return not _slip_of_date(told.born_on, other.born_on)


def _slip_of_date(one: date, other: date) -> bool:
    """Day and month exchanged, or one digit of the day, the month or the year mistyped."""
    if (one.day, one.month, one.year) == (other.month, other.day, other.year):
        return True
    return one_slip(f"{one:%Y%m%d}", f"{other:%Y%m%d}")


def _phone(told: Known, other: Known) -> Evidence:
    if not (told.phone and other.phone):
        return 0, [], []
    if told.phone == other.phone:
        return 2, [_("same phone number")], []
    if one_slip(told.phone, other.phone):
        return 1, [_("phone number differs by one slip")], []
    return 0, [], []


def _email(told: Known, other: Known) -> Evidence:
    if told.email and told.email.casefold() == other.email.casefold():
        return 2, [_("same e-mail address")], []
    return 0, [], []


def _home(told: Known, other: Known) -> Evidence:
    if not (told.postcode and other.postcode):
        return 0, [], []
    if told.postcode == other.postcode:
        return 2, [_("same postcode")], []
    if one_slip(told.postcode.replace(" ", ""), other.postcode.replace(" ", "")):
        return 1, [_("postcode differs by one slip")], []
    return 0, [], [_("another postcode: %(postcode)s") % {"postcode": other.postcode}]
