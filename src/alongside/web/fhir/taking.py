"""How the pages take a referral: the same words for the same event, whichever page it came by."""

from __future__ import annotations

from typing import Any

from alongside.casework import referred
from alongside.core import clock
from alongside.core.clock import local
from alongside.referrals import from_systems
from alongside.referrals.fhir.bundle import Sent
from alongside.referrals.fhir.problems import Problem, outcome, told
from alongside.referrals.fhir.reading import read
from alongside.referrals.fhir.writing import Standing
from alongside.referrals.from_systems import What
from alongside.web.fhir.answering import SystemRequest, seen

WORDS = {
    What.NEW: ("We have it.", "Ask Task for what becomes of it."),
    What.REPEAT: ("We have it already; nothing was changed.", "No need to send it again."),
    What.CHANGED: ("We have changed it.", ""),
    What.CANCELLED: ("It is taken back.", "To refer again, use a new identifier."),
    What.OLDER: ("We hold a newer version; this one was ignored.", "Read ServiceRequest for what we hold."),
}
STATUS = {What.NEW: "201 Created", What.TOO_LATE: "409 Conflict"}


class Result:
    """What came of a sending: for the answers of the pages."""

    def __init__(self, what: What, standing: Standing) -> None:
        self.what = what
        self.standing = standing
        self.status = STATUS.get(what, "200 OK")
        self.code = int(self.status[:3])
        self.words = _words(what, standing)


def take(request: SystemRequest, sent: Sent) -> Result:
    """Read and take it. Raises Refused (422)."""
    at = clock.now()
    taken = from_systems.take(
        system=request.system,
        partnership=request.partnership,
        reading=read(sent, on=local(at).date()),
        at=at,
    )
    taken.sent.system = request.system
    return Result(taken.what, seen(request, referred.after_taking(taken.sent)))


def _words(what: What, standing: Standing) -> dict[str, Any]:
    if what != What.TOO_LATE:
        said, do = WORDS[what]
        reference = standing.sent.referral.reference if standing.sent.referral is not None else ""
        return told(f"{said} Reference {reference}." if reference else said, do)
    if standing.sent.cancelled_at is not None:
        return outcome(
            Problem(
                "conflict",
                "This referral was taken back earlier.",
                "To refer again, use a new identifier.",
                "ServiceRequest.identifier",
            )
        )
    asked = (
        " We have told the connector that you asked to take it back." if standing.sent.cancel_asked_at else ""
    )
    return outcome(
        Problem(
            "conflict",
            f"It is too late to change this referral: it is {standing.status}.{asked}",
            "Ring us with what has changed, or send a new referral with a new identifier.",
            "ServiceRequest",
        )
    )
