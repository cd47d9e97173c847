"""How well duplicates are suggested: precision and recall on a labelled set, and how long a whole directory takes.

The set (`duplicate_pairs.json`, 159 invented pairs) was labelled by somebody who had not seen the rule. Each pair is
judged by itself, through the same blocks as in the directory, so that a pair nobody would compare counts as missed.
"""

import json
import time
from pathlib import Path
from typing import Any

from alongside.directory.feeds import clean_facts, clean_text
from alongside.directory.rules.duplicates import Entry, digits, domain_of, page_of, pairs
from alongside.places.geo import to_point

LABELLED = Path(__file__).with_name("duplicate_pairs.json")
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def entry(key: str, raw: dict[str, Any]) -> Entry:
    """Return one side of a labelled pair as the rule takes it, cleaned as an import cleans it."""
    postcode = clean_facts.postcode(raw["postcode"])
    found = clean_facts.coordinates(raw["lat"], raw["lon"])
    point = to_point(found[0], found[1]) if found and not found[2] else None
    minutes = [
        (DAYS.index(day), int(opens[:2]) * 60 + int(opens[3:])) for day, opens, _closes in raw["times"]
    ]
    return Entry(
        key=key,
        name=clean_text.line(raw["name"]),
        organization=clean_text.line(raw["organization"]),
        postcodes=frozenset({postcode} if " " in postcode else ()),
        points=((point.easting, point.northing),) if point else (),
        phones=frozenset(digits(number) for number in raw["phones"]) - {""},
        email=raw["email"].lower(),
        domain=domain_of(raw["url"]) or domain_of(raw["email"]),
        page=page_of(raw["url"]),
        charity=raw["identifiers"].get("charity", ""),
        times=frozenset(minutes),
        about=clean_text.plain(clean_text.rich(raw["description"])),
    )


def judged(labelled: list[dict[str, Any]]) -> dict[str, list[str]]:
    """Return the ids of the pairs by outcome: hit, missed, false, right (rightly left alone)."""
    outcome: dict[str, list[str]] = {"hit": [], "missed": [], "false": [], "right": []}
    for pair in labelled:
        suggested = bool(list(pairs([entry("a", pair["a"]), entry("b", pair["b"])])))
        kind = ("hit" if suggested else "missed") if pair["same"] else ("false" if suggested else "right")
        outcome[kind].append(f"{pair['id']} {pair['kind']}")
    return outcome


def measure() -> dict[str, Any]:
    """Judge the labelled pairs; then look through 15,000 entries."""
    labelled = json.loads(LABELLED.read_text())
    outcome = judged(labelled)
    hits, missed, false = (len(outcome[kind]) for kind in ("hit", "missed", "false"))
    many = [
        Entry(
            key=n,
            name=f"{labelled[n % len(labelled)]['a']['name']} {n // len(labelled)}",
            organization=f"Group {n % 4000}",
            postcodes=frozenset({f"N{n % 20} {n % 9}AB"}),
            points=((500_000.0 + n % 300 * 100, 180_000.0 + n // 300 * 100),),
            phones=frozenset({f"20{n:08d}"}),
        )
        for n in range(15_000)
    ]
    begun = time.perf_counter()
    found = sum(1 for _ in pairs(many))
    return {
        "pairs": len(labelled),
        "precision": round(hits / (hits + false), 3),
        "recall": round(hits / (hits + missed), 3),
        "missed": outcome["missed"],
        "wrongly_suggested": outcome["false"],
        "seconds_for_15000": round(time.perf_counter() - begun, 1),
        "suggested_of_15000": found,
    }
