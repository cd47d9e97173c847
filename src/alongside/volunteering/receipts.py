"""Looking at a receipt before it is kept: what it is by its content, how large, and whether a scanner likes it.

FILE_SCANNER in the settings names a callable `scan(content: bytes) -> bool` (True is clean). Without one, files
are checked by type and size alone. A scanner that does not answer leaves the file held: kept, and opened by nobody
until it was scanned.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from alongside.volunteering.actions.errors import CannotRecord

LARGEST = 5_000_000
KINDS: tuple[tuple[bytes, str, str], ...] = (
    (b"\xff\xd8\xff", "image/jpeg", "jpg"),
    (b"\x89PNG\r\n\x1a\n", "image/png", "png"),
    (b"%PDF-", "application/pdf", "pdf"),
)


@dataclass(frozen=True)
class Kept:
    """A file that may be kept."""

    content: bytes
    content_type: str
    ending: str
    is_held: bool


def look_at(content: bytes) -> Kept:
    """Say what a file is by what is in it. Raises CannotRecord for anything but a picture or a PDF of decent size."""
    if not content:
        raise CannotRecord(_("This file is empty. Take the picture again."))
    if len(content) > LARGEST:
        raise CannotRecord(_("This file is too large: 5 megabytes at most."))
    for start, content_type, ending in KINDS:
        if content.startswith(start):
            clean = scan(content)
            if clean is False:
                raise CannotRecord(_("Our virus scanner does not like this file. Take a picture instead."))
            return Kept(content, content_type, ending, is_held=clean is None)
    raise CannotRecord(_("Send a picture (JPEG or PNG) or a PDF."))


def scan(content: bytes) -> bool | None:
    """True when clean or when there is no scanner, False when not, None when the scanner did not answer."""
    path = getattr(settings, "FILE_SCANNER", "")
    if not path:
        return True
    scanner: Callable[[bytes], bool] = import_string(path)
    try:
        return bool(scanner(content))
    except (OSError, TimeoutError):
        return None
