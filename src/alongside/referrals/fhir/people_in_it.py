"""Who it is about and who sent it: UK Core Patient, Practitioner, PractitionerRole and Organization."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from alongside.people import rules as people
from alongside.people.enums import ContactBy, Language
from alongside.referrals.fhir import nhs_number
from alongside.referrals.fhir.bundle import Sent
from alongside.referrals.fhir.elements import Element

NO_CALLS = "8"
#: UKCore-PreferredContactMethod: how the practice was told to reach them.
CONTACT_METHODS = {
    "1": ContactBy.LETTER,
    "3": ContactBy.PHONE,
    "4": ContactBy.EMAIL,
    NO_CALLS: ContactBy.LETTER,
}
INTERPRETER = ("Extension-UKCore-NHSCommunication", "patient-interpreterRequired")
NAME_ORDER = {"usual": 1, "official": 0, "": 2, "nickname": 3}
PHONE_ORDER = {"mobile": 0, "home": 1, "": 2, "temp": 3, "work": 4}
OLDEST = 125


def patient(element: Element, on: dt.date) -> dict[str, Any]:
    """What a Patient tells us of a person."""
    element.refuse_unknown_modifiers()
    if element.flag("deceasedBoolean") or element.has("deceasedDateTime"):
        element.complain(
            "business-rule",
            "deceasedDateTime" if element.has("deceasedDateTime") else "deceasedBoolean",
            "The patient is recorded as dead.",
            "If that is wrong, put the record right and send it again.",
        )
    told: dict[str, Any] = {"name": _name(element), "nhs_number": _nhs_number(element)}
    if not told["name"]:
        element.complain("required", "name", "The patient has no name.", "Send what they are called.")
    told |= _born(element, on) | reached(element, on) | _home(element) | _language(element)
    if not (told["phone"] or told["email"] or told["address"]):
        element.complain(
            "required",
            "telecom",
            "There is no way to reach the patient.",
            "Send a phone number, e-mail or address.",
        )
    return told | _wishes(element, told)


def _name(element: Element) -> str:
    names = [one for one in element.children("name") if one.text("use") not in {"old", "maiden", "anonymous"}]
    names.sort(key=lambda one: NAME_ORDER.get(one.text("use"), 2))
    for one in names:
        parts = [*one.texts("given"), one.text("family", 150)]
        whole = people.clean_name(" ".join(part for part in parts if part) or one.text("text", 200))
        if len(whole) > 200:
            one.complain("value", "", "The name is longer than 200 characters.", "Send what they are called.")
            return whole[:200]
        if whole:
            return whole
    return ""


def _nhs_number(element: Element) -> str:
    for one in element.children("identifier"):
        if one.text("system") != nhs_number.SYSTEM or one.text("use") == "old":
            continue
        said = one.text("value", 40)
        if not said:
            continue
        found = nhs_number.tidy(said)
        if not found:
            one.complain(
                "value",
                "value",
                "This is not an NHS number: ten digits, the last of which must fit the others.",
                "Check it for a slip, or leave it out.",
            )
        return found
    return ""


def _born(element: Element, on: dt.date) -> dict[str, Any]:
    found = element.day("birthDate")
    if found is None:
        return {"born_on": None, "age_told": None}
    year, day = found
    if (day or dt.date(year, 1, 1)) > on or on.year - year > OLDEST:
        element.complain("value", "birthDate", "Nobody alive was born then.", "Check it, or leave it out.")
    return {"born_on": day, "age_told": None if day else max(0, min(OLDEST, on.year - year))}


def reached(element: Element, on: dt.date) -> dict[str, str]:
    """The best phone number and e-mail address of somebody."""
    points = [one for one in element.children("telecom") if not _is_over(one, on)]
    return {"phone": _phone(points), "email": _email(points)}


def _is_over(point: Element, on: dt.date) -> bool:
    period = point.child("period")
    end = period.text("end", 40)[:10] if period is not None else ""
    return point.text("use") == "old" or (bool(end) and end < on.isoformat()[: len(end)])


def _phone(points: list[Element]) -> str:
    found = [one for one in points if one.text("system") in {"phone", "sms"} and one.text("value")]
    found.sort(key=lambda one: PHONE_ORDER.get(one.text("use"), 2))
    for one in found:
        number = people.normal_phone(one.text("value"))
        if number:
            return number
    if found:
        found[0].complain(
            "value", "value", "This is not a phone number we can ring.", "Check it, or leave it out."
        )
    return ""


def _email(points: list[Element]) -> str:
    found = [one for one in points if one.text("system") == "email" and one.text("value")]
    for one in found:
        try:
            validate_email(one.text("value"))
        except ValidationError:
            continue
        return one.text("value")
    if found:
        found[0].complain("value", "value", "This is not an e-mail address.", "Check it, or leave it out.")
    return ""


def _home(element: Element) -> dict[str, str]:
    homes = [one for one in element.children("address") if one.text("use") not in {"old", "billing"}]
    homes.sort(key=lambda one: one.text("use") != "home")
    if not homes:
        return {"address": "", "postcode": ""}
    home = homes[0]
    lines = [*home.texts("line"), home.text("city")]
    told = ", ".join(line for line in lines if line) or home.text("text")
    if len(told) > 300:
        home.complain(
            "value", "", "The address is longer than 300 characters.", "Send the lines of an envelope."
        )
    return {"address": told[:300], "postcode": home.text("postalCode", 20)}


def _language(element: Element) -> dict[str, str]:
    """The language of `communication`, the preferred one first; one we do not list goes into a note."""
    spoken = sorted(element.children("communication"), key=lambda one: not one.flag("preferred"))
    for one in spoken:
        language = one.child("language")
        for coding in language.children("coding") if language is not None else []:
            code = coding.text("code").split("-")[0].lower()
            if code in Language.values:
                return {"language": code}
    return {"language": ""}


def _wishes(element: Element, told: dict[str, Any]) -> dict[str, Any]:
    """How they like to be reached, and what whoever rings must know."""
    notes, by = [], ""
    for extension in element.children("extension"):
        url = extension.text("url")
        if url.endswith("Extension-UKCore-ContactPreference"):
            method = _coded_part(extension, "PreferredContactMethod")
            by = str(CONTACT_METHODS.get(method, ""))
            if method == NO_CALLS:
                notes.append("No phone calls, says the practice.")
        elif url.endswith(INTERPRETER) and (
            extension.flag("valueBoolean") or _true_part(extension, "interpreterRequired")
        ):
            notes.append("Needs an interpreter.")
    for one in element.children("communication"):
        for extension in one.children("extension"):
            if "nterpreter" in extension.text("url") and extension.flag("valueBoolean"):
                notes.append("Needs an interpreter.")
    reachable = {
        ContactBy.PHONE: bool(told["phone"]),
        ContactBy.EMAIL: bool(told["email"]),
        ContactBy.LETTER: bool(told["address"]),
    }
    no_calls = any(note.startswith("No phone") for note in notes)
    order = [by, "" if no_calls else ContactBy.PHONE, ContactBy.EMAIL, ContactBy.LETTER]
    best = next((one for one in order if one and reachable.get(ContactBy(one))), ContactBy.PHONE)
    return {"contact_by": str(best), "contact_note": " ".join(dict.fromkeys(notes))}


def _parts(extension: Element, name: str) -> list[Element]:
    return [one for one in extension.children("extension") if one.text("url").lower() == name.lower()]


def _coded_part(extension: Element, name: str) -> str:
    for part in _parts(extension, name):
        coded = part.child("valueCodeableConcept")
        for coding in coded.children("coding") if coded is not None else []:
            return coding.text("code")
    return ""


def _true_part(extension: Element, name: str) -> bool:
    return any(part.flag("valueBoolean") for part in _parts(extension, name))


def requester(sent: Sent, on: dt.date) -> dict[str, str]:
    """Who refers: a name, a role, and how to reach them. All of it may be missing."""
    told = {"referrer_name": "", "referrer_role": "", "referrer_phone": "", "referrer_email": ""}
    reference = sent.request.child("requester")
    if reference is None:
        return told
    found = sent.find(sent.request, reference)
    if found is None:
        return told | {"referrer_name": people.clean_name(reference.text("display", 150))}
    role = ""
    organisation = found if found.kind == "Organization" else None
    practitioner = found if found.kind == "Practitioner" else None
    if found.kind == "PractitionerRole":
        practitioner = sent.resolve(found, "practitioner")
        organisation = sent.resolve(found, "organization")
        role = next((said for one in found.children("code") if (said := words_of(one))), "")
    for source in (organisation, practitioner, found):  # the later one is nearer to the person who asks
        if source is not None:
            ways = reached(source, on)
            told |= {f"referrer_{way}": said for way, said in ways.items() if said}
    practice = organisation.text("name", 150) if organisation is not None else ""
    told["referrer_name"] = _name(practitioner)[:150] if practitioner is not None else practice
    described = [part for part in (role, practice if practitioner is not None else "") if part]
    return told | {"referrer_role": ", ".join(described)[:150]}


def words_of(concept: Element) -> str:
    """A CodeableConcept in words: its text, else what a coding displays."""
    said = concept.text("text", 500)
    if said:
        return said
    return next((shown for one in concept.children("coding") if (shown := one.text("display", 500))), "")
