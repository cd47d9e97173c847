"""How well people told twice are suggested: precision and recall on a labelled set, and what a whole board costs.

The set (`people_pairs.json`, 49 invented pairs, 27 of them one person) holds what goes wrong at a front door: slips of
the pen, short forms, houses and names changed; and who must stay apart: twins, couples with one phone, father and son
of one name, a shared phone in supported living. A pair counts as suggested when it is called *likely* ("look here
first"); `shown` counts those that are listed at all, with their differences. Misses and false ones are printed by kind.
"""

from __future__ import annotations

import json
import time
from datetime import date
from pathlib import Path
from typing import Any

from alongside.people import rules
from alongside.people.likeness import POSSIBLE, Known, compare

LABELLED = Path(__file__).with_name("people_pairs.json")
ROUNDS = 200


def known(raw: dict[str, str]) -> Known:
    """One side of a pair, as it is written down when it is told."""
    return Known(
        raw["given"],
        raw.get("family", ""),
        date.fromisoformat(raw["born"]) if "born" in raw else None,
        raw.get("postcode", ""),
        rules.normal_phone(raw["phone"]) if "phone" in raw else "",
        raw.get("email", ""),
        numbers=frozenset({raw["nhs"]} if "nhs" in raw else ()),
    )


def judged(labelled: list[dict[str, Any]], *, shown: bool = False) -> dict[str, list[str]]:
    """The kinds of the pairs by outcome: hit, missed, false, right (rightly left alone)."""
    outcome: dict[str, list[str]] = {"hit": [], "missed": [], "false": [], "right": []}
    for pair in labelled:
        found = compare(known(pair["a"]), known(pair["b"]))
        suggested = found.weight >= POSSIBLE if shown else found.likely
        kind = ("hit" if suggested else "missed") if pair["same"] else ("false" if suggested else "right")
        outcome[kind].append(f"{pair['id']} {pair['kind']}")
    return outcome


def figures(outcome: dict[str, list[str]]) -> tuple[float, float]:
    """Precision and recall."""
    hits, missed, false = (len(outcome[kind]) for kind in ("hit", "missed", "false"))
    return round(hits / max(1, hits + false), 3), round(hits / max(1, hits + missed), 3)


def measure() -> dict[str, Any]:
    """Judge the labelled pairs, and time the rule per comparison."""
    labelled = json.loads(LABELLED.read_text())
    outcome, listed = judged(labelled), judged(labelled, shown=True)
    precision, recall = figures(outcome)
    sides = [(known(pair["a"]), known(pair["b"])) for pair in labelled]
    begun = time.perf_counter()
    for _ in range(ROUNDS):
        for one, other in sides:
            compare(one, other)
    each = (time.perf_counter() - begun) / (ROUNDS * len(sides))
    return {
        "pairs": len(labelled),
        "precision": precision,
        "recall": recall,
        "shown_recall": figures(listed)[1],
        "missed": outcome["missed"],
        "false": outcome["false"],
        "microseconds_each": round(each * 1e6, 1),
    }
