"""Break the glass: open what safeguarding holds about one person, for an hour, with a reason, in plain sight."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from alongside.safeguarding import access, notify, rules
from alongside.safeguarding.actions.errors import CannotDo
from alongside.safeguarding.models import BreakGlass

if TYPE_CHECKING:
    from alongside.partnerships.models import Member
    from alongside.people.models import Person


@transaction.atomic
def break_glass(
    *, person: Person, reason: str, by: Member, at: datetime, key: UUID | None = None
) -> BreakGlass:
    """Open it, and tell lead and deputy. Raises CannotDo without a reason."""
    if not reason.strip():
        raise CannotDo(_("Write why you need to read it now."))
    if key is not None:
        known = BreakGlass.objects.filter(key=key, by=by).first()
        if known is not None:
            return known
    glass = BreakGlass.objects.create(
        person=person, by=by, reason=reason.strip(), opened_at=at, until_at=at + rules.GLASS_HOLDS, key=key
    )
    notify.glass(glass, [member for member in access.holders() if member.pk != by.pk], at=at)
    return glass
