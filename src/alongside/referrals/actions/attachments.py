"""Keeping what a professional sent along: looked at, scanned, held back where the scanner is silent, read by name.

A scanner is set up by FILE_SCANNER (or CLAMAV) in the settings. Without one a file is kept as "not scanned" and says
so. With one that does not answer it is held in quarantine – kept, and opened by nobody – and tried again every few
minutes. What the scanner finds something in is refused at the door; found later, its bytes are deleted at once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from alongside.referrals import files
from alongside.referrals.enums import AttachmentKind, AttachmentState
from alongside.referrals.files import CannotTake
from alongside.referrals.models import Attachment, AttachmentContent, AttachmentReading
from alongside.referrals.models.attachment import MOST_BYTES

if TYPE_CHECKING:
    from alongside.partnerships.models import Member
    from alongside.referrals.models import Referral

AT_ONCE = 20


@dataclass(frozen=True)
class Looked:
    """A file that may be kept, and what the scanner said."""

    name: str
    kind: AttachmentKind
    content: bytes
    state: AttachmentState


def look_at(name: str, content: bytes) -> Looked:
    """Say what a file is and have it scanned. Raises CannotTake for one we do not keep. Touches no database."""
    if len(content) > MOST_BYTES:
        raise CannotTake(
            _("This file is larger than 5 megabytes. Send a smaller one, or only the pages that matter.")
        )
    kind = files.kind_of(content)
    return Looked(files.safe_name(name, kind), kind, content, scan(content))


def scan(content: bytes) -> AttachmentState:
    """What the scanner says of a file; QUARANTINED when it says nothing. Raises CannotTake when it found something."""
    state = _scanned(content)
    if state == AttachmentState.INFECTED:
        raise CannotTake(_("Our virus scanner found something in this file. It was not kept."))
    return state


def _scanned(content: bytes) -> AttachmentState:
    if not settings.FILE_SCANNER:
        return AttachmentState.UNSCANNED
    scanner: Callable[[bytes], bool] = import_string(settings.FILE_SCANNER)
    try:
        return AttachmentState.CLEAN if scanner(content) else AttachmentState.INFECTED
    except (OSError, TimeoutError):
        return AttachmentState.QUARANTINED


@transaction.atomic
def attach(
    *, referral: Referral, looked: Sequence[Looked], by: Member | None, at: datetime
) -> list[Attachment]:
    """Keep files with their referral; the same bytes twice are kept once. Raises CannotTake beyond `MOST_FILES`."""
    type(referral).objects.select_for_update().get(
        pk=referral.pk
    )  # so that two senders cannot pass the cap together
    known = {
        row.digest: row for row in Attachment.objects.filter(referral=referral).order_by("added_at", "id")
    }
    kept = []
    for file in looked:
        digest = hashlib.sha256(file.content).hexdigest()
        if digest in known:
            kept.append(known[digest])
            continue
        if len(known) >= files.MOST_FILES:
            raise CannotTake(
                _("%(most)d files at most can come with a referral.") % {"most": files.MOST_FILES}
            )
        was_scanned = file.state == AttachmentState.CLEAN
        row = Attachment.objects.create(
            referral=referral, name=file.name, kind=file.kind, size=len(file.content), digest=digest,
            state=file.state, added_at=at, added_by=by, scanned_at=at if was_scanned else None,
        )  # fmt: skip
        AttachmentContent.objects.create(attachment=row, content=file.content)
        known[digest] = row
        kept.append(row)
    return kept


def content_of(attachment: Attachment) -> bytes:
    """The bytes, for one who may open it. Raises CannotTake while it is held, and once something was found in it."""
    if not attachment.may_be_opened:
        raise CannotTake(str(attachment.get_state_display()))
    return bytes(AttachmentContent.objects.get(attachment=attachment).content)


def record_reading(*, attachment: Attachment, by: Member, at: datetime) -> AttachmentReading:
    """Keep that somebody opened a file."""
    return AttachmentReading.objects.create(attachment=attachment, by=by, at=at)


def scan_waiting(*, at: datetime) -> int:
    """Try what is held once more; return how many came to an end. A scanner that is still silent ends the round."""
    done = 0
    held = Attachment.objects.filter(state=AttachmentState.QUARANTINED).order_by("added_at", "id")
    for row in list(held[:AT_ONCE]):
        state = _scanned(bytes(AttachmentContent.objects.get(attachment=row).content))
        if state == AttachmentState.QUARANTINED:
            break
        _settle(row, state, at)
        done += 1
    return done


@transaction.atomic
def _settle(row: Attachment, state: AttachmentState, at: datetime) -> None:
    row.state = state
    row.scanned_at = None if state == AttachmentState.UNSCANNED else at
    row.save(update_fields=["state", "scanned_at"])
    if state == AttachmentState.INFECTED:
        AttachmentContent.objects.filter(attachment=row).delete()
