"""In which language a page speaks, and what it says about that.

Pages whose words are translated (`translated=True`) speak the language that was chosen (a cookie, `public.language`),
else the first of the browser's languages that a speaker has checked, else English. A draft is never chosen for anybody:
the page only says, in that language, that there is one. All other pages speak English, and say so to who chose another:
half a translation helps nobody.
"""

from collections.abc import Callable, Iterator
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header
from django.utils.translation.trans_real import translation as load_translation

from alongside.web.page import Page

COOKIE = "language"
REMEMBERED = 8192  # words and sentences of a language; more than all pages have
_OFFERED = dict(settings.LANGUAGES)

# Said in the language itself, so it cannot go through gettext, which speaks the language of the page.
INVITATIONS = {
    "tr": "Bu sayfa Türkçe de var",
    "bn": "এই পাতা বাংলাতেও আছে",
    "pl": "Ta strona jest też po polsku",
    "so": "Boggan waxaa sidoo kale lagu heli karaa Soomaali",
    "he": "הדף הזה קיים גם בעברית",
}
ONLY_ENGLISH = {
    "tr": "Bu sayfa yalnızca İngilizce.",
    "bn": "এই পাতাটি শুধু ইংরেজিতে আছে।",
    "pl": "Ta strona jest tylko po angielsku.",
    "so": "Boggan waa Ingiriisi keliya.",
    "he": "הדף הזה באנגלית בלבד.",
}


class LanguageMiddleware:
    """Activates the language of the page; stands where Django's LocaleMiddleware would."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        wanted = list(_wanted(request.headers.get("Accept-Language", "")))
        chosen = request.COOKIES.get(COOKIE, "")
        translated = is_translated(request.path_info)
        code = language_of(translated, chosen=chosen, wanted=wanted)
        request.LANGUAGE_CODE = code
        request.chosen_language = chosen  # type: ignore[attr-defined]
        request.invited_to = (  # type: ignore[attr-defined]
            invitation(code, chosen=chosen, wanted=wanted) if translated else ""
        )
        with translation.override(code):
            _remember(code)
            response = self.get_response(request)
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        response.headers.setdefault("Content-Language", code)
        return response


def _remember(code: str) -> None:
    """Let a language remember what it said: a word that no catalogue has is otherwise looked for in all of them, each
    time, and a page says two thousand."""
    speaking = load_translation(code)
    for name, asked in (("gettext", speaking.gettext), ("ngettext", speaking.ngettext)):
        if name not in vars(speaking):
            setattr(speaking, name, lru_cache(maxsize=REMEMBERED)(asked))


def is_translated(path: str) -> bool:
    """Whether the page at a path is; the page that says that there is none is."""
    try:
        page: Page | None = getattr(resolve(path).func, "page", None)
    except Resolver404:
        return True
    return page is not None and page.translated


def language_of(translated: bool, *, chosen: str, wanted: list[str]) -> str:
    """Return the code of the language a page speaks."""
    if not translated:
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
    chosen = getattr(request, "chosen_language", "")
    return {
        "languages": settings.LANGUAGES,
        "is_draft_language": code in settings.DRAFT_LANGUAGES,
        "invited_to": {"code": invited, "words": INVITATIONS[invited], "dir": _direction(invited)}
        if invited in INVITATIONS
        else None,
        "only_english": {"code": chosen, "words": ONLY_ENGLISH[chosen], "dir": _direction(chosen)}
        if chosen in ONLY_ENGLISH and chosen != code
        else None,
    }


def _direction(code: str) -> str:
    return "rtl" if translation.get_language_info(code)["bidi"] else "ltr"
