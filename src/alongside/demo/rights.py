"""Rights in the demo place: one asks for a copy, one complaint waits, and a correction is half passed on."""

from __future__ import annotations

import datetime as dt

from alongside.casework.enums import CaseStatus
from alongside.casework.models import Case
from alongside.core import clock, tenancy
from alongside.demo.partners import team_of
from alongside.partnerships.models import Partnership
from alongside.rights.actions import complaints, corrections, requests
from alongside.rights.enums import Asker, How, Identity, RecipientKind
from alongside.rights.recipients import Recipient

#: Days ago, so that a week and a half is left to answer whatever the month.
ASKED, COMPLAINED, CORRECTED = 19, 6, 3


def begins(partnership: Partnership, now: dt.datetime) -> None:
    """Let people of one connector's ask; nothing of it depends on the hour."""
    with tenancy.within(partnership.pk, actor="system:demo", reason="the demo place"):
        members = team_of(partnership).members
        nadia, sam = members["nadia"], members["sam"]
        cases = list(
            Case.objects.filter(status=CaseStatus.OPEN, connector=nadia)
            .select_related("person")
            .order_by("-opened_at", "-id")[:2]
        )
        if not cases:
            return  # a very small place
        at = now - dt.timedelta(days=ASKED)
        requests.log(
            person=cases[0].person,
            asked_by=Asker.PERSON,
            asked_how=How.PHONE,
            received_on=clock.local(at).date(),
            words="Everything you have written down about me, please.",
            identity=Identity.KNOWN,
            by=nadia,
            at=at,
        )
        at = now - dt.timedelta(days=CORRECTED)
        corrections.correct(
            person=cases[-1].person,
            fact="phone number",
            was="020 7946 0018",
            now="020 7946 0081",
            recipients=[Recipient(RecipientKind.ORGANISATION, "Age Well (invented)")],
            by=nadia,
            at=at,
        )
        at = now - dt.timedelta(days=COMPLAINED)
        complaints.record(
            complainant="A neighbour who rang",
            reach="020 7946 0123",
            came_how=How.PHONE,
            received_on=clock.local(at).date(),
            words="A letter for the lady next door came through my door, with her name and what it is about.",
            by=sam,
            at=at,
        )
