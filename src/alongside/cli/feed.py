"""`alongside feed`: take in directory feeds."""

import time

import click

from alongside.cli.frame import Problem, print_json, progress


@click.group("feed")
def command() -> None:
    """Take in directory feeds (Open Referral UK).

    \b
    Example:
      alongside feed import https://example.org/services --json
    """


@command.command("import")
@click.argument("source", metavar="SRC")
@click.option("--name", default="", help="What to call the feed; the same name is the same feed next time.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def import_(source: str, name: str, as_json: bool) -> None:
    """Import the feed SRC: a file, or the http(s) address of an API or a document.

    Open Referral UK 1.0 and 3.0, one page, a whole list, a single record or NDJSON. Run it as often as you like:
    what has not changed is left alone. If it is cut short, run it again and it goes on.

    \b
    Example:
      alongside feed import https://bristol.openplace.directory/o/OpenReferralService/v3 --name Bristol
      alongside feed import services.json --json
    """
    from alongside.core.clock import now
    from alongside.directory.actions.import_feed import CannotImport, Importing, import_feed
    from alongside.directory.enums import RunState

    began = time.monotonic()
    what = Importing(source, name, allow_private=True)
    try:
        if as_json:
            run = import_feed(what, at=now())
        else:
            with progress(f"Importing {what.title}") as tell:
                run = import_feed(what, at=now(), progress=tell)
    except CannotImport as problem:
        raise Problem(str(problem)) from problem
    rejections = list(run.rejections.filter(came_in=False).order_by("pk"))
    if as_json:
        counts = {key: getattr(run, key) for key in COUNTS}
        held = {"held": run.state == RunState.HELD, "missing": run.missing, "set_aside": run.set_aside}
        print_json(
            counts | held | {"rejections": [{"record": r.record, "reason": r.reason} for r in rejections]}
        )
        return
    click.echo(f"\n{run.feed.name}: {_seconds(time.monotonic() - began)}")
    for key in COUNTS:
        click.echo(f"  {key:<10}{getattr(run, key):>8,}")
    for rejection in rejections[:SHOWN]:
        click.echo(f"  ✗ {rejection.record} {rejection.name}: {rejection.reason}")
    if len(rejections) > SHOWN:
        click.echo(f"  … and {len(rejections) - SHOWN:,} more, on the feed's page of the steward.")
    if run.missing:
        click.echo(f"  Held: {run.missing:,} services are missing. They stay until a steward decides.")
    if run.set_aside:
        click.echo(
            f"  Held: {run.set_aside:,} services came changed beyond belief. They stay as they were until a steward"
            " decides."
        )
    if not run.saw_whole:
        click.echo("  We could not be sure to have seen the whole feed, so nothing was withdrawn.")


COUNTS = ("new", "changed", "unchanged", "withdrawn", "rejected")
SHOWN = 20


def _seconds(seconds: float) -> str:
    return f"{seconds:.1f} seconds" if seconds < 90 else f"{seconds / 60:.0f} minutes"
