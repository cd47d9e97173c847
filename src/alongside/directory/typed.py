"""What someone typed, read against the words of the directory: slips mended, words split or joined, idle ones left out.

Two queries at most, however much was typed: which of these words the directory has, and which are near to those it
has not. What was made of the words is kept, so that the page can say it.
"""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

from alongside.directory import thesaurus
from alongside.directory.matters import Term

SHORTEST_PART = 3
NEAR_WORDS = 20


@dataclass(frozen=True, slots=True)
class Reading:
    """What is looked for, and what was done to the words on the way."""

    terms: tuple[Term, ...]
    left_out: tuple[str, ...] = ()
    taken_for: tuple[tuple[str, str], ...] = ()

    @property
    def also(self) -> tuple[str, ...]:
        """Return the words looked for besides those typed."""
        typed = {term.typed for term in self.terms}
        return tuple(dict.fromkeys(word for term in self.terms for word in term.words if word not in typed))


def read(text: str, *, exact: bool = False, own: thesaurus.Own = thesaurus.NONE) -> Reading:
    """Return what is looked for; `own` is what the place adds. With `exact`, every word stands for itself."""
    words = thesaurus.split_words(text)
    if exact:
        wanted = [word for word in words if word not in thesaurus.IDLE] or words
        return Reading(tuple(Term(word, (word,)) for word in dict.fromkeys(wanted))[: thesaurus.MOST_WORDS])
    words, taken_for = _mended(words[: 4 * thesaurus.MOST_WORDS], own)
    terms, left_out = thesaurus.terms_of(words, own)
    return Reading(terms, left_out, taken_for)


def _mended(words: list[str], own: thesaurus.Own) -> tuple[list[str], tuple[tuple[str, str], ...]]:
    """Return the words with joined, split and misspelt ones mended, and what was taken for what."""
    strange = [word for word in words if not thesaurus.is_known(word, own)]
    joins = [a + b for a, b in itertools.pairwise(words) if _may_be_one(a, b)]
    if not strange and not joins:
        return words, ()
    parts = {part for word in strange for pair in _splits(word) for part in pair}
    known = _in_directory({*strange, *joins, *parts})
    unknown = [word for word in dict.fromkeys(strange) if word not in known]
    instead = _instead(unknown, known)
    mended: list[str] = []
    taken: dict[str, str] = {}
    for word in words:
        before = mended[-1] if mended else ""
        if before and before + word in joins and _one_word(before, word, known):
            taken[f"{before} {word}"] = before + word
            mended[-1] = before + word
        elif word in instead:
            taken[word] = instead[word]
            mended += instead[word].split()
        else:
            mended.append(word)
    return mended, tuple(taken.items())


def _may_be_one(one: str, other: str) -> bool:
    idle = one in thesaurus.IDLE and other in thesaurus.IDLE
    return not idle and not thesaurus.also_called(f"{one} {other}") and len(one + other) <= 20


def _one_word(one: str, other: str, known: set[str]) -> bool:
    """Say whether two words are one written apart: "wheel chair" where the directory writes "wheelchair"."""
    return one + other in known or bool(thesaurus.also_called(one + other))


def _splits(word: str) -> list[tuple[str, str]]:
    places = range(SHORTEST_PART, min(len(word), 30) - SHORTEST_PART + 1)
    return [(word[:n], word[n:]) for n in places]


def _instead(unknown: list[str], known: set[str]) -> dict[str, str]:
    """Return what was meant by words that are nowhere: two words written as one, or a slip of the pen."""
    found: dict[str, str] = {}
    for word in unknown:
        whole = (f"{a} {b}" for a, b in _splits(word) if thesaurus.also_called(f"{a} {b}"))
        halves = (f"{a} {b}" for a, b in _splits(word) if _is_word(a, known) and _is_word(b, known))
        if split := next(whole, "") or next(halves, ""):
            found[word] = split
    rest = [word for word in unknown if word not in found and len(word) >= thesaurus.TYPO_FROM]
    near = _near(rest)
    for word in rest:
        if right := thesaurus.meant(word, {*near, *thesaurus.KNOWN, *thesaurus.IDLE}):
            found[word] = right
    return found


def _is_word(part: str, known: set[str]) -> bool:
    return part in known or part in thesaurus.KNOWN


def _in_directory(words: Iterable[str]) -> set[str]:
    """Return the words that, but for their endings, some service uses."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT typed FROM unnest(%s::text[]) AS typed"
            " WHERE EXISTS (SELECT FROM directory_directoryword w"
            " WHERE w.stem = (ts_lexize('english_stem', typed))[1])",
            [sorted(words)],
        )
        return {row[0] for row in cursor.fetchall()}


def _near(words: list[str]) -> set[str]:
    """Return words of the directory that look like these."""
    if not words:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT near.word FROM unnest(%s::text[]) AS typed CROSS JOIN LATERAL ("
            " SELECT word FROM directory_directoryword w WHERE w.word %% typed"
            " ORDER BY similarity(w.word, typed) DESC, word LIMIT %s) AS near",
            [words, NEAR_WORDS],
        )
        return {row[0] for row in cursor.fetchall()}
