"""The shortlist over 15,000 services: against the bare SQL of the same questions, and its page against a trivial one.

The bare SQL is what one would write by hand for exactly that question: no reasons, no dates, no "not open to you",
no relaxations, no order beyond nearest. The trivial page is `/about/`, served by the same server.
"""

import random
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import httpx
from django.db import connection, connections

from alongside.directory import matters, questions
from alongside.directory.finder import shortlist
from alongside.directory.rules import Facts, Slot
from alongside.directory.thesaurus import read_words
from benchmarks import _generate as generate
from benchmarks._serving import server
from benchmarks._timing import percentiles, ratios, times_ms

SERVICES = 15_000
QUESTIONS = 60
WARM_UP = 5
KINDS = ("nearest", "words", "matters", "mrs_a")
HACKNEY = frozenset({("lives", "E01001770"), ("lives", "E05009367"), ("lives", "E09000012")})


def measure() -> dict[str, Any]:
    """Return p50 and p95 of the shortlist, of its own SQL and of the bare SQL, by kind of question; and of the page."""
    generate.fill(SERVICES)
    with connections["owner"].cursor() as cursor:
        cursor.execute("ANALYZE")
    asked = {kind: [question(kind, n) for n in range(QUESTIONS)] for kind in KINDS}
    figures: dict[str, Any] = {"services": SERVICES, "questions": QUESTIONS * len(KINDS)}
    every: dict[str, list[float]] = {"shortlist": [], "own_sql": [], "bare_sql": []}
    for kind, facts in asked.items():
        taken = _taken(facts)
        for part, values in taken.items():
            every[part] += values
        figures[kind] = _figures(taken)
    page = _page([facts for kind in KINDS for facts in asked[kind]])
    return {**figures, "all": _figures(every), "page": page}


def _taken(asked: list[Facts]) -> dict[str, list[float]]:
    """Time the three in turn for each question, so that a busy moment falls on all of them alike."""
    each = [(lambda f=f: shortlist(f, at=generate.MOMENT), _own_sql(f), _bare(f)) for f in asked]  # type: ignore[misc]
    for calls in each[:WARM_UP]:
        times_ms(calls)
    taken = [times_ms(calls) for calls in each]
    return {part: [row[n] for row in taken] for n, part in enumerate(("shortlist", "own_sql", "bare_sql"))}


def _figures(taken: dict[str, list[float]]) -> dict[str, Any]:
    figures = {part: percentiles(values) for part, values in taken.items()}
    return {**figures, "ratio_to_bare_sql": ratios(figures["shortlist"], figures["bare_sql"])}


def question(kind: str, number: int) -> Facts:
    """Return the n-th question of a kind, seeded."""
    dice = random.Random(f"{kind}:{number}")
    here = {
        "easting": round(dice.uniform(generate.WEST + 4_000, generate.EAST - 2_000)),
        "northing": round(dice.uniform(generate.SOUTH + 2_000, generate.NORTH - 2_000)),
        "within_m": 8_000,
    }
    if kind == "nearest":
        return Facts(**here, age=dice.randrange(16, 95))
    if kind == "words":
        return Facts(
            **here,
            words=dice.choice(["dinner", "someone to talk to", "sewing", "walk", "choir", "lunch club"]),
        )
    chosen = tuple(dice.sample(["company", "reading", "walking", "food", "music", "crafts"], 2))
    if kind == "matters":
        return Facts(**here, age=dice.randrange(16, 95), relations=HACKNEY, matters=chosen)
    return Facts(
        **here,
        age=dice.randrange(65, 95),
        relations=HACKNEY,
        matters=chosen,
        languages=frozenset({dice.choice(generate.LANGUAGES)}),
        needs=frozenset({"step_free"}),
        free=(Slot(dice.randrange(5), 840, 960),),
    )


def _own_sql(facts: Facts) -> Callable[[], Any]:
    """Return the finder's own statement, alone."""
    asked = questions.ask(facts)
    statement = questions.ranked(asked, best=True)
    return _statement(statement, {**asked.params, "upto": 10, "closed": 5})


def _bare(facts: Facts) -> Callable[[], Any]:
    """Return the question as one would write it by hand: ten nearest services that satisfy it, and their distance."""
    here = f"point '({facts.easting},{facts.northing})'"
    conditions = [f"(point IS NULL OR point <-> {here} <= {facts.within_m})"]
    params: dict[str, Any] = {}
    if facts.age is not None:
        conditions += [
            f"coalesce(minimum_age, 0) <= {facts.age}",
            f"coalesce(maximum_age, 200) >= {facts.age}",
        ]
    if facts.relations:
        conditions.append(
            "(open_to = '{}' OR open_to && %(relations)s::varchar[] OR NOT open_to_levels <@ %(known)s::varchar[])"
        )
        params |= {"relations": sorted(facts.relation_tokens), "known": sorted(facts.known_relations)}
    if facts.languages:
        conditions.append("(languages = '{}' OR languages && %(languages)s::varchar[])")
        params["languages"] = sorted(facts.languages)
    if facts.needs:
        conditions.append("NOT access_lacking && %(needs)s::varchar[]")
        params["needs"] = sorted(facts.needs)
    if facts.free:
        conditions.append("(times IS NULL OR times && %(free)s::int4multirange)")
        params["free"] = "{" + ",".join(f"[{a},{b})" for a, b in facts.free_in_week) + "}"
    terms = [matters.term_for(key) for key in facts.matters] + list(read_words(facts.words))
    if terms:
        conditions.append("search @@ websearch_to_tsquery('english', %(words)s)")
        params["words"] = " or ".join(term.query for term in terms)
    return _statement(
        f"SELECT service_id, min(point <-> {here}) AS metres FROM directory_offer WHERE {' AND '.join(conditions)} "
        "GROUP BY service_id ORDER BY metres LIMIT 10",
        params,
    )


def _statement(text: str, params: dict[str, Any]) -> Callable[[], Any]:
    def ask() -> Any:
        with connection.cursor() as cursor:
            cursor.execute(text, params)
            return cursor.fetchall()

    return ask


def _page(asked: list[Facts]) -> dict[str, Any]:
    with server() as address, httpx.Client(base_url=address, timeout=30) as client:
        each = [(lambda f=f: _ok(client, _address(f)), lambda: _ok(client, "/about/")) for f in asked]  # type: ignore[misc]
        for calls in each[:WARM_UP]:
            times_ms(calls)
        taken = [times_ms(calls) for calls in each]
    finder, trivial = percentiles([row[0] for row in taken]), percentiles([row[1] for row in taken])
    return {"finder": finder, "trivial": trivial, "ratio_to_trivial_page": ratios(finder, trivial)}


def _address(facts: Facts) -> str:
    parts = [
        "postcode=E8+1EA",
        f"q={quote(facts.words)}",
        f"age={facts.age if facts.age is not None else ''}",
    ]
    parts += [f"matters={key}" for key in facts.matters] + [f"needs={need}" for need in facts.needs]
    parts += ["relation=lives"] if facts.relations else []
    parts += [f"language={code}" for code in sorted(facts.languages)[:1]]
    parts += ["day=" + ("mon", "tue", "wed", "thu", "fri")[facts.free[0].weekday]] if facts.free else []
    return "/find/?" + "&".join(parts)


def _ok(client: httpx.Client, address: str) -> None:
    response = client.get(address)
    if response.status_code != 200:
        raise RuntimeError(f"{address} answered {response.status_code}")
