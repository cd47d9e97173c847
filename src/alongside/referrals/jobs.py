"""Housekeeping at the doors: counters of public forms and tokens that mean nothing any more go every night."""

from __future__ import annotations

from procrastinate.contrib.django import app

from alongside.core import tenancy
from alongside.core.clock import now
from alongside.partnerships.models import Partnership
from alongside.referrals import doorstep, systems
from alongside.referrals.actions import attachments, looking


@app.periodic(cron="40 3 * * *")
@app.task(queue="housekeeping", name="referrals.forget_knocks", queueing_lock="referrals.forget_knocks")
def forget_knocks(timestamp: int) -> None:
    """Delete old counters and tokens of every partnership. Running it again is harmless."""
    for partnership in Partnership.objects.order_by("slug"):
        with tenancy.within(partnership.pk, actor="system:housekeeping"):
            doorstep.forget_old(at=now())
            systems.forget_tokens(at=now())
            looking.forget_old(at=now())


@app.periodic(cron="*/10 * * * *")
@app.task(queue="housekeeping", name="referrals.scan_waiting", queueing_lock="referrals.scan_waiting")
def scan_waiting(timestamp: int) -> None:
    """Have the files scanned that came while the scanner did not answer. Running it again is harmless."""
    for partnership in Partnership.objects.order_by("slug"):
        with tenancy.within(partnership.pk, actor="system:scanner"):
            attachments.scan_waiting(at=now())
