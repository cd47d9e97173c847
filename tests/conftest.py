"""The harness: a real database as the runtime role, the cast, clients, and habits turned into failures.

Habits that fail a test by themselves: an undefined template variable, a warning, a GET that writes (the
connection refuses), inline scripts, styles or handlers and broken HTML in any page a `client` fixture gets,
a query about people outside the wall (it finds nothing), a network connection that leaves the machine.
"""

import datetime as dt
import gc
import os
import socket
import string
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.cache import cache
from django.db import connections
from django.test import Client
from django.utils import timezone
from django.utils.crypto import get_random_string
from hypothesis import HealthCheck
from hypothesis import settings as property_settings
from xdist.scheduler.loadscope import LoadScopeScheduling

from tests import database
from tests.page_habits import WatchfulClient

# Files whose tests share what takes long to make: a browser at a running site, the demo place, an installation.
TOGETHER = (
    "tests/browser/",
    "tests/domain/demo/test_demo_load.py",
    "tests/domain/demo/test_demo_directory.py",
    "tests/repository/test_production.py",
)
# Single tests that take long by themselves: they begin before the many short ones.
LONG = (
    "tests/domain/demo/test_demo_load_again.py",
    "tests/domain/directory/test_publishing_round_trip.py",
    "tests/web/connector/test_concern.py",
    "tests/web/test_killed.py",
    "tests/web/test_leaks.py",
)
SHARED = Path(os.environ.get("ALONGSIDE_SHARED", Path(__file__).resolve().parents[2] / "shared"))


class Together(LoadScopeScheduling):
    """Each test goes to whichever worker is free, those of a file in `TOGETHER` to one worker.

    The largest groups go first, so that no worker begins a long walk when the others are done. This is what
    `--dist loadgroup` promises; under pytest 9.2, xdist 3.8 no longer sees its own groups.
    """

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return file if file.startswith(TOGETHER) else nodeid


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any) -> Iterator[None]:
    """Give this process its own clone of the template database."""
    name = f"test_{os.getpid()}"
    with django_db_blocker.unblock():
        template = database.ensure_template()
        database.clone(template, name)
        database.point_connections_at(name)
    yield
    with django_db_blocker.unblock():
        for alias in connections:
            connections[alias].close()
        database.drop(name)


@pytest.fixture
def committing_db(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """For tests of races and crashes, whose work must really be committed; the database is cloned anew after."""
    with django_db_blocker.unblock():
        yield
        name = connections["default"].settings_dict["NAME"]
        for alias in connections:
            connections[alias].close()
        database.clone(database.ensure_template(), name)
        database.point_connections_at(name)


@pytest.fixture
def partnership(db: None) -> Iterator[Any]:
    """A fresh partnership, entered: the default one, found at any host."""
    from alongside.core import tenancy
    from tests.cast import found_partnership

    made = found_partnership("hackney", is_default=True)
    with tenancy.within(made.pk, actor="test"):
        yield made


@pytest.fixture
def cast(partnership: Any) -> Any:
    """The cast, on stage in `partnership`."""
    from tests.cast import assemble

    return assemble(partnership)


@pytest.fixture
def client(db: None) -> Client:
    """A visitor who has not signed in; every page it gets is checked for bad habits."""
    return WatchfulClient()


def _signed_in(user: Any) -> str:
    """The key of a session in which an account is signed in, written at once.

    `force_login` writes what this does and, around it, what signing in writes besides (a session without an account
    first, the day of the account): a dozen statements, several thousand times in a run of the tests.
    """
    from django.contrib.sessions.backends.db import SessionStore
    from django.contrib.sessions.models import Session

    kept = {
        SESSION_KEY: str(user.pk),
        BACKEND_SESSION_KEY: "allauth.account.auth_backends.AuthenticationBackend",
        HASH_SESSION_KEY: user.get_session_auth_hash(),
    }
    key = get_random_string(32, string.ascii_lowercase + string.digits)
    until = timezone.now() + dt.timedelta(seconds=settings.SESSION_COOKIE_AGE)
    Session.objects.create(session_key=key, session_data=SessionStore().encode(kept), expire_date=until)
    return key


@pytest.fixture
def client_as(db: None) -> Callable[[Any], Client]:
    """Give the client of a signed-in member."""

    def sign_in(member: Any) -> Client:
        client = WatchfulClient()
        client.cookies[settings.SESSION_COOKIE_NAME] = _signed_in(member.user)
        return client

    return sign_in


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data beside the project; tests that need it skip where it is absent."""
    if not (SHARED / "data").is_dir():
        pytest.skip(f"no shared data at {SHARED / 'data'}")
    return SHARED / "data"


@pytest.fixture(autouse=True)
def _nobody_is_counted_from_an_earlier_test() -> None:
    cache.clear()  # allauth counts attempts to sign in there


@pytest.fixture(autouse=True)
def _no_call_leaves_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    connect = socket.socket.connect

    def local_only(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and address[0] not in {"127.0.0.1", "::1", "localhost"}:
            raise AssertionError(f"A test tried to reach {address}.")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", local_only)


def pytest_configure(config: pytest.Config) -> None:
    assert settings.MODE == "test", "Tests run with tests.settings"
    sys.setrecursionlimit(3000)
    # a slow machine is no reason to fail
    property_settings.register_profile(
        "any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
    )
    property_settings.load_profile("any machine")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling:
    return Together(config, log)


@pytest.hookimpl(trylast=True)  # after they were put into any order
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long ones first: nobody is still at one of them when all others are done."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))


def pytest_collection_finish(session: pytest.Session) -> None:
    """Look through what will stay (programs, templates, the list of tests) once and not at each collection."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
