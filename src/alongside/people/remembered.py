"""What somebody typed of a person they remember, taken apart into what the index of tokens can be asked. Pure.

Kinds of tokens, by their first letter after the key of the partnership or organisation they belong to:

    n word of a name        s end of such a word         d such a word with one letter left out
    f telephone, backwards  g telephone, forwards        e e-mail address, or its first part
    c postcode              a word of the address        b date of birth     y year of birth
    r reference             o word of an organisation's name    w word of what was written down
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from alongside.people.words_folded import FOLD_FROM, FOLD_TO, SEPARATORS

_BREAKS = str.maketrans(dict.fromkeys(SEPARATORS, " "))
_FOLD = str.maketrans(FOLD_FROM, FOLD_TO)
_PHONE = re.compile(r"(?<![\w/.-])\+?\(?\d[\d ()\-]{5,}\d(?![\w/.-])")
_DAY = re.compile(r"(?<!\d)(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})(?!\d)")
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_MONTHS = ("january february march april may june july august september october november december").split()  # noqa: SIM905 – a line that can be read
_NAMED = re.compile(
    rf"(?<!\w)(\d{{1,2}})(?:st|nd|rd|th)?\s+({'|'.join(f'{m[:3]}(?:{m[3:]})?' for m in _MONTHS)})\s+(\d{{4}})(?!\d)"
)
_REFERENCE = re.compile(r"(?<![\w-])[A-Za-z0-9]{3}-[A-Za-z0-9]{3}(?![\w-])")
_AGED = re.compile(r"(?<!\w)(?:aged?|is)\s+(\d{1,3})(?!\d)")
MOST_TERMS = 6
REFERENCE = 6
LONGEST = 40
OLDEST = 110


def fold(text: str) -> str:
    """The text as the database folds it for `name_key`: small letters, without accents."""
    plain = unicodedata.normalize("NFC", text).replace("İ", "I").lower().replace("\u0307", "")
    return plain.translate(_FOLD)


def words_of(text: str) -> list[str]:
    """The words of a text, folded, in their order."""
    return [word[:LONGEST] for word in fold(text).translate(_BREAKS).split(" ") if word]


def key_of(owner: UUID) -> str:
    """The three characters that keep tokens of one partnership or organisation together in the index."""
    return str(owner)[-3:]


@dataclass(frozen=True, slots=True)
class Ask:
    """A token, or the beginning of one."""

    kind: str
    text: str
    is_prefix: bool = True

    def said(self, key: str) -> str:
        """As PostgreSQL reads it in a tsquery. Tokens hold letters and digits only, so nothing can break out."""
        return f"'{key}{self.kind}{self.text}'" + (":*" if self.is_prefix else "")

    def is_met_by(self, held: list[str]) -> bool:
        """Whether any of these tokens (without keys, in order) answers it."""
        wanted = self.kind + self.text
        at = bisect_left(held, wanted)
        return at < len(held) and (held[at].startswith(wanted) if self.is_prefix else held[at] == wanted)


@dataclass(frozen=True, slots=True)
class Term:
    """One thing remembered: any of `strict` answers it; `loose` are guesses at slips, tried when nothing else fits."""

    typed: str
    strict: tuple[Ask, ...]
    loose: tuple[Ask, ...] = ()

    def asks(self, *, loosely: bool) -> tuple[Ask, ...]:
        """What may answer it."""
        return self.strict + self.loose if loosely else self.strict


@dataclass(frozen=True, slots=True)
class Remembered:
    """Everything remembered of one person; all of it must fit."""

    terms: tuple[Term, ...]

    def __bool__(self) -> bool:
        return bool(self.terms)

    def query(self, key: str, *, loosely: bool = False) -> str:
        """The question as a tsquery."""
        return " & ".join(
            f"({' | '.join(ask.said(key) for ask in term.asks(loosely=loosely))})" for term in self.terms
        )

    def met_by(self, tokens: Iterable[str]) -> list[tuple[Term, Ask]]:
        """For each term what answers it among the tokens (without keys): the first of its asks that does."""
        held = sorted(tokens)
        found = []
        for term in self.terms:
            ask = next((ask for ask in term.asks(loosely=True) if ask.is_met_by(held)), None)
            if ask is not None:
                found.append((term, ask))
        return found


def remembered(text: str, *, today: dt.date) -> Remembered:
    """Take apart what was typed: dates and telephone numbers first, then word by word."""
    seen = "".join(character for character in text if character.isprintable() or character.isspace())
    left = unicodedata.normalize("NFC", seen)[:200]
    terms: list[Term] = []

    def take(pattern: re.Pattern[str], make: object) -> None:
        nonlocal left

        def one(match: re.Match[str]) -> str:
            term = make(match)  # type: ignore[operator]
            if term is None:
                return match.group()
            terms.append(term)
            return " "

        left = pattern.sub(one, left)

    take(_ISO, lambda m: _born(m.group(), m[1], m[2], m[3]))
    take(_DAY, lambda m: _born(m.group(), m[3], m[2], m[1]))
    left = left.lower() if _NAMED.search(left.lower()) or _AGED.search(left.lower()) else left
    take(_NAMED, lambda m: _born(m.group(), m[3], str(_month(m[2])), m[1]))
    take(_AGED, lambda m: _aged(m.group(), int(m[1]), today))
    take(_PHONE, lambda m: _phone(m.group()))
    take(_REFERENCE, lambda m: _reference(m.group()))
    for piece in left.split():
        if "@" in piece.strip("@"):
            address = re.sub(r"[^\w.+@-]", "", fold(piece)).replace("'", "")[:60]
            if address.replace("@", ""):
                terms.append(Term(piece, (Ask("e", _plain(address)),)))
            continue
        terms += [_term(word, today) for word in words_of(piece)]
    strong = [term for term in terms if not _says_little(term.typed)]
    return Remembered(tuple(strong or terms)[:MOST_TERMS])


def _says_little(word: str) -> bool:
    """Titles, single letters and the like: left out beside others, and looked for when nothing else was typed."""
    return word in ALONE or (len(word) == 1 and word.isascii())


def _plain(text: str) -> str:
    return "".join(character for character in text if character.isalnum())


def _month(name: str) -> int:
    return next(place for place, month in enumerate(_MONTHS, 1) if month.startswith(name))


def _born(typed: str, year: str, month: str, day: str) -> Term | None:
    try:
        on = dt.date(int(year), int(month), int(day))
    except ValueError:
        return None
    return Term(typed, (Ask("b", f"{on:%Y%m%d}", is_prefix=False),))


def _aged(typed: str, age: int, today: dt.date) -> Term | None:
    return Term(typed, _years(age, today)) if age <= OLDEST else None


def _years(age: int, today: dt.date) -> tuple[Ask, ...]:
    """Somebody of that age was born in one of two years."""
    return tuple(Ask("y", str(today.year - age - before), is_prefix=False) for before in (0, 1))


def _phone(typed: str) -> Term | None:
    digits = "".join(character for character in typed if character.isdigit())
    if len(digits) <= REFERENCE:
        return None
    national = digits.removeprefix("0044") if digits.startswith("0044") else digits.removeprefix("44")
    national = national.removeprefix("0") if len(national) > 3 else national
    return Term(typed, (Ask("f", national[::-1]), Ask("g", national)))


def _reference(typed: str) -> Term:
    """Three and three; a name with a hyphen ("Ann-Mae") or six digits of a telephone can look the same."""
    whole, (first, _second) = _plain(fold(typed)), typed.split("-")
    asks = [Ask("r", whole, is_prefix=False), Ask("n", fold(first))]
    if whole.isdigit():
        asks += [Ask("f", whole[::-1]), Ask("g", whole)]
    return Term(typed, tuple(asks))


def _term(word: str, today: dt.date) -> Term:
    if not word.isascii() or not word.isdigit():
        strict = [Ask("n", word), Ask("c", word), Ask("a", word), Ask("o", word)]
        if len(word) == REFERENCE or any(character.isdigit() for character in word):
            strict.append(Ask("r", word, is_prefix=len(word) != REFERENCE))
        strict.append(Ask("w", word, is_prefix=len(word) >= 3))
        strict.append(Ask("e", word))
        if _says_little(word):
            return Term(word, (Ask("n", word, is_prefix=False),))
        return Term(word, tuple(strict), tuple(_slips(word)))
    asks = [Ask("a", word, is_prefix=False), Ask("r", word), Ask("c", word)]
    if len(word) >= 3:
        bare = word.removeprefix("0") if len(word) > 4 else word
        asks += [Ask("f", bare[::-1]), Ask("g", bare)]
    if len(word) == 4 and "1900" <= word <= "2100":
        asks.append(Ask("y", word, is_prefix=False))
    if len(word) == 8:
        asks.append(Ask("b", word, is_prefix=False))
    if 1 <= int(word) <= OLDEST and len(word) <= 3:
        asks += _years(int(word), today)
    asks.append(Ask("w", word, is_prefix=False))
    return Term(word, tuple(asks))


#: Words too common to say anything.
ALONE = frozenset({"the", "and", "of", "mr", "mrs", "ms", "miss", "dr", "with", "for"})


def _slips(word: str) -> Iterable[Ask]:
    """The middle of a name, and a name in which one letter is wrong, missing, doubled or changed with the next."""
    if len(word) >= 3:
        yield Ask("s", word)
    if len(word) >= 4:
        for shorter in dict.fromkeys((word, *(word[:at] + word[at + 1 :] for at in range(len(word))))):
            yield Ask("d", shorter, is_prefix=False)
