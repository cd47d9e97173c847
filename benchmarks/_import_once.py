"""One feed import in a process of its own, which prints its seconds and peak memory as JSON.

`python -m benchmarks._import_once DATABASE FILE NAME`
"""

import json
import os
import resource
import sys
import time


def main(database_name: str, file: str, name: str) -> None:
    """Import, and print what it took."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    from tests import database

    from alongside.core.clock import now
    from alongside.directory.actions.import_feed import Importing, import_feed
    from alongside.places.geo import to_point

    database.point_connections_at(database_name)
    to_point(51.5, -0.1)  # loading the projections is the program's start, not the import's work
    before = _peak_mb()
    begun = time.perf_counter()
    run = import_feed(Importing(file, name), at=now())
    seconds = time.perf_counter() - begun
    counts = {key: getattr(run, key) for key in ("new", "changed", "unchanged", "withdrawn", "rejected")}
    print(json.dumps({"seconds": seconds, "peak_mb": _peak_mb(), "before_mb": before, **counts}))


def _peak_mb() -> float:
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1_048_576


if __name__ == "__main__":
    main(*sys.argv[1:4])
