"""What every page of the open API does: read-only, open to any site, refusing in JSON, and saying when nothing changed.

A question that takes longer than `LONGEST` is given up and answered with 503: a program that asks for too much must not
slow the pages of people.
"""

import functools
import hashlib
import json
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any
from urllib.parse import urlencode

from django.db import OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from alongside.core import tenancy
from alongside.directory.publishing import selecting
from alongside.directory.publishing.asked import Asked, BadParameter, Version, read
from alongside.web.page import public_page

LONGEST = "20s"
RETRY_AFTER_S = 30
LICENCE = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"

PAGING = frozenset({"page", "per_page", "after", "format", "full"})

View = Callable[..., HttpResponseBase]


class NoSuchRecord(LookupError):
    """There is no record with this id, or it is published no more."""


def api_page(route: str, *, name: str) -> Callable[[View], View]:
    """Declare a page of the API, open to anyone and to any site."""

    def wrap(view: View) -> View:
        @functools.wraps(view)
        def answered(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
            return open_to_all(
                HttpResponse(status=204) if request.method == "OPTIONS" else _run(view, request, kwargs)
            )

        declared: View = public_page(
            route, door="api", name=name, methods=("GET", "OPTIONS"), needs_partnership=False
        )(answered)
        return declared

    return wrap


def _run(view: View, request: HttpRequest, kwargs: dict[str, Any]) -> HttpResponseBase:
    try:
        with transaction.atomic():
            tenancy.refuse_writes()
            _hurry()
            return view(request, **kwargs)
    except BadParameter as problem:
        return refuse(400, problem.reason, parameter=problem.name)
    except NoSuchRecord:
        return refuse(404, "There is no record with this id, or it is published no more.")
    except OperationalError as problem:
        if "statement timeout" not in str(problem):
            raise
        response = refuse(503, "This takes too long to answer. Ask for less, or use format=ndjson.")
        response.headers["Retry-After"] = str(RETRY_AFTER_S)
        return response


def _hurry() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL statement_timeout = '{LONGEST}'")


def open_to_all(response: HttpResponseBase) -> HttpResponseBase:
    """Let pages of any site read the answer."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
    response.headers["Access-Control-Allow-Headers"] = "*"
    response.headers["Access-Control-Expose-Headers"] = "ETag, Last-Modified, Link"
    return response


def refuse(status: int, message: str, **more: str) -> HttpResponse:
    """Answer with what is wrong, as JSON."""
    body = json.dumps({"status": status, "message": message, **more}, ensure_ascii=False)
    return HttpResponse(body, status=status, content_type="application/json")


def answer(request: HttpRequest, payload: Any) -> HttpResponseBase:
    """Answer with JSON, or with 304 when the caller has it already."""
    body = dumped(payload)
    etag = f'"{hashlib.blake2b(body, digest_size=16).hexdigest()}"'
    changed = selecting.last_change()
    last = None if changed is None else int(changed.timestamp())
    response = HttpResponse(body, content_type="application/json")
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "public, no-cache"  # keep it, but ask whether it still holds
    if last is not None:
        response.headers["Last-Modified"] = http_date(last)
    return get_conditional_response(request, etag, last, response) or response


def dumped(payload: Any) -> bytes:
    """Return JSON as bytes, text as it is."""
    return json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()


def stream(lines: Callable[[], Iterable[Any]]) -> StreamingHttpResponse:
    """Answer with one record a line, however many there are, holding few of them in memory."""

    def body() -> Iterator[bytes]:
        with transaction.atomic():
            tenancy.refuse_writes()
            for record in lines():
                yield dumped(record) + b"\n"

    return StreamingHttpResponse(body(), content_type="application/x-ndjson")


def asked(request: HttpRequest, version: Version = "3.0") -> Asked:
    """Return what the request asks for. Raises `BadParameter`."""
    return read(request.GET, version=version)


def the_id(text: str) -> uuid.UUID:
    """Return an id of the path. Raises `NoSuchRecord` for what is none."""
    try:
        return uuid.UUID(text)
    except ValueError:
        raise NoSuchRecord from None


def listed(
    request: HttpRequest,
    wanted: Asked,
    found: Any,
    *,
    load: Callable[[Sequence[uuid.UUID]], list[Any]],
    envelope: Callable[..., dict[str, Any]],
    optional: bool = False,
) -> HttpResponseBase:
    """Answer with a page of a list – or with all of it as a stream – and where the next page begins.

    An `optional` list of the standard of which the directory holds nothing at all is not there (404): an empty list
    would tell a validator that we offer it and failed.
    """
    if wanted.stream:
        return stream(
            lambda: (record for ids in selecting.in_chunks(found, after=wanted.after) for record in load(ids))
        )
    cut = selecting.cut(found, wanted)
    if optional and not cut.total and not request.GET.keys() - PAGING:
        return refuse(404, "This directory holds none of these yet.")
    page = envelope(load(cut.ids), total=cut.total, number=cut.page, pages=cut.pages)
    response = answer(request, page)
    if cut.more:
        parameters = [
            (k, v) for k, values in request.GET.lists() for v in values if k not in ("page", "after")
        ]
        query = urlencode([*parameters, ("after", str(cut.ids[-1]))])
        response.headers["Link"] = f'<{request.build_absolute_uri(request.path)}?{query}>; rel="next"'
    return response
