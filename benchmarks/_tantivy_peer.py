"""The peer: the same offers in a Tantivy index, searched by the same words and facts, served by the same WSGI server.

`build` reads the finder's own table; `application` answers `/ask?…` with the ids of ten services and a total.
What it does: words (English stemming, name and keywords before description), a square around the place, the week by
hours, ages, price, belonging, access, language, caring and gender, nearest first by widening squares, one entry a
service. What it leaves to the finder alone: reading and mending words (it is given them read), what is not known told
from what fits, places without an address between the others, what is not open and why, wishes to give up, the rows
behind an answer, and any page at all. It is what a search engine would be asked first; everything else comes on top.
"""

import json
import math
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import tantivy
from django.db import connections

FIRST_SQUARE_M = 500
MOST_HITS = 2_000
WANTED = 10
HOURS = 168
_NUMBERS = ("number", "easting", "northing", "minimum_age", "maximum_age", "may_be_free", "carers_only")
_CODES = ("hours", "open_to", "lacking", "languages", "genders", "mode")
_ROWS = """
SELECT o.service_id::text, dense_rank() OVER (ORDER BY o.service_id), o.name, s.keywords, s.description,
  o.point[0], o.point[1],
  coalesce(o.minimum_age, 0), coalesce(o.maximum_age, 200),
  (coalesce(o.cost_pence <= 0, NOT o.paid))::int, o.carers_only::int,
  CASE WHEN o.times IS NULL THEN '{any}' ELSE ARRAY(
    SELECT h::text FROM generate_series(0, 167) AS h WHERE o.times && int4range(h * 60, h * 60 + 60)) END,
  CASE WHEN o.open_to = '{}' THEN '{any}' ELSE o.open_to END,
  o.access_lacking, CASE WHEN o.languages = '{}' THEN '{any}' ELSE o.languages END,
  CASE WHEN o.genders = '{}' THEN '{any}' ELSE o.genders END, ARRAY[o.mode]
FROM directory_offer o JOIN directory_service s ON s.id = o.service_id
"""


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name in ("name", "keywords", "description"):
        builder.add_text_field(name, tokenizer_name="en_stem")
    builder.add_text_field("service", stored=True, tokenizer_name="raw")
    for name in _NUMBERS:
        builder.add_unsigned_field(name, fast=True, indexed=True)
    for name in _CODES:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    return builder.build()


def build(folder: Path) -> None:
    """Write the index of every offer of the database of the moment."""
    index = tantivy.Index(_schema(), path=str(folder))
    writer = index.writer(heap_size=256_000_000, num_threads=2)
    connection = connections["default"]
    connection.ensure_connection()
    with connection.connection.transaction(), connection.connection.cursor(name="offers") as rows:
        rows.itersize = 10_000
        rows.execute(_ROWS)
        for row in rows:
            writer.add_document(_document(row))
    writer.commit()
    writer.wait_merging_threads()


def _document(row: tuple[Any, ...]) -> tantivy.Document:
    service, number, name, keywords, description, easting, northing, *rest = row
    document = tantivy.Document()
    document.add_text("service", service)
    for field, text in (("name", name), ("keywords", keywords), ("description", description)):
        document.add_text(field, text)
    if easting is not None:
        document.add_unsigned("easting", round(easting))
        document.add_unsigned("northing", round(northing))
    for field, value in zip(("number", *_NUMBERS[3:]), (number, *rest[:4]), strict=True):
        document.add_unsigned(field, value)
    for field, values in zip(_CODES, rest[4:], strict=True):
        for value in values:
            document.add_text(field, value)
    return document


class Peer:
    """An open index and the questions it answers."""

    def __init__(self, folder: Path) -> None:
        self._index = tantivy.Index.open(str(folder))
        self._schema = self._index.schema
        self._searcher = self._index.searcher()

    def ask(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Return ids of the first services and how many offers there are in all."""
        must = self._facts(asked)
        here = asked.get("here")
        if not here:
            found = self._searcher.search(_all_of(must), 3 * WANTED, count=True)
            return self._answer([address for _, address in found.hits], found.count)
        within = asked["within"]
        total = self._searcher.search(_all_of([*must, self._square(here, within)]), 1, count=True).count
        half = min(FIRST_SQUARE_M, within)
        while True:
            addresses = self._near(must, here, half)
            if len(addresses) >= WANTED or half >= within:
                return self._answer(addresses[:WANTED], total)
            half = min(2 * half, within)

    def _facts(self, asked: dict[str, Any]) -> list[tantivy.Query]:
        number, codes = self._number, self._any_of
        must = []
        if words := asked.get("words"):
            fields = ["name", "keywords", "description"]
            boosts = {"name": 4.0, "keywords": 2.0}
            must.append(self._index.parse_query(words, fields, field_boosts=boosts))
        if (age := asked.get("age")) is not None:
            must += [number("minimum_age", None, age), number("maximum_age", age, None)]
        if asked.get("free"):
            must.append(number("may_be_free", 1, 1))
        if "carer" in asked and not asked["carer"]:
            must.append(number("carers_only", 0, 0))
        if hours := asked.get("hours"):
            must.append(codes("hours", ["any", *map(str, hours)]))
        if relations := asked.get("relations"):
            must.append(codes("open_to", ["any", *relations]))
        if languages := asked.get("languages"):
            must.append(codes("languages", ["any", *languages]))
        if needs := asked.get("needs"):
            must.append(_none_of(codes("lacking", needs)))
        if gender := asked.get("gender"):
            must.append(codes("genders", ["any", gender]))
        return must

    def _number(self, field: str, low: int | None, high: int | None) -> tantivy.Query:
        return tantivy.Query.range_query(self._schema, field, tantivy.FieldType.Unsigned, low, high)

    def _any_of(self, field: str, values: Iterable[str]) -> tantivy.Query:
        return tantivy.Query.term_set_query(self._schema, field, list(values))

    def _square(self, here: tuple[float, float], half: float) -> tantivy.Query:
        sides = (
            self._number(field, max(0, math.floor(centre - half)), math.ceil(centre + half))
            for field, centre in zip(("easting", "northing"), here, strict=True)
        )
        return _all_of(list(sides))

    def _near(self, must: list[tantivy.Query], here: tuple[float, float], half: float) -> list[Any]:
        """Addresses of services within a circle, nearest first, one each."""
        found = self._searcher.search(_all_of([*must, self._square(here, half)]), MOST_HITS, count=False)
        addresses = [address for _, address in found.hits]
        columns = [
            self._searcher.fast_field_values(field, addresses) for field in ("easting", "northing", "number")
        ]
        once: dict[int, tuple[float, Any]] = {}
        for address, easting, northing, service in zip(addresses, *columns, strict=True):
            away = math.hypot(easting - here[0], northing - here[1])
            if away <= half and (service not in once or away < once[service][0]):
                once[service] = (away, address)
        return [address for _, address in sorted(once.values(), key=lambda pair: pair[0])]

    def _answer(self, addresses: list[Any], total: int) -> dict[str, Any]:
        ids = dict.fromkeys(self._searcher.doc(address)["service"][0] for address in addresses)
        return {"ids": list(ids)[:WANTED], "total": total}


def _all_of(queries: list[tantivy.Query]) -> tantivy.Query:
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, query) for query in queries])


def _none_of(query: tantivy.Query) -> tantivy.Query:
    everything = tantivy.Query.all_query()
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, everything), (tantivy.Occur.MustNot, query)])


_peer: Peer | None = None


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    """Answer over WSGI, as JSON."""
    global _peer  # noqa: PLW0603 - one index for each process that serves
    if _peer is None:
        _peer = Peer(Path(os.environ["TANTIVY_INDEX"]))
    text = parse_qs(environ["QUERY_STRING"]).get("asked", ["{}"])[0]
    body = json.dumps(_peer.ask(json.loads(text))).encode() if environ["PATH_INFO"] == "/ask" else b"ready"
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    return [body]
