"""What a file is, by its bytes from the first to the last. Pure: names and what a browser claims are not looked at.

A picture or a PDF with something else hidden before, behind or inside it (a polyglot: a web page, an archive, a
program) is refused, as is a picture that unfolds into more than a screen can show (a bomb), and a PDF that runs
scripts, starts programs, carries files or is locked. Text is text: no markup at its start, no control characters.
What this cannot see – a script in a packed part of a PDF – is why a file is only ever downloaded, never shown.
"""

from __future__ import annotations

import re
import struct
import unicodedata
import zlib
from collections.abc import Iterator

from django.utils.translation import gettext as _

from alongside.referrals.enums import AttachmentKind

MOST_FILES = 5
MOST_PIXELS = 50_000_000
LONGEST_NAME = 100
ENDING = {
    AttachmentKind.PDF: "pdf",
    AttachmentKind.PNG: "png",
    AttachmentKind.JPEG: "jpg",
    AttachmentKind.TEXT: "txt",
}
CONTENT_TYPE = {
    AttachmentKind.PDF: "application/pdf",
    AttachmentKind.PNG: "image/png",
    AttachmentKind.JPEG: "image/jpeg",
    AttachmentKind.TEXT: "text/plain; charset=utf-8",
}
_PNG = b"\x89PNG\r\n\x1a\n"
_ACTIVE = re.compile(
    rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|OpenAction|AA|SubmitForm|ImportData|GoToR)\b"
)
_ESCAPED = re.compile(rb"#([0-9a-fA-F]{2})")
_MARKUP = re.compile(rb"<(?:!doctype|html|script|svg|\?xml|\?php|iframe|body|head)", re.IGNORECASE)
_ARCHIVES = (b"PK\x03\x04", b"PK\x05\x06", b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c")


class CannotTake(ValueError):
    """The file is not one we keep; the message says why and what to do."""


def kind_of(content: bytes) -> AttachmentKind:
    """Say what a file is. Raises CannotTake for everything we do not keep."""
    if not content:
        raise CannotTake(_("This file is empty."))
    if content.startswith(b"%PDF-"):
        _check_pdf(content)
        return AttachmentKind.PDF
    if content.startswith(_PNG):
        _check_png(content)
        return AttachmentKind.PNG
    if content.startswith(b"\xff\xd8\xff"):
        _check_jpeg(content)
        return AttachmentKind.JPEG
    if content.startswith(_ARCHIVES) or content.startswith(b"\xd0\xcf\x11\xe0"):
        raise CannotTake(_("We cannot take archives or office documents. Save it as a PDF and send that."))
    _check_text(content)
    return AttachmentKind.TEXT


def _hidden() -> CannotTake:
    return CannotTake(_("There is something else inside this file. Print it to a new PDF and send that."))


def _check_pdf(content: bytes) -> None:
    end = content.rfind(b"%%EOF")
    if end < 0:
        raise CannotTake(_("This PDF is cut off. Save it again and send that."))
    if content[end + 5 :].strip(b"\r\n\t \0"):
        raise _hidden()
    head = content[:1024]
    if any(content.find(mark, 0, end) >= 0 for mark in _ARCHIVES[1:]) or _MARKUP.search(head):
        raise _hidden()
    names = _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), content)  # "/J#61vaScript" is /JavaScript
    if _ACTIVE.search(names):
        raise CannotTake(_("This PDF runs something by itself. Print it to a new PDF and send that."))
    if re.search(rb"/Encrypt\b", names):
        raise CannotTake(_("This PDF is locked with a password. Send it without."))


def _check_png(content: bytes) -> None:
    at, seen_end, first = len(_PNG), False, True
    while at < len(content):
        if seen_end or at + 12 > len(content):
            raise _hidden()
        length, name = struct.unpack(">I4s", content[at : at + 8])
        body = content[at + 8 : at + 8 + length]
        checked = content[at + 8 + length : at + 12 + length]
        if len(body) < length or checked != struct.pack(">I", zlib.crc32(name + body)):
            raise CannotTake(_("This picture is damaged. Save it again and send that."))
        if first:
            if name != b"IHDR" or length != 13:
                raise CannotTake(_("This picture is damaged. Save it again and send that."))
            _check_size(*struct.unpack(">II", body[:8]))
            first = False
        elif name in {b"tEXt", b"iTXt", b"zTXt", b"eXIf"} and (_MARKUP.search(body) or b"<?" in body[:64]):
            raise _hidden()
        seen_end = name == b"IEND"
        at += 12 + length
    if not seen_end:
        raise CannotTake(_("This picture is cut off. Save it again and send that."))


def _check_jpeg(content: bytes) -> None:
    if not content.endswith(b"\xff\xd9"):
        raise (
            _hidden() if b"\xff\xd9" in content else CannotTake(_("This picture is cut off. Save it again."))
        )
    sized = False
    for marker, body in _segments(content):
        if marker in {0xC0, 0xC1, 0xC2, 0xC3} and len(body) >= 5:
            height, width = struct.unpack(">HH", body[1:5])
            _check_size(width, height)
            sized = True
        if marker in {0xFE, *range(0xE0, 0xF0)} and (_MARKUP.search(body) or _archive_in(body)):
            raise _hidden()
    if not sized or _archive_in(content[-65_600:]):
        raise _hidden() if sized else CannotTake(_("This picture is damaged. Save it again and send that."))


def _archive_in(body: bytes) -> bool:
    return any(mark in body for mark in _ARCHIVES[1:])


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """The marked segments of a JPEG up to the picture itself. What lies between them is damage."""
    at = 2
    while at + 4 <= len(content):
        if content[at] != 0xFF:
            raise CannotTake(_("This picture is damaged. Save it again and send that."))
        marker = content[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        (length,) = struct.unpack(">H", content[at + 2 : at + 4])
        yield marker, content[at + 4 : at + 2 + length]
        if marker == 0xDA:
            return
        at += 2 + length


def _check_size(width: int, height: int) -> None:
    if not (width and height) or width * height > MOST_PIXELS:
        raise CannotTake(_("This picture is too large to open safely. Send a smaller one."))


def _check_text(content: bytes) -> None:
    refused = CannotTake(_("Send a PDF, a picture (JPEG or PNG) or plain text."))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise refused from None
    if any(unicodedata.category(c) == "Cc" and c not in "\t\r\n\f" for c in text):
        raise refused
    if _MARKUP.search(content[:4096]) or text.lstrip().startswith(("#!", "{\\rtf", "<")):
        raise refused


def safe_name(raw: str, kind: AttachmentKind) -> str:
    """The name as we keep it: the last part of a path, no unseen or direction-changing characters, our own ending."""
    last = unicodedata.normalize("NFC", raw).replace("\\", "/").rsplit("/", 1)[-1]
    plain = "".join(
        c if c.isalnum() or c in " -_.()" else "_" for c in last if unicodedata.category(c)[0] != "C"
    )
    stem = plain.rsplit(".", 1)[0] if "." in plain else plain
    stem = " ".join(stem.replace(".", "_").split()).strip(" _-")[:LONGEST_NAME]
    return f"{stem or _('file')}.{ENDING[kind]}"
