"""What every page of the FHIR door does: knows the system by its token, answers in FHIR, and writes down who asked.

A signed-in browser counts for nothing here: only the token does, so there is nothing to forge. The token is looked up
behind the wall of the partnership at this address; a token of another partnership is no token.
"""

from __future__ import annotations

import functools
import json
import uuid
from collections.abc import Callable
from typing import Any, NoReturn

from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.http.request import RawPostDataException

from alongside.casework import referred
from alongside.core import audit, clock, tenancy
from alongside.partnerships import queries
from alongside.partnerships.models import Partnership
from alongside.referrals import doorstep, systems
from alongside.referrals.fhir import body
from alongside.referrals.fhir.problems import Problem, Refused, outcome
from alongside.referrals.fhir.writing import Standing
from alongside.referrals.models import ReferringSystem
from alongside.web.page import public_page
from alongside.web.telling import address_of

BASE = "/fhir/R4"
JSON = "application/fhir+json"
LONGEST = "10s"
READS = frozenset({"GET", "HEAD"})
WRONG_TOKENS_AN_HOUR = 300
BODY_TYPES = frozenset({"application/fhir+json", "application/json", "application/json+fhir", "text/json"})

View = Callable[..., HttpResponse]


class SystemRequest(HttpRequest):
    """A request of a referring system."""

    partnership: Partnership
    system: ReferringSystem
    about: list[uuid.UUID]


def fhir_page(
    route: str, *, name: str, methods: tuple[str, ...], signed: bool = True
) -> Callable[[View], View]:
    """Declare a page of the FHIR door; `signed` ones are for systems with a token."""

    def wrap(view: View) -> View:
        @functools.wraps(view)
        def answered(request: Any, **kwargs: Any) -> HttpResponse:
            try:
                partnership = queries.partnership_at(request.get_host())
                if partnership is None:
                    not_found()
                request.partnership, request.about = partnership, []
                _must_be_json(request)
                response = _run(view, request, kwargs) if signed else view(request, **kwargs)
            except Refused as refusal:
                return refused(refusal)
            response.headers.setdefault("Cache-Control", "no-store")
            return response

        answered.csrf_exempt = True  # type: ignore[attr-defined]  # no cookie says who asks
        declared: View = public_page(route, door="fhir", name=name, methods=methods, needs_partnership=False)(
            answered
        )
        return declared

    return wrap


def _run(view: View, request: SystemRequest, kwargs: dict[str, Any]) -> HttpResponse:
    request.system = _system_of(request)
    reads = request.method in READS
    partnership = request.partnership
    try:
        with tenancy.within(partnership.pk, actor=request.system.actor, read_only=reads):
            with connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL statement_timeout = '{LONGEST}'")
            response = view(request, **kwargs)
            if not reads:
                _note_readings(request)
        if reads and request.about:
            with tenancy.within(partnership.pk, actor=request.system.actor):
                _note_readings(request)
    except OperationalError as problem:
        if "timeout" not in str(problem):
            raise
        raise Refused(
            503, Problem("transient", "This takes too long just now.", "Send it again later.")
        ) from None
    return response


def _note_readings(request: SystemRequest) -> None:
    if request.about:
        audit.record_readings(
            partnership_id=request.partnership.pk,
            person_ids=request.about,
            actor=request.system.actor,
            page=request.resolver_match.view_name if request.resolver_match else request.path,
        )


def _system_of(request: SystemRequest) -> ReferringSystem:
    said = request.headers.get("Authorization", "")
    scheme, _, token = said.partition(" ")
    system, at = None, clock.now()
    if scheme.lower() == "bearer":
        with tenancy.within(request.partnership.pk, actor="public", read_only=True):
            system = systems.system_of(token=token.strip(), at=at)
    if system is not None:
        return system
    with tenancy.within(request.partnership.pk, actor="public"):
        welcome = doorstep.knock(
            address=address_of(request.META), door="fhir-token-wrong", at=at, limit=WRONG_TOKENS_AN_HOUR
        )
    if not welcome:
        raise Refused(429, TOO_OFTEN)
    raise Refused(
        401,
        Problem(
            "login", "There is no valid token.", f"Get one at {BASE}/token with your client id and secret."
        ),
    )


TOO_OFTEN = Problem("throttled", "Too many attempts from this address.", "Wait an hour, or ring us.")


def _must_be_json(request: HttpRequest) -> None:
    wanted = request.GET.get("_format", "") or request.headers.get("Accept", "")
    if wanted and not any(word in wanted.lower() for word in ("json", "*/*", "application/*")):
        raise Refused(406, Problem("not-supported", "Only JSON is answered.", f"Ask for {JSON}."))


def refused(refusal: Refused) -> HttpResponse:
    """Answer with what is wrong."""
    response = fhir(outcome(*refusal.problems), status=refusal.status)
    if refusal.status == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="fhir"'
    if refusal.status in {429, 503}:
        response.headers["Retry-After"] = "3600" if refusal.status == 429 else "30"
    response.headers["Cache-Control"] = "no-store"
    return response


def not_found() -> NoReturn:
    """What is another's, or is not here, or never was."""
    raise Refused(404, Problem("not-found", "There is nothing here by that id.", "Check the address."))


def fhir(resource: dict[str, Any], *, status: int = 200, **headers: str) -> HttpResponse:
    """Answer with a resource."""
    text = json.dumps(resource, ensure_ascii=False, separators=(",", ":"))
    response = HttpResponse(text, status=status, content_type=JSON)
    for name, value in headers.items():
        response.headers[name.replace("_", "-")] = value
    return response


def sent(request: HttpRequest) -> dict[str, Any]:
    """The resource in the body. Raises Refused."""
    kind = (request.content_type or "").lower()
    if kind and kind not in BODY_TYPES:
        raise Refused(415, Problem("not-supported", "This is not JSON by its Content-Type.", f"Send {JSON}."))
    try:
        return body.parse(request.body)
    except RequestDataTooBig:
        raise Refused(
            413, Problem("too-costly", "The body is too large.", "Send one referral and no documents.")
        ) from None
    except RawPostDataException:
        raise Refused(400, Problem("structure", "The body cannot be read.", f"Send {JSON}.")) from None


def base_of(request: HttpRequest) -> str:
    """The address of this door, as the system asked for it."""
    return request.build_absolute_uri(BASE)


def standing_of(request: SystemRequest, said: str) -> Standing:
    """What we hold by an id of this system's. Raises Refused (404)."""
    try:
        key = uuid.UUID(said)
    except ValueError:
        not_found()
    found = referred.standings(request.system, keys=[key], limit=1)
    if not found:
        not_found()
    return seen(request, found[0])


def seen(request: SystemRequest, standing: Standing) -> Standing:
    """Note that the system was told of a person."""
    referral = standing.sent.referral
    if referral is not None and referral.person_id is not None:
        request.about.append(referral.person_id)
    return standing
