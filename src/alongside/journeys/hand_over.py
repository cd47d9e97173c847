"""Give a person to another connector: what is due goes with them, and what is booked where the next one is free."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from alongside.appointments.actions.handing_over import Went, go_along
from alongside.casework.actions import cases

if TYPE_CHECKING:
    from alongside.casework.models import Case
    from alongside.partnerships.models import Member


@transaction.atomic
def hand_over(*, case: Case, to: Member, with_booked: bool, by: Member, at: datetime) -> Went:
    """Hand over one person. Without `with_booked`, whoever booked an appointment still goes to it.

    Raises the CannotDo of casework where the colleague cannot take them.
    """
    giver = case.connector
    case = cases.hand_over(case=case, to=to, by=by, at=at)
    if giver is None:
        return Went()
    return go_along(case=case, giver=giver, taker=to if with_booked else giver, by=by, at=at)
