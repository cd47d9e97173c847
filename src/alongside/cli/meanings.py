"""`alongside meanings`: read what services say, so that a search in words can be put in order by meaning."""

import click

from alongside.cli import frame


@click.command("meanings")
@click.option("--anew", is_flag=True, help="Forget what was read and read all of it again.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def command(anew: bool, as_json: bool) -> None:
    """Read the services whose words are new or have changed; the worker does the same, bit by bit.

    About 40 services a second on one core. Stopped half-way, it goes on where it was.

    \b
    Example:
      alongside meanings
      alongside meanings --anew
    """
    from alongside.directory import likeness
    from alongside.directory.actions import meanings
    from alongside.numerics.sentences import NoModel

    if not likeness.is_of_use():
        raise frame.Problem(
            "It would be of no use here: `alongside doctor` says why, in the line about meaning."
        )
    if anew:
        meanings.forget(everything=True)
    listed, before = likeness.state()
    try:
        with frame.progress("Services") as progress:
            done = meanings.read_on(told=lambda done: progress(before + done, listed))
    except NoModel as problem:
        raise frame.Problem(f"The language model cannot be used: {problem}") from problem
    if as_json:
        frame.print_json({"read": done, "listed": listed})
        return
    click.echo(f"{done:,} services read, {listed:,} listed.")
