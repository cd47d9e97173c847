"""Whether a volunteer's checks allow what a match asks of them: at a proposal, at activation, before each visit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from alongside.people.rules import age
from alongside.volunteering import queries, roles, rules
from alongside.volunteering.enums import CheckKind
from alongside.volunteering.models import Volunteer

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Supervision is held again and again: it must count today, not already through the first review.
RENEWED = frozenset({CheckKind.SUPERVISION})


def lacks(volunteer: Volunteer, channel: str, on: dt.date) -> list[str]:
    """What stands in the way of this volunteer meeting somebody in this way on a day, in words for staff."""
    if volunteer.member is not None and not volunteer.member.is_present:
        return [_("Is no longer a member")]
    return [lack.words for lack in queries.lacks_of(volunteer, on, [roles.CHANNEL_TASKS[channel]])]


def may_meet(volunteer: Volunteer, channel: str, on: dt.date) -> bool:
    """Whether nothing stands in the way."""
    return not lacks(volunteer, channel, on)


def cleared(ids: Sequence[UUID], *, on: dt.date, until: dt.date) -> dict[UUID, Collection[str]]:
    """For each volunteer the channels for which their checks count today and through the first review."""
    held = queries.held_by(ids)
    rows = Volunteer.objects.filter(pk__in=ids).order_by("pk")
    found: dict[UUID, Collection[str]] = {}
    for one, channels, born_on, regular, care in rows.values_list(
        "pk", "channels", "born_on", "is_regular", "people_receive_care"
    ):
        years = age(born_on, None, on)
        minor = years is not None and years < rules.MINOR_UNTIL
        known: dict[str, bool] = {}
        for channel in channels:
            task = roles.CHANNEL_TASKS.get(channel)
            if task is None:
                continue
            if task not in known:
                needs = rules.Needs(frozenset({task}), regular, care, minor)
                known[task] = _counts(held.get(one, []), needs, on, until)
        found[one] = {c for c in channels if known.get(roles.CHANNEL_TASKS.get(c, ""), False)}
    return found


def _counts(held: list[rules.Held], needs: rules.Needs, on: dt.date, until: dt.date) -> bool:
    if rules.may_volunteer(held, needs, on):
        return False
    return all(lack.kind in RENEWED for lack in rules.may_volunteer(held, needs, until))
