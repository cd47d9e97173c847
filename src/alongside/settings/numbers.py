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


def growing(name: str, otherwise: tuple[int, int, int]) -> tuple[int, int, int]:
    """Return three numbers that grow, from 1 to 120, written with commas."""
    given = [part.strip() for part in os.environ.get(name, "").split(",") if part.strip()]
    if not given:
        return otherwise
    if not all(part.isascii() and part.isdigit() and len(part) < 4 for part in given) or len(given) != 3:
        raise SystemExit(f"{name} is three numbers of months that grow, like 6,9,12.")
    first, second, third = (int(part) for part in given)
    if not 1 <= first < second < third <= 120:
        raise SystemExit(f"{name} is three numbers of months that grow, from 1 to 120, like 6,9,12.")
    return first, second, third


def log_level() -> str:
    """Return how much is logged."""
    given = os.environ.get("LOG_LEVEL", "").strip().upper() or "WARNING"
    if given not in LEVELS:
        raise SystemExit(f"LOG_LEVEL is one of {', '.join(LEVELS)}, not {given[:40]!r}.")
    return given
