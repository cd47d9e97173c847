"""The secret key: from the environment, or made once and kept in a private file beside the demo's data."""

import os
import secrets
from pathlib import Path


def key(var: Path, *, required: bool) -> str:
    """Return the secret key; production refuses to start without one of its own."""
    given = os.environ.get("SECRET_KEY", "")
    if given:
        return given
    if required:
        raise SystemExit("SECRET_KEY is not set. Set it to a long random text before starting in production.")
    file = var / "secret_key"
    try:
        return file.read_text()
    except FileNotFoundError:
        var.mkdir(parents=True, exist_ok=True)
        made = secrets.token_urlsafe(50)
        try:
            with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as handle:
                handle.write(made)
            return made
        except FileExistsError:  # another process was quicker
            return file.read_text()
