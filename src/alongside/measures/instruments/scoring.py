"""Scoring a set of answers, exactly, with each instrument's own rule for missing ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from alongside.measures.instruments.definition import Instrument, Option, Scale, WrongAnswers
from alongside.numerics import scoring


@dataclass(frozen=True, slots=True)
class ItemResult:
    """One item scored alone: its number from 1, the points, and the band where the item has bands."""

    item: int
    value: int | None
    band: str | None


@dataclass(frozen=True, slots=True)
class ScaleResult:
    """One subscale."""

    scale: str
    score: int | None
    band: str | None


@dataclass(frozen=True, slots=True)
class Result:
    """What a set of answers comes to.

    `score` is None where the missing-answer rule says so, or there is no total.
    """

    instrument: str
    score: int | Decimal | None
    band: str | None
    missing: tuple[int, ...]
    scales: tuple[ScaleResult, ...] = ()
    items: tuple[ItemResult, ...] = ()


def score(instrument: Instrument, answers: Sequence[str | None]) -> Result:
    """Score `answers`, option values in item order; None or an empty text is a missing answer.

    Fewer answers than items leave the last ones missing. Raises WrongAnswers, with one sentence that names
    the item,
    for a value that is no option and for more answers than items.
    """
    chosen = _chosen(instrument, answers)
    points = [None if option is None else option.points for option in chosen]
    total: int | Decimal | None = None
    if instrument.has_total:
        raw = scoring.total(points, may_miss=instrument.may_miss)
        total = scoring.look_up(raw, instrument.conversion) if instrument.conversion else raw
    return Result(
        instrument=instrument.code,
        score=total,
        band=scoring.band_of(total, instrument.bands),
        missing=scoring.missing(points),
        scales=tuple(_scale(instrument, scale, points) for scale in instrument.scales),
        items=()
        if instrument.has_total
        else tuple(
            ItemResult(number, point, scoring.band_of(point, item.bands))
            for number, (item, point) in enumerate(zip(instrument.items, points, strict=True), start=1)
        ),
    )


def _scale(instrument: Instrument, scale: Scale, points: Sequence[int | None]) -> ScaleResult:
    own = [point for item, point in zip(instrument.items, points, strict=True) if item.scale == scale.code]
    total = scoring.total(own)
    return ScaleResult(scale.code, total, scoring.band_of(total, scale.bands))


def _chosen(instrument: Instrument, answers: Sequence[str | None]) -> list[Option | None]:
    items = instrument.items
    if len(answers) > len(items):
        raise WrongAnswers(
            f"{instrument.code} has {len(items)} {'item' if len(items) == 1 else 'items'}, "
            f"but there are {len(answers)} answers."
        )
    chosen: list[Option | None] = []
    for number, item in enumerate(items, start=1):
        given = answers[number - 1] if number <= len(answers) else None
        given = (given or "").strip().lower()
        option = item.option(given) if given else None
        if given and option is None:
            raise WrongAnswers(
                f"{instrument.code} item {number}: {given!r} is not an answer. Use {_spoken(item.options)}."
            )
        chosen.append(option)
    return chosen


def _spoken(options: Sequence[Option]) -> str:
    values = [option.value for option in options]
    if len(values) > 6:
        return f"{values[0]} to {values[-1]}"
    return ", ".join(values[:-1]) + " or " + values[-1]
