"""Settings that are one of few things: a whole number, a level of the log. Anything else is said in one line."""

import os

LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")


def whole(name: str, otherwise: int) -> int:
    """Return a whole number of 0 or more from the environment."""
    given = os.environ.get(name, "").strip()
    if not given:
        return otherwise
    if not (given.isascii() and given.isdigit() and len(given) < 10):
        raise SystemExit(f"{name} is a whole number, not {given[:40]!r}.")
    return int(given)


def log_level() -> str:
    """Return how much is logged."""
    given = os.environ.get("LOG_LEVEL", "").strip().upper() or "WARNING"
    if given not in LEVELS:
        raise SystemExit(f"LOG_LEVEL is one of {', '.join(LEVELS)}, not {given[:40]!r}.")
    return given
