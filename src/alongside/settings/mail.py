"""The mail server, from SMTP_URL (smtp://user:password@host:587?tls=1, smtps:// for implicit TLS)."""

import os
from urllib.parse import parse_qs, unquote, urlsplit


def server() -> tuple[str, int, str, str, bool, bool]:
    """Return host, port, login, password, STARTTLS?, implicit TLS? as Django's e-mail backend wants them."""
    parts = urlsplit(os.environ.get("SMTP_URL", "smtp://localhost:25"))
    implicit = parts.scheme == "smtps"
    starttls = not implicit and parse_qs(parts.query).get("tls", ["0"])[0] == "1"
    port = parts.port or (465 if implicit else 25)
    return (
        parts.hostname or "localhost",
        port,
        unquote(parts.username or ""),
        unquote(parts.password or ""),
        starttls,
        implicit,
    )
