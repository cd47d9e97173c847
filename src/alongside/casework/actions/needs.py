"""Decide with the person what happens next with a need they named."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from alongside.casework.actions import plan
from alongside.casework.actions.errors import CannotDo
from alongside.casework.enums import Need, NeedNext
from alongside.casework.models import Conversation, NeedNote

if TYPE_CHECKING:
    from alongside.partnerships.models import Member

#: What may happen next: with abuse (True) it is the gentle way to safeguarding, with everything else (False) the plan.
OFFERED = {
    False: (NeedNext.STEP, NeedNext.REFER, NeedNext.NOTHING),
    True: (NeedNext.TOLD, NeedNext.LATER),
}


@transaction.atomic
def decide(
    *, conversation: Conversation, need: Need, next: NeedNext, note: str, by: Member, at: datetime
) -> NeedNote:
    """Keep it, and put the step on the plan – once, however often the page is sent. Nothing now takes no step away."""
    current = (
        Conversation.objects.select_for_update(of=("self",))
        .select_related("case__person")
        .get(pk=conversation.pk)
    )
    if need not in current.needs:
        raise CannotDo(_("This need is not named in the conversation any more."))
    if next not in OFFERED[need == Need.ABUSE]:
        raise CannotDo(_("This cannot come next. Choose again."))
    words = "" if need == Need.ABUSE else note.strip()
    row, _made = NeedNote.objects.get_or_create(
        conversation=current,
        need=need,
        defaults={"note": words, "next": next, "decided_at": at, "decided_by": by},
    )
    row.note, row.next, row.decided_at, row.decided_by = words, next, at, by
    if next in {NeedNext.STEP, NeedNext.REFER} and row.step is None:
        row.step = plan.add_step(case=current.case, title=_title(need, next, words), by=by, at=at)
    row.save()
    return row


def _title(need: Need, next: NeedNext, note: str) -> str:
    label = str(need.label)
    start = _("Find help: %(need)s") if next == NeedNext.REFER else "%(need)s"
    title = start % {"need": label}
    return f"{title} – {note}"[:300] if note else title
