"""What every page is held to, whichever test fetches it: sound HTML and nothing inline."""

import hashlib
import re
from typing import Any

import html5lib
from django.http import HttpResponse
from django.test import Client

from tests.page_links import closed_doors

INLINE = re.compile(
    rb"""<script(?![^>]*\bsrc=)(?![^>]*type=["']application/(?:ld\+)?json)[^>]*>|<style\b|\sstyle\s*=\s*["']|\son[a-z]+\s*=\s*["']""",
    re.IGNORECASE,
)
LEAKED = re.compile(rb"\{\{|\{%|<c-[a-z]")
# html5lib's strictness in points that HTML itself has since allowed.
FORGIVEN = {"unexpected-end-tag-implies-table-voodoo"}
# Keys of rows and of forms differ from test to test; whether the HTML around them is sound does not.
KEYS = re.compile(
    rb"""[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?<=csrfmiddlewaretoken" value=")[0-9A-Za-z]{64}(?=")"""
)
_sound: set[bytes] = set()  # what was parsed before in this process, its keys apart, and found without fault


def faults(body: bytes) -> list[str]:
    """Return what is wrong with a page."""
    found = [f"inline code: {m.group(0)[:60]!r}" for m in INLINE.finditer(body)]
    found += [f"leaked template code: {body[m.start() : m.start() + 40]!r}" for m in LEAKED.finditer(body)]
    found += _faults_of_html(body)
    ids = re.findall(rb"""\sid=["']([^"']+)["']""", body)
    found += [f"id twice: {i.decode()}" for i in sorted({i for i in ids if ids.count(i) > 1})]
    return found


def _faults_of_html(body: bytes) -> list[str]:
    """What a strict parser says; a page that is the same as one that was sound, keys apart, is not parsed again."""
    mark = hashlib.sha256(KEYS.sub(b"key", body)).digest()
    if mark in _sound:
        return []
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(body)
    found = [
        f"HTML line {line} column {column}: {code}"
        for (line, column), code, _ in parser.errors
        if code not in FORGIVEN
    ]
    if not found:
        _sound.add(mark)
    return found


class WatchfulClient(Client):
    """Django's test client, which fails a test on any page with a bad habit."""

    def generic(self, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().generic(*args, **kwargs)
        if (
            not response.streaming
            and response.get("Content-Type", "").startswith("text/html")
            and response.content
        ):
            problems = faults(response.content) + closed_doors(response)
            assert not problems, f"{args[:2]}: " + "; ".join(problems[:5])
        return response
