"""The only writers of life events: note, take back, answer what is proposed; set a rule; give a referral its reason."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from alongside.core import clock
from alongside.directory import matters as directory
from alongside.people import actions as people
from alongside.people.models import Person
from alongside.signposting import queries, rules
from alongside.signposting.enums import Answer, LifeEventKind, ToldBy
from alongside.signposting.models import LifeEvent, LifeEventRule, Proposal, ReferralReason

if TYPE_CHECKING:
    from alongside.letters.models import Letter
    from alongside.partnerships.models import Member
    from alongside.referrals.models import Referral


class CannotNote(Exception):
    """What was asked cannot be done; the message says why. `field` names the box of the form, if there is one."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


@transaction.atomic
def note(
    *,
    person: Person,
    kind: LifeEventKind,
    told_by: ToldBy,
    by: Member,
    at: datetime,
    happened_on: date | None = None,
    note: str = "",
    referral: Referral | None = None,
) -> LifeEvent:
    """Write down what happened. Where the partnership's rule is on, a letter and a list are proposed for their day.

    Told again for the same day it is the one that stands. Raises CannotNote.
    """
    today = clock.local(at).date()
    person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if person.deceased_on is not None:
        raise CannotNote(_("They have died. Nothing is proposed any more."))
    if not rules.is_plausible(happened_on, today):
        raise CannotNote(
            _("Give a day of the last hundred years, or at most three months ahead."), "happened_on"
        )
    known = LifeEvent.objects.filter(
        person=person, kind=kind, happened_on=happened_on, taken_back_at__isnull=True
    ).first()
    if known is not None:
        return known
    event = LifeEvent.objects.create(
        person=person,
        kind=kind,
        happened_on=happened_on,
        told_by=told_by,
        note=note.strip(),
        referral=referral,
        noted_at=at,
        noted_by=by,
    )
    rule = queries.rules_now()[kind]
    if rule.is_on and (rule.letter or rule.matters):
        _propose(event, rule, today)
    sentence = _("Life event: %(what)s.") % {"what": str(event.get_kind_display()).lower()}
    people.remember(person=person, sentence=sentence, by=by, at=at)
    return event


def _propose(event: LifeEvent, rule: rules.Rule, today: date) -> Proposal:
    return Proposal.objects.create(
        event=event,
        letter_kind=rule.letter,
        matters=list(rule.matters),
        due_on=rules.due_on(rule, happened_on=event.happened_on, noted_on=today),
        who=rule.who,
    )


@transaction.atomic
def propose_now(*, event: LifeEvent, at: datetime) -> Proposal:
    """A member asks for what the rule holds, though it is off or its day has not come. It is due today."""
    current = LifeEvent.objects.select_for_update(of=("self",)).select_related("person").get(pk=event.pk)
    if not current.stands:
        raise CannotNote(_("This was taken back."))
    today = clock.local(at).date()
    made = Proposal.objects.filter(event=current).first()
    if made is None:
        made = _propose(current, queries.rules_now()[LifeEventKind(current.kind)], today)
    if made.is_open and made.due_on > today:
        made.due_on = today
        made.save(update_fields=["due_on"])
    return made


@transaction.atomic
def take_back(*, event: LifeEvent, by: Member, at: datetime) -> LifeEvent:
    """It is not so. What was proposed because of it goes with it, unless it was taken up. Twice is once."""
    current = LifeEvent.objects.select_for_update(of=("self",)).select_related("person").get(pk=event.pk)
    if current.stands:
        current.taken_back_at, current.taken_back_by = at, by
        current.save(update_fields=["taken_back_at", "taken_back_by"])
        sentence = _("Taken back: life event, %(what)s.") % {"what": str(current.get_kind_display()).lower()}
        people.remember(person=current.person, sentence=sentence, by=by, at=at)
    return current


@transaction.atomic
def stand_again(*, event: LifeEvent, by: Member, at: datetime) -> LifeEvent:
    """It is so after all."""
    current = LifeEvent.objects.select_for_update(of=("self",)).select_related("person").get(pk=event.pk)
    twin = LifeEvent.objects.filter(
        person=current.person, kind=current.kind, happened_on=current.happened_on, taken_back_at__isnull=True
    )
    if current.stands or twin.exists():
        return current
    current.taken_back_at = current.taken_back_by = None
    current.save(update_fields=["taken_back_at", "taken_back_by"])
    sentence = _("Life event: %(what)s.") % {"what": str(current.get_kind_display()).lower()}
    people.remember(person=current.person, sentence=sentence, by=by, at=at)
    return current


@transaction.atomic
def answer(
    *, proposal: Proposal, answer: Answer, by: Member, at: datetime, letter: Letter | None = None
) -> Proposal:
    """Take a proposal up, or not; with OPEN take the answer back. A letter that came of it is kept beside it."""
    current = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    if answer != Answer(current.answer) and answer not in rules.TRANSITIONS[Answer(current.answer)]:
        raise CannotNote(_("A colleague has answered this already."))
    if answer == Answer.OPEN:
        current.answer, current.answered_at, current.answered_by, current.letter = answer, None, None, None
    elif current.is_open:
        current.answer, current.answered_at, current.answered_by = answer, at, by
    if letter is not None:
        current.letter = letter
    current.save()
    return current


@transaction.atomic
def keep_rule(*, rule: rules.Rule, by: Member, at: datetime) -> LifeEventRule:
    """Keep a partnership's own rule, read at `rule.version`. What was proposed before stays as it was."""
    if not 0 <= rule.after_weeks <= rules.MOST_WEEKS:
        raise CannotNote(_("Say how many weeks after, between 0 and 52."), "after_weeks")
    if directory.unknown(rule.matters):
        raise CannotNote(_("Choose from what is listed."), "matters")
    if rule.is_on and not (rule.letter or rule.matters):
        raise CannotNote(_("Choose a letter, or what the list asks for; or switch it off."), "letter")
    row = LifeEventRule.objects.select_for_update().filter(kind=rule.kind).first()
    if (row.version if row else 0) != rule.version:
        raise CannotNote(_("A colleague changed this rule meanwhile. Open it again and see what stands."))
    row = row or LifeEventRule(kind=rule.kind, version=0)
    row.is_on, row.letter, row.matters = rule.is_on, rule.letter, list(rule.matters)
    row.after_weeks, row.who = rule.after_weeks, rule.who
    row.version += 1
    row.changed_at, row.changed_by = at, by
    row.save()
    return row


@transaction.atomic
def give_reason(
    *,
    referral: Referral,
    kind: LifeEventKind,
    told_by: ToldBy,
    by: Member,
    at: datetime,
    happened_on: date | None = None,
) -> ReferralReason:
    """Write down the life event a referral was made for. Once the person is known, it is theirs as well."""
    if not rules.is_plausible(happened_on, clock.local(at).date()):
        raise CannotNote(
            _("Give a day of the last hundred years, or at most three months ahead."), "happened_on"
        )
    reason, _new = ReferralReason.objects.update_or_create(
        referral=referral,
        defaults={
            "kind": kind, "happened_on": happened_on, "told_by": told_by, "noted_at": at, "noted_by": by,
        },
    )  # fmt: skip
    if referral.person is not None:
        from_referral(referral=referral, by=by, at=at)
    return reason


@transaction.atomic
def from_referral(*, referral: Referral, by: Member, at: datetime) -> LifeEvent | None:
    """The reason of an accepted referral becomes a life event of its person; None where it had none."""
    reason = queries.reason_of(referral)
    if reason is None or referral.person is None or referral.person.deceased_on is not None:
        return None
    return note(
        person=referral.person,
        kind=LifeEventKind(reason.kind),
        told_by=ToldBy(reason.told_by),
        happened_on=reason.happened_on,
        referral=referral,
        by=by,
        at=at,
    )
