"""Would a small language model find more? The labelled queries of `relevance`, answered with one beside the finder.

Ways to use the model of `alongside.numerics.sentences`, beside the finder by words alone and what was built:

model    by likeness of meaning alone
ordered  the finder's own results and no others, put in order by the reciprocal ranks of both lists
fused    reciprocal ranks of both lists added (k = 60)
filled   the finder's list; where it ends before ten, what the model thinks alike, above the threshold
built_in the finder as it is once services are read: `alongside.directory.likeness`
"""

import time
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from alongside.directory import likeness
from alongside.directory.actions import meanings
from alongside.directory.finder import shortlist
from alongside.directory.models import Service
from alongside.directory.rules import Facts
from alongside.numerics import sentences
from benchmarks import _generate as generate
from benchmarks import relevance

DEEP = 50
"""Of each list, fused."""
K = 60
ALIKE = 0.35
"""Cosine from which a service is taken for an answer. Chosen on the tuning part: higher loses, lower finds nonsense."""
ROWS = 150_000
Vectors = npt.NDArray[np.float32]


def measure() -> dict[str, Any]:
    """Return the figures of each way over each part of the set, and what a question costs."""
    if why := sentences.why_not():
        return {"not_run": why}
    keys = relevance.bring_in()
    told = {str(pk): text for pk, text in texts().items() if str(pk) in keys}
    ids = sorted(told)
    vectors = np.vstack([encode(told[own_id]) for own_id in ids])
    asked = {one.query: encode(one.query) for one in relevance.labelled()}

    def alike(query: str, least: float = -1.0) -> list[str]:
        scores = vectors @ asked[query]
        return [keys[ids[n]] for n in np.argsort(-scores)[:DEEP] if scores[n] >= least]

    def finder(query: str) -> list[str]:
        found = shortlist(Facts(words=query), at=generate.MOMENT, limit=DEEP, order="nearest").results
        return [keys[result.service_id] for result in found]

    listed = {query: finder(query) for query in asked}
    ways: dict[str, Callable[[str], list[str]]] = {
        "finder": lambda query: listed[query],
        "model": alike,
        "ordered": lambda query: [key for key in fused(listed[query], alike(query)) if key in listed[query]],
        "fused": lambda query: fused(listed[query], alike(query)),
        "filled": lambda query: list(dict.fromkeys([*listed[query], *alike(query, ALIKE)])),
    }
    there = set(keys.values())
    figures: dict[str, Any] = {"services": len(ids), "least_alike": ALIKE}
    for name, answers in ways.items():
        figures[name] = relevance.over_parts(partial(first_ten, answers), there)
    if likeness.is_of_use():
        begun = time.thread_time()
        figures["services_read"] = meanings.read_on()
        figures["read_per_s"] = round(figures["services_read"] / (time.thread_time() - begun), 1)
        figures["built_in"] = relevance.over_parts(partial(first_ten, finder), there)
    return figures | {"cost_ms": cost(list(asked))}


def first_ten(answers: Callable[[str], list[str]], query: str) -> list[str]:
    """Return the answers that are looked at."""
    return answers(query)[: relevance.LOOKED_AT]


def encode(text: str) -> Vectors:
    """Return the unit vector of a text."""
    return np.array(sentences.meaning_of(text), dtype=np.float32)


def texts() -> dict[Any, str]:
    """Return what each service says of itself: its name first, as whoever reads it would."""
    rows = Service.objects.order_by("pk").values_list("pk", "name", "description")
    return {pk: f"{name}. {description}" for pk, name, description in rows}


def fused(one: list[str], other: list[str]) -> list[str]:
    """Return both lists as one, by the sum of their reciprocal ranks."""
    score: dict[str, float] = {}
    for answers in (one, other):
        for rank, key in enumerate(answers, start=1):
            score[key] = score.get(key, 0.0) + 1 / (K + rank)
    return sorted(score, key=lambda key: -score[key])


def cost(queries: list[str]) -> dict[str, float]:
    """Return milliseconds of one core, the middle: to read a question, to compare it with 150,000 services."""
    many = np.random.default_rng(1).standard_normal((ROWS, 384), dtype=np.float32)
    vector = encode(queries[0])
    taken = {"encode": [_ms(partial(encode, query)) for query in queries]}
    taken["compare_150000"] = [_ms(lambda: np.argpartition(-(many @ vector), 50)[:50]) for _ in range(20)]
    return {name: round(float(np.median(times)), 1) for name, times in taken.items()}


def _ms(do: Callable[[], Any]) -> float:
    begun = time.thread_time()
    do()
    return (time.thread_time() - begun) * 1000
