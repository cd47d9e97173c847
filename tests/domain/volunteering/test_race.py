"""Two of the team move one application at the same moment: it moves once, and the other is told."""

from __future__ import annotations

import threading
from uuid import uuid4

from django.db import connections

from alongside.core import tenancy
from alongside.messaging.models import Message
from alongside.partnerships.enums import OrganisationKind, Role
from alongside.partnerships.models import Organisation
from alongside.volunteering.actions import applications
from alongside.volunteering.actions.errors import CannotMove
from alongside.volunteering.models import Application
from tests.cast import found_partnership, member
from tests.factories.volunteering import AT, an_application


def test_of_two_who_move_an_application_at_once_one_wins_and_the_other_is_told(committing_db):
    partnership = found_partnership(f"race-{uuid4().hex[:6]}")
    with tenancy.within(partnership.pk, actor="test"):
        team = Organisation.objects.create(name="Team", kind=OrganisationKind.COUNCIL, supports_people=True)
        both = [member(team, Role.CONNECTOR, f"Connector {n}") for n in "AB"]
        application = an_application(both[0])
    ready, told = threading.Barrier(2), []

    def work(by) -> None:
        try:
            with tenancy.within(partnership.pk, actor="test"):
                ready.wait()
                applications.move_on(application=application, expected="application", by=by, at=AT)
                told.append("won")
        except CannotMove as refusal:
            told.append(str(refusal))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(by,)) for by in both]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told.count("won") == 1
    assert any("Somebody has moved this already" in words for words in told)
    with tenancy.within(partnership.pk, actor="test"):
        assert Application.objects.get().moves.count() == 2
        assert Message.objects.filter(template="referee_asked").count() == 2
