"""Keep what is being written, throw it away, forget what nobody came back to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from alongside.casework.models import Case, Conversation, Draft

if TYPE_CHECKING:
    from alongside.partnerships.models import Member

KEPT_FOR = timedelta(days=30)


@transaction.atomic
def keep(
    *,
    case: Case,
    said: Mapping[str, list[str]],
    by: Member,
    at: datetime,
    conversation: Conversation | None = None,
) -> Draft:
    """Keep it in place of the one before; a draft that was on its way longer never overwrites a newer one."""
    made, is_new = Draft.objects.get_or_create(
        case=case, conversation=conversation, owner=by, defaults={"said": dict(said), "saved_at": at}
    )
    if is_new:
        return made
    current = Draft.objects.select_for_update().get(pk=made.pk)
    if current.saved_at <= at:
        current.said, current.saved_at = dict(said), at
        current.save(update_fields=["said", "saved_at"])
    return current


@transaction.atomic
def forget(*, case: Case, by: Member, conversation: Conversation | None = None) -> None:
    """It is saved, or thrown away."""
    Draft.objects.filter(case=case, conversation=conversation, owner=by).delete()


@transaction.atomic
def forget_old(*, at: datetime) -> int:
    """What nobody came back to in 30 days goes; return how many."""
    deleted, _by_model = Draft.objects.filter(saved_at__lt=at - KEPT_FOR).delete()
    return deleted
