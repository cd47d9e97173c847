"""What was sent as one whole: the ServiceRequest, the resources beside it, and who means whom."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from alongside.referrals.fhir.elements import Element
from alongside.referrals.fhir.problems import Problem, Refused

TYPES = ("transaction", "message")
MOST_ENTRIES = 60
ONE_EACH = "Send each referral in a Bundle of its own: then one that is refused does not hold up the others."


@dataclass(frozen=True)
class Sent:
    """A ServiceRequest and what came with it."""

    request: Element
    beside: tuple[tuple[str, Element], ...] = ()
    kind: str = ""
    header: Element | None = None
    problems: list[Problem] = field(default_factory=list)

    def resolve(self, owner: Element, name: str) -> Element | None:
        """The resource an element `name` of `owner` refers to, None where it is not here."""
        reference = owner.child(name)
        return self.find(owner, reference) if reference is not None else None

    def find(self, owner: Element, reference: Element) -> Element | None:
        """The resource a Reference means: contained, by its fullUrl, or by type and id."""
        said = reference.text("reference").split("/_history/")[0]
        if not said:
            return None
        if said.startswith("#"):
            holders = (owner, self.request)
            return next(
                (
                    one
                    for holder in holders
                    for one in holder.children("contained")
                    if f"#{one.value.get('id')}" == said
                ),
                None,
            )
        by_url = [one for url, one in self.beside if url and url == said]
        by_id = [one for _url, one in self.beside if f"{one.kind}/{one.value.get('id')}" == said]
        found = by_url or by_id
        return found[0] if found else None

    def of_type(self, kind: str) -> list[Element]:
        """Every resource of a type, beside the request or in it."""
        contained = [one for one in self.request.children("contained") if one.kind == kind]
        return contained + [one for _url, one in self.beside if one.kind == kind]


def alone(resource: dict[str, Any]) -> Sent:
    """A ServiceRequest sent by itself; what it refers to is contained in it."""
    request = Element(resource, "ServiceRequest")
    if request.kind != "ServiceRequest":
        raise Refused(
            400,
            Problem(
                "structure",
                "This is not a ServiceRequest.",
                "Send a ServiceRequest here, a Bundle to the base.",
            ),
        )
    return Sent(request, problems=request.problems)


def opened(resource: dict[str, Any]) -> Sent:
    """What a Bundle holds. Raises Refused where it is none, or holds not exactly one ServiceRequest."""
    bundle = Element(resource, "Bundle")
    if bundle.kind != "Bundle":
        raise Refused(
            400,
            Problem(
                "structure", "This is not a Bundle.", "Send a Bundle of type transaction or message here."
            ),
        )
    kind = bundle.text("type")
    if kind not in TYPES:
        raise Refused(
            422,
            Problem(
                "not-supported",
                f"A Bundle of type “{kind[:40]}” is not taken.",
                "Send type transaction or message.",
                "Bundle.type",
            ),
        )
    bundle.refuse_unknown_modifiers()
    entries = bundle.children("entry")
    if len(entries) > MOST_ENTRIES:
        raise Refused(
            413,
            Problem(
                "too-costly", f"More than {MOST_ENTRIES} entries.", "Send the referral only.", "Bundle.entry"
            ),
        )
    beside = tuple(_resources(entries, needs_request=kind == "transaction"))
    requests = [one for _url, one in beside if one.kind == "ServiceRequest"]
    if len(requests) != 1 and not bundle.problems:
        bundle.complain(
            "required" if not requests else "not-supported",
            "entry",
            "There is no ServiceRequest in it."
            if not requests
            else "There is more than one ServiceRequest in it.",
            ONE_EACH,
        )
    header = beside[0][1] if kind == "message" and beside and beside[0][1].kind == "MessageHeader" else None
    if kind == "message" and header is None:
        bundle.complain(
            "structure", "entry", "A message begins with a MessageHeader.", "Put it in the first entry."
        )
    if bundle.problems:
        raise Refused(422, *bundle.problems)
    return Sent(requests[0], beside, kind, header, bundle.problems)


def _resources(entries: list[Element], *, needs_request: bool) -> list[tuple[str, Element]]:
    found = []
    for entry in entries:
        resource = entry.child("resource")
        if resource is None:
            entry.complain("required", "resource", "This entry holds no resource.", "Leave it out.")
            continue
        if needs_request:
            _check_verb(entry, resource)
        found.append((entry.text("fullUrl"), resource))
    return found


def _check_verb(entry: Element, resource: Element) -> None:
    request = entry.child("request")
    verb = request.text("method") if request is not None else ""
    if verb not in {"POST", "PUT"}:
        entry.complain(
            "required" if not verb else "not-supported",
            "request.method",
            "Each entry of a transaction says POST or PUT.",
            "To take a referral back, send it with status revoked.",
        )
