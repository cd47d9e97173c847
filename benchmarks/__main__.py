"""`python -m benchmarks [NAME …]`: runs measurements in a database of their own and prints one JSON line each.

A measurement is a module here with `measure() -> dict`: it fills the database it finds (migrated, with the
postcodes of the tests), measures, and returns figures. Ratios are what counts; times depend on the machine.
"""

import importlib
import json
import os
import pkgutil
import sys
import time
import traceback
from pathlib import Path

import benchmarks


def names() -> list[str]:
    """The measurements there are."""
    return sorted(found.name for found in pkgutil.iter_modules(benchmarks.__path__) if found.name[0] != "_")


def main(wanted: list[str]) -> int:
    """Run the wanted measurements, or all; the exit code says whether one could not be taken."""
    unknown = set(wanted) - set(names())
    if unknown:
        print(
            f"No such measurement: {', '.join(sorted(unknown))}. There are: {', '.join(names())}.",
            file=sys.stderr,
        )
        return 2
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    from tests import database

    failed = 0
    for name in wanted or names():
        copy = f"bench_{name}_{os.getpid()}"
        database.clone(database.ensure_template(), copy)
        database.point_connections_at(copy)
        print(f"Measuring {name} …", file=sys.stderr)
        begun = time.monotonic()
        try:
            figures = importlib.import_module(f"benchmarks.{name}").measure()
            print(
                json.dumps({"bench": name, **figures, "took_s": round(time.monotonic() - begun, 1)}),
                flush=True,
            )
        except Exception:
            traceback.print_exc()
            failed = 1
        finally:
            database.point_connections_at("postgres")
            database.drop(copy)
    return failed


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    sys.exit(main(sys.argv[1:]))
