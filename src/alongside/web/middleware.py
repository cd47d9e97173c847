"""Runs every page inside its partnership's wall, in one transaction, read-only unless something is posted.

It comes last among the middleware and calls the page itself (process_view), so an exception rolls the
transaction back and is then answered as usual, and the session is saved outside it. What was looked at is
written after the page was drawn and before it is sent: no page about a person leaves unrecorded.

Characters that nobody can type (NUL, controls) are taken out of addresses and forms before any page sees
them: no database keeps them and no page may hold them.
"""

import logging
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.db import DatabaseError, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import SimpleTemplateResponse
from django.urls import reverse

from alongside.core import audit, tenancy
from alongside.partnerships import queries
from alongside.partnerships.models import Member, Partnership
from alongside.partnerships.viewer import viewer_of
from alongside.web.forms import UNTYPED, without_untyped
from alongside.web.leading_on import leads_on
from alongside.web.page import Page

logger = logging.getLogger(__name__)
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
CHOSEN = "partnership"  # session key: which of their partnerships a member works in now


class TypedMiddleware:
    """Comes first: takes what nobody can type out of cookies, headers and the address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        for said in (request.COOKIES, request.META):
            odd = {name: value for name, value in said.items() if _is_odd(value)}
            said.update({name: UNTYPED.sub("", value) for name, value in odd.items()})
        request.GET = without_untyped(request.GET)  # type: ignore[assignment]
        return self.get_response(request)


def _is_odd(value: Any) -> bool:
    return isinstance(value, str) and "\x00" in value


class WallMiddleware:
    """See the module."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.viewer = request.member = request.partnership = None  # type: ignore[attr-defined]
        request.readings, request.afterwards, request.tallies = [], [], []  # type: ignore[attr-defined]
        request.record_read = lambda person: request.readings.append(person.pk)  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
    ) -> HttpResponse | None:
        if request.method == "POST":
            request.POST = without_untyped(request.POST)  # type: ignore[assignment]
        page: Page | None = getattr(view, "page", None)
        if page and request.method not in page.methods:
            return HttpResponseNotAllowed(sorted(page.methods))
        if page and not page.needs_partnership:
            return None
        user_id = request.user.pk  # reads the session and the account, before the transaction of the page
        with transaction.atomic():
            reads, member = request.method in SAFE, None
            if user_id is not None:
                member = self._member(request, user_id, read_only=reads)
            elif reads:
                tenancy.refuse_writes()
            partnership = member.partnership if member else queries.partnership_at(request.get_host())
            self._introduce(request, member, partnership)
            if page is None:
                return None  # allauth's own pages: its middleware answers what they raise (sign in again, please)
            refusal = self._refusal(request, page)
            if refusal is not None:
                return refusal
            if partnership is None:
                return self._run(request, view, args, kwargs)
            with tenancy.to_the_end(partnership.pk, actor=_actor(request)):
                response = self._run(request, view, args, kwargs)
        if not page.is_public:
            response.headers.setdefault(
                "Cache-Control", "no-store, private"
            )  # nothing behind "back" once signed out
        self._write_afterwards(request, partnership)
        return response

    @staticmethod
    def _member(request: HttpRequest, user_id: UUID, *, read_only: bool) -> Member | None:
        memberships = queries.memberships_of(user_id, read_only=read_only)
        chosen = request.session.get(CHOSEN)
        return next(
            (m for m in memberships if str(m.partnership_id) == chosen),
            memberships[0] if memberships else None,
        )

    @staticmethod
    def _introduce(request: HttpRequest, member: Member | None, partnership: Partnership | None) -> None:
        request.member = member  # type: ignore[attr-defined]
        request.viewer = viewer_of(member) if member else None  # type: ignore[attr-defined]
        request.partnership = partnership  # type: ignore[attr-defined]

    @staticmethod
    def _refusal(request: HttpRequest, page: Page | None) -> HttpResponse | None:
        if page is None or page.is_public:
            if page and request.partnership is None:  # type: ignore[attr-defined]
                raise Http404
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        viewer = request.viewer  # type: ignore[attr-defined]
        if viewer is None or viewer.role not in page.roles:
            raise Http404
        if request.partnership.require_mfa and not _has_second_factor(request):  # type: ignore[attr-defined]
            return HttpResponseRedirect(reverse("mfa_activate_totp"))
        return None

    @staticmethod
    def _run(
        request: HttpRequest, view: Callable[..., HttpResponse], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except Http404:
            onward = leads_on(request, kwargs)
            if not onward:
                raise
            response = HttpResponseRedirect(onward)
        if isinstance(response, SimpleTemplateResponse) and not response.is_rendered:
            response = response.render()
        if response.status_code >= 500:
            transaction.set_rollback(True)
        return response

    def _write_afterwards(self, request: HttpRequest, partnership: Partnership) -> None:
        """What was looked at must be recorded or the page is not shown; what is only counted never costs a page."""
        if request.readings or request.afterwards:  # type: ignore[attr-defined]
            self._record_readings(request, partnership)
        for act in request.tallies:  # type: ignore[attr-defined]
            try:
                with tenancy.within(partnership.pk, actor=_actor(request)):
                    act()
            except DatabaseError:
                logger.exception("not written after the page")

    @staticmethod
    def _record_readings(request: HttpRequest, partnership: Partnership) -> None:
        with tenancy.within(partnership.pk, actor=_actor(request)):
            audit.record_readings(
                partnership_id=partnership.pk,
                person_ids=request.readings,  # type: ignore[attr-defined]
                actor=_actor(request),
                page=request.resolver_match.view_name if request.resolver_match else request.path,
            )
            for write in request.afterwards:  # type: ignore[attr-defined]
                write()


def _actor(request: HttpRequest) -> str:
    viewer = request.viewer  # type: ignore[attr-defined]
    return viewer.actor if viewer else "public"


def _has_second_factor(request: HttpRequest) -> bool:
    from allauth.mfa.utils import is_mfa_enabled

    return bool(is_mfa_enabled(request.user))
