"""Every URL × every role × {ours, another partnership's, nobody signed in}: what is declared is what happens."""

import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from alongside.partnerships.enums import Role
from alongside.web.page import PAGES
from tests.given import World
from tests.web.access_matrix import MATRIX, Declared

# allauth's own pages are tested by allauth; these are the ones we let through, and no others.
ACCOUNT_PAGES_IN_USE = "account/"


@pytest.fixture
def world(cast: Any) -> Any:
    return World(cast)


def urls_of(resolver: URLResolver, prefix: str = "", route: str = "") -> dict[str, str]:
    found: dict[str, str] = {}
    for pattern in resolver.url_patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            found |= urls_of(pattern, inner, here)
        elif isinstance(pattern, URLPattern):
            found[prefix + (pattern.name or f"nameless {here}")] = here
    return found


def test_every_url_is_declared_and_every_declaration_is_a_url() -> None:
    names = {
        name for name, route in urls_of(get_resolver()).items() if not route.startswith(ACCOUNT_PAGES_IN_USE)
    }
    assert names == set(MATRIX)


def test_every_url_is_a_declared_page() -> None:
    assert {name for name in MATRIX if ":" in name} == set(PAGES)


def fetch(visitor: Callable[[], Client], path: str, declared: Declared) -> HttpResponse:
    """Ask once; what asking changed is undone, so that whoever asks next finds the world as it was made."""
    before = transaction.savepoint()
    answer: HttpResponse = getattr(visitor(), declared.method)(path, declared.query)
    transaction.savepoint_rollback(before)
    return answer


@pytest.mark.parametrize("name", sorted(MATRIX))
def test_each_role_gets_what_is_declared(
    name: str, world: Any, client: Client, client_as: Callable[[Any], Client]
) -> None:
    declared = MATRIX[name]
    args = declared.args(world)
    path = reverse(name, kwargs=args)
    for role in Role:
        got = fetch(partial(client_as, world.cast.by_role(role)), path, declared).status_code
        wanted = declared.ok if role in declared.allow else {404}
        assert got in wanted, f"{role} gets {got} at {name}, declared {sorted(wanted)}"
    got = fetch(lambda: client, path, declared).status_code
    assert got in {"ok": declared.ok, "sign-in": {302}, "404": {404}}[declared.anonymous], (
        f"anonymous gets {got}"
    )
    if declared.about_ours:
        got = fetch(partial(client_as, world.cast.stranger), path, declared).status_code
        assert got == 404, f"{world.cast.stranger.name} gets {got} at {name}"
        behind_another_wall = partial(client_as, world.cast.other_partnership)
        theirs = fetch(behind_another_wall, path, declared)
        assert theirs.status_code == 404, f"another partnership gets {theirs.status_code} at {name}"
        of_nothing = {key: uuid.uuid4() if hasattr(value, "hex") else value for key, value in args.items()}
        nowhere = fetch(behind_another_wall, reverse(name, kwargs=of_nothing), declared)
        assert (theirs.status_code, theirs.content) == (nowhere.status_code, nowhere.content), (
            "What is behind another wall answers byte for byte like what is not there"
        )
