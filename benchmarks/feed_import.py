"""Importing 15,000 services: records per second against a bare COPY of the same rows; peak memory at 1,500 and 15,000.

The floor takes every row the import wrote – services and all under them, provenance, the finder's offers – out of
the tables and puts it back with COPY, in one transaction, into the same tables with the same constraints and indexes.
"""

import datetime as dt
import io
import json
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connections

from alongside.places.geo import Point, to_lat_lon
from benchmarks import _generate as generate

SMALL, LARGE = 1_500, 15_000
NAMESPACE = uuid.UUID("5d5f8d0e-0c40-4a3e-8f57-3f8f0b6f7a01")


def measure() -> dict[str, Any]:
    """Return seconds, records per second, the ratio to COPY, and peak memory; imports run in processes of their own."""
    with tempfile.TemporaryDirectory() as folder:
        small = write_feed(Path(folder) / "small.json", SMALL)
        large = write_feed(Path(folder) / "large.json", LARGE)
        at_small = _import(small, "small")
        _empty()
        at_large = _import(large, "large")
        again = _import(large, "large")
        size = large.stat().st_size
    copied, rows = _copy_floor()
    return {
        "services": LARGE,
        "feed_mb": round(size / 1_000_000, 1),
        "rows": rows,
        "import_s": round(at_large["seconds"], 2),
        "records_per_s": round(LARGE / at_large["seconds"]),
        "copy_s": round(copied, 2),
        "copy_records_per_s": round(LARGE / copied),
        "rate_to_copy": round(copied / at_large["seconds"], 3),
        "again_unchanged_per_s": round(again["unchanged"] / again["seconds"]),
        "peak_mb": {str(SMALL): round(at_small["peak_mb"], 1), str(LARGE): round(at_large["peak_mb"], 1)},
        "memory_growth": round(at_large["peak_mb"] / at_small["peak_mb"], 3),
        "new": at_large["new"],
        "rejected": at_large["rejected"],
    }


def write_feed(path: Path, count: int) -> Path:
    """Write generated services as one page of Open Referral UK 3.0, full records."""
    with path.open("w", encoding="utf-8") as out:
        out.write(f'{{"total_items": {count}, "total_pages": 1, "page_number": 1, "contents": [')
        for number, record in enumerate(records(count)):
            out.write((",\n" if number else "\n") + json.dumps(record, ensure_ascii=False))
        out.write("\n]}")
    return path


def records(count: int) -> Iterator[dict[str, Any]]:
    """Yield generated services in the words of 3.0."""
    for draft in generate.drafts(count):
        yield record_of(draft)


def record_of(draft: dict[str, Any]) -> dict[str, Any]:
    """One generated service as a full record of 3.0."""
    number = draft["number"]
    record: dict[str, Any] = {
        "id": _id("service", number),
        "name": draft["name"],
        "description": f"<p>{draft['description']}</p>",
        "url": f"https://hall-{number}.example.org.uk/",
        "email": f"hello@hall-{number}.example.org.uk",
        "status": "active",
        "assured_date": draft["confirmed_on"].isoformat(),
        "organization": {
            "id": _id("organization", number % 900),
            "name": draft["organization"],
            "description": f"{draft['organization']} brings people together.",
        },
        "service_at_locations": [
            _at(number, site, point, draft) for site, point in enumerate(draft["points"])
        ],
        "languages": [{"id": _id("language", number, code), "code": code} for code in draft["languages"]],
        "contacts": [
            {
                "id": _id("contact", number),
                "phones": [{"id": _id("phone", number), "number": f"020 7946 0{number % 1000:03}"}],
            }
        ],
        "attributes": [
            {
                "id": _id("attribute", number, name),
                "taxonomy_term": {"id": _id("term", name), "name": name, "taxonomy": "Bench"},
            }
            for name in draft["keywords"].split(", ")
        ],
    }
    for key in ("minimum_age", "maximum_age"):
        if draft[key]:
            record[key] = draft[key]
    if draft["pounds"] is not None:
        record["cost_options"] = [{"id": _id("cost", number), "amount": draft["pounds"]}]
    if draft["byday"]:
        record["schedules"] = [
            {
                "id": _id("schedule", number),
                "freq": "WEEKLY",
                "byday": ",".join(draft["byday"]),
                "opens_at": _clock(draft["opens_at"]),
                "closes_at": _clock(draft["closes_at"]),
            }
        ]
    return record


def _at(number: int, site: int, point: tuple[float, float], draft: dict[str, Any]) -> dict[str, Any]:
    there = to_lat_lon(Point(*point))
    words = (
        [{"id": _id("access", number, site), "description": "Step-free way in."}] if draft["access"] else []
    )
    return {
        "id": _id("at", number, site),
        "location": {
            "id": _id("location", number, site),
            "location_type": "physical",
            "name": f"Hall {number}",
            "latitude": there.lat,
            "longitude": there.lon,
            "addresses": [
                {"id": _id("address", number, site), "address_1": f"{site + 1} High Street", "city": "London"}
            ],
            "accessibility": words,
        },
    }


def _clock(time_of_day: dt.time) -> str:
    return time_of_day.isoformat()


def _id(*parts: object) -> str:
    return str(uuid.uuid5(NAMESPACE, ":".join(map(str, parts))))


def _import(file: Path, name: str) -> dict[str, Any]:
    database = connections["default"].settings_dict["NAME"]
    command = [sys.executable, "-m", "benchmarks._import_once", str(database), str(file), name]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr.strip().splitlines()[-1])
    return dict(json.loads(done.stdout.splitlines()[-1]))


def _tables() -> list[tuple[str, str]]:
    """Every public table of the directory with its own columns, parents first; an import writes no other."""
    models = [
        model
        for model in apps.get_app_config("directory").get_models()
        if model.records.wall == "public" and model.__name__ != "RejectedRecord"
    ]
    order = [
        "Feed",
        "FeedRun",
        "Organization",
        "Taxonomy",
        "TaxonomyTerm",
        "Location",
        "Service",
        "ServiceAtLocation",
    ]
    models.sort(key=lambda model: order.index(model.__name__) if model.__name__ in order else len(order))
    return [
        (
            model._meta.db_table,
            ", ".join(
                f'"{f.column}"' for f in model._meta.concrete_fields if not getattr(f, "generated", False)
            ),
        )
        for model in models
    ]


def _empty() -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(table for table, _ in _tables())} CASCADE")


def _copy_floor() -> tuple[float, int]:
    """Take all rows out, and put them back: seconds of the putting back, and how many rows."""
    with connections["owner"].cursor() as cursor:
        kept = {}
        rows = 0
        for table, columns in _tables():
            buffer = io.BytesIO()
            with cursor.copy(f"COPY (SELECT {columns} FROM {table}) TO STDOUT") as source:
                for block in source:
                    buffer.write(block)
            kept[table] = (columns, buffer.getvalue())
            rows += buffer.getvalue().count(b"\n")
        _empty()
        begun = time.perf_counter()
        cursor.execute("BEGIN")
        for table, (columns, content) in kept.items():
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as target:
                target.write(content)
        cursor.execute("COMMIT")
        return time.perf_counter() - begun, rows
