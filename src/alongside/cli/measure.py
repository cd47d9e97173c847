"""`alongside measure`: score a set of answers. Needs neither Django's set-up nor a database."""

from decimal import Decimal
from typing import TYPE_CHECKING

import click

from alongside.cli import frame

if TYPE_CHECKING:
    from alongside.measures.instruments import Instrument, Result

BAD_INPUT = 2


@click.group(name="measure")
def command() -> None:
    """Sets of questions about loneliness and wellbeing.

    \b
    Example:
      alongside measure score ucla3 --answers 1,2,3
    """


@command.command(name="score")
@click.argument("instrument", required=False)
@click.option(
    "--answers", metavar="A,B,…", help="Option values in item order; an empty place is a missing answer."
)
@click.option("--raw", metavar="TOTAL", help="SWEMWBS only: the raw total, 7 to 35.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@frame.light
def score_command(instrument: str | None, answers: str | None, raw: str | None, as_json: bool) -> None:
    """Score answers by the instrument's own rules.

    INSTRUMENT is ucla3, ucla3_child, direct1, djg6, ons4, lsns6 or swemwbs.

    \b
    Examples:
      alongside measure score ucla3 --answers 1,2,3
      alongside measure score djg6 --answers yes,no,,more,no,yes --json
      alongside measure score swemwbs --raw 24

    The score is null where the missing-answer rule says so, and for ons4, which has no total: see "items".
    """
    from alongside.measures.instruments import (
        UnknownInstrument,
        WrongAnswers,
        score,
    )
    from alongside.measures.instruments import (
        instrument as find,
    )

    if not instrument:
        raise frame.Problem(
            "Which instrument? For example: alongside measure score ucla3 --answers 1,2,3", BAD_INPUT
        )
    try:
        chosen = find(instrument)
        result = score(chosen, _given(chosen, answers, raw))
    except (UnknownInstrument, WrongAnswers) as problem:
        raise frame.Problem(str(problem), BAD_INPUT) from None
    if as_json:
        frame.print_json(as_dict(chosen, result))
    else:
        click.echo(_in_words(chosen, result))


def _given(instrument: "Instrument", answers: str | None, raw: str | None) -> list[str]:
    if raw is not None and not instrument.conversion:
        raise frame.Problem(f"{instrument.code} is scored from --answers; --raw is for swemwbs.", BAD_INPUT)
    if raw is not None and answers is not None:
        raise frame.Problem("Give either --raw or --answers, not both.", BAD_INPUT)
    given = answers if raw is None else raw
    if given is None:
        raise frame.Problem(
            f"Give the answers: alongside measure score {instrument.code} --answers …", BAD_INPUT
        )
    return given.split(",")


def as_dict(instrument: "Instrument", result: "Result") -> dict[str, object]:
    """The result as the JSON that other programs rely on; parts that an instrument lacks are left out."""
    found: dict[str, object] = {
        "instrument": result.instrument,
        "score": float(result.score) if isinstance(result.score, Decimal) else result.score,
        "band": result.band,
        "missing": list(result.missing),
    }
    if instrument.bands_from:
        found["band_from"] = instrument.bands_from
    if result.scales:
        found["scales"] = {scale.scale: {"score": scale.score, "band": scale.band} for scale in result.scales}
    if result.items:
        found["items"] = [
            {"item": item.item, "value": item.value, "band": item.band} for item in result.items
        ]
    return found


def _in_words(instrument: "Instrument", result: "Result") -> str:
    lines = []
    if result.items:
        lines += [
            f"Item {i.item}: {'no answer' if i.value is None else f'{i.value} ({i.band})'}"
            for i in result.items
        ]
        lines.append("No total: each item stands alone.")
    elif result.score is None:
        lines.append(f"No score: {instrument.missing_rule}.")
    else:
        lines.append(f"Score {result.score}" + (f": {result.band}" if result.band else ""))
    lines += [
        f"{scale.scale}: {'no score' if scale.score is None else f'{scale.score} ({scale.band})'}"
        for scale in result.scales
    ]
    if result.missing:
        lines.append("Missing: " + ", ".join(f"item {number}" for number in result.missing))
    if instrument.bands_from:
        lines.append(f"Bands – {instrument.bands_from}.")
    return "\n".join(lines)
