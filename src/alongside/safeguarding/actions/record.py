"""Add to the record of a concern. Nothing is changed: a wrong entry stays, and its correction follows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from alongside.core.clock import local
from alongside.safeguarding import queries, rules
from alongside.safeguarding.actions.concerns import locked
from alongside.safeguarding.actions.errors import CannotDo
from alongside.safeguarding.enums import EntryKind, State
from alongside.safeguarding.models import Acknowledgement, Concern, Entry

if TYPE_CHECKING:
    from alongside.partnerships.models import Member

#: What each kind of entry holds, beside words.
ANSWERS: Mapping[EntryKind, tuple[str, ...]] = {
    EntryKind.WISHES: ("asked",),
    EntryKind.CAPACITY: ("capacity",),
    EntryKind.CONSENT: ("agreed", "override"),
    EntryKind.SECTION_42: ("needs", "needs_why", "risk", "risk_why", "protect", "protect_why"),
    EntryKind.DECISION: ("decision",),
    EntryKind.REFERRAL: ("sent_to", "sent_on", "council_reference"),
    EntryKind.CORRECTION: ("corrects",),
}


@transaction.atomic
def add(*, concern: Concern, kind: EntryKind, answers: Mapping[str, Any], by: Member, at: datetime) -> Entry:
    """Add an entry; whoever writes in a new concern has acknowledged it.

    Raises CannotDo: when the state does not allow it; for the council without consent or a reason; for an end
    without a decision; for a correction of another concern's entry; for a day that has not come.
    """
    locked(concern, by)
    state = queries.state_of(concern)
    if not rules.may_add(kind, state):
        raise CannotDo(
            _("This concern is closed. Open it again first.")
            if state == State.CLOSED
            else _("This cannot be added now.")
        )
    _check(concern, kind, answers, at)
    if state == State.NEW:
        Acknowledgement.objects.create(concern=concern, by=by, at=at)
        state = State.ACKNOWLEDGED
    held = {name: answers[name] for name in ANSWERS.get(kind, ()) if answers.get(name) not in (None, "")}
    entry = Entry(
        concern=concern,
        kind=kind,
        at=at,
        by=by,
        words=str(answers.get("words") or "").strip(),
        state_after=rules.state_after(kind, state),
        **held,
    )
    entry.save(force_insert=True)
    return entry


def _check(concern: Concern, kind: EntryKind, answers: Mapping[str, Any], at: datetime) -> None:
    if kind == EntryKind.REFERRAL:
        consent = queries.latest(concern, EntryKind.CONSENT)
        if consent is None or not rules.may_share(consent.agreed, consent.override):
            raise CannotDo(
                _(
                    "First write down under “Consent” that they agree, or why it is shared without their consent."
                )
            )
        if answers["sent_on"] > local(at).date():
            raise CannotDo(_("This day has not come yet. Write down the day on which it was sent."))
    if kind == EntryKind.CLOSED and queries.latest(concern, EntryKind.DECISION) is None:
        raise CannotDo(_("First write down what was decided, and why."))
    if kind == EntryKind.CORRECTION and answers["corrects"].concern_id != concern.pk:
        raise CannotDo(_("This entry belongs to another record."))
