"""Migrates the database that every test process clones, ahead of the tests: `python scripts/test_database.py`."""

import os
import sys
from pathlib import Path

import django

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    from tests import database

    database.ensure_template()
