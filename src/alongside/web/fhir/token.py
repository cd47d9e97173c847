"""`/fhir/R4/token`: client credentials for a token (RFC 6749, sections 4.4 and 5). Errors are as the RFC words them."""

from __future__ import annotations

import base64
import binascii
from urllib.parse import unquote_plus

from django.http import HttpResponse, JsonResponse, QueryDict

from alongside.core import clock, tenancy
from alongside.referrals import doorstep, systems
from alongside.web.fhir.answering import SystemRequest, fhir_page
from alongside.web.telling import address_of

AN_HOUR = 240  # a token holds a quarter of an hour: room for sixty systems behind one address


@fhir_page("fhir/R4/token", name="token", methods=("POST",), signed=False)
def token(request: SystemRequest) -> HttpResponse:
    """Give a token for a client id and its secret."""
    at = clock.now()
    with tenancy.within(request.partnership.pk, actor="public"):
        welcome = doorstep.knock(address=address_of(request.META), door="fhir-token", at=at, limit=AN_HOUR)
    if not welcome:
        return _error(429, "temporarily_unavailable", "Too many attempts from this address. Wait an hour.")
    form = request.POST
    if any(len(form.getlist(name)) > 1 for name in form):
        return _error(400, "invalid_request", "A parameter stands twice.")
    if not form.get("grant_type"):
        return _error(400, "invalid_request", "Send grant_type=client_credentials as a form.")
    if form["grant_type"] != "client_credentials":
        return _error(400, "unsupported_grant_type", "Only client_credentials is taken.")
    known = _credentials(request.headers.get("Authorization", ""), form)
    given = None
    if known is not None:
        with tenancy.within(request.partnership.pk, actor="public"):
            given = systems.token_for(client_id=known[0], secret=known[1], at=at)
    if given is None:
        return _error(
            401, "invalid_client", "The client id or its secret is not right, or it has been ended."
        )
    return _answer(
        200,
        {
            "access_token": given,
            "token_type": "Bearer",
            "expires_in": int(systems.TOKEN_LASTS.total_seconds()),
        },
    )


def _credentials(said: str, form: QueryDict) -> tuple[str, str] | None:
    """The id and secret, of HTTP Basic (RFC 6749 section 2.3.1: form-encoded inside it) or of the form."""
    scheme, _, coded = said.partition(" ")
    if scheme.lower() == "basic":
        try:
            client_id, colon, secret = base64.b64decode(coded.strip(), validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError, ValueError):
            return None
        return (unquote_plus(client_id), unquote_plus(secret)) if colon else None
    if said:
        return None
    return form.get("client_id", ""), form.get("client_secret", "")


def _error(status: int, error: str, words: str) -> HttpResponse:
    response = _answer(status, {"error": error, "error_description": words})
    if status == 401:
        response.headers["WWW-Authenticate"] = 'Basic realm="fhir"'
    if status == 429:
        response.headers["Retry-After"] = "3600"
    return response


def _answer(status: int, words: dict[str, object]) -> HttpResponse:
    response = JsonResponse(words, status=status)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Pragma"] = "no-cache"
    return response
