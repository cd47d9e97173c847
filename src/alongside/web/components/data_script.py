"""Data inside a page, for programs that read it: never run, and nothing in it can end its element."""

from __future__ import annotations

import json
from typing import Any

from django.utils.safestring import SafeString, mark_safe

_ESCAPES = {
    ord("<"): "\\u003C",
    ord(">"): "\\u003E",
    ord("&"): "\\u0026",
    0x2028: "\\u2028",
    0x2029: "\\u2029",
}


def as_script(told: dict[str, Any]) -> SafeString:
    """Return JSON-LD as its element."""
    text = json.dumps(told, ensure_ascii=False).translate(_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 – every bracket is escaped
