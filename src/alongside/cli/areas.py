"""`alongside areas`: load outlines, names and figures of areas, and which postcode lies in which."""

from pathlib import Path

import click

from alongside.cli import frame


@click.group("areas")
def command() -> None:
    """Areas and the figures about them.

    \b
    Example:
      alongside areas load geo/
    """


@command.command("load")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def load(folder: Path, as_json: bool) -> None:
    """Load areas from FOLDER: outlines (*.geojson), needs (*need*.csv), postcodes (*postcodes*.csv.gz).

    Load the postcodes first: areas are written onto those that are there. Loading again replaces.

    \b
    Example:
      alongside areas load geo/
    """
    from dataclasses import asdict

    from alongside.places.loading import load_areas

    with frame.progress("Areas") as progress:
        done = load_areas(folder, progress)
    if as_json:
        frame.print_json(asdict(done))
        return
    click.echo(
        f"{done.areas:,} areas, {done.figures:,} figures; {done.postcodes:,} postcodes know their areas."
    )
