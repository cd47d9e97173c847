"""What the API's tests share: the real page of Bristol, imported."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from alongside.core.clock import now
from alongside.directory.actions.import_feed import Importing, import_feed


@pytest.fixture
def bristol(db: None, shared_data: Path) -> Any:
    """Fifty real services."""
    return import_feed(
        Importing(str(shared_data / "directory/feeds/bristol-v1-services-page1.json"), "Bristol"), at=now()
    )


@pytest.fixture
def get(client: Any) -> Callable[..., Any]:
    """Ask the API; the answer's JSON."""

    def ask(path: str, status: int = 200, **parameters: Any) -> Any:
        response = client.get(f"/oruk{path}", parameters)
        assert response.status_code == status, response.content[:500]
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        return response.json()

    return ask


@pytest.fixture
def live_api(committing_db: None) -> Iterator[str]:
    """The API over real HTTP, for programs that ask it from outside. What they shall find must be committed."""
    from django.core.handlers.wsgi import WSGIHandler
    from django.core.servers.basehttp import WSGIServer
    from django.db import connections
    from django.test.testcases import QuietWSGIRequestHandler

    server = WSGIServer(("127.0.0.1", 0), QuietWSGIRequestHandler, ipv6=False)
    server.set_app(WSGIHandler())

    def serve() -> None:
        server.serve_forever()
        connections.close_all()  # this thread's own

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/oruk"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def live_bristol(live_api: str, shared_data: Path) -> str:
    """The same with the fifty real services."""
    import_feed(
        Importing(str(shared_data / "directory/feeds/bristol-v1-services-page1.json"), "Bristol"), at=now()
    )
    return live_api
