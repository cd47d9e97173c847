"""In which language a text is written – or that we cannot tell. Pure.

Feeds say in which languages a service speaks, never in which its description is written. A page must know: a screen
reader chooses its voice by it, and someone reading in Turkish is told that a description is in English. Scripts of
their own decide at once; among languages in Latin letters the small words do (lists of our own, the commonest words
of each), and only when they clearly outnumber those of every other.
"""

import re
from typing import Final

_SCRIPTS: Final = (
    ("bn", re.compile(r"[\u0980-\u09ff]")),
    ("he", re.compile(r"[\u0590-\u05ff]")),
    ("ar", re.compile(r"[\u0600-\u06ff]")),
    ("ru", re.compile(r"[\u0400-\u04ff]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("pa", re.compile(r"[\u0a00-\u0a7f]")),
    ("gu", re.compile(r"[\u0a80-\u0aff]")),
    ("ta", re.compile(r"[\u0b80-\u0bff]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
)
_SHARED: Final = {
    "ar": (("fa", re.compile(r"[پچژگ]")), ("ur", re.compile(r"[ٹڈڑےں]"))),
    "he": (("yi", re.compile(r"[\u05f0-\u05f2]|\bאון\b|\bפון\b|\bדער\b")),),
    "ru": (("uk", re.compile(r"[іїєґІЇЄҐ]")),),
}
_SMALL_WORDS: Final = {
    "en": "the and of to in for is are you with we our your on at from or by this that have can who every us",
    "tr": "ve bir için ile bu da de olan her çok gibi daha sizin biz siz veya kadar saat gün olarak",
    "pl": "i w na z do się nie jest dla oraz lub od po przy każdy które które są nasze dzieci osób",
    "so": "iyo waa ka ku in la oo ah si loo waxaan dadka adiga haddii kale maalin halkan caawimo",
    "es": "el la los las de y en que para con una por del es su todos nuestro más",
    "fr": "le la les de et en que pour avec une des du est nous vous votre sur dans aux",
    "pt": "o a os as de e em que para com uma por do da é seu nosso mais não",
    "it": "il la le di e in che per con una dei del è nostro tutti gli sono",
    "de": "der die das und in für mit ist ein eine wir sie auf von zu den nicht",
    "cy": "y yr a i o yn ac ar gyda am ein eich mae gan bob chi ni",
}
_OF_WORD: Final = {
    word: tuple(code for code, words in _SMALL_WORDS.items() if word in words.split())
    for words in _SMALL_WORDS.values()
    for word in words.split()
}
_OTHER_LETTERS: Final = re.compile("|".join(letter.pattern for _code, letter in _SCRIPTS))
_WORD: Final = re.compile(r"[^\W\d_]+")
LOOKED_AT = 2_000
"""Characters from which the language is told."""
FEWEST = 3
"""Small words without which nothing is said of a text in Latin letters."""


def language_of(text: str) -> str:
    """Return the BCP 47 code of the language of a text, or "" when it is too short or too mixed to tell."""
    text = text[:LOOKED_AT]
    if _OTHER_LETTERS.search(text):
        letters = sum(character.isalpha() for character in text)
        if not letters:  # figures alone are no text
            return ""
        for code, letter in _SCRIPTS:
            if 2 * len(letter.findall(text)) > letters:
                return next((other for other, sign in _SHARED.get(code, ()) if sign.search(text)), code)
    counts = dict.fromkeys(_SMALL_WORDS, 0)
    for word in _WORD.findall(text.lower()):
        for code in _OF_WORD.get(word, ()):
            counts[code] += 1
    (second, _other), (most, code) = sorted((count, code) for code, count in counts.items())[-2:]
    return code if most >= FEWEST and most >= 2 * second else ""
