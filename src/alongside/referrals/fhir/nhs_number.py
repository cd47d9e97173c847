"""NHS numbers: ten digits, the last of them a check on the other nine (NHS Data Dictionary, modulus 11)."""

from __future__ import annotations

import re

SYSTEM = "https://fhir.nhs.uk/Id/nhs-number"
_SPACES = re.compile(r"[\s-]")
_TEN = re.compile(r"[0-9]{10}\Z", re.ASCII)


def tidy(raw: str) -> str:
    """The ten digits, or "" when it is no NHS number."""
    digits = _SPACES.sub("", raw)
    if not _TEN.match(digits) or len(set(digits)) == 1:
        return ""
    check = 11 - sum(int(digit) * (10 - place) for place, digit in enumerate(digits[:9])) % 11
    return digits if check != 10 and check % 11 == int(digits[9]) else ""


def spoken(digits: str) -> str:
    """As people write it: "943 476 5919"."""
    return f"{digits[:3]} {digits[3:6]} {digits[6:]}" if digits else ""
