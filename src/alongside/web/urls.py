"""All URLs: found by walking the front doors' packages, so a page is declared in its own module only."""

import importlib
import pkgutil

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path

from alongside import web
from alongside.web import page as pages

_PREFIX = {door: "" if door in pages.OPEN_DOORS else f"{door}/" for door in pages.Doors}


def _door_patterns(door: str) -> list[URLPattern]:
    package = importlib.import_module(f"{web.__name__}.{door}")
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        importlib.import_module(module.name)
    found = [(p, view) for p, view in pages.PAGES.values() if p.door == door]
    return [path(p.route, view, name=p.name) for p, view in sorted(found, key=lambda pair: pair[0].route)]


def _not_here(request: HttpRequest, **_: str) -> HttpResponse:
    raise Http404


# What allauth offers and we do not: an address is changed by a steward, and nobody signs in by a code.
CLOSED = ("email/", "confirm-email/", "confirm-email/<str:key>/", "login/code/confirm/")

urlpatterns: list[URLPattern | URLResolver] = [
    *(path(f"account/{route}", _not_here) for route in CLOSED),
    path("account/", include("allauth.urls")),
    *(path(_PREFIX[door], include((_door_patterns(door), door))) for door in pages.Doors if door != "public"),
    path("", include((_door_patterns("public"), "public"))),
]

handler400 = "alongside.web.errors.bad_request"
handler403 = "alongside.web.errors.forbidden"
handler404 = "alongside.web.errors.not_found"
handler500 = "alongside.web.errors.server_error"
