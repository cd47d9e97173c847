"""Daily work of casework: onward referrals whose time has run out, drafts nobody came back to. Again is harmless."""

from __future__ import annotations

from procrastinate.contrib.django import app

from alongside.casework.actions import contacts, drafts, onward
from alongside.casework.enums import Because, FollowUpKind
from alongside.casework.models import OnwardReferral
from alongside.casework.models.onward import AWAITING
from alongside.core import clock, tenancy
from alongside.partnerships.models import Partnership


@app.periodic(cron="15 5 * * *")
@app.task(queue="daily", name="casework.expire_everywhere", pass_context=False)
def expire_everywhere(timestamp: int) -> None:
    """Each morning before work: look at every partnership in turn."""
    for partnership in Partnership.objects.order_by("slug"):
        with tenancy.within(partnership.pk, actor="system:casework"):
            expire_onward_referrals()
            drafts.forget_old(at=clock.now())


def expire_onward_referrals() -> int:
    """Mark what was not answered in time and put it on the connector's list; return how many."""
    at = clock.now()
    found = OnwardReferral.objects.filter(status__in=AWAITING, expires_at__lte=at).order_by(
        "expires_at", "id"
    )
    ended = [referral for referral in found if onward.expire(onward=referral, at=at) is not None]
    for referral in ended:
        if referral.case.is_open:
            contacts.arrange(
                case=referral.case,
                due_on=clock.local(at).date(),
                kind=FollowUpKind.ORGANISATION,
                because=Because.ONWARD_EXPIRED,
                note=referral.to_name,
                onward=referral,
                by=referral.sent_by,
                owner=referral.case.connector or referral.sent_by,
                at=at,
            )
    return len(ended)
