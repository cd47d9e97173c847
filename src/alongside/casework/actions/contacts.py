"""Log a contact with a person, and keep what is due: propose, arrange, move, tick off – each can be
undone."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from alongside.casework import queries, rules
from alongside.casework.actions.errors import CannotDo
from alongside.casework.enums import Because, Channel, FollowUpKind, Result
from alongside.casework.models import Case, Contact, FollowUp, OnwardReferral
from alongside.core import clock
from alongside.core.working_days import bank_holidays
from alongside.people import actions as people
from alongside.people.enums import TimelineKind

if TYPE_CHECKING:
    from alongside.partnerships.models import Member

#: Ways in which nobody picks up: what "left a message" is for a call, is "sent" for these.
_WRITTEN = frozenset({Channel.TEXT, Channel.EMAIL, Channel.LETTER})


@transaction.atomic
def log(
    *,
    case: Case,
    result: Result,
    by: Member,
    at: datetime,
    channel: Channel = Channel.CALL,
    note: str = "",
    follow_up: FollowUp | None = None,
    next_on: date | None = None,
    next_time: time | None = None,
) -> Contact:
    """Write down a contact, end the follow-up it answers and make the next one.

    The next one is due on `next_on` when the member chose a day, else when the rules propose.
    """
    case = Case.objects.select_for_update(of=("self",)).select_related("person").get(pk=case.pk)
    if not case.is_open:
        raise CannotDo(_("Support has ended. Start it again before you log a contact."))
    proposal = propose(case, result=result, at=at)
    contact = Contact.objects.create(case=case, at=at, by=by, channel=channel, result=result, note=note)
    if follow_up is not None:
        FollowUp.objects.filter(pk=follow_up.pk, case=case, done_at__isnull=True).update(
            done_at=at, done_by=by, done_with=contact
        )
    if case.person.deceased_on is None:  # nobody is put on the list to ring a home in mourning
        FollowUp.objects.create(
            case=case,
            due_on=next_on or proposal.due_on,
            due_time=next_time if next_on else proposal.due_time,
            kind=proposal.kind,
            owner=case.connector or by,
            because=proposal.because,
            came_of=contact,
            made_at=at,
        )
    people.remember(person=case.person, sentence=_sentence(contact), by=by, at=at, kind=TimelineKind.CONTACT)
    return contact


@transaction.atomic
def note(
    *, case: Case, channel: Channel, result: Result, by: Member, at: datetime, note: str = ""
) -> Contact:
    """Write down that we were in touch, and make nothing due: a letter that left, a look in after support has ended."""
    contact = Contact.objects.create(case=case, at=at, by=by, channel=channel, result=result, note=note)
    people.remember(person=case.person, sentence=_sentence(contact), by=by, at=at, kind=TimelineKind.CONTACT)
    return contact


def propose(case: Case, *, result: Result, at: datetime) -> rules.Proposal:
    """The next contact after one at `at` that ended with `result`."""
    return rules.propose_follow_up(
        result=result,
        tried_at=clock.local(at),
        unanswered_before=queries.unanswered(case),
        next_step_on=queries.next_step_on(case, after=clock.local(at).date()),
        prefers=rules.preferred_time(case.person.contact_times),
        holidays=bank_holidays(),
    )


@transaction.atomic
def undo(*, contact: Contact, by: Member, at: datetime) -> None:
    """Take back a contact logged by mistake: what it made goes, what it ended is due again."""
    contact = Contact.objects.select_for_update().get(pk=contact.pk)
    FollowUp.objects.filter(came_of=contact, done_at__isnull=True).delete()
    FollowUp.objects.filter(done_with=contact).update(done_at=None, done_by=None, done_with=None)
    person = contact.case.person
    sentence = _("Taken back: %(what)s.") % {"what": _sentence(contact).rstrip(".")}
    contact.delete()
    people.remember(person=person, sentence=sentence, by=by, at=at, kind=TimelineKind.CONTACT)


@transaction.atomic
def arrange(
    *,
    case: Case,
    due_on: date,
    by: Member | None,
    at: datetime,
    due_time: time | None = None,
    kind: FollowUpKind = FollowUpKind.CALL,
    because: Because = Because.ARRANGED,
    note: str = "",
    owner: Member | None = None,
    onward: OnwardReferral | None = None,
) -> FollowUp:
    """Put something on the worklist of the case's connector; `onward` when it is about an onward referral."""
    made = FollowUp.objects.create(
        case=case,
        due_on=due_on,
        due_time=due_time,
        kind=kind,
        owner=owner or case.connector or by,
        because=because,
        note=note,
        onward=onward,
        made_at=at,
    )
    sentence = _("%(what)s: due %(day)s.") % {"what": made.get_kind_display(), "day": _day(due_on)}
    people.remember(person=case.person, sentence=sentence, by=by, at=at, kind=TimelineKind.CONTACT)
    return made


@transaction.atomic
def move(
    *, follow_up: FollowUp, due_on: date, by: Member, at: datetime, due_time: time | None = None
) -> FollowUp:
    """Do it on another day. Moving to where it already is changes nothing."""
    current = (
        FollowUp.objects.select_for_update(of=("self",)).select_related("case__person").get(pk=follow_up.pk)
    )
    if not current.is_open:
        raise CannotDo(_("This has been done already."))
    if (current.due_on, current.due_time) == (due_on, due_time):
        return current
    before = current.due_on
    current.due_on, current.due_time = due_on, due_time
    current.save(update_fields=["due_on", "due_time"])
    sentence = _("%(what)s moved from %(before)s to %(day)s.") % {
        "what": current.get_kind_display(),
        "before": _day(before),
        "day": _day(due_on),
    }
    people.remember(person=current.case.person, sentence=sentence, by=by, at=at, kind=TimelineKind.CONTACT)
    return current


@transaction.atomic
def tick_off(*, follow_up: FollowUp, by: Member, at: datetime) -> FollowUp:
    """Mark it done without a contact (a question answered, a decision made). Twice is once."""
    current = (
        FollowUp.objects.select_for_update(of=("self",)).select_related("case__person").get(pk=follow_up.pk)
    )
    if not current.is_open:
        return current
    current.done_at, current.done_by = at, by
    current.save(update_fields=["done_at", "done_by"])
    sentence = _("Done: %(what)s.") % {"what": current.get_kind_display()}
    people.remember(person=current.case.person, sentence=sentence, by=by, at=at, kind=TimelineKind.CONTACT)
    return current


@transaction.atomic
def undo_tick(*, follow_up: FollowUp, by: Member, at: datetime) -> FollowUp:
    """Put something ticked off back on the list."""
    current = (
        FollowUp.objects.select_for_update(of=("self",)).select_related("case__person").get(pk=follow_up.pk)
    )
    if current.is_open or current.done_with_id is not None:
        return current
    if not current.case.is_open:
        raise CannotDo(_("Support has ended. Start it again first."))
    current.done_at = current.done_by = None
    current.save(update_fields=["done_at", "done_by"])
    sentence = _("Due again: %(what)s.") % {"what": current.get_kind_display()}
    people.remember(person=current.case.person, sentence=sentence, by=by, at=at, kind=TimelineKind.CONTACT)
    return current


def _sentence(contact: Contact) -> str:
    result = str(contact.get_result_display()).lower()
    if contact.channel in _WRITTEN and contact.result == Result.LEFT_MESSAGE:
        result = _("sent")
    sentence = f"{contact.get_channel_display()}: {result}."
    return f"{sentence} {contact.note}".strip()


def _day(day: date) -> str:
    return date_format(day, "l j F")
