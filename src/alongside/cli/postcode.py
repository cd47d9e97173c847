"""`alongside postcode`: look one up, or load a newer file of them."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from alongside.cli import frame

if TYPE_CHECKING:
    from alongside.places.queries import Found


class LookUpOrLoad(click.Group):
    """A group that takes anything that is not one of its commands for a postcode."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put `look-up` before a postcode."""
        if args and args[0] not in self.commands and args[0] not in ctx.help_option_names:
            args = ["look-up", *args]
        return super().parse_args(ctx, args)


@click.group("postcode", cls=LookUpOrLoad)
def command() -> None:
    """Look a postcode up, or load a newer postcode file.

    The exit code is 0 only for a postcode that is in use.

    \b
    Example:
      alongside postcode "e81ea"
      alongside postcode "E8 1EA" --json
      alongside postcode load codepo_gb.zip
    """


@command.command("look-up", hidden=True)
@click.argument("text", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def look_up(text: tuple[str, ...], as_json: bool) -> None:
    """Say where a postcode is and in which areas it lies.

    \b
    Example:
      alongside postcode "e81ea" --json
    """
    from alongside.places import queries
    from alongside.places.loading import postcodes_are_loaded

    if not postcodes_are_loaded():
        raise frame.Problem("No postcodes are loaded yet: run `alongside postcode load`.")
    found = queries.look_up(" ".join(text))
    if as_json:
        frame.print_json(as_document(found))
    elif found.point is not None:
        for line in _lines(found):
            click.echo(line)
    if not found.is_live:
        click.echo(f"{found.message} {found.way_on}".strip(), err=True)
        click.get_current_context().exit(1)


def as_document(found: "Found") -> dict[str, Any]:
    """What `--json` prints. Other programs rely on these names."""
    return {
        "postcode": found.postcode if found.postcode is not None else found.text,
        "status": found.status.value,
        "easting": found.easting,
        "northing": found.northing,
        "lat": found.lat,
        "lon": found.lon,
        "areas": {
            "lsoa21": found.areas.lsoa21,
            "ward": found.areas.ward,
            "local_authority": found.areas.local_authority,
        },
    }


def _lines(found: "Found") -> list[str]:
    from alongside.places import queries

    lines = [
        f"{found.postcode}  {found.status.label}",
        f"Grid       {found.easting}, {found.northing}",
        f"Degrees    {found.lat}, {found.lon}",
    ]
    return lines + [
        f"{area.get_kind_display()}  {area} ({area.code})" for area in queries.areas_of(found.areas)
    ]


@command.command("load")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def load(file: Path | None, as_json: bool) -> None:
    """Load OS Code-Point Open or ONSPD from FILE: a CSV, a zip or a folder.

    Without FILE, the postcodes that came with Alongside. Areas already known are kept; postcodes that are no
    longer in use are known only from ONSPD.

    \b
    Example:
      alongside postcode load codepo_gb.zip
      alongside postcode load ONSPD_NOV_2026.zip
    """
    from dataclasses import asdict

    from alongside.places.loading import load_bundled_postcodes, load_postcodes

    with frame.progress("Postcodes") as progress:
        done = load_bundled_postcodes(progress) if file is None else load_postcodes(file, progress)
    if as_json:
        frame.print_json(asdict(done))
        return
    click.echo(f"{done.postcodes:,} postcodes from {done.name}; {done.retired:,} of them no longer in use.")
    if done.skipped:
        click.echo(f"{done.skipped:,} rows left out: not in Great Britain, or not a postcode.")
