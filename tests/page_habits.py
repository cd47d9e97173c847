"""What every page is held to, whichever test fetches it: sound HTML and nothing inline."""

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


def faults(body: bytes) -> list[str]:
    """Return what is wrong with a page."""
    found = [f"inline code: {m.group(0)[:60]!r}" for m in INLINE.finditer(body)]
    found += [f"leaked template code: {body[m.start() : m.start() + 40]!r}" for m in LEAKED.finditer(body)]
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(body)
    for (line, column), code, _ in parser.errors:
        if code not in FORGIVEN:
            found.append(f"HTML line {line} column {column}: {code}")
    ids = re.findall(rb"""\sid=["']([^"']+)["']""", body)
    found += [f"id twice: {i.decode()}" for i in sorted({i for i in ids if ids.count(i) > 1})]
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
