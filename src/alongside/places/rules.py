"""Reading postcodes the way people write them. Pure: no database.

The format is that of Royal Mail's Programmers' Guide to the Postcode Address File: an outward code of
two to four characters (``A9 A99 AA9 AA99 A9A AA9A``, with the letters each position allows) and an
inward code of a digit and two letters.

Slips of O for 0 and I for 1 (both ways) are repaired where exactly one reading is a possible postcode;
otherwise the text is left as it is and counts as invalid.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum
from itertools import product

LONGEST_TEXT = 40
"""Anything longer than this is not a postcode and is not looked at further."""

_GREAT_BRITAIN = """
    AB AL B BA BB BD BH BL BN BR BS CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH
    EN EX FK FY G GL GU HA HD HG HP HR HS HU HX IG IP IV KA KT KW KY L LA LD LE LL LN LS LU M ME MK
    ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW
    SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE
"""
GREAT_BRITAIN_AREAS = frozenset(_GREAT_BRITAIN.split())
"""The 120 postcode areas of England, Scotland and Wales."""

NORTHERN_IRELAND_AREAS = frozenset({"BT"})
CROWN_DEPENDENCY_AREAS = frozenset({"GY", "IM", "JE"})
NON_GEOGRAPHIC_AREAS = frozenset({"BF", "BX", "XX"})
KNOWN_AREAS = GREAT_BRITAIN_AREAS | NORTHERN_IRELAND_AREAS | CROWN_DEPENDENCY_AREAS | NON_GEOGRAPHIC_AREAS

_OUTWARD = re.compile(
    r"""(?P<area>[A-PR-UWYZ][A-HK-Y]?)   # one or two letters: B, SW (XX is added below)
        (?:[0-9][0-9]?                    # 1, 12
          |(?<=^[A-Z])[0-9][ABCDEFGHJKPSTUW]      # E1W, N1C
          |(?<=^[A-Z]{2})[0-9][ABEHMNPRVWXY]      # EC1A, SW1P
        )\Z""",
    re.VERBOSE,
)
_OUTWARD_XX = re.compile(r"(?P<area>XX)[0-9][0-9]?\Z")
_LEADING_LETTERS = re.compile(r"[A-Z]+")
_INWARD = re.compile(r"[0-9][ABD-HJLNP-UW-Z]{2}\Z")
_GIROBANK = "GIR0AA"
_LOOKALIKES = {"O": "O0", "0": "0O", "I": "I1", "1": "1I"}


class Country(Enum):
    """Where a postcode belongs, judged from its letters alone."""

    GREAT_BRITAIN = "great_britain"
    NORTHERN_IRELAND = "northern_ireland"
    CROWN_DEPENDENCY = "crown_dependency"
    NON_GEOGRAPHIC = "non_geographic"


@dataclass(frozen=True, slots=True)
class PostcodeText:
    """A well-formed postcode (or only its first half) read from what somebody typed."""

    outward: str
    inward: str = ""
    repaired: bool = False

    @property
    def key(self) -> str:
        """As the database keeps it: capitals, no space – ``E81EA``; only ``E8`` for an outcode."""
        return self.outward + self.inward

    @property
    def is_outcode(self) -> bool:
        """Whether only the first half was given."""
        return not self.inward

    @property
    def sector(self) -> str:
        """The postcode without its last two letters, as a key: ``E81`` of E8 1EA; "" of an outcode."""
        return self.outward + self.inward[:1] if self.inward else ""

    @property
    def area(self) -> str:
        """The leading letters: ``E`` of E8 1EA, ``SW`` of SW1A 1AA."""
        return _LEADING_LETTERS.match(self.outward).group()  # type: ignore[union-attr]  # always begins with a letter

    @property
    def country(self) -> Country:
        """Where the letters belong."""
        if self.area in NORTHERN_IRELAND_AREAS:
            return Country.NORTHERN_IRELAND
        if self.area in CROWN_DEPENDENCY_AREAS:
            return Country.CROWN_DEPENDENCY
        if self.area in GREAT_BRITAIN_AREAS:
            return Country.GREAT_BRITAIN
        return Country.NON_GEOGRAPHIC

    def __str__(self) -> str:
        return f"{self.outward} {self.inward}" if self.inward else self.outward


def read(text: str) -> PostcodeText | None:
    """Read a postcode or an outcode from ``text``; ``None`` when it cannot be one.

    Capitals, spaces, dots and dashes do not matter. ``e81ea``, ``E8 1EA.`` and ``E8 IEA`` are all E8 1EA.
    """
    packed = pack(text)
    if packed is None:
        return None
    as_typed = _well_formed(packed)
    if as_typed is not None:
        return as_typed
    readings = {reading.key: reading for reading in _repairs(packed)}
    if len(readings) == 1:
        (only,) = readings.values()
        return PostcodeText(only.outward, only.inward, repaired=True)
    return None if readings else _shaped(packed)


def pack(text: str) -> str | None:
    """``text`` in capitals, only its letters and digits; ``None`` if it cannot be a postcode."""
    if not text or len(text) > LONGEST_TEXT:
        return None
    plain = unicodedata.normalize("NFKC", text).upper()
    packed = re.sub(r"[\s.,;:\-–—_'\"\u200b\ufeff]+", "", plain)
    if not 2 <= len(packed) <= 7 or not packed.isascii() or not packed.isalnum():
        return None
    return packed


def display(key: str) -> str:
    """How people write a full postcode kept as a key: ``E81EA`` → ``E8 1EA``."""
    return f"{key[:-3]} {key[-3:]}" if len(key) >= 5 else key


def search_name(name: str) -> str:
    """A name as it is searched and ordered by: small letters, no accents, one space between words."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    kept = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c) and c not in "'’")
    return " ".join(kept.split())


def _well_formed(packed: str) -> PostcodeText | None:
    """Split ``packed`` into outward and inward code if it is well formed as it stands."""
    if packed == _GIROBANK:
        return PostcodeText("GIR", "0AA")
    if len(packed) >= 5 and _INWARD.match(packed[-3:]) and _is_outward(packed[:-3]):
        return PostcodeText(packed[:-3], packed[-3:])
    if len(packed) <= 4 and _is_outward(packed):
        return PostcodeText(packed)
    return None


def _shaped(packed: str) -> PostcodeText | None:
    """A full postcode by its shape, whose letters stand for no area we know (ZZ99 3WZ): unknown, not invalid."""
    if re.fullmatch(r"[A-PR-UWYZ][A-Z]?[0-9][A-Z0-9]?", packed[:-3]) and _INWARD.match(packed[-3:]):
        return PostcodeText(packed[:-3], packed[-3:])
    return None


def _is_outward(text: str) -> bool:
    found = _OUTWARD.match(text) or _OUTWARD_XX.match(text)
    return found is not None and found["area"] in KNOWN_AREAS


def _repairs(packed: str) -> list[PostcodeText]:
    """Every well-formed reading of ``packed`` with some of its O 0 I 1 exchanged."""
    choices = [_LOOKALIKES.get(character, character) for character in packed]
    readings = (_well_formed("".join(reading)) for reading in product(*choices))
    return [reading for reading in readings if reading is not None]
