"""Tell who noticed somebody that it helped: once, without details, and only who asked to be told.

It helped once we have spoken with the person. Nothing goes out where the referral was declined or taken back, where
the person has died, takes back their agreement, or wanted no support from us.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.core import signing
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate

from alongside.casework.enums import CaseStatus, ClosingReason, Outcome, Result
from alongside.casework.models import Case, Contact, Conversation
from alongside.people.enums import ConsentPurpose
from alongside.people.models import Consent
from alongside.referrals import notify
from alongside.referrals.enums import AcknowledgeBy, ReferralStatus
from alongside.referrals.models import Referral

if TYPE_CHECKING:
    from alongside.partnerships.models import Partnership

MOST_AT_ONCE = 500
SALT = "referrals.helped"
UNWANTED = Q(status=CaseStatus.CLOSED) & (
    Q(outcome=Outcome.NOT_STARTED) | Q(closing_reason__in=[ClosingReason.DIED, ClosingReason.PERSON_CHOSE])
)


def waiting_to_hear() -> QuerySet[Referral]:
    """Referrals that helped and whose referrer asked to be told and was not yet; the oldest first."""
    spoken = Contact.objects.filter(
        case__person=OuterRef("person"), result=Result.REACHED, at__gte=OuterRef("received_at")
    )
    listened = Conversation.objects.filter(
        case__person=OuterRef("person"), held_on__gte=OuterRef("received_on")
    )
    unwanted = Case.objects.filter(
        UNWANTED, person=OuterRef("person"), closed_at__gte=OuterRef("received_at")
    )
    support = Consent.objects.filter(person=OuterRef("person"), purpose=ConsentPurpose.SUPPORT)
    took_back = Exists(support.filter(withdrawn_at__isnull=False)) & ~Exists(
        support.filter(withdrawn_at__isnull=True)
    )
    return (
        Referral.objects.annotate(received_on=TruncDate("received_at"))
        .filter(
            status=ReferralStatus.ACCEPTED,
            tell_helped=True,
            helped_told_at__isnull=True,
            person__deceased_on__isnull=True,
        )
        .exclude(acknowledge_by=AcknowledgeBy.NOT)
        .filter(Exists(spoken) | Exists(listened))
        .filter(~Exists(unwanted), ~took_back)
        .select_related("given_to")
        .order_by("received_at", "id")
    )


def tell_it_helped(*, partnership: Partnership, at: datetime) -> int:
    """Tell everybody who waits to hear; return how many. Each once, whoever runs this and however often."""
    keys = list(waiting_to_hear().values_list("pk", flat=True)[:MOST_AT_ONCE])
    return sum(_tell(key, partnership=partnership, at=at) for key in keys)


@transaction.atomic
def _tell(key: UUID, *, partnership: Partnership, at: datetime) -> bool:
    referral = Referral.objects.select_for_update(of=("self",), skip_locked=True).filter(pk=key).first()
    if referral is None or referral.helped_told_at is not None or not referral.tell_helped:
        return False
    referral.helped_told_at = at
    referral.save(update_fields=["helped_told_at"])
    return notify.helped(referral, partnership=partnership, secret=secret_of(referral), at=at)


def secret_of(referral: Referral) -> str:
    """The secret of the link that says: no more of this."""
    return signing.Signer(salt=SALT).sign(referral.pk.hex)


def by_secret(secret: str) -> Referral | None:
    """The referral a link was made for, in this partnership."""
    try:
        key = signing.Signer(salt=SALT).unsign(secret)
    except signing.BadSignature:
        return None
    return Referral.objects.filter(pk=key).first()


@transaction.atomic
def no_more(*, referral: Referral) -> int:
    """Who told us of this wants no such message, for this or any other they told us of. Returns how many stop."""
    same = Q(pk=referral.pk)
    if referral.referrer_email:
        same |= Q(referrer_email__iexact=referral.referrer_email)
    if referral.referrer_phone:
        same |= Q(referrer_phone=referral.referrer_phone)
    return Referral.objects.filter(same, tell_helped=True).update(tell_helped=False)
