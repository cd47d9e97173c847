"""Hold a conversation, and change what was written without overwriting a colleague."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from alongside.casework.actions.errors import CannotDo
from alongside.casework.models import Case, Conversation
from alongside.people import actions as people
from alongside.people.enums import TimelineKind

if TYPE_CHECKING:
    from alongside.partnerships.models import Member

FIELDS = ("what_matters", "strengths", "needs", "notes", "declined")


@dataclass(frozen=True)
class Difference:
    """One part of a conversation on which two editors disagree."""

    field: str
    theirs: Any
    yours: Any


class EditedMeanwhile(Exception):
    """A colleague changed the conversation since it was read. Nothing was written; `theirs` is what
    stands."""

    def __init__(self, theirs: Conversation, differences: list[Difference]) -> None:
        super().__init__("The conversation was changed meanwhile")
        self.theirs = theirs
        self.differences = differences


@transaction.atomic
def hold(*, case: Case, held_on: date, words: Mapping[str, Any], by: Member, at: datetime) -> Conversation:
    """Write down a conversation. `words` has the keys of FIELDS; what is left out stays empty."""
    if not case.is_open:
        raise CannotDo(_("Support has ended. Start it again before you write down a conversation."))
    kept = {field: words[field] for field in FIELDS if field in words}
    conversation = Conversation.objects.create(
        case=case, held_on=held_on, held_by=by, changed_at=at, changed_by=by, **kept
    )
    sentence = _("Talked about what matters.")
    people.remember(person=case.person, sentence=sentence, by=by, at=at, kind=TimelineKind.CONVERSATION)
    return conversation


@transaction.atomic
def change(
    *, conversation: Conversation, version: int, words: Mapping[str, Any], by: Member, at: datetime
) -> Conversation:
    """Change a conversation that was read at `version`. Raises EditedMeanwhile when that is no longer what
    stands.

    Sending the very words that already stand changes nothing, at any version: a double submit is no conflict.
    """
    current = (
        Conversation.objects.select_for_update(of=("self",))
        .select_related("case__person")
        .get(pk=conversation.pk)
    )
    differences = [
        Difference(field, getattr(current, field), words[field])
        for field in FIELDS
        if field in words and getattr(current, field) != words[field]
    ]
    if not differences:
        return current
    if current.version != version:
        raise EditedMeanwhile(current, differences)
    for difference in differences:
        setattr(current, difference.field, difference.yours)
    current.version += 1
    current.changed_at, current.changed_by = at, by
    current.save()
    sentence = _("The conversation's notes were changed.")
    people.remember(
        person=current.case.person, sentence=sentence, by=by, at=at, kind=TimelineKind.CONVERSATION
    )
    return current
