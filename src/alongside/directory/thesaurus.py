"""What people say, and what services write: a thesaurus, idle words, other spellings, slips of the pen. Pure.

The table says nothing of any one place. All words are matched by PostgreSQL's English dictionary, so endings need no
entry on the right; on the left, a plural is looked up under its singular.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from alongside.directory.matters import MATTERS, Term
from alongside.directory.sayings import SAID

LONGEST_QUESTION = 200
"""Characters of typed words that are looked at; the rest is more than a question."""
MOST_WORDS = 8
LONGEST_PHRASE = 5
TYPO_FROM = 4
"""Letters from which a word that nothing contains is taken for a slip of the pen."""
TWO_SLIPS_FROM = 7
"""Letters from which two slips are forgiven."""

IDLE: Final = frozenset(
    [
        "a",
        "about",
        "activities",
        "activity",
        "am",
        "an",
        "and",
        "any",
        "anything",
        "are",
        "around",
        "at",
        "based",
        "be",
        "can",
        "can't",
        "cant",
        "club",
        "clubs",
        "could",
        "do",
        "find",
        "for",
        "from",
        "get",
        "go",
        "group",
        "groups",
        "had",
        "has",
        "have",
        "hello",
        "help",
        "how",
        "i",
        "i'd",
        "i'm",
        "in",
        "is",
        "it",
        "join",
        "keep",
        "lesson",
        "lessons",
        "like",
        "local",
        "look",
        "looking",
        "me",
        "my",
        "near",
        "nearby",
        "need",
        "of",
        "on",
        "or",
        "over",
        "people",
        "place",
        "places",
        "please",
        "service",
        "services",
        "should",
        "show",
        "some",
        "somebody",
        "someone",
        "something",
        "somewhere",
        "support",
        "thanks",
        "that",
        "the",
        "there",
        "thing",
        "things",
        "this",
        "to",
        "up",
        "use",
        "want",
        "want's",
        "what",
        "where",
        "which",
        "with",
        "would",
        "you",
        "your",
    ]
)
"""Words that say nothing about what is looked for."""

_GRAMMAR: Final = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "at",
        "be",
        "can",
        "do",
        "for",
        "from",
        "get",
        "go",
        "has",
        "have",
        "had",
        "i",
        "i'd",
        "i'm",
        "in",
        "is",
        "it",
        "me",
        "my",
        "of",
        "on",
        "or",
        "that",
        "the",
        "there",
        "this",
        "to",
        "up",
        "with",
        "would",
        "you",
        "your",
        "am",
        "what",
        "which",
        "how",
    ]
)
"""Idle words so small that saying we left them out would help nobody."""

_SPELLINGS: Final = (
    (re.compile(r"(theat|cent|lit|met|fib)er(s?)$"), r"\1re\2"),
    (re.compile(r"(theat|cent|lit|met|fib)re(s?)$"), r"\1er\2"),
    (re.compile(r"^(col|neighb|fav|hon|lab|harb|hum)or"), r"\1our"),
    (re.compile(r"^(col|neighb|fav|hon|lab|harb|hum)our"), r"\1or"),
    (re.compile(r"(\w{3,})iz(e|es|ed|ing|ation)$"), r"\1is\2"),
    (re.compile(r"(\w{3,})is(e|es|ed|ing|ation)$"), r"\1iz\2"),
    (re.compile(r"^(counsel|travel|jewel)([eio])"), r"\1l\2"),
    (re.compile(r"^program(s?)$"), r"programme\1"),
    (re.compile(r"^pajama"), "pyjama"),
    (re.compile(r"^gray"), "grey"),
    (re.compile(r"^mom(s|my)?$"), r"mum\1"),
)
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


def split_words(text: str) -> list[str]:
    """Return the words of what someone typed, in small letters."""
    return [word.lower().replace("’", "'") for word in _WORD.findall(text[:LONGEST_QUESTION])]


def spellings(word: str) -> tuple[str, ...]:
    """Return a word and its other spellings: British and American."""
    others = (pattern.sub(into, word) for pattern, into in _SPELLINGS)
    return tuple(dict.fromkeys((word, *others)))


Own = Mapping[str, tuple[str, ...]]
"""What a place adds: said → meant. Nothing meant: the words themselves and nothing else."""
NONE: Final[Own] = MappingProxyType({})


def also_called(phrase: str, own: Own = NONE) -> tuple[str, ...]:
    """Return what services write where people say this, or nothing. What a place says of it comes first."""
    if phrase in own:
        return own[phrase] or spellings(phrase)
    for form in _forms(phrase):
        if form in SAID:
            return SAID[form]
    return ()


def _forms(phrase: str) -> Iterator[str]:
    """Yield a phrase as the table may have it: as typed, spelled the other way, in the singular."""
    for form in spellings(phrase):
        yield form
        if form.endswith("ies"):
            yield form[:-3] + "y"
        yield form.removesuffix("s")


def is_known(word: str, own: Own = NONE) -> bool:
    """Say whether a word is one of ours, so that nobody meant another."""
    return (
        word in IDLE
        or any(form in KNOWN for form in _forms(word))
        or any(word in said.split() for said in own)
    )


def terms_of(words: Sequence[str], own: Own = NONE) -> tuple[tuple[Term, ...], tuple[str, ...]]:
    """Return the things looked for – known phrases first, then single words – and the words left out.

    If nothing but idle words was typed ("a club"), they are taken at their word.
    """
    terms: list[Term] = []
    left_out: list[str] = []
    position = 0
    while position < len(words):
        length = next((n for n in range(LONGEST_PHRASE, 0, -1) if _phrase(words, position, n, own)), 1)
        typed = " ".join(words[position : position + length])
        also = also_called(typed, own)
        if also or typed not in IDLE:
            terms.append(Term(typed, also or spellings(typed)))
        else:
            left_out.append(typed)
        position += length
    if not terms:
        terms, left_out = [Term(word, (word,)) for word in words], []
    once = tuple({term.typed: term for term in terms}.values())
    return once[:MOST_WORDS], tuple(
        dict.fromkeys(
            [word for word in left_out if word not in _GRAMMAR] + [t.typed for t in once[MOST_WORDS:]]
        )
    )


def _phrase(words: Sequence[str], position: int, length: int, own: Own) -> bool:
    found = words[position : position + length]
    return len(found) == length and bool(also_called(" ".join(found), own))


def read_words(text: str) -> tuple[Term, ...]:
    """Return the things looked for in what someone typed, without asking the directory for its words."""
    return terms_of(split_words(text))[0]


def meant(word: str, candidates: Iterable[str]) -> str:
    """Return the word that was meant by one nobody knows, among candidates; "" when none is near enough."""
    if len(word) < TYPO_FROM:
        return ""
    allowed = 2 if len(word) >= TWO_SLIPS_FROM else 1
    near = [
        (slips(word, other), -_shared(word, other), other) for other in set(candidates) if _alike(word, other)
    ]
    best = min(near, default=(allowed + 1, 0, ""))
    return best[2] if best[0] <= allowed else ""


def _alike(word: str, other: str) -> bool:
    return abs(len(word) - len(other)) <= 2 and word[0] == other[0] and len(other) >= TYPO_FROM


def _shared(word: str, other: str) -> int:
    return next(
        (n for n, (a, b) in enumerate(zip(word, other, strict=False)) if a != b), min(len(word), len(other))
    )


def slips(one: str, other: str) -> int:
    """Return how many letters were left out, put in, changed or swapped with their neighbour."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        older, before, row = before, row, [i]
        for j, against in enumerate(other, 1):
            cost = min(row[j - 1] + 1, before[j] + 1, before[j - 1] + (letter != against))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == against:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
    return row[-1]


KNOWN: Final = frozenset(
    word
    for phrases in (SAID, *SAID.values(), *(matter.words for matter in MATTERS.values()))
    for phrase in phrases
    for word in phrase.split()
)
"""Every single word of the table and of what matters."""
