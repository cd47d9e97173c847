"""A ServiceRequest as the referral it asks for: what `referrals.actions.receive` takes, and what tells a repeat.

`Reading.digest` is of what we read, not of the bytes: the same referral in a new envelope is a repeat, and a change
in an element we do not use changes nothing here.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from alongside.referrals.enums import Agreed, Urgency
from alongside.referrals.fhir import people_in_it, snomed
from alongside.referrals.fhir.bundle import Sent
from alongside.referrals.fhir.elements import Element
from alongside.referrals.fhir.problems import Refused

CANCELLED = frozenset({"revoked", "entered-in-error"})
INTENTS = frozenset(
    {
        "proposal",
        "plan",
        "directive",
        "order",
        "original-order",
        "reflex-order",
        "filler-order",
        "instance-order",
    }
)
URGENCY = {
    "": Urgency.ROUTINE,
    "routine": Urgency.ROUTINE,
    "urgent": Urgency.SOON,
    "asap": Urgency.SOON,
    "stat": Urgency.URGENT,
}
LONGEST_NOTE = 10_000


@dataclass(frozen=True)
class Reading:
    """What a system asks of us."""

    identifier_system: str
    identifier_value: str
    cancelled: bool
    sent_version: str = ""
    sent_at: dt.datetime | None = None
    agreed: str = Agreed.NOT_ASKED
    told: dict[str, Any] = field(default_factory=dict)
    read_on: dt.date = dt.date.min

    @property
    def digest(self) -> str:
        """The same for the same referral, whatever envelope it came in."""
        age = self.told.get("age_told")
        told = {**self.told, "age_told": None if age is None else self.read_on.year - age}
        said = [self.identifier_system, self.identifier_value, self.cancelled, self.agreed, told]
        return hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()


def read(sent: Sent, *, on: dt.date) -> Reading:
    """Read it. Raises Refused (422) with everything that is wrong at once, each with its element."""
    request = sent.request
    request.refuse_unknown_modifiers()
    system, value = _identifier(request)
    meta = request.child("meta")
    stamps = {
        "sent_version": meta.text("versionId", 64) if meta is not None else "",
        "sent_at": meta.instant("lastUpdated") if meta is not None else None,
    }
    status = request.text("status")
    if status in CANCELLED:
        _stop_at(request)
        return Reading(system, value, True, **stamps)  # type: ignore[arg-type]
    _check_status(request, status)
    agreed = _agreed(sent)
    told = _told(sent, on)
    _stop_at(request)
    return Reading(system, value, False, agreed=agreed, told=told, read_on=on, **stamps)  # type: ignore[arg-type]


def _stop_at(request: Element) -> None:
    if request.problems:
        raise Refused(422, *dict.fromkeys(request.problems))


def _identifier(request: Element) -> tuple[str, str]:
    found = request.children("identifier")
    usable = [one for one in found if one.text("use") != "old" and one.text("value", 250)]
    if not usable:
        request.complain(
            "required",
            "identifier",
            "The referral has no identifier of yours.",
            "Give each referral one, and send it again with every repeat and change: without it a repeat would be "
            "a second referral.",
        )
        return "", ""
    return usable[0].text("system", 250), usable[0].text("value", 250)


def _check_status(request: Element, status: str) -> None:
    if status != "active":
        request.complain(
            "required" if not status else "business-rule",
            "status",
            f"A referral with status “{status[:40]}” asks nothing of us.",
            "Send active to refer, revoked or entered-in-error to take it back.",
        )
    if request.text("intent") not in INTENTS:
        request.complain("required", "intent", "This is no intent of FHIR R4.", "Send order.")
    if request.flag("doNotPerform"):
        request.complain(
            "business-rule",
            "doNotPerform",
            "It says that this must not be done.",
            "Send status revoked instead.",
        )


def _told(sent: Sent, on: dt.date) -> dict[str, Any]:
    request = sent.request
    priority = request.text("priority")
    if priority not in URGENCY:
        request.complain(
            "value", "priority", "This is no priority of FHIR R4.", "Send routine, urgent, asap or stat."
        )
    reference = request.child("subject")
    subject = sent.find(request, reference) if reference is not None else None
    told: dict[str, Any] = {}
    if subject is None or subject.kind != "Patient":
        request.complain(
            "required",
            "subject",
            "The Patient it is about is not here.",
            "Put the Patient into the Bundle, or into contained, and refer to it by fullUrl or #id.",
        )
    else:
        told = people_in_it.patient(subject, on)
    codes, note = _reasons(sent)
    return {
        **told,
        **people_in_it.requester(sent, on),
        "urgency": str(URGENCY.get(priority, Urgency.ROUTINE)),
        "reasons": codes,
        "note": note,
    }


def _reasons(sent: Sent) -> tuple[list[str], str]:
    """The coded reasons we know, and everything else in words."""
    request = sent.request
    codes: list[str] = []
    words: list[str] = []
    conditions = [sent.find(request, one) for one in request.children("reasonReference")]
    concepts = [
        *request.children("reasonCode"),
        *(code for one in conditions if one is not None and (code := one.child("code")) is not None),
        *request.children("orderDetail"),
    ]
    asked = request.child("code")
    for concept in concepts + ([asked] if asked is not None else []):
        coded = [
            one.text("code") for one in concept.children("coding") if one.text("system") == snomed.SYSTEM
        ]
        if snomed.DECLINED in coded:
            Element(concept.value, concept.path, request.problems).complain(
                "business-rule",
                "coding",
                "It says that the person declined social prescribing.",
                "Refer when they would like it, or ring us if you are worried that they are not safe.",
            )
        codes += [code for code in coded if code in snomed.REASONS]
        said = people_in_it.words_of(concept)
        understood = any(code in snomed.CONCEPTS for code in coded)
        if said and (not understood or (concept is not asked and concept.has("text"))):
            words.append(said)
    words += [one.text("text", LONGEST_NOTE) for one in request.children("note")]
    note = "\n\n".join(dict.fromkeys(word for word in words if word))
    if len(note) > LONGEST_NOTE:
        request.complain(
            "value",
            "note",
            f"The notes are longer than {LONGEST_NOTE} characters.",
            "Send what we need to help.",
        )
        note = ""
    return sorted(set(codes)), note


def _agreed(sent: Sent) -> str:
    """Whether the person agreed, as the Consent beside it says. Without one we ring once and ask."""
    answers = set()
    subject = sent.resolve(sent.request, "subject")
    for consent in sent.of_type("Consent"):
        scope = consent.child("scope")
        scopes = {one.text("code") for one in scope.children("coding")} if scope is not None else set()
        if scopes & {"research", "adr"}:
            continue
        about = sent.resolve(consent, "patient")
        if about is not None and subject is not None and about.value is not subject.value:
            consent.complain(
                "business-rule", "patient", "This consent is somebody else's.", "Send the patient's own."
            )
            continue
        answers.add(_answer_of(consent))
    return Agreed.NO if Agreed.NO in answers else Agreed.YES if Agreed.YES in answers else Agreed.NOT_ASKED


def _answer_of(consent: Element) -> str:
    consent.refuse_unknown_modifiers()
    status, provision = consent.text("status"), consent.child("provision")
    if status == "rejected" or (
        status == "active" and provision is not None and provision.text("type") == "deny"
    ):
        return Agreed.NO
    return Agreed.YES if status == "active" else Agreed.NOT_ASKED
