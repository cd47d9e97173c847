"""What a person's answers show over time, for the pages that draw it."""

from __future__ import annotations

from dataclasses import dataclass

from alongside.measures import queries, words
from alongside.measures.models import Response
from alongside.measures.picture import Picture, picture_of
from alongside.people.models import Person

DRAWN = ("ucla3", "ucla3_child", "direct1")


@dataclass(frozen=True)
class Changes:
    """Pictures of loneliness, sentences about wellbeing, and the newest answers while there is nothing to compare."""

    pictures: list[Picture]
    wellbeing: list[str]
    newest: list[Response]

    @property
    def has_any(self) -> bool:
        """Whether anything was ever answered."""
        return bool(self.newest)


def changes_of(person: Person) -> Changes:
    """Read a person's answers once and say what changed."""
    answers = queries.responses_of(person)
    by_code: dict[str, list[Response]] = {}
    for response in answers:
        by_code.setdefault(response.instrument_code, []).append(response)
    pictures = [picture_of(by_code[code]) for code in DRAWN if code in by_code]
    pair = queries.before_and_after(by_code.get("ons4", []))
    return Changes(
        pictures=[picture for picture in pictures if picture is not None],
        wellbeing=words.change(*pair) if pair else [],
        newest=[found[-1] for found in by_code.values()],
    )
