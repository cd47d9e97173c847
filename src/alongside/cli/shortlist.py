"""`alongside shortlist`: what there is for someone, nearest first, with why it fits and what is in the way."""

from typing import TYPE_CHECKING, Any

import click

from alongside.cli import frame

if TYPE_CHECKING:
    from alongside.directory.finder import Result, Shortlist
    from alongside.directory.rules import Facts

BAD_INPUT = 2


@click.command("shortlist")
@click.option("--postcode", metavar="POSTCODE", help="Where they start from.")
@click.option("--age", metavar="YEARS", help="Whole years.")
@click.option(
    "--relation",
    "relations",
    multiple=True,
    metavar="RELATION[:PLACE]",
    help="lives, works, studies, volunteers, gp or cares_for; at the postcode, or at an area code, an area's name or "
    "another postcode; `works:none` says nowhere. Repeat for more.",
)
@click.option(
    "--matters", default="", metavar="A,B", help="What matters to them: company, reading, walking, food, …"
)
@click.option(
    "--words", default="", metavar="TEXT", help="Words they would use: dinner, someone to talk to, …"
)
@click.option(
    "--language", "languages", multiple=True, metavar="CODE", help="A language they are at ease in, e.g. tr."
)
@click.option("--needs", default="", metavar="A,B", help="Access needs: step-free, hearing-loop, …")
@click.option(
    "--when",
    multiple=True,
    metavar="TIME",
    help='When they are free: "Tue 14:00", "Tue 2pm-5pm", "weekday mornings".',
)
@click.option(
    "--within",
    metavar="METRES",
    help="How far they go in a straight line; `any` for any distance.  [default: 8000]",
)
@click.option("--carer/--no-carer", default=None, help="They look after someone, or do not.")
@click.option("--parent/--no-parent", default=None, help="They have a child under 18, or do not.")
@click.option(
    "--new-parent/--no-new-parent", default=None, help="They expect a child or have one under two, or do not."
)
@click.option("--gender", type=click.Choice(["woman", "man", "non_binary"]), help="Only some services ask.")
@click.option("--free", is_flag=True, help="Only what costs nothing.")
@click.option("--mode", "modes", default="", metavar="A,B", help="in-person, phone, online, home, post.")
@click.option("--limit", default=10, show_default=True, type=click.IntRange(1, 100), help="At most so many.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def command(as_json: bool, limit: int, **asked: Any) -> None:
    """Find what fits someone: open to them, near, open when they are free – and say why.

    What is not told is not guessed: a service that asks for something unknown stays on the list, with a note.

    \b
    Example:
      alongside shortlist --postcode "E8 1EA" --age 78 --relation lives --matters company,reading \\
        --language tr --needs step-free --when "Tue 14:00"
    """
    from alongside.core import clock
    from alongside.directory import finder
    from alongside.directory.asking import NotUnderstood

    try:
        facts = _facts(asked)
    except NotUnderstood as problem:
        raise frame.Problem(str(problem), BAD_INPUT) from None
    found = finder.shortlist(facts, at=clock.now(), limit=limit)
    if as_json:
        frame.print_json(found.as_json())
    else:
        _print(found)


def _facts(asked: dict[str, Any]) -> "Facts":
    from alongside.directory import asking
    from alongside.directory.rules import Facts
    from alongside.places.loading import postcodes_are_loaded

    here = None
    if asked["postcode"] is not None:
        if not postcodes_are_loaded():
            raise frame.Problem("No postcodes are loaded yet: run `alongside postcode load`.")
        here = asking.find_here(asked["postcode"])
        if here.caution:
            click.echo(here.caution, err=True)
    if here is None and any(":" not in relation for relation in asked["relations"]):
        raise asking.NotUnderstood(
            "A relation needs a place: give --postcode, or for example --relation works:E09000001."
        )
    return Facts(
        age=None if asked["age"] is None else asking.read_age(asked["age"]),
        relations=frozenset().union(*(asking.read_relation(text, here) for text in asked["relations"])),
        languages=asking.read_languages(",".join(asked["languages"])),
        needs=asking.read_needs(asked["needs"]),
        carer=asked["carer"],
        parent=asked["parent"],
        new_parent=asked["new_parent"],
        gender=asked["gender"] or "",
        matters=asking.read_matters(asked["matters"]),
        words=asked["words"],
        free=tuple(slot for text in asked["when"] for slot in asking.read_when(text)),
        easting=round(here.start.easting) if here and here.start else None,
        northing=round(here.start.northing) if here and here.start else None,
        within_m=_within(asked["within"]),
        max_cost_pence=0 if asked["free"] else None,
        modes=asking.read_modes(asked["modes"]),
    )


def _within(text: str | None) -> int | None:
    from alongside.directory import asking

    if text is None:
        return asking.USUAL_REACH_M
    if text.strip().lower() == "any":
        return None
    if not (text.isascii() and text.isdigit() and 0 < int(text) <= 1_500_000):
        raise asking.NotUnderstood(f"“{text}” is not a distance. Write metres, for example 1500, or any.")
    return int(text)


def _print(found: "Shortlist") -> None:
    if not found.results:
        click.echo("Nothing fits all of that.")
    width = min(40, max((len(result.service) for result in found.results), default=0))
    for result in found.results:
        click.echo(_row(result, width))
        for line in _about(result):
            click.echo(f"      {line}")
    if found.total > len(found.results):
        click.echo(f"{found.total - len(found.results)} more: ask for them with --limit.")
    if found.not_open:
        click.echo("\nNot open to them:")
        for closed in found.not_open:
            click.echo(f"  {closed.service} – {closed.why}")
    if found.relaxations:
        click.echo("\nFor more:")
        for relaxation in found.relaxations:
            click.echo(f"  {relaxation}")


def _about(result: "Result") -> list[str]:
    reasons = [f"✓ {reason}" for reason in result.reasons]
    return [*map(str, result.stops), *reasons, *(f"! {obstacle}" for obstacle in result.obstacles)]


def _row(result: "Result", width: int) -> str:
    from alongside.directory.enums import DeliveryMode

    where = (
        f"{result.distance_m:,} m" if result.distance_m is not None else str(DeliveryMode(result.mode).label)
    )
    following = result.next[0] if result.next else None
    if following is None:
        when = "; ".join(result.when) or "times not known"
    elif following.starts is None:
        when = f"{following.day:%a %-d %b}"
    else:
        when = f"{following.starts:%a %-d %b, %H:%M}"
    service = result.service if len(result.service) <= width else result.service[: width - 1] + "…"
    return f"{result.rank:>3}  {service:<{width}}  {where:>10}  {when}"
