"""What a page is: one function view, one URL, one template, and a say in who may open it.

    @page("connector", "referrals/<uuid:referral_id>/accept/", roles={Role.CONNECTOR})
    def referral_accept(request, referral_id): …

in `web/connector/referral_accept.py` is the URL name `connector:referral-accept`. A signed-in page answers
somebody who has not signed in with the sign-in page, and anybody of another role with 404, as if it were
not there. `middleware.WallMiddleware` runs each page inside the partnership's wall, GET and HEAD read-only.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render as django_render
from django.utils.translation import gettext_lazy as _

from alongside.partnerships.enums import Role

Doors = ("public", "api", "fhir", "connector", "provider", "volunteer", "lead", "steward")
OPEN_DOORS = frozenset({"public", "api", "fhir"})
"""Doors anyone may come in by; the others are for members."""


class Section(Enum):
    """Pages that stand together in a menu, under one heading."""

    APPOINTMENTS = _("Appointments")
    REFERRALS = _("Referrals")
    TEAM = _("Team")
    LETTERS = _("Letters")
    VOLUNTEERING = _("Volunteering")
    DIRECTORY = _("The directory")
    WORDS = _("What we say")
    SAFETY = _("Safety")


@dataclass(frozen=True)
class Page:
    """What is declared of a page."""

    door: str
    route: str
    name: str
    roles: frozenset[Role]
    methods: frozenset[str]
    nav: Any = None
    nav_order: int = 100
    section: Section | None = None
    needs_partnership: bool = True
    translated: bool = False
    """Whether its words are in the catalogues (`scripts/translations.py`); any other page speaks English."""

    @property
    def is_public(self) -> bool:
        """Whether the page opens without signing in."""
        return not self.roles

    @property
    def url_name(self) -> str:
        """Name for `reverse`."""
        return f"{self.door}:{self.name}"


PAGES: dict[str, tuple[Page, Callable[..., HttpResponse]]] = {}

View = Callable[..., Any]


def _declare(page: Page) -> Callable[[View], View]:
    def wrap(view: View) -> View:
        known = PAGES.get(page.url_name)
        if known and known[1].__module__ != view.__module__:
            raise RuntimeError(
                f"Two pages are called {page.url_name}: {known[1].__module__} and {view.__module__}."
            )
        view.page = page  # type: ignore[attr-defined]
        PAGES[page.url_name] = (page, view)
        return view

    return wrap


def page(
    door: str,
    route: str,
    *,
    roles: set[Role] | frozenset[Role],
    name: str | None = None,
    methods: tuple[str, ...] = ("GET", "POST"),
    nav: Any = None,
    nav_order: int = 100,
    section: Section | None = None,
) -> Callable[[View], View]:
    """Declare a page for signed-in members with one of `roles`; `nav` puts it in their menu under that label.

    In a menu with more than a handful of entries, pages of one `section` stand together (see menu.py).
    """
    if not roles:
        raise ValueError("A page for members names its roles; a page for anyone is a public_page.")

    def wrap(view: View) -> View:
        return _declare(
            Page(
                door=door,
                route=route,
                name=name or view.__name__.replace("_", "-"),
                roles=frozenset(roles),
                methods=frozenset({"HEAD", *methods}),
                nav=nav,
                nav_order=nav_order,
                section=section,
            )
        )(view)

    return wrap


def public_page(
    route: str,
    *,
    door: str = "public",
    name: str | None = None,
    methods: tuple[str, ...] = ("GET",),
    needs_partnership: bool = True,
    translated: bool = False,
) -> Callable[[View], View]:
    """Declare a page anyone may open. Its name is the function's, with hyphens."""

    def wrap(view: View) -> View:
        return _declare(
            Page(
                door=door,
                route=route,
                name=name or view.__name__.replace("_", "-"),
                roles=frozenset(),
                methods=frozenset({"HEAD", *methods}),
                needs_partnership=needs_partnership,
                translated=translated,
            )
        )(view)

    return wrap


def render(
    request: HttpRequest, template: str, context: Mapping[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """Draw a page."""
    return django_render(request, template, dict(context or {}), status=status)


def menu_for(role: Role) -> list[Page]:
    """Return the pages a role finds in its menu, in order."""
    found = [p for p, _view in PAGES.values() if p.nav and role in p.roles]
    return sorted(found, key=lambda p: (p.nav_order, str(p.nav)))
