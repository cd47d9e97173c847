"""What comes beside the address and the form: cookies, headers, odd bodies, and the sign-in pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from alongside.partnerships.enums import Role
from tests.web import hostile

FORM = "application/x-www-form-urlencoded"
PUBLIC = ["/", "/find/", "/ask-for-help/", "/account/login/", "/healthz", "/nowhere/"]
ODD_COOKIES = {
    "NUL": '"abcdefgh\\000ijkl"',
    "not Unicode": "\udced\udca0\udc80abcdefgh",
    "script": '"<script>alert(1)</script>"',
    "long": "x" * 6000,
    "odd": "=;=,;;",
}


@pytest.fixture
def client(cast: Any) -> Client:
    """Sees answers only: what a page looks like is looked at elsewhere."""
    return Client()


@pytest.mark.parametrize("kind", ODD_COOKIES)
def test_no_cookie_breaks_a_page(client: Client, kind: str) -> None:
    names = [
        settings.SESSION_COOKIE_NAME,
        settings.CSRF_COOKIE_NAME,
        "messages",
        "text_size",
        "django_language",
    ]
    value = ODD_COOKIES[kind].encode("utf-8", "surrogateescape").decode("latin-1")
    header = "; ".join(f"{name}={value}" for name in names)
    for path in PUBLIC:
        answer = client.get(path, HTTP_COOKIE=header)
        assert answer.status_code < 500 or path == "/healthz", f"{answer.status_code} at {path}"
        assert b"<script>alert" not in answer.content


@pytest.mark.parametrize(
    "header",
    [
        {"HTTP_HOST": "evil.example.org"},
        {"HTTP_HOST": "a\x00b"},
        {"HTTP_HOST": "localhost:99999999"},
        {"HTTP_HOST": "[::1"},
        {"HTTP_ACCEPT_LANGUAGE": "xx-" + "y" * 3000},
        {"HTTP_ACCEPT_LANGUAGE": "\x00;q=9"},
        {"HTTP_X_FORWARDED_FOR": "1.2.3.4, <script>, \x00"},
        {"HTTP_REFERER": "http://[::1"},
        {"HTTP_USER_AGENT": "\x00" * 3000},
        {"HTTP_HX_REQUEST": "true", "HTTP_HX_CURRENT_URL": "http://[", "HTTP_HX_TARGET": "\x00"},
        {"HTTP_IF_MODIFIED_SINCE": "never"},
        {"HTTP_RANGE": "bytes=9-1"},
    ],
    ids=lambda header: next(iter(header)),
)
def test_no_header_breaks_a_page(client: Client, header: dict[str, str]) -> None:
    for path in PUBLIC:
        answer = client.get(path, **header)  # type: ignore[arg-type]
        assert answer.status_code < 500 or path == "/healthz", f"{answer.status_code} at {path}"
    answer = client.generic("POST", "/account/login/", "login=a@example.org&password=b", FORM, **header)
    assert answer.status_code < 500


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (FORM, b"%" * 500),
        (FORM, b"&".join(b"a=1" for _ in range(2000))),
        (FORM, b"a=" + b"x" * 3_000_000),
        (FORM + "; charset=nonsense", b"name=Ayten"),
        (FORM + "; charset=utf-16", b"name=Ayten"),
        ("multipart/form-data", b"no boundary"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nA\x00"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=\"name\"; "
         b"filename=\"../../x.exe\"\r\n\r\nMZ\r\n--x--"),
        ("multipart/form-data; boundary=" + "y" * 300, b""),
        ("application/json", b'{"name": ["Ayten"]}'),
        ("\x00", b"\x00"),
        ("", b""),
    ],
    ids=range(12),
)  # fmt: skip
def test_no_body_breaks_a_form(client: Client, kind: str, body: bytes) -> None:
    for path in ("/ask-for-help/", "/tell-us/hx4-k7m/", "/account/login/"):
        answer = client.generic("POST", path, body, kind)
        assert answer.status_code < 500, f"{answer.status_code} at {path}"


ACCOUNT = [
    "/account/login/",
    "/account/logout/",
    "/account/password/reset/",
    "/account/password/reset/key/abc-def/",
    "/account/password/reset/key/%00-%00/",
    "/account/password/reset/key/999999999999999999999999-set-password/",
    "/account/password/change/",
    "/account/reauthenticate/",
    "/account/2fa/",
    "/account/2fa/totp/activate/",
    "/account/2fa/authenticate/",
    "/account/2fa/recovery-codes/generate/",
    "/account/signup/",
    "/account/email/",
]
ASKED = ["login", "password", "email", "code", "next", "remember", "oldpassword", "password1", "password2"]


@pytest.mark.parametrize("who", ["anybody", "connector"])
def test_no_answer_breaks_the_sign_in_pages(
    cast: Any, client: Client, client_as: Callable[[Any], Client], who: str
) -> None:
    for value in [*hostile.TEXT.values(), hostile.LONG]:
        visitor = client if who == "anybody" else Client()
        if who != "anybody":
            visitor.cookies = client_as(cast.by_role(Role.CONNECTOR)).cookies
        body = hostile.encoded([(name, value) for name in ASKED])
        good = hostile.encoded([("login", cast.owner.user.email), ("password", value), ("next", value)])
        for path in ACCOUNT:
            answers = [
                visitor.generic("POST", path, body, FORM),
                visitor.get(f"{path}?{body[:3000]}"),
            ]
            answers += [visitor.generic("POST", path, good, FORM)] if path == "/account/login/" else []
            for answer in answers:
                assert answer.status_code < 500, f"{answer.status_code} at {path} for {value[:40]!r}"
                assert not answer.get("Location", "/").startswith(("//", "http"))
                assert b"<script>alert" not in answer.content
