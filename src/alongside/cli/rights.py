"""`alongside rights`: erase again whom a restored backup brought back; write out marks; see and remove what is old."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from uuid import UUID

import click

from alongside.cli.frame import Problem

LENGTH_OF_MARK = 64


@click.group("rights")
def command() -> None:
    """Rights of people over their own record.

    \b
    Example:
      alongside rights reapply
    """


@command.command("reapply")
@click.option(
    "--from",
    "files",
    type=click.Path(path_type=Path, dir_okay=False),
    multiple=True,
    help="A file of marks, as `alongside rights tombstones` writes it. May be given more than once.",
)
@click.option("--dry-run", is_flag=True, help="Say how many would go; erase nobody.")
def reapply(files: tuple[Path, ...], dry_run: bool) -> None:
    """Erase again everybody who was erased and whom a restored backup brought back.

    Goes by the marks in the database, in the file tombstones.txt of this installation, and in the files given. Run it
    after every restore, before anybody signs in. Running it twice is harmless.

    \b
    Example:
      alongside rights reapply --from /backup/tombstones.txt
    """
    from alongside.core import clock, tenancy
    from alongside.partnerships.models import Partnership
    from alongside.rights.actions import erasures
    from alongside.rights.erasing import marks_file
    from alongside.rights.models import Tombstone

    told = _read([*files, *([marks_file()] if marks_file().is_file() else [])])
    for partnership in Partnership.objects.order_by("slug"):
        outside = told.get(partnership.pk, {})
        with tenancy.within(partnership.pk, actor="system:rights", reason="restored from a backup"):
            marks = {*outside, *Tombstone.objects.order_by("mark").values_list("mark", flat=True)}
            back = erasures.who_is_back(marks=marks)
            if not dry_run:
                erasures.remember_marks(marks=outside)
        done = 0
        for person_id in back if not dry_run else []:
            with tenancy.within(partnership.pk, actor="system:rights", reason="restored from a backup"):
                done += erasures.erase_again(person_id=person_id, at=clock.now()) is not None
        said = f"{len(back)} to erase again" if dry_run else f"{done} erased again"
        click.echo(f"{partnership.slug}: {len(marks)} marks, {said}")


@command.command("tombstones")
def tombstones() -> None:
    """Write every mark of an erasure, one a line, to keep beside the backups. Nobody can be told from them.

    \b
    Example:
      alongside rights tombstones > /backup/tombstones.txt
    """
    from alongside.core import tenancy
    from alongside.partnerships.models import Partnership
    from alongside.rights.models import Tombstone

    for partnership in Partnership.objects.order_by("slug"):
        with tenancy.within(partnership.pk, actor="system:rights", read_only=True):
            for mark, made_on in Tombstone.objects.order_by("made_on", "id").values_list("mark", "made_on"):
                click.echo(f"{partnership.pk} {mark} {made_on}")


@command.command("due")
def due() -> None:
    """Count what may go now because its time is over, by partnership. Nothing goes: a steward confirms the list.

    \b
    Example:
      alongside rights due
    """
    from collections import Counter

    from alongside.core import clock, tenancy
    from alongside.partnerships.models import Partnership
    from alongside.rights import keeping

    for partnership in Partnership.objects.order_by("slug"):
        with tenancy.within(partnership.pk, actor="system:retention", read_only=True):
            found = keeping.due(clock.today())
        things = Counter(one.subject for one in found)
        told = ", ".join(f"{number} {label}" for label, number in sorted(things.items())) or "nothing"
        click.echo(f"{partnership.slug}: {told}; {sum(one.rows for one in found)} rows")


@command.command("old")
@click.option("--remove", is_flag=True, help="Remove it. Without this, it is only counted.")
def old(remove: bool) -> None:
    """Count, or remove, what only the owner of the database may.

    The trail after eight years, safeguarding records seven years after they were closed, worries about volunteers after
    six. A legal hold keeps what it is about.

    Connects as the owner (DATABASE_OWNER_URL). Ask the safeguarding lead of each partnership before you remove.

    \b
    Example:
      alongside rights old --remove
    """
    from alongside.partnerships.models import Partnership
    from alongside.rights.old import remove_old

    for partnership in Partnership.objects.order_by("slug"):
        counts = remove_old(partnership.pk, really=remove)
        told = ", ".join(f"{number} {what}" for what, number in counts.items() if number) or "nothing"
        click.echo(f"{partnership.slug}: {told}{' removed' if remove else ' would go'}")


def _read(files: list[Path]) -> dict[UUID, dict[str, date]]:
    """Marks by partnership."""
    told: dict[UUID, dict[str, date]] = {}
    for file in files:
        for number, partnership, mark, made_on in _lines(file):
            try:
                if len(mark) != LENGTH_OF_MARK or set(mark) - set("0123456789abcdef"):
                    raise ValueError
                told.setdefault(UUID(partnership), {})[mark] = date.fromisoformat(made_on)
            except ValueError:
                raise Problem(
                    f"{file}, line {number}: this is no mark of an erasure. Nothing was erased."
                ) from None
    return told


def _lines(file: Path) -> Iterator[tuple[int, str, str, str]]:
    try:
        lines = file.read_text(encoding="ascii", errors="replace").splitlines()
    except OSError as problem:
        raise Problem(f"{file} cannot be read: {problem.strerror}.") from None
    for number, line in enumerate(lines, start=1):
        parts = line.split()
        if not parts:
            continue
        partnership, mark, made_on = parts if len(parts) == 3 else ("", "", "")
        yield number, partnership, mark, made_on
