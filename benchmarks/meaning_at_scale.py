"""What it costs that a search in words is put in order of meaning: `/find/` with it and without, asked in turn.

    python -m benchmarks meaning_at_scale
    ALONGSIDE_BENCH_ROWS=150000 python -m benchmarks meaning_at_scale

`find` is the page as it is, `by_words` the same with ORDER_BY_MEANING=off, `bare_sql` and `same_sql` those of
`finder_at_scale`: the statements of `same_sql` with their comparison, without reading the question. The numbers of the
services are drawn by chance; those of a question are the model's. Also: the memory that a web process takes with it.
"""

import random
from pathlib import Path
from typing import Any

from benchmarks import _at_scale as scale
from benchmarks import finder_at_scale as bench
from benchmarks._serving import server


def measure() -> dict[str, Any]:
    """Return p50 and p95 of each way to ask at each size, by one client and by sixteen, and their ratios."""
    figures: dict[str, Any] = {}
    for size in bench.SIZES:
        figures[str(size)] = {"rows": scale.fill(size), **_at()}
    return figures


def _at() -> dict[str, Any]:
    questions = [bench.text(random.Random(f"text:{n}"), "") for n in range(bench.QUESTIONS)]
    crowd = {"workers": bench.WORKERS, "threads": bench.THREADS}
    with server(**crowd) as with_it, server(**crowd, ORDER_BY_MEANING="off") as without:
        ways = {name: way for name, way in bench._ways(with_it, without).items() if name in WAYS}
        ways["by_words"] = bench._ways(without, without)["find"]
        return {
            **bench._measured(questions, ways),
            "memory_mb": {"find": _memory(), "by_words": _memory("off")},
        }


WAYS = ("find", "bare_sql", "same_sql")


def _memory(settled: str = "") -> list[int]:
    """Return what each web process keeps in memory for itself, in MB."""
    own = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if b"alongside.web.wsgi" not in (folder / "cmdline").read_bytes():
                continue
            if (b"ORDER_BY_MEANING=off" in (folder / "environ").read_bytes()) != bool(settled):
                continue
            lines = (folder / "smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        own += [int(line.split()[1]) // 1024 for line in lines if line.startswith("Pss:")]
    return sorted(own)
