"""The only writers of retention: set a term, propose a run, confirm or drop it, work through it batch by batch."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection, models, transaction
from django.utils.translation import gettext as _

from alongside.partnerships.actions import forget_member
from alongside.partnerships.models import Member, Submission
from alongside.rights import erasing, keeping, registry, rules
from alongside.rights.actions import erasures
from alongside.rights.actions.errors import CannotDo
from alongside.rights.enums import RunState
from alongside.rights.models import Run, RunItem, Term
from alongside.rights.models.keeping import LEAST_MONTHS, MOST_MONTHS
from alongside.volunteering.models import Volunteer

BATCH = 20  # people or rows in one transaction
#: These go by code of their own, below.
OF_THEIR_OWN = frozenset(
    {"referrals.Referral", "messaging.Message", "rights.AccessRequest", "rights.Complaint"}
)
#: What hangs on a volunteer and stays as a number, without a name.
COUNTED_ON = frozenset({"volunteering.Hours"})
SUBMISSIONS, LINES, RUNS = timedelta(days=7), timedelta(days=366), timedelta(days=6 * 366)
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
    subject = keeping.BY_LABEL[item.subject]
    model: type[models.Model] = Volunteer if subject.goes == "volunteer" else subject.model
    row = model._base_manager.select_for_update().filter(pk=item.row).first()
    if row is None:
        return GONE
    if item.subject not in OF_THEIR_OWN:
        _let_go_with_what_hangs(run, item, subject, row)
        return ""
    if model.records.erase == "blank" and item.subject == "referrals.Referral":  # type: ignore[attr-defined]
        for table in registry.erased():
            if table.path.startswith("referral__"):
                table.model._base_manager.filter(referral=row.pk).delete()
        erasing.blank(registry.Table(model, "person"), row)
    else:
        row.delete()
    _scrub(run, item, {model._meta.db_table: {str(item.row)}})
    return ""


def _let_go_with_what_hangs(run: Run, item: RunItem, subject: keeping.Subject, row: models.Model) -> None:
    """A row, and what hangs on it: gone, or (a volunteer, what tells how well the directory is kept) emptied and
    counted on. What hung on it and was deleted before goes from the trail, too."""
    hanging = registry.hanging_on(type(row)) if subject.goes != "blank" else ()
    touched: dict[str, set[str]] = defaultdict(set, {type(row)._meta.db_table: {str(row.pk)}})
    for table in hanging:
        of_it = table.model._base_manager.filter(**{table.path: row.pk})
        touched[table.model._meta.db_table] = {str(key) for key in of_it.values_list("pk", flat=True)}
    erasing.add_deleted(touched, hanging)
    if subject.goes == "whole":
        row.delete()
    else:
        for table in hanging:
            if table.label not in COUNTED_ON:
                table.model._base_manager.filter(**{table.path: row.pk}).delete()
        erasing.blank(registry.Table(type(row), registry.SELF), row)
    if isinstance(row, Volunteer) and row.member is not None and forget_member(member=row.member):
        touched[Member._meta.db_table].add(str(row.member_id))
    _scrub(run, item, touched)


def _scrub(run: Run, item: RunItem, touched: Mapping[str, set[str]]) -> None:
    """Empty what the trail says of these rows, by table."""
    rows = {name: sorted(keys) for name, keys in touched.items() if keys}
    with connection.cursor() as cursor:
        cursor.execute("SELECT audit.scrub_listed(%s, %s, %s)", [run.pk, str(item.row), json.dumps(rows)])


@transaction.atomic
def tidy(*, at: datetime) -> int:
    """Remove what says nothing about anybody and has had its time: what a form answered when it was sent twice, and
    the lines and lists of runs long done; return how many rows."""
    gone = Submission.objects.filter(at__lt=at - SUBMISSIONS).delete()[0]
    done = Run.objects.filter(state__in=[RunState.DONE, RunState.DROPPED])
    gone += RunItem.objects.filter(run__in=done.filter(proposed_at__lt=at - LINES)).delete()[0]
    return gone + done.filter(proposed_at__lt=at - RUNS).delete()[0]


def _check(run: Run, state: RunState) -> None:
    if state not in rules.RUNS[RunState(run.state)]:
        raise CannotDo(_("This list was decided on already."))


def _locked(run: Run) -> Run:
    return Run.objects.select_for_update(of=("self",)).get(pk=run.pk)
