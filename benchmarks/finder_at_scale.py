"""The finder's page and the open interface over 15,000, 150,000 and 1,000,000 service-at-location rows.

    python -m benchmarks finder_at_scale
    ALONGSIDE_BENCH_ROWS=1000000 python -m benchmarks finder_at_scale
    ALONGSIDE_BENCH_DENSE=1 python -m benchmarks finder_at_scale     (all within Greater London, see `_at_scale`)

Each kind of question is asked by one client and by sixteen: of `/find/` over HTTP, of the open interface over HTTP
where it can be asked the same, in bare SQL, and of a Tantivy index of the same offers over HTTP (`_tantivy_peer` says
what that leaves out). Servers are gunicorn with the workers and threads of `alongside serve`. Clients, servers and
database share one machine, so that with sixteen clients the figures are of a machine that is full.

Two floors are measured, both in psycopg, neither drawing anything:

* `bare_sql` is what one would write by hand for the same list: the postcode; the ten services that fit, nearest first,
  and how many there are; the five nearest that are closed to the person; the rows of each table behind the ten. It
  reads words but does not mend them, ranks nothing, gives no reasons and no wishes to give up. Where the page counts
  what the list can be narrowed by, it asks the same counts, by the finder's own statement;
* `same_sql` is every statement the finder itself sends for the question, sent again: the same answer in every part. A
  page over it is what Python, templates and HTTP cost. It says nothing of whether the statements are good ones.

Services have numbers of their meaning, drawn by chance (`meaning_at_scale` says what they cost).

For the interface the bare SQL is that of `oruk_api`.

To add a kind of question, write a function in `KINDS`: the rest follows.
"""

import functools
import json
import os
import random
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psycopg
from django.db import connection

from benchmarks import _at_scale as scale
from benchmarks import _tantivy_peer as peer
from benchmarks import oruk_api
from benchmarks._serving import Client, at_once, server, serving
from benchmarks._timing import percentiles, ratios, times_ms

SIZES = tuple(int(size) for size in os.environ.get("ALONGSIDE_BENCH_ROWS", "15000,150000").split(","))
DENSE = bool(os.environ.get("ALONGSIDE_BENCH_DENSE"))
QUESTIONS, WARM_UP, CLIENTS, ROUNDS = 40, 5, 16, 2
WORKERS, THREADS = 2, 4
WORDS = """dinner|someone to talk to|sewing|walk|choir|lunch club|computer|baby|food bank|chess|tea dance|knitting
gardening|debt advice|dementia|lonely|swimming lessons|men's shed|yoga|carers|bereavement|ukulele|books|minibus
English lessons|somewhere warm|football|bingo|museum|pottery|cycling|counseling|gardning|coffee morning""".replace(
    "\n", "|"
).split("|")
DAYS = ("mon", "tue", "wed", "thu", "fri")
PARTS = {"morning": "09:00", "afternoon": "13:00", "evening": "17:00"}
Rows = list[tuple[Any, ...]]
Run = Callable[..., Rows]


@dataclass(frozen=True, slots=True)
class Question:
    """One question in each of its forms. `bare`, `same` and `bare_api` ask the statements, with what runs them."""

    find: str
    bare: Callable[[Run], Any]
    same: Callable[[Run], Any]
    ask_peer: str
    api: str = ""
    bare_api: Callable[[Run], Any] | None = None


def text(dice: random.Random, home: str) -> Question:
    """Words, and no word of where: over the whole directory."""
    words = dice.choice(WORDS)
    return _question({"q": words}, api=f"services?{urlencode({'search': words})}", bare_api=_api_text(words))


def text_near(dice: random.Random, home: str) -> Question:
    """Words and a postcode: what the form is made for."""
    return _question({"q": dice.choice(WORDS), "postcode": home})


def nearest(dice: random.Random, home: str) -> Question:
    """A postcode alone: everything within five miles, nearest first. The interface is asked for one mile."""
    address = f"service_at_locations?{urlencode({'postcode': home, 'proximity': 1_600})}"
    return _question({"postcode": home}, api=address, bare_api=_api_near(home))


def radius_facts(dice: random.Random, home: str) -> Question:
    """Within two miles, on a day, at a time, at an age, and free. The interface knows neither age nor price so."""
    day, part = dice.choice(DAYS), dice.choice(tuple(PARTS))
    asked = {
        "postcode": home,
        "within": "3200",
        "day": day,
        "time": part,
        "age": dice.randrange(18, 95),
        "free": "on",
    }
    wanted = {"postcode": home, "proximity": 3200, "day": day[:2].upper(), "start_time": PARTS[part]}
    return _question(asked, api=f"services?{urlencode(wanted)}", bare_api=_api_facts(home, wanted))


def shortlist(dice: random.Random, home: str) -> Question:
    """Someone of whom much is known: where they belong, what matters, age, gender, caring, language, access, a day."""
    asked = {
        "postcode": home,
        "relation": ["lives"],
        "matters": dice.sample(("company", "reading", "walking", "food", "music", "crafts"), 2),
        "age": dice.randrange(65, 95),
        "gender": dice.choice(("woman", "man")),
        "carer": dice.choice(("yes", "no")),
        "language": dice.choice(scale.LANGUAGES[:8]),
        "needs": ["step_free"],
        "day": dice.choice(DAYS),
    }
    return _question(asked)


def facets(dice: random.Random, home: str) -> Question:
    """Words and a postcode, with counts of what the list can be narrowed by; by hand: the list and the same counts."""
    return _question({"q": dice.choice(WORDS), "postcode": home, "narrow": "on"})


KINDS: dict[str, Callable[[random.Random, str], Question]] = {
    "text": text,
    "text_near": text_near,
    "nearest": nearest,
    "radius_facts": radius_facts,
    "shortlist": shortlist,
    "facets": facets,
}


def measure() -> dict[str, Any]:
    """Return, for each size and kind, p50, p95 and answers a second of each way to ask, and their ratios."""
    figures: dict[str, Any] = {
        "spread": "dense" if DENSE else "wide",
        "questions": QUESTIONS,
        "workers": WORKERS,
        "threads": THREADS,
        "cores": os.cpu_count(),
    }
    for size in SIZES:
        figures[str(size)] = {"rows": scale.fill(size, dense=DENSE), **_at(size)}
        _show(size, figures[str(size)])
    if len(SIZES) > 1:
        figures["growth_of_p95"] = _growth(figures)
    return figures


def _at(size: int) -> dict[str, Any]:
    homes = [postcode for postcode, _ in scale.homes(QUESTIONS)]
    asked = {
        kind: [make(random.Random(f"{kind}:{n}"), home) for n, home in enumerate(homes)]
        for kind, make in KINDS.items()
    }
    with tempfile.TemporaryDirectory() as folder:
        peer.build(Path(folder))
        environment = {"TANTIVY_INDEX": folder}
        with (
            server(workers=WORKERS, threads=THREADS) as ours,
            serving(
                "benchmarks._tantivy_peer:application", environment, WORKERS, THREADS, ready="/"
            ) as theirs,
        ):
            ways = _ways(ours, theirs)
            figures = {kind: _measured(questions, ways) for kind, questions in asked.items()}
            mix = [question for questions in asked.values() for question in questions]
            random.Random(size).shuffle(mix)
            return {**figures, "mix": {f"{CLIENTS}_clients": _at_once(mix, ways, rounds=1)}}


Way = Callable[[], Callable[[Question], Any]]


def _ways(ours: str, theirs: str) -> dict[str, Way]:
    """Every way to put a question, each as what makes one client's own."""

    def http(address: str, form: str, prefix: str) -> Way:
        def make() -> Callable[[Question], Any]:
            client = Client(address)
            return lambda question: client.get(prefix + getattr(question, form))

        return make

    def sql(form: str) -> Way:
        settings = connection.get_connection_params()
        settings.pop("cursor_factory", None)
        settings.pop("context", None)

        def make() -> Callable[[Question], Any]:
            own = psycopg.connect(**settings, autocommit=True)
            return lambda question: getattr(question, form)(functools.partial(_rows, own))

        return make

    return {
        "find": http(ours, "find", "/find/?"),
        "bare_sql": sql("bare"),
        "same_sql": sql("same"),
        "api": http(ours, "api", "/oruk/v3/"),
        "bare_sql_of_api": sql("bare_api"),
        "tantivy": http(theirs, "ask_peer", "/ask?"),
    }


def _rows(own: "psycopg.Connection[Any]", statement: str, values: Any = None) -> Rows:
    return own.execute(statement, values).fetchall()


def _measured(questions: Sequence[Question], ways: dict[str, Way]) -> dict[str, Any]:
    """Ask with one client, in turn so that a busy moment falls on all ways alike; then with sixteen, way by way."""
    asks = {name: make() for name, make in ways.items() if _tasks(questions, name)}
    alone: dict[str, list[float]] = {name: [] for name in asks}
    for number, question in enumerate((*questions[:WARM_UP], *questions)):
        for name, ask in asks.items():
            if "api" not in name or question.api:
                taken = times_ms([lambda ask=ask, question=question: ask(question)])  # type: ignore[misc]
                alone[name] += taken if number >= WARM_UP else []
    single = {
        name: {**percentiles(ms), "per_s": round(1_000 * len(ms) / sum(ms), 1)} for name, ms in alone.items()
    }
    return {"1_client": _with_ratios(single), f"{CLIENTS}_clients": _at_once(questions, ways, rounds=ROUNDS)}


def _at_once(questions: Sequence[Question], ways: dict[str, Way], *, rounds: int) -> dict[str, Any]:
    many = {}
    for name, make in ways.items():
        if tasks := _tasks(questions, name):
            at_once(CLIENTS, tasks[:CLIENTS], make)
            ms, rate = at_once(CLIENTS, tasks * rounds, make)
            many[name] = {**percentiles(ms), "per_s": round(rate, 1)}
    return _with_ratios(many)


def _tasks(questions: Sequence[Question], way: str) -> list[Question]:
    return [question for question in questions if question.api or "api" not in way]


def _with_ratios(figures: dict[str, dict[str, float]]) -> dict[str, Any]:
    times = {name: {"p50_ms": one["p50_ms"], "p95_ms": one["p95_ms"]} for name, one in figures.items()}
    pairs = (("find", "bare_sql"), ("find", "same_sql"), ("api", "bare_sql_of_api"), ("find", "tantivy"))
    pairs += (("by_words", "bare_sql"), ("find", "by_words"))  # of `meaning_at_scale`
    compared = {f"{a}_to_{b}": ratios(times[a], times[b]) for a, b in pairs if a in times and b in times}
    return {**figures, **compared}


def _growth(figures: dict[str, Any]) -> dict[str, Any]:
    """The p95 of one client at each size over that at the smallest."""
    first, *others = map(str, SIZES)
    return {
        size: {
            kind: {
                way: round(one["p95_ms"] / figures[first][kind]["1_client"][way]["p95_ms"], 2)
                for way, one in figures[size][kind]["1_client"].items()
                if "p95_ms" in one
            }
            for kind in KINDS
        }
        for size in others
    }


def _show(size: int, figures: dict[str, Any]) -> None:
    """Tell whoever waits, as a table."""
    for kind in (*KINDS, "mix"):
        for clients, ways in figures[kind].items():
            for way, one in ways.items():
                if "p95_ms" in one:
                    numbers = f"p50 {one['p50_ms']:9.1f}  p95 {one['p95_ms']:9.1f}  {one['per_s']:8.1f}/s"
                else:
                    numbers = f"p50 × {one['p50']:7.2f}  p95 × {one['p95']:7.2f}"
                print(f"{size:>8} {kind:12} {clients:10} {way:22} {numbers}", file=sys.stderr)


# --- the same question by hand, and for the peer ----------------------------------------------------------


def _question(
    asked: dict[str, Any], *, api: str = "", bare_api: Callable[[Run], Any] | None = None
) -> Question:
    from django.http import QueryDict

    from alongside.core import clock
    from alongside.directory import finder, questions
    from alongside.directory.facets import facets as counted
    from alongside.web.finding import FindForm

    address = urlencode(asked, doseq=True)
    form = FindForm(QueryDict(address))
    if not form.is_valid():
        raise ValueError(f"{address}: {form.errors.as_text()}")
    facts = form.facts()
    terms = [term.query for term in questions.ask(facts).heard.terms]
    matters = [questions.term_for(key).query for key in facts.matters]
    statement, values, closed = _by_hand(facts, " or ".join((*terms, *matters)))
    with _recorded() as narrowing:
        if "narrow" in asked:
            counted(facts, total=0)
    with _recorded() as same:
        FindForm(QueryDict(address)).is_valid()
        finder.shortlist(facts, at=clock.now(), order="nearest", dates=1)
    postcode = asked.get("postcode", "").replace(" ", "")

    def bare(run: Run) -> None:
        if postcode:
            run("SELECT * FROM places_postcode WHERE postcode = %s", [postcode])
        run(closed, values)
        _behind(run, [row[0] for row in run(statement, values)])
        _again(narrowing, run)

    ask_peer = urlencode({"asked": json.dumps(_for_peer(facts, (*terms, *matters)))})
    return Question(address, bare, lambda run: _again(same + narrowing, run), ask_peer, api, bare_api)


Statements = list[tuple[str, Any]]


@contextmanager
def _recorded() -> Iterator[Statements]:
    """Note the statements that are sent within the block."""
    found: Statements = []

    def note(execute: Any, statement: str, values: Any, many: bool, context: Any) -> Any:
        found.append((statement, values))
        return execute(statement, values, many, context)

    with connection.execute_wrapper(note):
        yield found


def _again(statements: Statements, run: Run) -> None:
    for statement, values in statements:
        run(statement, values)


def _by_hand(facts: Any, words: str) -> tuple[str, dict[str, Any], str]:
    """The ten that fit, nearest first (or most about the words), and how many there are; the five that are closed."""
    has_place = facts.easting is not None
    values: dict[str, Any] = {
        "here": f"({facts.easting},{facts.northing})",
        "within": facts.within_m,
        "words": words,
    }
    conditions = (
        ["(point IS NULL OR point <@ circle(%(here)s::point, %(within)s))"] if has_place else ["true"]
    )
    if words:
        conditions.append("search @@ websearch_to_tsquery('english', %(words)s)")
    who = ["true"]
    if facts.age is not None:
        who.append("coalesce(minimum_age, 0) <= %(age)s AND coalesce(maximum_age, 200) >= %(age)s")
        values["age"] = facts.age
    _who(facts, who, values)
    if facts.languages:
        conditions.append("(languages = '{}' OR languages && %(languages)s::varchar[])")
        values["languages"] = sorted(facts.languages)
    if facts.needs:
        conditions.append("NOT access_lacking && %(needs)s::varchar[]")
        values["needs"] = sorted(facts.needs)
    if facts.max_cost_pence == 0:
        conditions.append("coalesce(cost_pence = 0, NOT paid)")
    if facts.free:
        conditions.append("(times IS NULL OR times && %(free)s::int4multirange)")
        values["free"] = "{" + ",".join(f"[{a},{b})" for a, b in facts.free_in_week) + "}"
    rank = "min(point <-> %(here)s::point)"
    if not has_place:
        rank = "-max(ts_rank(search, websearch_to_tsquery('english', %(words)s)))"
    told, for_them = f"SELECT service_id, {rank} AS rank", " AND ".join(who)
    wanted = f"FROM directory_offer WHERE {' AND '.join(conditions)}"
    in_order = "GROUP BY service_id ORDER BY rank, service_id LIMIT"
    return (
        f"{told}, count(*) OVER () {wanted} AND {for_them} {in_order} 10",
        values,
        f"{told} {wanted} AND NOT ({for_them}) {in_order} 5",
    )


def _who(facts: Any, conditions: list[str], values: dict[str, Any]) -> None:
    """Add whom it is for: where one belongs, gender, caring."""
    if facts.relations:
        conditions.append(
            "(open_to = '{}' OR open_to && %(relations)s::varchar[] OR NOT open_to_levels <@ %(known)s::varchar[])"
        )
        values |= {"relations": sorted(facts.relation_tokens), "known": sorted(facts.known_relations)}
    if facts.gender:
        conditions.append("(genders = '{}' OR %(gender)s = ANY(genders))")
        values["gender"] = facts.gender
    if facts.carer is False:
        conditions.append("NOT carers_only")


def _behind(run: Run, ids: list[Any]) -> None:
    """The rows a page of ten is drawn from, each table once."""
    run(
        "SELECT s.*, o.name FROM directory_service s JOIN directory_organization o ON o.id = s.organization_id"
        " WHERE s.id = ANY(%s)",
        [ids],
    )
    run(
        "SELECT l.* FROM directory_serviceatlocation a JOIN directory_location l ON l.id = a.location_id"
        " WHERE a.service_id = ANY(%s)",
        [ids],
    )
    run(
        "SELECT x.service_id, t.name FROM directory_serviceterm x JOIN directory_taxonomyterm t ON t.id = x.term_id"
        " WHERE x.service_id = ANY(%s)",
        [ids],
    )
    for table in ("offer", "eligibility", "schedule", "closure"):
        run(f"SELECT * FROM directory_{table} WHERE service_id = ANY(%s)", [ids])


def _for_peer(facts: Any, words: Sequence[str]) -> dict[str, Any]:
    asked: dict[str, Any] = {
        "words": " OR ".join(word.replace(" or ", " OR ") for word in words),
        "age": facts.age,
    }
    if facts.easting is not None:
        asked |= {"here": (facts.easting, facts.northing), "within": facts.within_m}
    if facts.carer is not None:
        asked["carer"] = facts.carer
    asked["hours"] = [hour for begin, end in facts.free_in_week for hour in range(begin // 60, -(-end // 60))]
    return {
        **asked,
        "free": facts.max_cost_pence == 0,
        "relations": sorted(facts.relation_tokens),
        "languages": sorted(facts.languages),
        "needs": sorted(facts.needs),
        "gender": facts.gender,
    }


# --- the interface's questions by hand --------------------------------------------------------------------

_PUBLISHED = "FROM directory_service s WHERE s.withdrawn_at IS NULL"
_NEAR = (
    "EXISTS (SELECT FROM directory_serviceatlocation a JOIN directory_location l ON l.id = a.location_id"
    " WHERE a.service_id = s.id AND l.point <@ circle(%(here)s::point, %(within)s))"
)


def _api_list(conditions: str, values: dict[str, Any], run: Run) -> None:
    run(f"SELECT count(*) {_PUBLISHED} AND {conditions}", values)
    page = run(f"SELECT s.id {_PUBLISHED} AND {conditions} ORDER BY s.id LIMIT 50", values)
    oruk_api.nested([str(row[0]) for row in page], run)


def _api_text(words: str) -> Callable[[Run], Any]:
    found = "(s.search @@ websearch_to_tsquery('english', %(words)s) OR s.name ILIKE %(like)s)"
    return lambda run: _api_list(found, {"words": words, "like": f"%{words}%"}, run)


def _here(run: Run, home: str) -> str:
    return str(
        run("SELECT loc::text FROM places_postcode WHERE postcode = %s", [home.replace(" ", "")])[0][0]
    )


def _api_near(home: str) -> Callable[[Run], Any]:
    return lambda run: oruk_api.near(_here(run, home), 1_600, run)


def _api_facts(home: str, wanted: dict[str, Any]) -> Callable[[Run], Any]:
    meets = (
        "EXISTS (SELECT FROM directory_schedule t WHERE t.service_id = s.id AND t.opens_at >= %(start)s::time"
        " AND EXISTS (SELECT FROM unnest(t.byday) AS d WHERE right(d, 2) = %(day)s))"
    )
    values = {"within": wanted["proximity"], "day": wanted["day"], "start": wanted["start_time"]}
    return lambda run: _api_list(f"{_NEAR} AND {meets}", {**values, "here": _here(run, home)}, run)
