"""What a referrer is told: that it reached us, what we need to know, and what was decided. Never details.

Only those who left an address and asked to hear. The person's name is not repeated: a message may be read by
somebody else, and the referrer knows the reference.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language

from alongside.core.numbers import in_words
from alongside.messaging import actions as messaging
from alongside.messaging import writing
from alongside.messaging.enums import Channel
from alongside.referrals.enums import AcknowledgeBy, DeclineReason, ReferralKind

if TYPE_CHECKING:
    from alongside.partnerships.models import Member, Partnership
    from alongside.referrals.models import Referral


def _tell(
    referral: Referral,
    template: str,
    *,
    partnership: Partnership,
    at: datetime,
    by: Member | None = None,
    only_if_asked: bool = True,
    conceal: str = "",
    **context: Any,
) -> bool:
    """Queue a message to the referrer; False when there is no way, or it was not asked for."""
    if only_if_asked and not referral.acknowledges:
        return False
    by_text = referral.acknowledge_by == AcknowledgeBy.SMS or not referral.referrer_email
    to = referral.referrer_phone if by_text else referral.referrer_email
    if not to:
        return False
    key = f"referral:{referral.pk}:{template}"
    if template == "referral_question":
        key = f"{key}:{at.isoformat()}"
    try:
        messaging.queue(
            partnership=partnership,
            channel=Channel.SMS if by_text else Channel.EMAIL,
            to=to,
            template=template,
            context={"referral": referral, "organisation": referral.given_to, **context},
            key=key,
            at=at,
            by=by,
            organisation=referral.given_to,
            conceal=conceal,
            language=language_of(referral),
            resident=True,
        )
    except messaging.CannotQueue:
        return False  # the address is none; the referral itself must not be lost for it
    return True


def language_of(referral: Referral) -> str:
    """The language a message about a referral is in: of whoever told us about themselves, as they wrote it down; of
    anybody else, the one of the page on which they tell us now. Professionals and systems speak English."""
    if referral.kind == ReferralKind.SELF:
        return writing.language_of([referral.language, get_language() or ""])
    return writing.language_of([get_language() or ""])


def received(referral: Referral, *, partnership: Partnership, at: datetime) -> Referral:
    """Acknowledge, where asked for."""
    days = partnership.first_contact_working_days
    _tell(
        referral,
        "referral_received",
        partnership=partnership,
        at=at,
        by=referral.taken_by,
        days=days,
        # our words for small numbers are English
        number=days if language_of(referral) != writing.ENGLISH else in_words(days),
    )
    return referral


def asked(referral: Referral, *, partnership: Partnership, by: Member, at: datetime) -> bool:
    """Ask the referrer what we need to know: this goes out wherever an address was left. The question itself stays in
    the words of whoever asks."""
    return _tell(referral, "referral_question", partnership=partnership, at=at, by=by, only_if_asked=False)


def accepted(referral: Referral, *, partnership: Partnership, by: Member, at: datetime) -> bool:
    """Tell the referrer that somebody will be in touch."""
    return _tell(referral, "referral_accepted", partnership=partnership, at=at, by=by)


def helped(referral: Referral, *, partnership: Partnership, secret: str, at: datetime) -> bool:
    """Tell the referrer, who asked for it, that it helped; `secret` is of the link by which they stop such messages."""
    stop = f"{settings.SITE_URL}{reverse('public:no-more-thanks', args=[secret])}"
    return _tell(referral, "referral_helped", partnership=partnership, at=at, stop=stop, conceal=stop)


def declined(referral: Referral, *, partnership: Partnership, by: Member, at: datetime) -> bool:
    """Tell the referrer why we cannot help: this goes out wherever an address was left."""
    return _tell(
        referral,
        "referral_declined",
        partnership=partnership,
        at=at,
        by=by,
        only_if_asked=False,
        reason=DeclineReason(referral.decline_reason).label,
    )
