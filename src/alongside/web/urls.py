"""All URLs: found by walking the front doors' packages, so a page is declared in its own module only."""

import importlib
import pkgutil

from django.urls import URLPattern, URLResolver, include, path

from alongside import web
from alongside.web import page as pages

_PREFIX = {"public": "", **{door: f"{door}/" for door in pages.Doors if door != "public"}}


def _door_patterns(door: str) -> list[URLPattern]:
    package = importlib.import_module(f"{web.__name__}.{door}")
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        importlib.import_module(module.name)
    found = [(p, view) for p, view in pages.PAGES.values() if p.door == door]
    return [path(p.route, view, name=p.name) for p, view in sorted(found, key=lambda pair: pair[0].route)]


urlpatterns: list[URLPattern | URLResolver] = [
    path("account/", include("allauth.urls")),
    *(path(_PREFIX[door], include((_door_patterns(door), door))) for door in pages.Doors if door != "public"),
    path("", include((_door_patterns("public"), "public"))),
]

handler400 = "alongside.web.errors.bad_request"
handler403 = "alongside.web.errors.forbidden"
handler404 = "alongside.web.errors.not_found"
handler500 = "alongside.web.errors.server_error"
