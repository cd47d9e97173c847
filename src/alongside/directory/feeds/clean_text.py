"""Cleaning words: HTML, mojibake, invisible characters, addresses of pages and mail, phone numbers. Pure.

Every function takes whatever a feed holds (text, number, null, list) and returns clean text, "" for nothing.
"""

import html
import re
from functools import lru_cache
from typing import Any

import nh3

# --- characters ---------------------------------------------------------------------------------------------

_UNWANTED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u00ad\u200b\u202a-\u202e\u2060\ufeff\ud800-\udfff\ufffe\uffff]"
)
"""What PostgreSQL refuses, and what nobody can see: also marks that turn the direction of what follows, which stick to
numbers and addresses copied from elsewhere. Joiners that some scripts need (U+200C, U+200D) stay."""
_SPACES = re.compile(r"[ \t\r\f\v\xa0\u2000-\u200a\u202f\u205f\u3000]+")
_ANY_SPACE = re.compile(r"\s+")
_BLANK_LINES = re.compile(r"\n\s*\n+")
_HIGH = "".join(
    bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(0x80, 0x100)
)  # byte 0x80+i ↔ character i; the five bytes cp1252 leaves out stand for themselves
_BYTE_OF = {character: 0x80 + index for index, character in enumerate(_HIGH)} | {
    chr(code): code for code in range(0x80, 0xA0)
}


def _between(first: int, last: int) -> str:
    return "[" + re.escape("".join(c for c, byte in _BYTE_OF.items() if first <= byte <= last)) + "]"


_REST = _between(0x80, 0xBF)
_MOJIBAKE = re.compile(
    f"(?:{_between(0xC2, 0xDF)}{_REST}|{_between(0xE0, 0xEF)}{_REST}{{2}}|{_between(0xF0, 0xF4)}{_REST}{{3}})"
)


_LOST_QUOTE = re.compile(r"(?<!\s)â€(?=[\s.,;:!?)<]|$)")
"""A closing quote whose last byte, which Windows-1252 leaves out, somebody threw away."""


def repair_mojibake(text: str) -> str:
    """UTF-8 that was read as Windows-1252, put right: "Â£10" → "£10", "â€˜" → "‘". Other text is untouched."""
    for _ in range(2):  # some feeds have been through it twice
        repaired = _MOJIBAKE.sub(_reread, text)
        if repaired == text:
            break
        text = repaired
    if "â€" in text:
        text = _LOST_QUOTE.sub("”", text)
    return text


def _reread(found: re.Match[str]) -> str:
    try:
        return bytes(_BYTE_OF[character] for character in found[0]).decode("utf-8")
    except UnicodeDecodeError:
        return found[0]


def _raw(value: Any) -> str:
    """Whatever came, as text: `null`, booleans, lists and objects say nothing."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return ""
    return str(value)


_ESCAPED_AGAIN = re.compile(r"&amp;(?=(?:[a-zA-Z]{2,8}|#\d{2,6}|#x[0-9a-fA-F]{2,5});)")


@lru_cache(maxsize=4096)
def _tidy(text: str) -> str:
    if not text.isascii():
        text = repair_mojibake(text)
    for _ in range(2):  # entities that were escaped again on their way: &amp;amp; and &amp;pound;
        if "&amp;" not in text:
            break
        text = _ESCAPED_AGAIN.sub("&", text)
    return _UNWANTED.sub("", text)


def storable(value: Any) -> Any:
    """JSON as PostgreSQL can keep it: no NUL, no half surrogates, no NaN; nested to forty levels at most."""
    return _storable(value, 40)


def _storable(value: Any, depth: int) -> Any:
    if isinstance(value, str):
        return _UNWANTED.sub("", value)
    if isinstance(value, dict) and depth:
        return {_UNWANTED.sub("", str(k)): _storable(v, depth - 1) for k, v in value.items()}
    if isinstance(value, list | tuple) and depth:
        return [_storable(item, depth - 1) for item in value]
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        return value if value == value and abs(value) != float("inf") else None  # noqa: PLR0124 – NaN
    return None


# --- lines and paragraphs -----------------------------------------------------------------------------------

_TAG = re.compile(r"<[^>]*>")
_LOOKS_LIKE_HTML = re.compile(r"<[a-zA-Z/!]|&[a-zA-Z#]")


_PLAIN_LINE = re.compile(r"[!-%'-;=-~]+(?: [!-%'-;=-~]+)*")
"""Printable ASCII with single spaces and neither < nor &: nothing to clean. Most of what feeds hold is of this kind."""


def line(value: Any, limit: int = 255) -> str:
    """One line of plain text, at most `limit` characters, cut at a word."""
    if value is None or value == "":
        return ""
    if isinstance(value, str) and len(value) <= limit and _PLAIN_LINE.fullmatch(value):
        return value
    text = _tidy(_raw(value))
    if _LOOKS_LIKE_HTML.search(text):
        text = plain(rich(text))
    text = _ANY_SPACE.sub(" ", text).strip()
    return text if len(text) <= limit else text[: limit - 1].rsplit(" ", 1)[0][: limit - 1] + "…"


def words(value: Any, limit: int = 20_000) -> str:
    """Plain text that may have several lines."""
    if value is None or value == "":
        return ""
    if isinstance(value, str) and len(value) <= limit and _PLAIN_LINE.fullmatch(value):
        return value
    text = _tidy(_raw(value))
    if _LOOKS_LIKE_HTML.search(text):
        text = plain(rich(text))
    text = _BLANK_LINES.sub("\n\n", _SPACES.sub(" ", text)).strip()
    return "\n".join(part.strip() for part in text.split("\n"))[:limit]


_TAG_BEGINS = re.compile(r"<[a-zA-Z/!?]")
_HEADING = re.compile(r"<h[1-6]\b[^>]*>(.*?)</h[1-6]\s*>", re.IGNORECASE | re.DOTALL)
_EMPTY_BLOCK = re.compile(r"<(p|li|ul|ol|strong|em|b|i)>(?:\s|&nbsp;|\xa0|<br>)*</\1>")
_ALLOWED = {"p", "br", "ul", "ol", "li", "strong", "em", "b", "i", "a", "blockquote"}
_SCHEMES = {"http", "https", "mailto", "tel"}
LONGEST_HTML = 60_000


def rich(value: Any) -> str:
    """Safe HTML: paragraphs, lists, emphasis and links; nothing that runs, loads, tracks or restyles the page.

    Plain text becomes paragraphs. Headings become bold lines, so that a description cannot break the page's outline.
    """
    text = _tidy(_raw(value))[:LONGEST_HTML].strip()
    if not text:
        return ""
    if "<" not in text and "&lt;" in text:
        text = html.unescape(text)  # HTML that was escaped on its way
    if not _TAG_BEGINS.search(text):
        paragraphs = _BLANK_LINES.split(html.unescape(text))
        return "".join(
            f"<p>{html.escape(part.strip(), quote=False).replace(chr(10), '<br>')}</p>"
            for part in paragraphs
            if part
        )
    text = _HEADING.sub(r"<p><strong>\1</strong></p>", text)
    cleaned = nh3.clean(
        text,
        tags=_ALLOWED,
        attributes={"a": {"href"}},
        url_schemes=_SCHEMES,
        link_rel="noopener noreferrer nofollow",
    )
    cleaned = cleaned.replace("\xa0", " ").replace("&nbsp;", " ").replace("\r\n", "\n").replace("\r", "\n")
    for _ in range(3):  # an emptied block may leave its parent empty
        emptied = _EMPTY_BLOCK.sub("", cleaned)
        if emptied == cleaned:
            break
        cleaned = emptied
    return cleaned.strip()


_BREAK = re.compile(r"<br\s*/?>|</(?:p|li|ul|ol|blockquote)>", re.IGNORECASE)
_ITEM = re.compile(r"<li>", re.IGNORECASE)


def plain(safe_html: str) -> str:
    """The words of safe HTML, one line for each paragraph or item."""
    text = _ITEM.sub("• ", _BREAK.sub("\n", safe_html))
    text = html.unescape(_TAG.sub("", text))
    lines = (_ANY_SPACE.sub(" ", part).strip() for part in text.split("\n"))
    return "\n".join(part for part in lines if part and part != "•")


# --- addresses ----------------------------------------------------------------------------------------------

_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,24}")
_WEB_ADDRESS = re.compile(r"(?:https?:)?//\S+|\bwww\.[^\s@/]+/\S*", re.IGNORECASE)
"""https://video.org/@hall.group is nobody's mailbox."""
_NOBODY = re.compile(
    r"@(?:[a-z0-9-]+\.)*(?:invalid|noemail\.[a-z]+)$|^(?:unknown|noemail|no-?reply-?unknown)\b"
)
_PLACEHOLDER = re.compile(r"https?://(?:www\.)?(?:nhs\.uk/?|example\.(?:com|org|net)(?:/.*)?)")
_URL = re.compile(
    r"(?P<scheme>https?)://(?P<host>[A-Za-z0-9](?:[A-Za-z0-9-]*\.)+[A-Za-z]{2,24}|localhost)(?P<rest>[:/?#][^\s<>\"']*)?$",
    re.IGNORECASE,
)
_SLIPPED_SCHEME = re.compile(r"^(?:https?://(?=https?:))?(https?)(?:[:;]\s*/*|//)\s*", re.IGNORECASE)
"""http:/x, https;//x, http//x, "https:// x" and http://https://x."""
_BARE_HOST = re.compile(r"(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,24}(?:[/?#:]|$)")


def email(value: Any) -> str:
    """The first e-mail address in the text, in lower case; placeholders made to please a validator are none."""
    if value is None or value == "":
        return ""
    found = _EMAIL.search(_WEB_ADDRESS.sub(" ", _tidy(_raw(value))))
    if not found or len(found[0]) > 254:
        return ""
    address = found[0].strip(".'").lower()
    return "" if _NOBODY.search(address) or ".." in address else address


def url(value: Any) -> str:
    """The first web address in the text, with a scheme; "" for placeholders and anything that is not http(s)."""
    if value is None or value == "":
        return ""
    text = _tidy(_raw(value)).strip().strip("<>\"'")
    text = _SLIPPED_SCHEME.sub(r"\1://", text)
    text = re.split(r"[\s,;]+(?=https?://|www\.)|\s+", text, maxsplit=1)[0].rstrip(".,;")
    if "@" in text and "/" not in text:
        return ""
    if text.startswith("//"):
        text = "https:" + text
    if "://" not in text and _BARE_HOST.match(text):
        text = "https://" + text
    if len(text) > 500 or not _URL.match(text) or _PLACEHOLDER.fullmatch(text.lower()):
        return ""
    return text


# --- phones -------------------------------------------------------------------------------------------------

_SIMPLE_NUMBER = re.compile(r"^\+?[\d\s()\-./]{9,22}$")
_SHORT_NUMBER = re.compile(r"(?<!\d)(999|111|112|101|105|119|116\s?\d{3}|1800\d|18001)(?!\d)")
_EXTENSION = re.compile(r"(?:ext(?:ension)?|x)\.?\s*:?\s*(\d{1,6})", re.IGNORECASE)


def phones(value: Any) -> list[tuple[str, str]]:
    """Every number in the text as (number, extension): "0117 123 4567 or 999" gives two. No number gives none."""
    text = _ANY_SPACE.sub(" ", _tidy(_raw(value))).strip().strip("\"'")
    if not text:
        return []
    if isinstance(value, int) and len(text) in {9, 10}:
        text = "0" + text  # a number that lost its nought in a spreadsheet
    if _SIMPLE_NUMBER.match(text):
        if simple := _national(text):
            return [(simple, "")]
        if not text.strip("0 "):
            return []  # noughts to please a validator
    if two := _two_in_a_row(text):
        return [(number, "") for number in two]
    return list(_search(text[:500]))


def _two_in_a_row(text: str) -> list[str]:
    """Both numbers of "0117 922 4567 0117 922 4568", which nothing but a space parts."""
    if not re.fullmatch(r"[\d ]{20,28}", text):
        return []
    for gap in re.finditer(" (?=0)", text):
        pair = [_national(text[: gap.start()]), _national(text[gap.end() :])]
        if all(pair):
            return pair
    return []


def _national(text: str) -> str:
    """Digits in the groups people read aloud; "" when it is not one UK number."""
    digits = re.sub(r"\D", "", text.replace("(0)", ""))
    if digits.startswith("0044"):
        digits = digits[2:]
    if digits.startswith("44"):
        digits = "0" + digits[2:].lstrip("0")
    if not digits.startswith("0") or digits.startswith("00") or len(digits) not in {10, 11}:
        return ""
    if digits.startswith("02"):
        return f"{digits[:3]} {digits[3:7]} {digits[7:]}"
    if digits.startswith(("03", "08", "09", "011")) or (digits[1] == "1" and digits[3] == "1"):
        return f"{digits[:4]} {digits[4:7]} {digits[7:]}"
    return f"{digits[:5]} {digits[5:]}"


@lru_cache(maxsize=1024)
def _search(text: str) -> tuple[tuple[str, str], ...]:
    import phonenumbers

    found: dict[str, str] = {}
    for match in phonenumbers.PhoneNumberMatcher(text, "GB", leniency=phonenumbers.Leniency.POSSIBLE):
        shown = phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.NATIONAL)
        if match.number.country_code != 44:
            shown = phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
        shown = _EXTENSION.sub("", shown).strip()
        if len(re.sub(r"\D", "", shown)) >= 9:
            found.setdefault(_national(shown) or shown, match.number.extension or "")
    for short in _SHORT_NUMBER.finditer(text):
        if not any(short[1] in number for number in found):
            found.setdefault(short[1], "")
    if len(found) == 1 and (extension := _EXTENSION.search(text)):
        found = dict.fromkeys(found, extension[1])
    return tuple(found.items())
