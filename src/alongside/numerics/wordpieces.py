"""Words in pieces, as BERT's uncased English models read them (WordPiece), without a library.

The 30,522 pieces stand in `wordpieces.txt.xz`, one a line, as published with BERT and with all-MiniLM-L6-v2 (both
Apache 2.0). The reading is that of `BertTokenizer(do_lower_case=True)`: clean, small letters, no accents, apart at
white space and at every mark, then the longest piece first. A test holds it equal to what the usual library gives.
"""

import functools
import lzma
import unicodedata
from collections.abc import Iterator
from pathlib import Path

BEGIN, END, UNKNOWN = 101, 102, 100
LONGEST_WORD = 100
"""A longer word is not looked into: it is unknown."""

_CJK = (
    (0x4E00, 0x9FFF),
    (0x3400, 0x4DBF),
    (0x20000, 0x2A6DF),
    (0x2A700, 0x2B73F),
    (0x2B740, 0x2B81F),
    (0x2B820, 0x2CEAF),
    (0xF900, 0xFAFF),
    (0x2F800, 0x2FA1F),
)


def numbers_of(text: str, *, most: int) -> list[int]:
    """Return a text as the numbers of its pieces between the two marks of begin and end, at most so many in all."""
    found = [BEGIN]
    for word in _words(text):
        found += _pieces(word)
        if len(found) >= most - 1:
            break
    return [*found[: most - 1], END]


@functools.cache
def _table() -> dict[str, int]:
    packed = Path(__file__).with_name("wordpieces.txt.xz").read_bytes()
    return {piece: number for number, piece in enumerate(lzma.decompress(packed).decode().splitlines())}


def _words(text: str) -> Iterator[str]:
    """Yield words and marks, in small letters without accents."""
    apart = "".join(map(_clean, text)).lower()
    plain = (letter for letter in unicodedata.normalize("NFD", apart) if unicodedata.category(letter) != "Mn")
    for word in "".join(plain).split():
        begun = 0
        for place, letter in enumerate(word):
            if _is_mark(letter):
                yield from filter(None, (word[begun:place], letter))
                begun = place + 1
        if begun < len(word):
            yield word[begun:]


def _clean(letter: str) -> str:
    if letter in "\t\n\r" or unicodedata.category(letter) == "Zs":
        return " "
    if letter in "\x00\ufffd" or unicodedata.category(letter) in ("Cc", "Cf", "Co", "Cs"):
        return ""
    return f" {letter} " if any(first <= ord(letter) <= last for first, last in _CJK) else letter


def _is_mark(letter: str) -> bool:
    is_ascii_mark = letter.isascii() and not letter.isalnum() and letter.isprintable()
    return is_ascii_mark or unicodedata.category(letter).startswith("P")


def _pieces(word: str) -> list[int]:
    table, found, begun = _table(), [], 0
    if len(word) > LONGEST_WORD:
        return [UNKNOWN]
    while begun < len(word):
        for end in range(len(word), begun, -1):
            number = table.get(word[begun:end] if begun == 0 else f"##{word[begun:end]}")
            if number is not None:
                found.append(number)
                begun = end
                break
        else:
            return [UNKNOWN]
    return found


def is_word(word: str) -> bool:
    """Say whether a word in small letters is one of the pieces: one that the model was taught as a whole."""
    return word in _table()
