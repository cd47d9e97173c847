"""Serving the bench database over real HTTP, as `alongside serve` does; and asking a server by many clients at once."""

import http.client
import os
import queue
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote, urlsplit

import httpx
from django.db import connection


@contextmanager
def server(*, workers: int = 1, threads: int = 1, **settled: str) -> Iterator[str]:
    """Serve the bench database with gunicorn, as `alongside serve` does, so settled; yields the address."""
    from tests.cast import found_partnership

    from alongside.partnerships.models import Partnership

    if not Partnership.objects.filter(slug="bench").exists():
        found_partnership("bench", is_default=True)
    settings = connection.settings_dict
    place = f"@:{settings['PORT']}/{settings['NAME']}?host={quote(settings['HOST'], safe='')}"
    url = f"postgresql://{settings['USER']}:{settings['PASSWORD']}{place}"
    connection.close()
    environment = {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "alongside.settings", **settled}
    with serving("alongside.web.wsgi:application", environment, workers, threads, ready="/about/") as address:
        yield address


@contextmanager
def serving(
    application: str, environment: Mapping[str, str], workers: int, threads: int, *, ready: str
) -> Iterator[str]:
    """Serve a WSGI application with gunicorn until the block ends; yields the address once `ready` answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    running = subprocess.Popen(
        [
            *(sys.executable, "-m", "gunicorn", application),
            *("--bind", f"127.0.0.1:{port}", "--workers", str(workers)),
            *(("--worker-class", "gthread", "--threads", str(threads)) if threads > 1 else ()),
            *("--keep-alive", "75"),  # a client that asks others in between finds its connection again
        ],
        env={**os.environ, **environment},
        stderr=subprocess.DEVNULL,
    )
    try:
        address = f"http://127.0.0.1:{port}"
        for _ in range(300):
            try:
                httpx.get(address + ready, timeout=5)
                break
            except httpx.TransportError:
                time.sleep(0.1)
        yield address
    finally:
        running.terminate()
        running.wait(timeout=15)


class Client:
    """One connection that stays open and asks with as little work of its own as there can be."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self._connection = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=120)

    def get(self, path: str) -> bytes:
        """Return the body of the answer. Raises RuntimeError for any status but 200."""
        self._connection.request("GET", path)
        response = self._connection.getresponse()
        body = response.read()
        if response.status != 200:
            raise RuntimeError(f"{path} answered {response.status}")
        return body


def at_once(
    clients: int, tasks: Sequence[Any], asker: Callable[[], Callable[[Any], Any]]
) -> tuple[list[float], float]:
    """Let so many clients work through the tasks; return how long each took in ms, and tasks a second.

    `asker` makes what one client asks with; each makes its own. Raises what the first failing client raised.
    """
    waiting: queue.SimpleQueue[Any] = queue.SimpleQueue()
    for task in tasks:
        waiting.put(task)
    taken: list[float] = []
    problems: list[BaseException] = []
    together = threading.Barrier(clients + 1)

    def work() -> None:
        try:
            ask = asker()
            together.wait()
            while True:
                task = waiting.get_nowait()
                begun = time.perf_counter()
                ask(task)
                taken.append((time.perf_counter() - begun) * 1_000)
        except queue.Empty:
            pass
        except BaseException as problem:
            problems.append(problem)
            together.abort()

    threads = [threading.Thread(target=work, daemon=True) for _ in range(clients)]
    for thread in threads:
        thread.start()
    together.wait()
    begun = time.perf_counter()
    for thread in threads:
        thread.join()
    if problems:
        raise problems[0]
    return taken, len(taken) / (time.perf_counter() - begun)
