"""The finder's question as SQL: which offers answer it, in which order, what is closed, what fewer wishes would give.

Only text is put together here, from facts; `finder` runs it. Everything a person typed travels as a parameter.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from alongside.directory import candidates, likeness
from alongside.directory.matters import Term, term_for
from alongside.directory.rules import Facts
from alongside.directory.thesaurus import NONE
from alongside.directory.typed import Reading, read
from alongside.directory.words_queries import own_words

NAMED_FROM = 6
"""Letters from which a near match of the whole question with a service's name counts as naming it."""

WEIGHED: Final = 500
"""Of how many services at most it is worked out how much of them is about the words."""

LOST: Final = 2
"""The stream of services that meet somewhere but do not say where; 0 have an address, 1 need none."""

LOCATED_TO_ONE_WITHOUT: Final = 3
"""Between every three services with an address stands one without: by phone, online, at home."""

_UNSURE: Final = {
    "when": "o.times IS NULL",
    "language": "cardinality(o.languages) = 0 AND NOT 'en' = ANY(%(languages)s::varchar[])",
    "needs": f"NOT {candidates.PLACELESS} AND NOT o.access @> %(needs)s::varchar[]",
    "cost": "o.cost_pence IS NULL",
}
"""Wish → condition that we do not know whether it is met."""


@dataclass(frozen=True, slots=True)
class Question:
    """SQL fragments over `directory_offer o` for one set of facts, with their parameters."""

    facts: Facts
    params: dict[str, Any]
    words: tuple[str, ...]
    matters: tuple[str, ...]
    heard: Reading

    @property
    def fits(self) -> str:
        """Return the condition that no wish is known to be unmet."""
        return candidates.all_fit(self.facts)

    @property
    def unsure(self) -> str:
        """Return how many wishes we do not know to be met."""
        return _count(_UNSURE[wish] for wish in candidates.wishes(self.facts) if wish in _UNSURE)

    @property
    def about(self) -> str:
        """Return the condition that an offer is about what was asked: any of the words, and any of what matters."""
        parts = [f"({' OR '.join(terms)})" for terms in (self.words, self.matters) if terms]
        return " AND ".join(parts) or "true"

    @property
    def matched(self) -> str:
        """Return which of what matters an offer serves, as an array of truths."""
        return f"ARRAY[{', '.join(self.matters)}]::bool[]"

    @property
    def unmatched(self) -> str:
        """Return how far it is from serving all that matters."""
        return _distance_in_words(self.matters, in_head)

    def missing(self, in_head: Callable[[str], str]) -> str:
        """Return how far it is from having all the words; `in_head` makes the condition for name and keywords only."""
        if len(self.words) == 1:  # whoever is asked has it somewhere
            return f"CASE WHEN {in_head(self.words[0])} THEN 0 ELSE 1 END"
        return _distance_in_words(self.words, in_head)

    def weight(self, vector: str) -> str:
        """Return what comes before all else in a `rank`: whether it was named, and how far it is from the words.

        Of a row with `missing`, `name` and the words of at least its name, `vector`.
        """
        return f"(({self._unnamed(vector)} * 32 + missing)::bigint << {_WORDS})"

    def _unnamed(self, vector: str) -> str:
        """Return 0 for a service that was asked for by name: its name has all the words, and little else."""
        # Likeness is dear: only what has all the words in its head can be the one that was named.
        # What is so much longer than what was typed cannot be that much like it.
        longest = (len(self.params["typed"]) + 1) * 5 // 3 + 1
        near = " OR similarity(name, %(typed)s) > 0.6" if len(self.params["typed"]) >= NAMED_FROM else ""
        same = f"length(name) <= {longest} AND (lower(name) = lower(%(typed)s){near})"
        has_all = _only_in(f"{vector} @@ websearch_to_tsquery('english', %(own_words)s)", "A")
        return f"CASE WHEN missing = 0 AND {has_all} AND {same} THEN 0 ELSE 1 END"

    @property
    def weighs(self) -> bool:
        """Say whether how much of a service is about the words tells services apart: nobody said where they are."""
        return bool(self.words) and "distance" not in candidates.wishes(self.facts)


def ask(facts: Facts, heard: Reading | None = None) -> Question:
    """Return the question for these facts; `heard` when the words were read before."""
    params = candidates.parameters(facts)
    typed = " ".join(facts.words.split())[:200].replace("\x00", "")
    if heard is None:
        heard = read(typed, exact=facts.words_exact, own=own_words() if typed else NONE)
    terms = heard.terms
    params["typed"] = typed
    params["all_words"] = " or ".join(term.query for term in terms)
    params["own_words"] = " ".join(term.typed for term in terms)
    words = tuple(_contains(f"w{i}", term, params) for i, term in enumerate(terms))
    matters = tuple(_contains(f"m{i}", term_for(key), params) for i, key in enumerate(facts.matters))
    return Question(facts, params, words, matters, heard)


def _contains(name: str, term: Term, params: dict[str, Any]) -> str:
    params[name] = term.query
    return f"o.search @@ websearch_to_tsquery('english', %({name})s)"


def _distance_in_words(conditions: tuple[str, ...], in_head: Callable[[str], str]) -> str:
    """Return a sum over what is looked for: 0 found in the name or keywords, 1 in the description only, 2 nowhere."""
    parts = [
        f"CASE WHEN {in_head(condition)} THEN 0 WHEN {condition} THEN 1 ELSE 2 END"
        for condition in conditions
    ]
    return " + ".join(parts) or "0"


def in_head(condition: str) -> str:
    """Return the condition for words of name and keywords only."""
    return _only_in(condition, "AB")


def _in_narrow_head(condition: str) -> str:
    """Return the same of `ServiceWords`, which has the words of name and keywords beside all of them."""
    return condition.replace("o.search", "o.head")


def _only_in(condition: str, weights: str) -> str:
    """Return the condition for words of some weights only: every word of the query asks for them.

    PostgreSQL works such a query out once, while `ts_filter` would build a vector anew for every row.
    """
    vector, query = condition.split(" @@ ")
    word = "('(?:[^']|'')+')".replace("'", "''")
    return f"{vector} @@ regexp_replace({query}::text, '{word}', '\\1:{weights}', 'g')::tsquery"


def _count(conditions: Iterable[str]) -> str:
    return " + ".join(f"({condition})::int" for condition in conditions) or "0"


def ranked(question: Question, *, best: bool) -> str:
    """Return the query for open services in order, and for the nearest that are closed.

    Order, most weighty first: a service asked for by name; nearest to all the words; open before "ask"; fewest wishes
    we know nothing about – together a `tier` – then nearest. Services without an address stand at every fourth place of
    a tier while there are any; those that meet somewhere but do not say where come last in it. With `best`, those
    that serve more of what matters come before nearer ones: for choosing the few on a shortlist.

    All of that is packed into one number for each service, `rank`, of the offer that stands for it: sorting all offers
    by five columns takes twice as long. Only the first of each stream are sorted and numbered: whoever is among the
    first k of the list is among the first k of its stream.
    """
    located = LOCATED_TO_ONE_WITHOUT
    has_place = question.params["here"] is not None
    among = "weighed" if question.weighs else "once"
    by_tier = f"rank >> {_TIER}{', unmatched' if best else ''}"
    then = f"{'relevance DESC, ' if question.weighs else ''}service_id"
    by_metres = f"{by_tier}, {'rank, ' if has_place else ''}{then}"
    closed = f"(rank >> {_TIER + 3} & 3) = 2"
    streams = ((0, f"rank & {_NOWHERE} = 0" if has_place else "rank & 3 = 0", by_metres),
               (1, f"rank & {_NOWHERE} > 0 AND rank & 3 = 1", f"{by_tier}, {then}"),
               (2, f"rank & {_NOWHERE} > 0 AND rank & 3 = 2", f"{by_tier}, {then}"))  # fmt: skip
    first = " UNION ALL ".join(
        f"(SELECT service_id, rank, {stream} AS stream, row_number() OVER (ORDER BY {order}) AS nearest FROM ("  # noqa: S608
        f"SELECT * FROM {among} WHERE NOT {closed} AND {those} ORDER BY {order} LIMIT %(upto)s) AS s)"
        for stream, those, order in streams
    )
    nearest = f"{by_tier}, CASE WHEN rank & {_NOWHERE} = 0 THEN rank END NULLS LAST, {then}"
    return f"""
WITH {_once(question, best=best)}, first AS (
  {first}
  UNION ALL (SELECT service_id, rank, CASE WHEN rank & {_NOWHERE} = 0 THEN 0 ELSE rank & 3 END,
    row_number() OVER (ORDER BY {nearest}) FROM (
    SELECT * FROM {among} WHERE {closed} ORDER BY {nearest} LIMIT %(closed)s) AS s)
), numbered AS (
  SELECT service_id, rank >> {_TIER} AS tier, {closed} AS closed, stream,
    row_number() OVER (PARTITION BY {closed}, rank >> {_TIER}, stream ORDER BY nearest) AS n
  FROM first
)
SELECT chosen.id, chosen.metres, tier >> 3 & 3 AS openness, tier, stream,
  (SELECT count(*) FROM once WHERE NOT {closed}) AS total, chosen.matched
FROM numbered CROSS JOIN LATERAL (
  SELECT o.id, {candidates.DISTANCE} AS metres, {question.matched} AS matched
  FROM directory_offer o WHERE o.service_id = numbered.service_id AND {question.fits}
  ORDER BY ({candidates.openness(question.facts)}) * 8 + {question.unsure}, metres NULLS LAST, o.id LIMIT 1
) AS chosen
ORDER BY closed, tier, stream = 2,
  CASE stream WHEN 1 THEN n * {located + 1} WHEN 0 THEN n + (n - 1) / {located} ELSE n END, stream, service_id
"""  # noqa: S608


def _once(question: Question, *, best: bool) -> str:
    """Return `once`, for a WITH: each service that answers, with its `rank`; and, where it matters, `weighed`.

    What is said of an offer is worked out apart from the grouping (OFFSET 0), which would else sort the offers whole,
    words and all, on disk. How much of a service is about the words is dear to work out: it is known of the first
    `WEIGHED` by tier, and the others stand after them as if they said nothing.
    """
    rank, words = "best", ""
    if question.words:
        rank = f"best + {question.weight('search')}"
        words = f", {question.missing(in_head)} AS missing, o.name, o.search"
    told, of_service = (
        ("", "") if not best else (f", {question.unmatched} AS unmatched", ", min(unmatched) AS unmatched")
    )
    once = f"""once AS MATERIALIZED (
  SELECT service_id, min({rank}) AS rank{of_service}
  FROM (
    SELECT o.service_id, {_packed(question)} AS best{told}{words}
    FROM directory_offer o
    WHERE {question.about} AND {question.fits}
    OFFSET 0
  ) AS told
  GROUP BY service_id
)"""  # noqa: S608
    if not question.weighs:
        return once
    return f"""{once}, weighed AS MATERIALIZED (
  SELECT once.*, coalesce(relevance, 0) AS relevance
  FROM once LEFT JOIN ({_weighed("directory_offer")}) AS w USING (service_id)
)"""  # noqa: S608


def _weighed(table: str) -> str:
    """Return the query for the first services of `once` by tier, with their `rank` and `relevance`."""
    return f"""
  SELECT service_id, rank, ts_rank(search, websearch_to_tsquery('english', %(all_words)s)) AS relevance
  FROM (SELECT service_id, rank FROM once ORDER BY rank >> {_TIER}, service_id LIMIT {WEIGHED}) AS best
  CROSS JOIN LATERAL (SELECT search FROM {table} WHERE service_id = best.service_id LIMIT 1) AS words
"""  # noqa: S608


def ranked_by_meaning(question: Question) -> str:
    """Return the query for services in order where nothing but words was told and `meant` is known: see `likeness`.

    The columns are those of `ranked`, and so is the order of the words, of which the first are put in order of meaning.
    Nothing is closed to somebody of whom nothing is known, and nothing is far: `ServiceWords` holds all of it.
    """
    first = likeness.COMPARED
    missing = f"(rank >> {_WORDS} & 31)"
    return f"""
WITH once AS MATERIALIZED (
  SELECT service_id, {question.weight("head")} + (asks::int::bigint << {_TIER + 3}) AS rank
  FROM (SELECT o.service_id, o.asks, o.name, o.head, {question.missing(_in_narrow_head)} AS missing
    FROM directory_servicewords o WHERE {question.about} OFFSET 0) AS told
), found AS (
  SELECT service_id, rank, row_number() OVER (ORDER BY rank >> {_TIER}, relevance DESC, service_id) AS n
  FROM ({_weighed("directory_servicewords")}) AS weighed
  UNION ALL SELECT service_id, rank, n FROM (
    SELECT service_id, rank, row_number() OVER (ORDER BY rank >> {_TIER}, service_id) AS n
    FROM once ORDER BY n LIMIT {WEIGHED} + greatest(%(upto)s - {WEIGHED}, 0)
  ) AS others WHERE n > {WEIGHED} AND %(upto)s > {WEIGHED}
), compared AS MATERIALIZED (
  SELECT found.*, {likeness.UNLIKE} AS unlike
  FROM (SELECT * FROM found WHERE n <= {first}) AS found LEFT JOIN directory_servicemeaning m USING (service_id)
), placed AS (
  SELECT service_id, rank, row_number() OVER (ORDER BY rank >> {_NAME},
    coalesce(unlike, (SELECT avg(unlike) FROM compared)) + {likeness.MISSED} * {missing}, n) AS place
  FROM compared
  UNION ALL SELECT service_id, rank, n FROM found WHERE n > {first}
)
SELECT chosen.id, NULL AS metres, rank >> {_TIER + 3} & 3 AS openness, rank >> {_TIER} AS tier, 0 AS stream,
  (SELECT count(*) FROM once) AS total, ARRAY[]::bool[] AS matched
FROM placed CROSS JOIN LATERAL (
  SELECT o.id FROM directory_offer o WHERE o.service_id = placed.service_id
  ORDER BY {candidates.openness(question.facts)}, o.id LIMIT 1
) AS chosen
WHERE place <= %(upto)s
ORDER BY place
"""  # noqa: S608


_NAME: Final = 56
"""The bit from which `rank` holds whether it was named."""
_WORDS: Final = 51
"""The bit from which it holds how far it is from the words (five bits)."""
_TIER: Final = 46
"""The bit from which it holds how many wishes are unsure (three bits), then how open it is (two)."""
_NOWHERE: Final = 1 << 45
"""Set for what has no distance: below it then the offer's id and its stream, else millionths of a metre."""


def _packed(question: Question) -> str:
    """Return openness, unsure wishes, then distance or – without one – id and stream, in one bigint."""
    stream = f"CASE WHEN o.point IS NOT NULL THEN 0 WHEN {candidates.PLACELESS} THEN 1 ELSE 2 END"
    return (
        f"((({candidates.openness(question.facts)}) * 8 + {question.unsure})::bigint << {_TIER})"
        f" + coalesce(({candidates.DISTANCE} * 1048576)::bigint, {_NOWHERE} + o.id * 4 + {stream})"
    )


def counts(question: Question, wider: tuple[int | None, ...], drops: Iterable[frozenset[str]]) -> str:
    """Return the query for how many services there would be if less were asked: one row, a column each.

    Columns: `no_<names>` for each set of what is given up (wishes, "words", "matters"; names in order, joined by _);
    `wider_0` … for each greater distance (None: any); `no_wishes` for nothing asked but to be near and open.
    """
    facts = question.facts
    columns = [f"{_services(_without(question, drop))} AS {column(drop)}" for drop in drops]
    for number, metres in enumerate(wider):
        reach = "true" if metres is None else f"({candidates.DISTANCE} <= {int(metres)}) IS NOT FALSE"
        condition = f"{_without(question, frozenset({'distance'}))} AND {reach}"
        columns.append(f"{_services(condition)} AS wider_{number}")
    near = candidates.FITS["distance"] if "distance" in candidates.wishes(facts) else "true"
    columns.append(f"{_services(near)} AS no_wishes")
    return f"SELECT {', '.join(columns)} FROM directory_offer o WHERE NOT {candidates.closed(facts)}"  # noqa: S608


def column(drop: frozenset[str]) -> str:
    """Return the name of the column that counts without these."""
    return "no_" + "_".join(sorted(drop))


def _without(question: Question, drop: frozenset[str]) -> str:
    """Return the condition that an offer answers the question but for what is given up."""
    about = [
        f"({' OR '.join(those)})"
        for kind, those in (("words", question.words), ("matters", question.matters))
        if those and kind not in drop
    ]
    return " AND ".join([*about, candidates.all_fit(question.facts, but=drop)])


def _services(condition: str) -> str:
    return f"count(DISTINCT o.service_id) FILTER (WHERE {condition})"
