"""Serving the bench database over real HTTP, as `alongside serve` does."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote

import httpx
from django.db import connection


@contextmanager
def server(*, workers: int = 1) -> Iterator[str]:
    """Serve the bench database with gunicorn, as `alongside serve` does; yields the address."""
    from tests.cast import found_partnership

    found_partnership("bench", is_default=True)
    settings = connection.settings_dict
    place = f"@:{settings['PORT']}/{settings['NAME']}?host={quote(settings['HOST'], safe='')}"
    url = f"postgresql://{settings['USER']}:{settings['PASSWORD']}{place}"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    connection.close()
    server = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "gunicorn",
            "alongside.web.wsgi:application",
            *("--bind", f"127.0.0.1:{port}", "--workers", str(workers)),
        ],
        env={**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "alongside.settings"},
        stderr=subprocess.DEVNULL,
    )
    try:
        address = f"http://127.0.0.1:{port}"
        for _ in range(300):
            try:
                httpx.get(f"{address}/about/", timeout=5)
                break
            except httpx.TransportError:
                time.sleep(0.1)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=15)
