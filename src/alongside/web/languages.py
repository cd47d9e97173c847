"""In which language a page speaks, and what it says about that.

Pages for anyone speak the language that was chosen (a cookie, see `public.language`), else the first of the browser's
languages that a speaker has checked, else English. A draft is never chosen for anybody: the page only says, in that
language, that there is one. Everything for members speaks English: half a translation helps nobody at work.
"""

from collections.abc import Callable, Iterator

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header

from alongside.web.page import OPEN_DOORS, Doors

COOKIE = "language"
_MEMBERS = (*(f"/{door}/" for door in Doors if door not in OPEN_DOORS), "/account/")
_OFFERED = dict(settings.LANGUAGES)

# Said in the language itself, so it cannot go through gettext, which speaks the language of the page.
INVITATIONS = {
    "tr": "Bu sayfalar Türkçe de var",
    "bn": "এই পাতাগুলো বাংলাতেও আছে",
    "pl": "Te strony są też po polsku",
    "so": "Boggaggan waxaa sidoo kale lagu heli karaa Soomaali",
    "he": "הדפים האלה קיימים גם בעברית",
}


class LanguageMiddleware:
    """Activates the language of the page; stands where Django's LocaleMiddleware would."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        wanted = list(_wanted(request.headers.get("Accept-Language", "")))
        chosen = request.COOKIES.get(COOKIE, "")
        code = language_of(request.path, chosen=chosen, wanted=wanted)
        request.LANGUAGE_CODE = code
        request.invited_to = invitation(code, chosen=chosen, wanted=wanted)  # type: ignore[attr-defined]
        with translation.override(code):
            response = self.get_response(request)
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        response.headers.setdefault("Content-Language", code)
        return response


def language_of(path: str, *, chosen: str, wanted: list[str]) -> str:
    """Return the code of the language a page at this path speaks."""
    if path.startswith(_MEMBERS):
        return settings.LANGUAGE_CODE
    if chosen in _OFFERED:
        return chosen
    first = wanted[0] if wanted else settings.LANGUAGE_CODE
    return settings.LANGUAGE_CODE if first in settings.DRAFT_LANGUAGES else first


def invitation(code: str, *, chosen: str, wanted: list[str]) -> str:
    """Return the language to offer to somebody who has not chosen and whose browser asks for one we have; or ""."""
    if chosen in _OFFERED or not wanted or wanted[0] == code:
        return ""
    return wanted[0]


def _wanted(accepted: str) -> Iterator[str]:
    """Yield those of the browser's languages that we have, most wanted first."""
    for tag, _weight in parse_accept_lang_header(accepted):
        short = tag.split("-")[0]
        if short == "en":
            yield settings.LANGUAGE_CODE
        elif short == "iw":  # what older browsers call Hebrew
            yield "he"
        elif short in _OFFERED:
            yield short


def context(request: HttpRequest) -> dict[str, object]:
    """Return what a page says about its language: whether it is a draft, and which other it could be."""
    code = translation.get_language() or settings.LANGUAGE_CODE
    invited = getattr(request, "invited_to", "")
    return {
        "languages": settings.LANGUAGES,
        "is_draft_language": code in settings.DRAFT_LANGUAGES,
        "invited_to": {"code": invited, "words": INVITATIONS[invited], "dir": _direction(invited)}
        if invited in INVITATIONS
        else None,
    }


def _direction(code: str) -> str:
    return "rtl" if translation.get_language_info(code)["bidi"] else "ltr"
