"""Who may open the pages about appointments and check-ins; put into the matrix by access_matrix.py."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from alongside.partnerships.enums import Role
from tests.web.access_declared import CONCERNED, CONNECTORS, STEWARDS, Declared


def _appointment(world: Any, *, ahead: bool = True) -> dict[str, Any]:
    """An appointment of the owner in some days, or some days ago, whatever day it is."""
    from alongside.appointments.models import Appointment
    from alongside.core import clock
    from tests import given
    from tests.factories.appointments import an_appointment

    made = dt.timedelta(days=2 + Appointment.objects.count())
    now = clock.now()
    at = now if ahead else now - 2 * made
    case = given.open_case(world.cast.owner, at=at)
    return {"appointment_id": an_appointment(case, world.cast.owner, at=at, starts=at + made).pk}


def _past(world: Any) -> dict[str, Any]:
    return _appointment(world, ahead=False)


def _check_in(world: Any) -> Any:
    """The owner is out, and the safeguarding lead watches."""
    from alongside.appointments.models import CheckIn
    from alongside.core import clock
    from tests.factories.appointments import a_check_in

    out = CheckIn.objects.filter(member=world.cast.owner, ended_at__isnull=True).first()
    return out or a_check_in(world.cast.owner, world.cast.safeguarding_lead, at=clock.now())


def _link(world: Any) -> dict[str, Any]:
    from alongside.appointments.watching import secret_of

    return {"secret": secret_of(_check_in(world))}


def _feed(world: Any) -> dict[str, Any]:
    from alongside.appointments.actions.going_out import make_feed
    from alongside.core import clock

    return {"secret": make_feed(member=world.cast.owner, at=clock.now())}


def declared(
    shown: Callable[..., Any], done: Callable[..., Any], case: Callable[[Any], dict[str, Any]]
) -> Mapping[str, Any]:
    """The outcomes, in the words of the matrix: what is shown of a case, what is done to one."""
    return {
        "connector:appointments": Declared(allow=CONNECTORS),
        "connector:appointment-book": shown(case),
        "connector:appointment": shown(_appointment),
        "connector:appointment-change": shown(_appointment),
        "connector:appointment-cancel": shown(_appointment),
        "connector:appointment-ics": shown(_appointment),
        "connector:appointment-outcome": shown(_past),
        "connector:appointment-undo": done(_appointment),
        "connector:going-out": Declared(allow=CONCERNED),
        "connector:check-ins": Declared(allow=CONCERNED),
        "connector:check-in-start": Declared(allow=CONCERNED, ok=frozenset({200, 302})),
        # Who is out, who watches, and the team lead; the cast's connector is the one who is out.
        "connector:check-in": Declared(
            allow=CONNECTORS | {Role.SAFEGUARDING_LEAD},
            args=lambda world: {"check_in_id": _check_in(world).pk},
            about_ours=True,
        ),
        "public:check-in": Declared(anonymous="ok", args=_link),
        "public:appointments-calendar": Declared(anonymous="ok", args=_feed),
        "steward:going-out": Declared(allow=STEWARDS),
    }
