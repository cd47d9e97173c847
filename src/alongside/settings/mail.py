"""The mail server, from SMTP_URL (smtp://user:password@host:587?tls=1, smtps:// for implicit TLS)."""

import os
from urllib.parse import parse_qs, unquote, urlsplit


def server() -> tuple[str, int, str, str, bool, bool]:
    """Return host, port, login, password, STARTTLS?, implicit TLS? as Django's e-mail backend wants them."""
    try:
        parts = urlsplit(os.environ.get("SMTP_URL") or "smtp://localhost:25")
        given_port = parts.port
    except ValueError as problem:
        raise SystemExit(f"SMTP_URL is not an address: {problem}.") from None
    if parts.scheme not in {"smtp", "smtps"}:
        raise SystemExit(
            f"SMTP_URL must begin with smtp:// or smtps:// (it begins with {parts.scheme or 'nothing'})."
        )
    implicit = parts.scheme == "smtps"
    starttls = not implicit and parse_qs(parts.query).get("tls", ["0"])[0] == "1"
    port = given_port or (465 if implicit else 25)
    return (
        parts.hostname or "localhost",
        port,
        unquote(parts.username or ""),
        unquote(parts.password or ""),
        starttls,
        implicit,
    )
