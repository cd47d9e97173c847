"""Makes the server of a test run quick and migrates the database that every test process clones, ahead of the tests.

Only for a server that holds nothing else, as `scripts/test.sh` starts one: `python scripts/test_database.py`.
"""

import os
import sys
from pathlib import Path

import django

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    from tests import database

    database.wait_for_no_disk()
    database.ensure_template()
