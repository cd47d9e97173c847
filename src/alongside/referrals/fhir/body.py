"""A body of bytes to a JSON object, whoever sent it: no duplicate keys, no NaN, no depth that exhausts us.

Characters nobody can type (controls, lone surrogates) are taken out of every text: no database keeps them.
"""

from __future__ import annotations

import json
import re
from typing import Any

from alongside.referrals.fhir.problems import Problem, Refused

LONGEST = 1_000_000
DEEPEST = 40
MOST_NODES = 20_000
_UNTYPED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_AS_JSON = "Send one FHIR resource as JSON (application/fhir+json, UTF-8)."


class _NotJson(ValueError):
    pass


def parse(body: bytes) -> dict[str, Any]:
    """The JSON object. Raises Refused: 400 for what is no such thing, 413 for what is too large."""
    if len(body) > LONGEST:
        raise Refused(
            413, Problem("too-costly", "The body is larger than 1 MB.", "Send one referral and no documents.")
        )
    try:
        found = json.loads(
            body.decode("utf-8-sig"), object_pairs_hook=_once_each, parse_constant=_no_constant
        )
    except UnicodeDecodeError:
        raise Refused(400, Problem("structure", "The body is not UTF-8.", _AS_JSON)) from None
    except RecursionError:
        raise Refused(400, Problem("structure", "The body is nested too deeply.", _AS_JSON)) from None
    except ValueError as error:
        said = str(error) if isinstance(error, _NotJson | json.JSONDecodeError) else "a number is too long"
        raise Refused(400, Problem("structure", f"The body is not JSON: {said[:200]}.", _AS_JSON)) from None
    if not isinstance(found, dict):
        raise Refused(400, Problem("structure", "The body is JSON, but not an object.", _AS_JSON))
    cleaned: dict[str, Any] = _cleaned(found, DEEPEST, [MOST_NODES])
    return cleaned


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _NotJson("a name stands twice in one object")
    return found


def _no_constant(name: str) -> None:
    raise _NotJson(f"{name} is no JSON number")


def _cleaned(value: Any, depth: int, left: list[int]) -> Any:
    left[0] -= 1
    if depth == 0 or left[0] < 0:
        raise Refused(
            400, Problem("too-costly", "The body is nested too deeply or holds too much.", _AS_JSON)
        )
    if isinstance(value, str):
        return _UNTYPED.sub("", value)
    if isinstance(value, list):
        return [_cleaned(one, depth - 1, left) for one in value]
    if isinstance(value, dict):
        return {_UNTYPED.sub("", name): _cleaned(one, depth - 1, left) for name, one in value.items()}
    return value
