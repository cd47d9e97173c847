"""The few SNOMED CT concepts this product reads and writes; anything else is kept as its words.

Concept identifiers and terms are of SNOMED CT, used here under its UK licence (NHS England, National Release Centre):
© International Health Terminology Standards Development Organisation. Which codes social prescribing records is as
published by NHS England and by practices' guidance. A system that uses SNOMED CT needs its own licence.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SYSTEM = "http://snomed.info/sct"

REFERRED = "871731000000106"
DECLINED = "871711000000103"


@dataclass(frozen=True)
class Concept:
    """A concept: its term, and in the words of this product where it may be a reason."""

    code: str
    term: str
    reason: str | Promise = ""


CONCEPTS: dict[str, Concept] = {
    concept.code: concept
    for concept in (
        Concept(REFERRED, "Referral to social prescribing service"),
        Concept(DECLINED, "Social prescribing declined"),
        Concept("267076002", "Feeling lonely", _("Feels lonely")),
        Concept("422650009", "Social isolation", _("Is cut off from other people")),
        Concept("390893007", "Referral to physical activity program", _("Would like to be more active")),
        Concept("306238000", "Referral to Social Services", _("Is also referred to social services")),
    )
}

REASONS = frozenset(code for code, concept in CONCEPTS.items() if concept.reason)


def labels(codes: Iterable[str]) -> list[str]:
    """Coded reasons in words; codes no longer known are left out."""
    return [str(CONCEPTS[code].reason) for code in codes if code in REASONS]


def coding(code: str) -> dict[str, str]:
    """A concept as a FHIR Coding."""
    return {"system": SYSTEM, "code": code, "display": CONCEPTS[code].term}
