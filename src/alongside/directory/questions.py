"""The finder's question as SQL: which offers answer it, in which order, what is closed, what fewer wishes would give.

Only text is put together here, from facts; `finder` runs it. Everything a person typed travels as a parameter.
"""

from dataclasses import dataclass
from typing import Any, Final

from alongside.directory import candidates
from alongside.directory.matters import Term, read_words, term_for
from alongside.directory.rules import Facts

NAMED_FROM = 6
"""Letters from which a near match of the whole question with a service's name counts as naming it."""

TYPO_FROM = 4
"""Letters from which a word that nothing contains is taken for a slip of the pen."""

LOCATED_TO_ONE_WITHOUT: Final = 3
"""Between every three services with an address stands one without: by phone, online, at home."""

TYPO_LIKENESS = 0.5
"""Share of three-letter groups in common; two letters exchanged in a word of five leave half."""

_UNSURE: Final = """
  (o.mode NOT IN ('phone', 'online', 'home') AND NOT o.access @> %(needs)s::varchar[])::int
  + (%(languages)s::varchar[] <> '{}' AND o.languages = '{}' AND NOT 'en' = ANY(%(languages)s::varchar[]))::int
  + (%(free)s::int4multirange IS NOT NULL AND o.times IS NULL)::int
  + (%(max_cost)s::int IS NOT NULL AND o.cost_pence IS NULL)::int"""


@dataclass(frozen=True, slots=True)
class Question:
    """SQL fragments over `directory_offer o` for one set of facts, with their parameters."""

    params: dict[str, Any]
    words: tuple[str, ...]
    matters: tuple[str, ...]

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
        """Return how many of what matters it does not serve."""
        return _count_not(self.matters)

    @property
    def missing(self) -> str:
        """Return how many of the words it lacks."""
        return _count_not(self.words)

    @property
    def unnamed(self) -> str:
        """Return 0 for a service that was asked for by name."""
        if not self.words:
            return "1"
        near = (
            "AND similarity(o.name, %(typed)s) > 0.6"
            if len(self.params["typed"]) >= NAMED_FROM
            else "AND false"
        )
        return f"CASE WHEN lower(o.name) = lower(%(typed)s) OR (true {near}) THEN 0 ELSE 1 END"

    @property
    def relevance(self) -> str:
        """Return how much of it is about the words, for when nobody said where they are."""
        return "ts_rank(o.search, websearch_to_tsquery('english', %(all_words)s))" if self.words else "0"


def ask(facts: Facts) -> Question:
    """Return the question for these facts."""
    params = candidates.parameters(facts)
    typed = " ".join(facts.words.split())[:200].replace("\x00", "")
    terms = read_words(typed)
    params["typed"] = typed
    params["all_words"] = " or ".join(term.query for term in terms)
    words = tuple(_word(f"w{i}", term, params) for i, term in enumerate(terms))
    matters = tuple(_contains(f"m{i}", term_for(key), params) for i, key in enumerate(facts.matters))
    return Question(params, words, matters)


def _contains(name: str, term: Term, params: dict[str, Any]) -> str:
    params[name] = term.query
    return f"o.search @@ websearch_to_tsquery('english', %({name})s)"


def _word(name: str, term: Term, params: dict[str, Any]) -> str:
    found = _contains(name, term, params)
    if len(term.typed) < TYPO_FROM:
        return found
    params[f"{name}_typed"] = term.typed
    # A slip of the pen is looked for only when the word as typed is nowhere: "lunch" must not find "Launch".
    nowhere = f"NOT (SELECT EXISTS (SELECT FROM directory_offer o WHERE {found}))"
    return f"({found} OR ({nowhere} AND word_similarity(%({name}_typed)s, o.name) >= {TYPO_LIKENESS}))"


def _count_not(conditions: tuple[str, ...]) -> str:
    return " + ".join(f"(NOT {condition})::int" for condition in conditions) or "0"


def ranked(question: Question, *, best: bool) -> str:
    """Return the query for open services in order, and for those that are closed.

    Order, most weighty first: a service asked for by name; fewest words missing; open before "ask"; fewest wishes we
    know nothing about; nearest. Services without an address stand at every fourth place while there are any; those
    that meet somewhere but do not say where come last. With `best`, those that serve more of what matters come
    before nearer ones, for choosing the few that fit on a shortlist (which is then shown nearest first).
    """
    choose = "unmatched, " if best else ""
    located = LOCATED_TO_ONE_WITHOUT
    return f"""
WITH about AS (
  SELECT o.id, o.service_id, o.name,
    o.mode IN ('in_person', '') AND o.point IS NULL AS lost,
    {candidates.DISTANCE} AS metres,
    CASE WHEN {candidates.CLOSED} THEN 2 WHEN {candidates.TO_ASK} THEN 1 ELSE 0 END AS openness,
    {_UNSURE} AS unsure, {question.unnamed} AS unnamed, {question.missing} AS missing,
    {question.unmatched} AS unmatched, {question.matched} AS matched, {question.relevance} AS relevance
  FROM directory_offer o
  WHERE {question.about} AND {candidates.all_fit()}
), once AS (
  SELECT DISTINCT ON (service_id) * FROM about ORDER BY service_id, openness, unsure, metres NULLS LAST, id
), placed AS (
  SELECT *, metres IS NULL AND NOT lost AS anywhere,
    row_number() OVER (
      PARTITION BY openness = 2, unnamed, missing, openness, unsure, metres IS NULL, lost
      ORDER BY {choose}metres, relevance DESC, name, service_id) AS n,
    count(*) FILTER (WHERE openness < 2) OVER () AS total
  FROM once
), ordered AS (
  SELECT *, row_number() OVER (
    PARTITION BY openness = 2
    ORDER BY unnamed, missing, openness, unsure, lost,
      CASE WHEN anywhere THEN n * {located + 1} ELSE n + (n - 1) / {located} END, anywhere, name, service_id) AS rank
  FROM placed
)
SELECT id, metres, openness, matched, rank, total, unnamed, missing, unsure, lost FROM ordered
WHERE (openness < 2 AND rank > %(offset)s AND rank <= %(offset)s + %(limit)s) OR (openness = 2 AND rank <= %(closed)s)
ORDER BY openness = 2, rank
"""


def counts(question: Question, wider: tuple[int | None, ...], wishes: tuple[str, ...]) -> str:
    """Return the query for how many services there would be with one wish fewer: one row, a column each.

    Columns: every wish in `wishes`; `wider_0` … for each greater distance (None: any); `words` and `matters` left out;
    `all` of them.
    """
    near = candidates.all_fit()
    columns = [
        f"{_services(f'{question.about} AND {candidates.all_fit(but=wish)}')} AS no_{wish}" for wish in wishes
    ]
    for number, metres in enumerate(wider):
        reach = "true" if metres is None else f"({candidates.DISTANCE} <= {int(metres)}) IS NOT FALSE"
        condition = f"{question.about} AND {candidates.all_fit(but='distance')} AND {reach}"
        columns.append(f"{_services(condition)} AS wider_{number}")
    for kind, others in (("words", question.matters), ("matters", question.words)):
        condition = f"({' OR '.join(others) or 'true'}) AND {near}"
        columns.append(f"{_services(condition)} AS no_{kind}")
    columns.append(f"{_services(candidates.FITS['distance'])} AS no_wishes")
    return f"SELECT {', '.join(columns)} FROM directory_offer o WHERE NOT {candidates.CLOSED}"


def _services(condition: str) -> str:
    return f"count(DISTINCT o.service_id) FILTER (WHERE {condition})"
