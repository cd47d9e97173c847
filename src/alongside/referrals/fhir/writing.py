"""What a system is told: its ServiceRequest as we hold it, the Task that says what became of it, and envelopes.

A Task tells that a referral waits, was accepted or declined, that support began and that it ended: what a referrer is
told by every other way, too. What changed for the person is told only while they agree that we share it with the
organisation that referred them. Notes, needs, measures, plans and who else helps are never told.
"""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from alongside.referrals.enums import DeclineReason, ReferralStatus, Urgency
from alongside.referrals.fhir import nhs_number, snomed
from alongside.referrals.fhir.problems import told
from alongside.referrals.fhir.rules import Support, TaskStatus, task_status

if TYPE_CHECKING:
    from alongside.referrals.models import SystemReferral

REFERENCE = "urn:alongside:referral-reference"
DECLINE_REASON = "urn:alongside:decline-reason"
BUSINESS_STATUS = "urn:alongside:referral-status"
OUTCOME = "urn:alongside:outcome"
OUTPUT = "urn:alongside:task-output"
TASK_CODE = "http://hl7.org/fhir/CodeSystem/task-code"
PRIORITY = {Urgency.ROUTINE: "routine", Urgency.SOON: "urgent", Urgency.URGENT: "stat"}
NOT_KEPT = "Read as part of the referral; it is not kept as a resource of its own."


@dataclass(frozen=True)
class Standing:
    """A referral of a system, and as much of what became of it as may be told."""

    sent: SystemReferral
    told_at: dt.datetime
    support: Support | None = None
    began_on: dt.date | None = None
    ended_on: dt.date | None = None
    outcome: str = ""
    outcome_words: str = ""

    @property
    def status(self) -> TaskStatus:
        """The state of the Task."""
        referral = self.sent.referral
        if referral is None:
            return TaskStatus.CANCELLED
        return task_status(referral.status, was_asked=referral.asked_at is not None, support=self.support)


def moment(at: dt.datetime) -> str:
    """A FHIR instant, to the microsecond: asking from it on misses nothing."""
    return at.astimezone(dt.UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def service_request(standing: Standing) -> dict[str, Any]:
    """The request as we hold it: its numbers and its state, not the person's details again."""
    sent, status = standing.sent, standing.status
    number: dict[str, Any] = {"value": sent.identifier_value}
    if sent.identifier_system:
        number["system"] = sent.identifier_system
    over = {
        TaskStatus.CANCELLED: "revoked",
        TaskStatus.COMPLETED: "completed",
        TaskStatus.REJECTED: "completed",
    }
    return {
        "resourceType": "ServiceRequest",
        "id": str(sent.pk),
        "meta": {"versionId": str(sent.version), "lastUpdated": moment(sent.changed_at)},
        "identifier": [number, *_reference(sent)],
        "status": over.get(status, "active"),
        "intent": "order",
        "priority": _priority(sent),
        "code": {"coding": [snomed.coding(snomed.REFERRED)]},
        "subject": _subject(sent),
        "authoredOn": moment(sent.received_at),
    }


def task(standing: Standing) -> dict[str, Any]:
    """What became of a referral."""
    sent, status = standing.sent, standing.status
    found: dict[str, Any] = {
        "resourceType": "Task",
        "id": str(sent.pk),
        "meta": {"lastUpdated": moment(standing.told_at)},
        "identifier": _reference(sent),
        "status": str(status),
        "intent": "order",
        "priority": _priority(sent),
        "code": {"coding": [{"system": TASK_CODE, "code": "fulfill"}]},
        "focus": {"reference": f"ServiceRequest/{sent.pk}"},
        "for": _subject(sent),
        "authoredOn": moment(sent.received_at),
        "lastModified": moment(standing.told_at),
        "requester": {"display": sent.system.organisation.name},
    }
    referral = sent.referral
    if referral is not None:
        found["owner"] = {"display": referral.given_to.name}
        found |= _why(standing)
    period = {"start": standing.began_on, "end": standing.ended_on}
    if standing.began_on is not None:
        found["executionPeriod"] = {name: day.isoformat() for name, day in period.items() if day is not None}
    outputs = _outputs(standing)
    if outputs:
        found["output"] = outputs
    return found


def _why(standing: Standing) -> dict[str, Any]:
    """Why it was declined, or what we still need to know."""
    referral = standing.sent.referral
    if referral is None:
        return {}
    if referral.status == ReferralStatus.DECLINED:
        reason = DeclineReason(referral.decline_reason)
        coding = {"system": DECLINE_REASON, "code": reason.value, "display": str(reason.label)}
        return {"statusReason": {"coding": [coding], "text": str(reason.label)}}
    if referral.status == ReferralStatus.WAITING:
        coding = {"system": BUSINESS_STATUS, "code": "waiting-for-information"}
        return {
            "businessStatus": {"coding": [coding], "text": "We have a question before we can decide."},
            "statusReason": {"text": referral.question},
        }
    return {}


def _outputs(standing: Standing) -> list[dict[str, Any]]:
    """Codes for the person's record at the practice, and what changed where that may be told."""
    found = []
    referral = standing.sent.referral
    begun = standing.support is not None and standing.support.has_begun
    if begun:
        found.append(_output("record-code", "Code for the record", [snomed.coding(snomed.REFERRED)]))
    elif referral is not None and referral.decline_reason == DeclineReason.NOT_WANTED:
        found.append(_output("record-code", "Code for the record", [snomed.coding(snomed.DECLINED)]))
    if standing.outcome:
        coding = {"system": OUTCOME, "code": standing.outcome, "display": standing.outcome_words}
        found.append(_output("outcome", "What changed for the person", [coding], standing.outcome_words))
    return found


def _output(code: str, words: str, codings: list[dict[str, str]], text: str = "") -> dict[str, Any]:
    concept: dict[str, Any] = {"coding": codings}
    if text:
        concept["text"] = text
    return {
        "type": {"coding": [{"system": OUTPUT, "code": code}], "text": words},
        "valueCodeableConcept": concept,
    }


def _priority(sent: SystemReferral) -> str:
    return PRIORITY[Urgency(sent.referral.urgency)] if sent.referral is not None else "routine"


def _reference(sent: SystemReferral) -> list[dict[str, Any]]:
    if sent.referral is None:
        return []
    return [{"system": REFERENCE, "value": sent.referral.reference}]


def _subject(sent: SystemReferral) -> dict[str, Any]:
    number = sent.referral.nhs_number if sent.referral is not None else ""
    if number:
        return {"type": "Patient", "identifier": {"system": nhs_number.SYSTEM, "value": number}}
    return {"type": "Patient", "display": "The patient of the ServiceRequest that was sent"}


def transaction_response(
    entries: list[dict[str, Any]], *, standing: Standing, status: str, words: dict[str, Any], at: dt.datetime
) -> dict[str, Any]:
    """One answer for each entry of a transaction, in its order."""
    ours = {
        "status": status,
        "location": f"ServiceRequest/{standing.sent.pk}/_history/{standing.sent.version}",
        "etag": f'W/"{standing.sent.version}"',
        "lastModified": moment(standing.sent.changed_at),
        "outcome": words,
    }
    beside = {"status": "200 OK", "outcome": told(NOT_KEPT)}
    answers = [
        {"resource": service_request(standing), "response": ours}
        if entry["resource"].get("resourceType") == "ServiceRequest"
        else {"response": beside}
        for entry in entries
        if isinstance(entry, dict)
    ]
    return {
        "resourceType": "Bundle",
        "id": str(uuid.uuid4()),
        "type": "transaction-response",
        "timestamp": moment(at),
        "entry": answers,
    }


def message_response(
    *, header: dict[str, Any], standing: Standing, words: dict[str, Any], base: str, at: dt.datetime
) -> dict[str, Any]:
    """The answer to a message: that it was taken, and the Task."""
    message_id, words_id = str(uuid.uuid4()), str(uuid.uuid4())
    said = header.get("id")
    event = {
        key: header[key] for key in ("eventCoding", "eventUri") if isinstance(header.get(key), dict | str)
    }
    return {
        "resourceType": "Bundle",
        "id": str(uuid.uuid4()),
        "type": "message",
        "timestamp": moment(at),
        "entry": [
            {
                "fullUrl": f"urn:uuid:{message_id}",
                "resource": {
                    "resourceType": "MessageHeader",
                    "id": message_id,
                    **(event or {"eventUri": "urn:alongside:referral"}),
                    "source": {"endpoint": base},
                    "response": {
                        "identifier": said if isinstance(said, str) and said else "unknown",
                        "code": "ok",
                        "details": {"reference": f"urn:uuid:{words_id}"},
                    },
                    "focus": [{"reference": f"{base}/Task/{standing.sent.pk}"}],
                },
            },
            {"fullUrl": f"{base}/Task/{standing.sent.pk}", "resource": task(standing)},
            {"fullUrl": f"urn:uuid:{words_id}", "resource": {**words, "id": words_id}},
        ],
    }


def searchset(
    resources: list[dict[str, Any]], *, base: str, self_link: str, next_link: str, at: dt.datetime
) -> dict[str, Any]:
    """A page of found resources."""
    links = [{"relation": "self", "url": self_link}]
    if next_link:
        links.append({"relation": "next", "url": next_link})
    found: dict[str, Any] = {
        "resourceType": "Bundle",
        "id": str(uuid.uuid4()),
        "meta": {"lastUpdated": moment(at)},
        "type": "searchset",
        "link": links,
    }
    if resources:
        found["entry"] = [
            {
                "fullUrl": f"{base}/{one['resourceType']}/{one['id']}",
                "resource": one,
                "search": {"mode": "match"},
            }
            for one in resources
        ]
    return found
