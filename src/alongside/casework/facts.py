"""What the finder needs to know of a person, from the record: `facts_for(person, on)`.

Only what is written down is passed on; what nobody asked stays unknown, so that eligibility says "ask her"
instead of guessing.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from alongside.casework.models import Conversation
from alongside.directory.rules import GENDERS, RELATIONS, Facts
from alongside.people.enums import AccessNeed
from alongside.people.models import Person

#: Access needs in the words of the directory (`directory.enums.AccessFeature`). Somebody to come along,
#: parking
#: and the like that no venue offers are not a reason to leave it out.
NEEDS_AT_A_PLACE: dict[str, str] = {
    AccessNeed.STEP_FREE: "step_free",
    AccessNeed.WHEELCHAIR: "wheelchair",
    AccessNeed.TOILET: "accessible_toilet",
    AccessNeed.HEARING_LOOP: "hearing_loop",
    AccessNeed.BSL: "bsl",
    AccessNeed.LARGE_PRINT: "large_print",
    AccessNeed.EASY_READ: "easy_read",
    AccessNeed.QUIET_SPACE: "quiet_space",
    AccessNeed.PARKING: "parking",
}


def facts_for(person: Person, on: date, **wishes: Any) -> Facts:
    """The facts of a person on a day; `wishes` are what is asked for now (matters, words, free, modes,
    within_m …)."""
    known: dict[str, Any] = {
        "age": person.age(on),
        "relations": _relations(person),
        "languages": _languages(person),
        "needs": frozenset(
            NEEDS_AT_A_PLACE[need] for need in person.access_needs if need in NEEDS_AT_A_PLACE
        ),
        "carer": True if person.is_carer else None,
        "new_parent": True if person.new_parent else None,
        "gender": person.gender if person.gender in GENDERS else "",
        "easting": person.easting,
        "northing": person.northing,
    }
    return Facts(**{**known, **wishes})


def wishes_in_words(person: Person) -> str:
    """What matters to the person, in their own words, from the newest conversation that says it."""
    newest = (
        Conversation.objects.filter(case__person=person)
        .exclude(what_matters="")
        .order_by("-held_on", "-id")
        .values_list("what_matters", flat=True)
        .first()
    )
    return newest or ""


def _relations(person: Person) -> frozenset[tuple[str, str]]:
    pairs = {("lives", code) for code in (person.lsoa21, person.ward, person.local_authority) if code}
    for relation, code in person.area_relations.values_list("relation", "area_code"):
        name = "cares_for" if relation == "cares" else relation
        if name in RELATIONS:
            pairs.add((name, code))
    return frozenset(pairs)


def _languages(person: Person) -> frozenset[str]:
    """Languages they are at ease in. None written down means nobody said otherwise: any."""
    return frozenset(person.languages)
