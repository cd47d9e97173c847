"""Two at one moment: one hour is given once, and two workers tell a buddy once."""

from __future__ import annotations

import datetime as dt
import threading
from uuid import uuid4

from django.db import connections

from alongside.appointments.actions import check_ins
from alongside.appointments.actions.errors import CannotDo
from alongside.appointments.enums import Kind, Via
from alongside.appointments.models import Alert, Appointment, CheckInEvent
from alongside.core import tenancy
from alongside.messaging.models import Message
from tests.cast import assemble, found_partnership
from tests.factories.appointments import HOUR, a_check_in, an_appointment
from tests.factories.casework import AT, a_case
from tests.factories.people import a_person


def at_once(partnership, *works) -> list[str]:
    """Run the works in threads that begin together; return what each was told."""
    ready, told = threading.Barrier(len(works)), []

    def run(work) -> None:
        try:
            with tenancy.within(partnership.pk, actor="test"):
                ready.wait()
                work()
            told.append("won")
        except CannotDo as refusal:
            told.append(str(refusal))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


def staged():
    partnership = found_partnership(f"race-{uuid4().hex[:6]}")
    with tenancy.within(partnership.pk, actor="test"):
        return partnership, assemble(partnership)


def test_one_hour_of_a_connector_booked_by_two_at_once_is_given_once(committing_db):
    partnership, cast = staged()
    with tenancy.within(partnership.pk, actor="test"):
        cases = [a_case(cast.owner, person=a_person(by=cast.owner, given_name=f"Nr {n}")) for n in range(2)]
    told = at_once(
        partnership,
        *(lambda case=case: an_appointment(case, cast.colleague, member=cast.owner) for case in cases),
    )
    assert told.count("won") == 1
    assert any("Choose another time" in words for words in told)
    with tenancy.within(partnership.pk, actor="test"):
        assert Appointment.objects.count() == 1


def test_two_workers_and_a_tap_at_once_tell_a_buddy_once_at_most_and_lose_no_tap(committing_db):
    partnership, cast = staged()
    with tenancy.within(partnership.pk, actor="test"):
        out = a_check_in(cast.owner, cast.colleague)
    late = AT + HOUR + dt.timedelta(minutes=1)
    told = at_once(
        partnership,
        *(lambda: check_ins.raise_due(check_in_id=out.pk, at=late) for _ in range(3)),
        lambda: check_ins.safe(check_in=out, via=Via.LINK, by=cast.owner, at=late),
    )
    assert told == ["won"] * 4
    with tenancy.within(partnership.pk, actor="test"):
        assert CheckInEvent.objects.filter(kind=Kind.SAFE).count() == 1
        assert Alert.objects.count() <= 1
        assert Message.objects.filter(template="check_in_alert").count() == Alert.objects.count()
