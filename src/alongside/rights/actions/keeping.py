"""The only writers of retention: set a term, propose a run, confirm or drop it, work through it batch by batch."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from alongside.rights import erasing, keeping, registry, rules
from alongside.rights.actions import erasures
from alongside.rights.actions.errors import CannotDo
from alongside.rights.enums import RunState
from alongside.rights.models import Run, RunItem, Term
from alongside.rights.models.keeping import LEAST_MONTHS, MOST_MONTHS

if TYPE_CHECKING:
    from alongside.partnerships.models import Member

BATCH = 20  # people or rows in one transaction
HELD = "held"
GONE = "gone"


@transaction.atomic
def set_term(*, subject: str, months: int, why: str, by: Member, at: datetime) -> Term:
    """Keep a kind of thing for so many months here. The list that waits is made anew."""
    if subject not in keeping.BY_LABEL:
        raise CannotDo(_("This has no time of its own."), "subject")
    if not LEAST_MONTHS <= months <= MOST_MONTHS:
        raise CannotDo(_("From 1 month to 20 years."), "months")
    if not why.strip():
        raise CannotDo(_("Say why, for whoever asks later."), "why")
    term, _new = Term.objects.update_or_create(
        subject=subject, defaults={"months": months, "why": why.strip(), "set_at": at, "set_by": by}
    )
    Run.objects.filter(state=RunState.PROPOSED).delete()
    return term


@transaction.atomic
def propose(*, today: date, at: datetime, by: Member | None = None) -> Run | None:
    """Make the list of what may go; one nobody confirmed gives way. None while one is under way, or nothing is due."""
    if Run.objects.filter(state=RunState.CONFIRMED).exists():
        return None
    Run.objects.select_for_update().filter(state=RunState.PROPOSED).delete()
    found = keeping.due(today)
    if not found:
        return None
    things = Counter(one.subject for one in found)
    rows: Counter[str] = Counter()
    for one in found:
        rows[one.subject] += one.rows
    counts = {subject: {"things": things[subject], "rows": rows[subject]} for subject in things}
    run = Run.objects.create(as_of=today, counts=counts, proposed_at=at, proposed_by=by)
    RunItem.objects.bulk_create(
        [RunItem(run=run, subject=o.subject, row=o.row, ended_on=o.ended_on, rows=o.rows) for o in found],
        batch_size=1000,
    )
    return run


@transaction.atomic
def confirm(*, run: Run, by: Member, at: datetime) -> Run:
    """A steward has seen the list: let it go. The job starts when this is committed. Twice is once."""
    current = _locked(run)
    if current.state in {RunState.CONFIRMED, RunState.DONE}:
        return current
    _check(current, RunState.CONFIRMED)
    current.state, current.decided_at, current.decided_by = RunState.CONFIRMED, at, by
    current.save(update_fields=["state", "decided_at", "decided_by"])
    from alongside.rights.jobs import let_go

    let_go.configure(lock=f"rights.let_go.{current.pk}").defer(
        partnership_id=str(current.partnership_id), run_id=str(current.pk)
    )
    return current


@transaction.atomic
def drop(*, run: Run, by: Member, at: datetime) -> Run:
    """Not now: nothing goes. The next list is made in the night."""
    current = _locked(run)
    if current.state == RunState.DROPPED:
        return current
    _check(current, RunState.DROPPED)
    current.state, current.decided_at, current.decided_by = RunState.DROPPED, at, by
    current.save(update_fields=["state", "decided_at", "decided_by"])
    return current


@transaction.atomic
def work(*, run_id: UUID, at: datetime) -> int:
    """Let the next batch go; return how many lines were settled. 0: all done. Whatever is committed stays done."""
    run = Run.objects.select_for_update(of=("self",)).select_related("decided_by").filter(pk=run_id).first()
    if run is None or run.state != RunState.CONFIRMED:
        return 0
    items = list(run.items.filter(done_at__isnull=True).order_by("pk")[:BATCH])
    still_due = keeping.still_due([(item.subject, item.row) for item in items], run.as_of)
    for item in items:
        with transaction.atomic():
            item.kept = _let_go(run, item, at) if (item.subject, item.row) in still_due else HELD
        item.done_at = at
        item.save(update_fields=["done_at", "kept"])
    if not items:
        run.state, run.done_at = RunState.DONE, at
        run.save(update_fields=["state", "done_at"])
    return len(items)


def _let_go(run: Run, item: RunItem, at: datetime) -> str:
    """Let one thing go; "" when it went, else why not."""
    by = run.decided_by
    if item.subject == "people.Person":
        return "" if by and erasures.let_go(person_id=item.row, by=by, at=at) else HELD
    model = keeping.BY_LABEL[item.subject].model
    row = model._base_manager.select_for_update().filter(pk=item.row).first()
    if row is None:
        return GONE
    if model.records.erase == "blank" and item.subject == "referrals.Referral":  # type: ignore[attr-defined]
        for table in registry.erased():
            if table.path.startswith("referral__"):
                table.model._base_manager.filter(referral=row.pk).delete()
        erasing.blank(registry.Table(model, "person"), row)
    else:
        row.delete()
    with connection.cursor() as cursor:
        cursor.execute("SELECT audit.scrub_listed(%s, %s, %s)", [run.pk, model._meta.db_table, str(item.row)])
    return ""


def _check(run: Run, state: RunState) -> None:
    if state not in rules.RUNS[RunState(run.state)]:
        raise CannotDo(_("This list was decided on already."))


def _locked(run: Run) -> Run:
    return Run.objects.select_for_update(of=("self",)).get(pk=run.pk)
