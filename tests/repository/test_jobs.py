"""Every background job of the house is known to the worker, without anybody importing it first."""

import os
import re
import subprocess
import sys
from pathlib import Path

SRC = Path(__file__).resolve().parents[2] / "src" / "alongside"
ASK = """
import django
django.setup()
from procrastinate.contrib.django import app
print(*sorted(app.tasks))
"""


def test_the_worker_knows_every_job() -> None:
    written = {
        name
        for file in SRC.glob("*/jobs.py")
        for name in re.findall(r"@app\.task\([^)]*name=\"([^\"]+)\"", file.read_text())
    }
    assert written
    run = subprocess.run(
        [sys.executable, "-c", ASK],
        env=os.environ,
        capture_output=True,
        text=True,
        check=True,
        cwd=SRC.parents[1],
    )
    assert written <= set(run.stdout.split()), written - set(run.stdout.split())
