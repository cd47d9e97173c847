"""Two connections to one database: `default` as the runtime role inside the wall, `owner` for migrations.

Whatever login DATABASE_URL names, the runtime becomes `alongside_app` before its first statement: a role
that owns nothing and cannot look over the wall. Giving it a login of its own is stronger still.
"""

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

RUNTIME_ROLE = "alongside_app"
OWNER_ROLE = "alongside_owner"


def connections(var: Path) -> dict[str, dict[str, Any]]:
    """Return Django's DATABASES."""
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        host, port = embedded_address(var)
        url, owner_url = (
            f"postgresql://{role}@:{port}/alongside?host={host}" for role in (RUNTIME_ROLE, OWNER_ROLE)
        )
    else:
        owner_url = os.environ.get("DATABASE_OWNER_URL") or url
    owner = _connection(owner_url, OWNER_ROLE)
    return {"default": _connection(url, RUNTIME_ROLE), "owner": owner}


def embedded_address(var: Path) -> tuple[str, int]:
    """Return the folder of the embedded server's socket and its port number; starts nothing."""
    from alongside.core.postgres import embedded

    place = embedded.location(var / "postgres")
    return str(place.socket_dir), place.port


def _connection(url: str, role: str) -> dict[str, Any]:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as problem:
        raise SystemExit(f"DATABASE_URL is not an address: {problem}.") from None
    if parts.scheme not in {"postgres", "postgresql"}:
        raise SystemExit(
            f"DATABASE_URL must begin with postgresql:// (it begins with {parts.scheme or 'nothing'})."
        )
    query = dict(parse_qsl(parts.query))
    user = unquote(parts.username or "")
    options = query.pop("options", "")
    if user != role:
        options = f"{options} -c role={role}".strip()
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "alongside",
        "USER": user,
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": str(port or query.pop("port", "")),
        "CONN_MAX_AGE": 0 if role == OWNER_ROLE else 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": query | ({"options": options} if options else {}),
    }
