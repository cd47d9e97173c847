"""An installation in production: nothing to warn about, strict headers and cookies, and a face without a database.

Runs in a process of its own, because settings are read once. The database it names does not answer.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

HOST = "alongside.example.org"
ASK = """
import json, logging, django
django.setup()
logging.disable(logging.CRITICAL)
from django.conf import settings
from django.test import Client

client = Client(raise_request_exception=False, enforce_csrf_checks=True, SERVER_NAME="alongside.example.org")
asked = {}
for how, path in ASKS:
    method, _, scheme = how.partition(" ")
    claimed = {"HTTP_X_FORWARDED_PROTO": "https"} if scheme == "claimed" else {}
    answer = getattr(client, method)(path, secure=not scheme, **claimed)
    asked[f"{how} {path}"] = {
        "status": answer.status_code,
        "headers": {name.lower(): value for name, value in answer.items()},
        "body": b"".join(answer.streaming_content).decode() if answer.streaming else answer.content.decode(),
    }
cookies = {
    name: getattr(settings, name)
    for name in dir(settings)
    if name.startswith(("SESSION_COOKIE_", "CSRF_COOKIE_"))
}
print(json.dumps({"asked": asked, "cookies": cookies, "debug": settings.DEBUG}, default=str))
"""
ASKS = [
    ("get", "/"),
    ("get", "/connector/"),
    ("get", "/nowhere/"),
    ("get", "/healthz"),
    ("get plain", "/healthz"),
    ("get plain", "/about/"),
    ("get claimed", "/about/"),
    ("post", "/ask-for-help/"),
    ("post", "/account/login/"),
    ("get", "/.git/config"),
    ("get", "/static/"),
    ("trace", "/"),
]


def _python(var: Path, *arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "alongside.settings",
        "ALONGSIDE_MODE": "production",
        "ALONGSIDE_VAR": str(var),
        "SECRET_KEY": "t0p-Secret_" * 6,
        "ALLOWED_HOSTS": HOST,
        "SITE_URL": f"https://{HOST}",
        "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
    }
    return subprocess.run(
        [sys.executable, *arguments],
        env=environment | changes,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("production")


@pytest.fixture(scope="module")
def site(var: Path) -> dict[str, Any]:
    collected = _python(var, "-m", "django", "collectstatic", "--noinput", "-v0")
    assert collected.returncode == 0, collected.stderr
    return _asked(var, ASKS)


def _asked(var: Path, asks: list[tuple[str, str]], **changes: str) -> dict[str, Any]:
    said = _python(var, "-c", ASK.replace("ASKS", repr(asks)), **changes)
    assert said.returncode == 0, said.stderr
    answer: dict[str, Any] = json.loads(said.stdout.splitlines()[-1])
    return answer


def test_django_finds_nothing_to_warn_about(var: Path) -> None:
    said = _python(var, "-m", "django", "check", "--deploy", "--fail-level", "WARNING")
    assert said.returncode == 0, said.stderr
    assert "no issues (0 silenced)" in said.stdout


def test_production_does_not_start_without_a_key_of_its_own(var: Path) -> None:
    said = _python(var, "-m", "django", "check", SECRET_KEY="")
    assert said.returncode != 0
    assert said.stderr.splitlines() == [
        "SECRET_KEY is not set. Set it to a long random text before starting in production."
    ]


def test_cookies_are_for_this_host_over_https_and_no_script(site: dict[str, Any]) -> None:
    cookies = site["cookies"]
    for kind in ("SESSION", "CSRF"):
        assert cookies[f"{kind}_COOKIE_NAME"].startswith("__Host-")
        assert cookies[f"{kind}_COOKIE_SECURE"] is cookies[f"{kind}_COOKIE_HTTPONLY"] is True
        assert cookies[f"{kind}_COOKIE_SAMESITE"] == "Lax"
        assert cookies[f"{kind}_COOKIE_PATH"] == "/"
        assert cookies[f"{kind}_COOKIE_DOMAIN"] is None
    assert site["debug"] is False


@pytest.mark.parametrize("ask", ["get /", "get /nowhere/", "post /ask-for-help/"])
def test_every_page_even_one_that_tells_of_a_fault_has_strict_headers(site: dict[str, Any], ask: str) -> None:
    headers = site["asked"][ask]["headers"]
    policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
    assert policy["default-src"] == policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["object-src"] == policy["base-uri"] == "'none'"
    assert policy["form-action"] == "'self'"
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["strict-transport-security"] == "max-age=31536000; includeSubDomains; preload"


def test_plain_http_is_led_to_https_but_for_the_health_check(site: dict[str, Any]) -> None:
    assert site["asked"]["get plain /about/"]["headers"]["location"] == f"https://{HOST}/about/"
    assert site["asked"]["get plain /healthz"]["status"] == 503


def test_that_it_is_https_is_believed_of_a_proxy_of_ours_alone(var: Path, site: dict[str, Any]) -> None:
    assert site["asked"]["get claimed /about/"]["headers"]["location"] == f"https://{HOST}/about/"
    behind_one = _asked(var, [("get claimed", "/about/")], PROXIES="1")
    assert "location" not in behind_one["asked"]["get claimed /about/"]["headers"]


def test_without_a_database_the_health_check_says_so(site: dict[str, Any]) -> None:
    health = site["asked"]["get /healthz"]
    assert json.loads(health["body"]) == {"status": "unavailable", "database": "down", "worker": "down"}
    assert health["headers"]["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("ask", "status"),
    [
        ("get /", 500),
        ("get /connector/", 500),
        ("get /nowhere/", 404),
        ("get /.git/config", 404),
        ("get /static/", 404),
        ("post /ask-for-help/", 403),
        ("post /account/login/", 403),
    ],
)
def test_without_a_database_every_answer_is_a_page_that_helps(
    site: dict[str, Any], ask: str, status: int
) -> None:
    answer = site["asked"][ask]
    assert answer["status"] == status
    assert "as-crisis" in answer["body"]
    assert "/static/" in answer["body"], "dressed"
    assert "Traceback" not in answer["body"]
    assert "psycopg" not in answer["body"]


def test_a_trace_is_not_answered(site: dict[str, Any]) -> None:
    assert site["asked"]["trace /"]["status"] == 405
