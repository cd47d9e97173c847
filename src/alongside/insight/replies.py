"""How an organiser answers when we ask: from real onward referrals of the last twelve months, when there are enough.

Nothing is said of fewer than `FEWEST` answers: a small number says little, and might point at somebody.
"""

from __future__ import annotations

import datetime as dt
import statistics
import uuid
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alongside.casework.enums import OnwardStatus
from alongside.casework.models import OnwardReferral
from alongside.core.clock import local
from alongside.core.working_days import bank_holidays, working_days_between

FEWEST = 10
LOOKED_BACK = dt.timedelta(days=365)
ANSWERED = (OnwardStatus.ACCEPTED, OnwardStatus.DECLINED)


@dataclass(frozen=True, slots=True)
class Replies:
    """`days`: median of working days until an answer; `accepted`: share from 0 to 1; `answers`: how many."""

    days: int
    accepted: float
    answers: int


def replies_of(service_id: uuid.UUID, *, at: dt.datetime) -> Replies | None:
    """Return how a service answers, as this partnership has seen it; None below `FEWEST` answers."""
    return replies_of_each([service_id], at=at).get(service_id)


def replies_of_each(service_ids: list[uuid.UUID], *, at: dt.datetime) -> dict[uuid.UUID, Replies]:
    """Return the same of several services, read at once; those below `FEWEST` answers are left out."""
    found = OnwardReferral.objects.filter(
        service__in=service_ids, status__in=ANSWERED, answered_at__isnull=False, sent_at__gte=at - LOOKED_BACK
    )
    rows: dict[uuid.UUID, list[tuple[dt.datetime, dt.datetime, str]]] = {}
    for service, sent, answered, status in found.order_by("pk").values_list(
        "service_id", "sent_at", "answered_at", "status"
    ):
        if service is not None and answered is not None:
            rows.setdefault(service, []).append((sent, answered, status))
    return {service: _summed(answers) for service, answers in rows.items() if len(answers) >= FEWEST}


def _summed(rows: list[tuple[dt.datetime, dt.datetime, str]]) -> Replies:
    holidays = bank_holidays()
    days = [
        working_days_between(local(sent).date(), local(answered).date(), holidays)
        for sent, answered, _status in rows
    ]
    accepted = sum(status == OnwardStatus.ACCEPTED for _sent, _answered, status in rows)
    return Replies(round(statistics.median(days)), accepted / len(rows), len(rows))


def in_words(replies: Replies | None) -> str:
    """Return “They usually answer in 3 working days, and say yes to 94 in 100.”, or ""."""
    if replies is None:
        return ""
    when = (
        _("They usually answer on the same day")
        if replies.days < 1
        else ngettext(
            "They usually answer in %(n)d working day",
            "They usually answer in %(n)d working days",
            replies.days,
        )
        % {"n": replies.days}
    )
    share = round(100 * replies.accepted)
    return _("%(when)s, and say yes to %(n)d in 100 people we ask for.") % {"when": when, "n": share}
