"""Who carries safeguarding, and how it is set up. A steward does this; the record itself stays closed to them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from alongside.partnerships.enums import Role
from alongside.safeguarding import access
from alongside.safeguarding.actions.errors import CannotDo
from alongside.safeguarding.enums import Duty
from alongside.safeguarding.models import Arrangement, SafeguardingRole

if TYPE_CHECKING:
    from alongside.partnerships.models import Member


@transaction.atomic
def name(*, lead: Member, deputy: Member | None, by: Member, at: datetime) -> None:
    """Name lead and deputy; who had the duty before has it no more. Raises CannotDo for one who may not carry it."""
    if deputy is not None and deputy.pk == lead.pk:
        raise CannotDo(_("Lead and deputy are two people, so that one can answer when the other cannot."))
    for member in (lead, deputy):
        if member is not None and (not member.is_present or Role(member.role) not in access.MAY_CARRY):
            raise CannotDo(
                _("%(name)s cannot carry this: choose a connector, team lead or safeguarding lead.")
                % {"name": member.name}
            )
    wanted = {Duty.LEAD: lead, Duty.DEPUTY: deputy}
    live = SafeguardingRole.objects.select_for_update().filter(ended_at__isnull=True).order_by("pk")
    kept = set()
    for row in live:
        member = wanted[Duty(row.duty)]
        if member is not None and member.pk == row.member_id:
            kept.add(row.duty)
            continue
        row.ended_at, row.ended_by = at, by
        row.save(update_fields=["ended_at", "ended_by"])
    for duty, member in wanted.items():
        if member is not None and duty not in kept:
            SafeguardingRole.objects.create(duty=duty, member=member, named_at=at, named_by=by)


@transaction.atomic
def arrange(**settings: Any) -> Arrangement:
    """Keep how long an alert waits, and how the council's team is reached."""
    found = Arrangement.objects.select_for_update().first() or Arrangement()
    for field, value in settings.items():
        setattr(found, field, value)
    found.save()
    return found
