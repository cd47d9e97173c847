"""`alongside stops`: load the national register of stops of public transport, and see what is near a postcode."""

from pathlib import Path

import click

from alongside.cli import frame


@click.group("stops")
def command() -> None:
    """Stops of public transport, told beside each place.

    \b
    Example:
      alongside stops load Stops.csv
      alongside stops near "E8 1EA"
    """


@command.command("load")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def load(file: Path, as_json: bool) -> None:
    """Load NaPTAN, the national register of stops, from FILE: its CSV, a zip, a gzip or a folder.

    It replaces all stops that were loaded before. Stops not in use, taxi ranks and airports are left out; rows that
    cannot be used are told with their line.

    \b
    Example:
      alongside stops load Stops.csv
      alongside stops load NaPTAN.zip --json
    """
    from dataclasses import asdict

    from alongside.places.loading import load_stops

    with frame.progress("Stops") as progress:
        done = load_stops(file, progress)
    if as_json:
        unused = [one._asdict() for one in done.unused]
        frame.print_json(asdict(done) | {"unused": unused})
        return
    click.echo(f"Stops in use in {done.name}: {done.stops:,}, in place of {done.before:,}.")
    if done.not_in_use or done.other_kinds:
        click.echo(
            f"Left out: {done.not_in_use:,} not in use, {done.other_kinds:,} of other kinds (taxi ranks, airports)."
        )
    for one in done.unused:
        click.echo(f"{one.spot}: {one.why}.", err=True)
    if done.unusable > len(done.unused):
        click.echo(f"… and {done.unusable - len(done.unused):,} more rows that cannot be used.", err=True)


@command.command("near")
@click.argument("text", metavar="POSTCODE", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def near(text: tuple[str, ...], as_json: bool) -> None:
    """Say which stops people would be told of at a postcode: the nearest of each way of getting about.

    \b
    Example:
      alongside stops near "E8 1EA"
    """
    from alongside.places import queries, stops

    found = queries.look_up(" ".join(text))
    if found.point is None:
        raise frame.Problem(f"{found.message} {found.way_on}".strip())
    told = stops.nearest([found.point]).get(found.point, ())
    if as_json:
        frame.print_json([one.as_json() for one in told])
        return
    for one in told:
        click.echo(f"{one} ({one.metres:,.0f} m)")
    if not told:
        click.echo("No stop is known within a walk.")
