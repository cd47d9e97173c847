"""Order by meaning: of what the words found, what means most nearly the same as the question comes first.

Only where nothing but words was told: with a place the nearest comes first, which everybody can check, and with facts
and wishes what is open and what fits. It finds nothing and hides nothing: the services, their number and their reasons
are those of the words. Measured in docs/adr/0018-words-people-use.md.

`meant` gives the numbers of a question, or None where the order stays that of the words: no numbers of services here,
no pgvector, no model, words that are not English. What was typed is read in this process and forgotten with the answer.
Services are compared one by one, without an index: those that the words found, and no others.
"""

import functools
import uuid
from typing import Final

from django.conf import settings
from django.db import connection
from django.utils.translation import get_language

from alongside.directory import thesaurus
from alongside.directory.rules import Facts
from alongside.directory.rules.text_language import language_of
from alongside.directory.typed import Reading
from alongside.numerics import sentences, wordpieces

COMPARED: Final = 200
"""So many services, the first in the order of the words, are put in order of meaning; the rest come after them."""

LONGEST: Final = 200
"""Letters of a question that are read, as by the finder."""

MISSED: Final = 0.06
"""What a word weighs that is in the description only (twice: nowhere). Chosen on the tuning part of the labels."""

UNLIKE: Final = "m.numbers::vector <#> %(meant)s::vector"
"""How unlike a service `m` is in meaning: -1 for the same text. Without numbers it counts as the others on average."""

_CAN_COMPARE: Final = "to_regtype('vector') IS NOT NULL"
_MADE_OF: Final = f"md5('{sentences.MODEL}:' || s.name || '. ' || s.description)"
_IS_LISTED: Final = "EXISTS (SELECT FROM directory_offer o WHERE o.service_id = s.id)"


def meant(facts: Facts, heard: Reading) -> str | None:
    """Return what the words mean, as pgvector reads it; None where the order stays that of the words."""
    if not only_words(facts) or not is_english(facts.words, heard) or not can_compare():
        return None
    words = thesaurus.split_words(facts.words)
    read = _read_once if all(map(thesaurus.is_known, words)) else _read
    try:
        return read(" ".join(facts.words.split())[:LONGEST])
    except sentences.NoModel:
        return None


def _read(words: str) -> str:
    return str(sentences.meaning_of(words))


_read_once = functools.lru_cache(maxsize=512)(_read)
"""For questions that are made of the words of our own table and no others: those say nothing about who asked."""


def only_words(facts: Facts) -> bool:
    """Say whether nothing but words was told, and not to be taken to the letter. How far is nothing without a place."""
    return bool(facts.words.strip()) and facts == Facts(words=facts.words, within_m=facts.within_m)


def is_english(typed: str, heard: Reading) -> bool:
    """Say whether the model can be asked: most of the words are English ones, and the page is read in English."""
    if not (get_language() or "en").startswith("en") or language_of(typed) not in ("", "en"):
        return False
    words = thesaurus.split_words(typed)
    mended = dict(heard.taken_for)
    known = [word for word in words if word in mended or thesaurus.is_known(word) or wordpieces.is_word(word)]
    return bool(words) and 2 * len(known) > len(words)


def can_compare() -> bool:
    """Say whether there are numbers of services here, and pgvector to compare them."""
    return settings.ORDER_BY_MEANING and _says(
        f"{_CAN_COMPARE} AND EXISTS (SELECT FROM directory_servicemeaning)"
    )


def is_of_use() -> bool:
    """Say whether it is worth while to read what services say: nobody turned it off, and it can be compared."""
    return settings.ORDER_BY_MEANING and _says(_CAN_COMPARE)


def _says(condition: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {condition}")
        return bool(cursor.fetchone()[0])


def state() -> tuple[int, int]:
    """Return how many listed services there are, and of how many the numbers are those of their words now."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*), count(*) FILTER (WHERE m.made_of = {_MADE_OF}) FROM directory_service s"  # noqa: S608
            f" LEFT JOIN directory_servicemeaning m ON m.service_id = s.id WHERE {_IS_LISTED}"
        )
        listed, read = cursor.fetchone()
        return listed, read


def to_read(most: int, *, after: uuid.UUID | None = None) -> list[tuple[uuid.UUID, str, str]]:
    """Return listed services whose words were not read yet, or changed: id, words, and the sum over them; by id."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT s.id, s.name || '. ' || s.description, {_MADE_OF} FROM directory_service s"  # noqa: S608
            f" WHERE s.id > %s AND {_IS_LISTED} AND NOT EXISTS (SELECT FROM directory_servicemeaning m"
            f" WHERE m.service_id = s.id AND m.made_of = {_MADE_OF}) ORDER BY s.id LIMIT %s",
            [after or uuid.UUID(int=0), most],
        )
        return cursor.fetchall()
