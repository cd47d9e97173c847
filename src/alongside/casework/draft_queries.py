"""Drafts of a conversation as its page needs them, and the needs that wait for a decision. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from alongside.casework.enums import Need
from alongside.casework.models import Conversation, Draft, NeedNote
from alongside.core.statements import statement

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet

    from alongside.casework.models import Case
    from alongside.partnerships.viewer import Viewer


@dataclass(frozen=True)
class Drafts:
    """The viewer's own draft, and colleagues who have one here (whose words stay theirs)."""

    own: Draft | None
    others: list[Draft]


def drafts_of(case: Case, viewer: Viewer, conversation: Conversation | None = None) -> Drafts:
    """What is being written of a conversation, in one query. A colleague's words are not even read."""
    found = list(
        Draft.objects.filter(case=case, conversation=conversation)
        .select_related("owner")
        .order_by("-saved_at", "id")[:20]
    )
    own = next((draft for draft in found if draft.owner_id == viewer.member_id), None)
    return Drafts(own, [draft for draft in found if draft.owner_id != viewer.member_id])


@dataclass(frozen=True)
class NeedRow:
    """A need somebody named, and what was decided; None while nothing was."""

    need: Need
    decided: NeedNote | None


@dataclass(frozen=True)
class Needs:
    """The needs of the newest conversation that names any beside company."""

    conversation: Conversation
    rows: list[NeedRow]

    @property
    def undecided(self) -> int:
        """How many wait for a decision."""
        return sum(row.decided is None for row in self.rows)


def needs_of(case: Case) -> Needs | None:
    """What the person needs beside company, and what happens next with each; None when they named nothing."""
    newest = _naming_needs.first(case.pk)
    if newest is None:
        return None
    decided = {note.need: note for note in newest.need_notes.all()}
    return Needs(
        newest, [NeedRow(Need(need), decided.get(need)) for need in newest.needs if need != Need.COMPANY]
    )


@statement
def _naming_needs(case_id: UUID) -> QuerySet[Conversation]:
    found = Conversation.objects.filter(case=case_id).exclude(needs=[]).exclude(needs=[Need.COMPANY.value])
    return found.prefetch_related("need_notes__step").order_by("-held_on", "-id")[:1]
