"""Daily work of volunteering: what lapses, what waits, who was not heard. Every job can run twice without harm.

Each message has a key of its own (which check, which day, which notice), so a second run finds it sent already.
A day without a run is caught up the next morning: the tightest notice that is due goes out.
"""

from __future__ import annotations

from procrastinate.contrib.django import app

from alongside.core import clock, tenancy
from alongside.partnerships.models import Partnership
from alongside.volunteering import notify, queries, receipts, rules
from alongside.volunteering.actions import references, worries
from alongside.volunteering.enums import ReferenceStatus, Stage
from alongside.volunteering.models import Application, Receipt, Reference, Worry


@app.periodic(cron="5 0,7 * * *")
@app.task(queue="daily", name="volunteering.daily_everywhere", pass_context=False)
def daily_everywhere(timestamp: int) -> None:
    """Just after midnight and again in the morning: look at every partnership in turn."""
    for partnership in Partnership.objects.order_by("slug"):
        with tenancy.within(partnership.pk, actor="system:volunteering"):
            tell_of_lapses()
            nudge_referees()
            tell_of_waiting()
            scan_held_receipts()


@app.periodic(cron="*/10 * * * *")
@app.task(
    queue="daily",
    name="volunteering.escalate_everywhere",
    queueing_lock="volunteering.escalate_everywhere",
    pass_context=False,
)
def escalate_everywhere(timestamp: int) -> None:
    """Every ten minutes: worries that nobody has heard go further up."""
    for partnership in Partnership.objects.order_by("slug"):
        with tenancy.within(partnership.pk, actor="system:volunteering"):
            escalate_unheard()


def tell_of_lapses() -> int:
    """Send the notices that are due today, and say what has lapsed; return how many lines were looked at."""
    at = clock.now()
    on = clock.local(at).date()
    lines = queries.lapsing_everywhere(on)
    for line in lines:
        if line.has_lapsed:
            notify.lapsed(line, at=at)
        else:
            days = rules.notice_due(line.expires_on, on, line.issued_on)
            if days is not None:
                notify.lapses(line, days, at=at)
    return len(lines)


def nudge_referees() -> int:
    """Write once more to referees who have not answered for a week; return how many."""
    at = clock.now()
    silent = Reference.objects.filter(
        status=ReferenceStatus.ASKED,
        nudged_at__isnull=True,
        sent_at__lte=at - references.NUDGE_AFTER,
        application__stage=Stage.REFERENCES,
    ).order_by("sent_at", "id")
    found = list(silent)
    for reference in found:
        references.ask(reference=reference, by=None, at=at)
    return len(found)


def tell_of_waiting() -> int:
    """Ask somebody to look at each application that has been at its stage too long; return how many."""
    at = clock.now()
    on = clock.local(at).date()
    count = 0
    rows = Application.objects.filter(stage__in=rules.OPEN).select_related(
        "volunteer__organisation", "owner__user"
    )
    for application in rows.order_by("since_at", "id"):
        since = clock.local(application.since_at).date()
        if rules.should_move_by(application.stage, since) < on:
            notify.waits(application, days=(on - since).days, at=at)
            count += 1
    return count


def escalate_unheard() -> int:
    """Escalate worries that nobody has heard within half an hour; return how many."""
    at = clock.now()
    unheard = Worry.objects.filter(
        heard_at__isnull=True, escalated_at__isnull=True, raised_at__lte=at - worries.HEAR_WITHIN
    ).order_by("raised_at", "id")
    found = list(unheard)
    for worry in found:
        worries.escalate(worry=worry, at=at)
    return len(found)


def scan_held_receipts() -> int:
    """Let the scanner look again at receipts it did not answer for; return how many are free now."""
    freed = 0
    for receipt in Receipt.objects.filter(is_held=True).order_by("stored_at", "id"):
        if receipts.scan(bytes(receipt.content)):
            receipt.is_held = False
            receipt.save(update_fields=["is_held"])
            freed += 1
    return freed
