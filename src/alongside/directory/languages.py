"""Names of languages by ISO 639-1 code: those spoken in British homes (Census 2021) and in the directory."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LANGUAGES: Final[Mapping[str, str | Promise]] = {
    "en": _("English"), "tr": _("Turkish"), "ku": _("Kurdish"), "bn": _("Bengali"), "pl": _("Polish"),
    "so": _("Somali"), "yi": _("Yiddish"), "he": _("Hebrew"), "es": _("Spanish"), "fr": _("French"),
    "pt": _("Portuguese"), "it": _("Italian"), "de": _("German"), "ro": _("Romanian"), "bg": _("Bulgarian"),
    "el": _("Greek"), "ar": _("Arabic"), "fa": _("Persian"), "ps": _("Pashto"), "ur": _("Urdu"),
    "hi": _("Hindi"), "pa": _("Punjabi"), "gu": _("Gujarati"), "ta": _("Tamil"), "te": _("Telugu"),
    "ml": _("Malayalam"), "si": _("Sinhala"), "ne": _("Nepali"), "zh": _("Chinese"), "yue": _("Cantonese"),
    "vi": _("Vietnamese"), "th": _("Thai"), "tl": _("Tagalog"), "ja": _("Japanese"), "ko": _("Korean"),
    "ru": _("Russian"), "uk": _("Ukrainian"), "lt": _("Lithuanian"), "lv": _("Latvian"), "sk": _("Slovak"),
    "cs": _("Czech"), "hu": _("Hungarian"), "sq": _("Albanian"), "sr": _("Serbian"), "hr": _("Croatian"),
    "am": _("Amharic"), "ti": _("Tigrinya"), "sw": _("Swahili"), "yo": _("Yoruba"), "ig": _("Igbo"),
    "ak": _("Akan"), "tw": _("Twi"), "ha": _("Hausa"), "ln": _("Lingala"), "cy": _("Welsh"), "ga": _("Irish"),
    "gd": _("Scottish Gaelic"), "nl": _("Dutch"), "sv": _("Swedish"), "bfi": _("British Sign Language"),
}  # fmt: skip


def language_name(code: str) -> str:
    """Return the name people read, or the code when we do not know it."""
    return str(LANGUAGES.get(code, code))
