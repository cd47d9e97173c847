"""How well the finder answers residents' own words: nDCG@10, MRR, and how often nothing is found.

The queries and their labels stand in `relevance_labels.txt`, over the demo's directory and – where the shared data
is – the fifty services of Bristol. Half of the first (by checksum) were for tuning. The other half was held out from
the tuning of rules, but whoever wrote the table of words had written those queries too: it flatters. The fresh ones
were written after the table was frozen: theirs is the figure to believe. Nobody says where they are: what is measured
is the words, not the distance.
"""

import fnmatch
import math
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from alongside.demo.feed import bring_in_directory, services_on_offer
from alongside.directory import likeness
from alongside.directory.actions import meanings
from alongside.directory.actions.import_feed import Importing, import_feed
from alongside.directory.finder import shortlist
from alongside.directory.models import FeedRecord
from alongside.directory.rules import Facts
from benchmarks import _generate as generate

LABELS = Path(__file__).with_name("relevance_labels.txt")
BRISTOL = Path(__file__).resolve().parents[2] / "shared/data/directory/feeds/bristol-v1-services-page1.json"
LOOKED_AT = 10
Answers = Callable[[str], list[str]]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A query and how well each service answers it, 1 to 3."""

    query: str
    grades: dict[str, int]
    fresh: bool

    @property
    def part(self) -> str:
        """Return the part of the set it belongs to."""
        return "fresh" if self.fresh else ("tuning", "held_out")[zlib.crc32(self.query.encode()) % 2]


def labelled() -> tuple[Labelled, ...]:
    """Return the labelled queries."""
    known, _, fresh = LABELS.read_text(encoding="utf-8").partition("[fresh]")
    return tuple(
        _read(line, fresh=text is fresh)
        for text in (known, fresh)
        for line in text.splitlines()
        if line and not line.startswith("#")
    )


def _read(line: str, *, fresh: bool) -> Labelled:
    query, _, answers = line.partition("|")
    pairs = (answer.rsplit("=", 1) for answer in answers.split())
    return Labelled(query.strip(), {key: int(grade) for key, grade in pairs}, fresh)


def measure() -> dict[str, Any]:
    """Return the figures of each variant over each part of the set."""
    keys = bring_in()
    figures: dict[str, Any] = {"services": len(keys), "without_meaning": {}}
    figures["without_meaning"] = over_parts(lambda query: found(query, keys), set(keys.values()))
    figures["services_read"] = meanings.read_on() if likeness.is_of_use() else 0
    variants: dict[str, Answers] = {
        "finder": lambda query: found(query, keys),
        "only_what_was_typed": lambda query: found(query, keys, exact=True),
    }
    for name, answers in variants.items():
        figures[name] = over_parts(answers, set(keys.values()))
    return figures


def bring_in() -> dict[str, str]:
    """Fill the database with the services that are labelled; return their keys by id."""
    bring_in_directory(generate.MOMENT.date(), at=generate.MOMENT)
    keys = {str(service.pk): offer.key for offer, service in services_on_offer()}
    if BRISTOL.exists():
        import_feed(Importing(str(BRISTOL), "Bristol"), at=generate.MOMENT)
        rows = FeedRecord.objects.filter(feed__key="name:bristol", entity="service").order_by("pk")
        keys |= {
            str(service): f"b:{source[:8]}" for service, source in rows.values_list("record_id", "source_id")
        }
    return keys


def found(query: str, keys: dict[str, str], *, exact: bool = False) -> list[str]:
    """Return the keys of the first services the finder shows for a query."""
    asked = Facts(words=query, words_exact=exact)
    results = shortlist(asked, at=generate.MOMENT, limit=LOOKED_AT, order="nearest").results
    return [keys[result.service_id] for result in results]


def over_parts(answers: Answers, there: set[str]) -> dict[str, Any]:
    """Return the figures for each part of the set."""
    rows = [(one, answers(one.query)) for one in labelled()]
    return {
        part: figures_of((row for row in rows if row[0].part == part), there)
        for part in ("tuning", "held_out", "fresh")
    }


def figures_of(rows: Iterable[tuple[Labelled, list[str]]], there: set[str]) -> dict[str, float]:
    """Return the means over queries that have an answer here, and how often a query without one found something."""
    gains, reciprocal, empty, nonsense = [], [], [], []
    for one, results in rows:
        grades = {key: grade for like, grade in one.grades.items() for key in fnmatch.filter(there, like)}
        if not grades:
            nonsense += [bool(results)] if not one.grades else []
            continue
        ideal = _gain(sorted(grades.values(), reverse=True)[:LOOKED_AT])
        gains.append(_gain([grades.get(key, 0) for key in results]) / ideal)
        reciprocal.append(next((1 / n for n, key in enumerate(results, 1) if grades.get(key, 0) >= 2), 0.0))
        empty.append(not results)
    return {
        "queries": len(gains),
        "ndcg_at_10": _mean(gains),
        "mrr": _mean(reciprocal),
        "zero_results": _mean(empty),
        "nonsense_found": _mean(nonsense),
    }


def _gain(grades: list[int]) -> float:
    return sum((2**grade - 1) / math.log2(place + 1) for place, grade in enumerate(grades, 1))


def _mean(values: list[Any]) -> float:
    return round(sum(values) / len(values), 3) if values else 0.0
