"""A person's answers over time as a small picture: where each dot goes, and the same facts for the table
beside it.

The page draws it as SVG with plain attributes (no styles, no script). Places are whole numbers, so that no
language's decimal comma can break them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from alongside.measures import words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from alongside.measures.models import Response

WIDTH, LEFT, RIGHT = 360, 24, 24
TOP, ROW = 34, 34


@dataclass(frozen=True, slots=True)
class Dot:
    """One set of answers: when, at which stage, the score in words, and where it is drawn."""

    held_on: date
    stage: str
    said: str
    x: int
    y: int
    is_last: bool

    @property
    def is_right(self) -> bool:
        """Whether it lies in the right half, so that its label stands to its left."""
        return self.x > WIDTH // 2


@dataclass(frozen=True, slots=True)
class Picture:
    """The dots of one instrument on its scale, oldest at the top, with the sentences that say the same."""

    title: str
    sentences: tuple[str, ...]
    caution: str
    low: int
    high: int
    low_end: str
    high_end: str
    dots: tuple[Dot, ...]
    line: str
    width: int
    height: int
    left: int
    right: int
    axis_y: int


def picture_of(responses: Sequence[Response]) -> Picture | None:
    """The picture of one person's answers to one instrument, oldest first; None before there are two scores.

    ONS4 has no total, so it has sentences but no picture here: see `words.change`.
    """
    scored = [response for response in responses if response.score is not None]
    if len(scored) < 2:
        return None
    instrument = scored[0].instrument
    low, high = instrument.lowest, instrument.highest
    room = WIDTH - LEFT - RIGHT
    dots = tuple(
        Dot(
            held_on=response.held_on,
            stage=response.get_stage_display(),
            said=_said(response),
            x=LEFT + round(room * (float(response.score or 0) - low) / (high - low)),
            y=TOP + ROW * place,
            is_last=place == len(scored) - 1,
        )
        for place, response in enumerate(scored)
    )
    low_end, high_end = words.ends(instrument)
    return Picture(
        title=str(instrument.name),
        sentences=tuple(words.change(scored[0], scored[-1])),
        caution=str(words.CAUTION),
        low=low,
        high=high,
        low_end=low_end,
        high_end=high_end,
        dots=dots,
        line=" ".join(f"{dot.x},{dot.y}" for dot in dots),
        width=WIDTH,
        height=TOP + ROW * len(dots),
        left=LEFT,
        right=WIDTH - RIGHT,
        axis_y=TOP - ROW // 2,
    )


def _said(response: Response) -> str:
    option = None
    if len(response.instrument.items) == 1 and not response.instrument.conversion:
        option = response.instrument.items[0].option(response.answers[0] or "")
    return str(option.label) if option else words.number(response.score or 0)
