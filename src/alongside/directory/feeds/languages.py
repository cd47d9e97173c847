"""Names of the languages people in Britain speak, and their codes (BCP 47). Pure."""

from typing import Final

CODES: Final[dict[str, str]] = {
    "english": "en", "welsh": "cy", "gaelic": "gd", "scottish gaelic": "gd", "irish": "ga", "scots": "sco",
    "british sign language": "bfi", "bsl": "bfi", "makaton": "",
    "albanian": "sq", "amharic": "am", "arabic": "ar", "armenian": "hy", "bengali": "bn", "bangla": "bn",
    "sylheti": "syl", "bosnian": "bs", "bulgarian": "bg", "burmese": "my", "cantonese": "yue", "catalan": "ca",
    "chinese": "zh", "mandarin": "zh", "croatian": "hr", "czech": "cs", "danish": "da", "dari": "fa",
    "dutch": "nl", "estonian": "et", "farsi": "fa", "persian": "fa", "filipino": "fil", "tagalog": "tl",
    "finnish": "fi", "french": "fr", "georgian": "ka", "german": "de", "greek": "el", "gujarati": "gu",
    "hausa": "ha", "hebrew": "he", "hindi": "hi", "hungarian": "hu", "igbo": "ig", "italian": "it",
    "japanese": "ja", "kannada": "kn", "korean": "ko", "kurdish": "ku", "kurmanji": "ku", "sorani": "ku",
    "latvian": "lv", "lingala": "ln", "lithuanian": "lt", "malay": "ms", "malayalam": "ml", "maltese": "mt",
    "marathi": "mr", "nepali": "ne", "norwegian": "no", "oromo": "om", "pashto": "ps", "polish": "pl",
    "portuguese": "pt", "punjabi": "pa", "panjabi": "pa", "romani": "rom", "romanian": "ro", "russian": "ru",
    "serbian": "sr", "shona": "sn", "sinhala": "si", "slovak": "sk", "slovenian": "sl", "somali": "so",
    "spanish": "es", "swahili": "sw", "swedish": "sv", "tamil": "ta", "telugu": "te", "thai": "th",
    "tigrinya": "ti", "turkish": "tr", "twi": "tw", "ukrainian": "uk", "urdu": "ur", "vietnamese": "vi",
    "wolof": "wo", "yiddish": "yi", "yoruba": "yo",
}  # fmt: skip
NAMES: Final[dict[str, str]] = {code: name.title() for name, code in reversed(CODES.items()) if code}
"""Code → name; the first name listed wins."""


def code_for(text: str) -> str:
    """The code of a language given by name or code ("Turkish", "tr", "TR-tr"), "" when we do not know it."""
    key = text.strip().lower().replace("_", "-")
    if key in CODES:
        return CODES[key]
    primary = key.split("-")[0]
    return primary if primary in NAMES else ""
