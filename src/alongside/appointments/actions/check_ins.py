"""Going out alone: set out, need longer, be safe, ask for help; and those who watch: told in rounds, see to it, close.

Each verb locks the row of the check-in first, so that a tap and the minute's job never pass each other. A line that is
sent again (the same `key`, or the same state) changes nothing.
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from alongside.appointments import notify, queries, rules, watching, words
from alongside.appointments.actions.errors import CannotDo
from alongside.appointments.actions.going_out import check_buddy, phone_of, tell
from alongside.appointments.enums import Found, Kind, Via
from alongside.appointments.models import Alert, CheckIn, CheckInEvent
from alongside.core import ids
from alongside.messaging import actions as messaging

if TYPE_CHECKING:
    from alongside.appointments.models import Appointment
    from alongside.casework.models import Case
    from alongside.partnerships.models import Member

OUT_ONCE = "appointments_out_once"
AFTER_A_MISTAKE = 15  # minutes that the watch goes on when "I am safe" was pressed by mistake


@transaction.atomic
def start(
    *,
    where: str,
    until: dt.datetime,
    buddy: Member,
    by: Member,
    at: dt.datetime,
    phone: str = "",
    case: Case | None = None,
    appointment: Appointment | None = None,
) -> CheckIn:
    """Set out. The buddy hears of it, and who goes is sent their link."""
    check_buddy(buddy, of=by)
    number = phone_of(phone)
    if not where.strip():
        raise CannotDo(
            _("Say where you go. Your buddy sees it only when they are told to look for you."), "where"
        )
    if not at < until <= at + rules.LONGEST_OUT:
        raise CannotDo(_("Say until when: within the next 12 hours."), "minutes")
    key = ids.new_id()
    secret = watching.secret_for(key)
    made = CheckIn(
        id=key,
        member=by,
        buddy=buddy,
        case=case,
        appointment=appointment,
        where=where.strip(),
        phone=number,
        grace_minutes=queries.grace_minutes(),
        token_hash=ids.hash_secret(secret),
        started_at=at,
        due_at=until,
    )
    _save_out(made)
    _add(made, Kind.STARTED, by=by, via=Via.SIGNED_IN, at=at, due_at=until)
    told = queries.going_out_of(by.pk)
    if number and (told is None or not told.phone):
        tell(
            member=by,
            phone=number,
            start_postcode=told.start_postcode if told else "",
            travel_mode=told.travel_mode if told else "",
            buddy=told.buddy if told and told.buddy and told.buddy.is_present else buddy,
            at=at,
        )
    notify.link_to_self(made, secret=secret, at=at)
    notify.ask_buddy(made, at=at)
    return made


@transaction.atomic
def extend(
    *, check_in: CheckIn, minutes: int, via: Via, by: Member, at: dt.datetime, key: uuid.UUID | None = None
) -> CheckIn:
    """Need longer: 15 or 30 minutes from the expected end, or from now where that has passed."""
    current = _locked(check_in)
    if _was_sent(current, key):
        return current
    _check_out(current)
    if minutes not in rules.EXTENSIONS:
        raise CannotDo(_("Choose 15 or 30 minutes."))
    until = rules.extended(current.due_at, minutes, at=at)
    if until > at + rules.LONGEST_OUT:
        raise CannotDo(_("This is more than 12 hours from now. Say that you are safe, and set out again."))
    alerted = _alerted_now(current)
    current.due_at = until
    current.save(update_fields=["due_at"])
    line = _add(current, Kind.EXTENDED, by=by, via=via, at=at, due_at=until, key=key)
    if alerted:
        _tell_news(
            current, _("is all right and needs until %(time)s.") % {"time": words.time_of_day(until)}, line
        )
    return current


@transaction.atomic
def safe(
    *,
    check_in: CheckIn,
    via: Via,
    by: Member,
    at: dt.datetime,
    claimed_ms: int | None = None,
    key: uuid.UUID | None = None,
) -> CheckIn:
    """ "I am safe": the watch ends. A tap that was made without signal counts from when it was made, where that can be.

    A tap made before the watch was taken up again is old news. One that arrives after a colleague closed it is written
    down and changes nothing else.
    """
    current = _locked(check_in)
    if _was_sent(current, key):
        return current
    lines = watching.lines(current)
    resumed = next((line.at for line in reversed(lines) if line.kind == Kind.RESUMED), None)
    tapped = rules.tapped_at(claimed_ms, not_before=current.started_at, at=at)
    if rules.is_stale(tapped, resumed_at=resumed):
        return current
    already = any(line.kind == Kind.SAFE and (resumed is None or line.at >= resumed) for line in lines)
    if already:
        return current
    line = _add(current, Kind.SAFE, by=by, via=via, at=at, tapped_at=tapped, key=key)
    if current.is_out:
        current.ended_at = at
        current.save(update_fields=["ended_at"])
    for alert in watching.alerts(current):
        for message in alert.messages:
            messaging.withdraw(message=message, why=_("They have said that they are safe."))
    if watching.who_knows(current):
        since = tapped or at
        _tell_news(current, _("said at %(time)s: I am safe.") % {"time": words.time_of_day(since)}, line)
    return current


@transaction.atomic
def resume(
    *, check_in: CheckIn, via: Via, by: Member, at: dt.datetime, key: uuid.UUID | None = None
) -> CheckIn:
    """ "I am safe" was pressed by mistake: watch on, for another quarter of an hour at least."""
    current = _locked(check_in)
    if current.is_out or _was_sent(current, key):
        return current
    if any(line.kind == Kind.CLOSED for line in watching.lines(current)):
        raise CannotDo(_("A colleague has closed this. Set out again."))
    if current.ended_at is None or at - current.ended_at > rules.LONGEST_OUT:
        raise CannotDo(_("This was too long ago. Set out again."))
    current.ended_at = None
    current.due_at = rules.extended(current.due_at, AFTER_A_MISTAKE, at=at)
    _save_out(current)
    _add(current, Kind.RESUMED, by=by, via=via, at=at, due_at=current.due_at, key=key)
    return current


@transaction.atomic
def ask_for_help(
    *, check_in: CheckIn, via: Via, by: Member, at: dt.datetime, key: uuid.UUID | None = None
) -> CheckIn:
    """ "I need help": buddy, deputy and team leads are told at once. Pressed again it is a line more, no alert more."""
    current = _locked(check_in)
    if _was_sent(current, key):
        return current
    if not current.is_out:
        resume(check_in=current, via=via, by=by, at=at)
        current = _locked(current)
    asked = any(line.kind == Kind.HELP for line in watching.lines(current))
    if not asked:
        current.due_at = max(at, current.started_at + dt.timedelta(seconds=1))
        current.save(update_fields=["due_at"])
    _add(current, Kind.HELP, by=by, via=via, at=at, due_at=current.due_at, key=key)
    if not asked:
        for round_number in (rules.TELL_BUDDY, rules.TELL_DEPUTY):
            _alert(current, round_number, at, help_asked=True)
    return current


@transaction.atomic
def raise_due(*, check_in_id: uuid.UUID, at: dt.datetime) -> int:
    """Tell whoever is next of a check-in that is late; return how many were told. Twice at a moment is once.

    After an outage the rounds that were missed and still matter, buddy and deputy, go out together.
    """
    current = (
        CheckIn.objects.select_for_update(of=("self",)).filter(pk=check_in_id, ended_at__isnull=True).first()
    )
    if current is None:
        return 0
    told = 0
    for _turn in range(rules.TELL_DEPUTY + 2):
        due = rules.next_round(watching.watched(current), at)
        if due is None:
            break
        made = _alert(current, due, at)
        while not made and rules.TELL_BUDDY <= due <= rules.TELL_DEPUTY:
            due += 1  # the buddy has left, or there is no deputy: whoever is behind them
            made = _alert(current, due, at)
        if not made:
            break
        told += made
    return told


@transaction.atomic
def see_to_it(*, check_in: CheckIn, by: Member, at: dt.datetime) -> CheckIn:
    """ "I am seeing to it": by name. It holds the alerts back for an hour."""
    current = _locked(check_in)
    _check_out(current)
    _check_not_oneself(current, by)
    seen_to = watching.seen_to_line(watching.lines(current))
    if seen_to is not None and seen_to.by_id == by.pk:
        return current
    _add(current, Kind.ACKNOWLEDGED, by=by, via=Via.SIGNED_IN, at=at)
    return current


@transaction.atomic
def look(*, check_in: CheckIn, by: Member, at: dt.datetime) -> str:
    """Where they went: for who watches, once an alert was raised, and each look is a line. For oneself it is none."""
    current = _locked(check_in)
    if by.pk == current.member_id:
        return current.where
    if not may_look(current):
        raise CannotDo(_("Where they went is shown once they are late or ask for help."))
    _add(current, Kind.LOOKED, by=by, via=Via.SIGNED_IN, at=at)
    return current.where


def may_look(check_in: CheckIn) -> bool:
    """Whether an alert was raised: the only time at which others may see where somebody went."""
    return check_in.alerts.filter(round__gte=rules.TELL_BUDDY).exists()


@transaction.atomic
def close(*, check_in: CheckIn, found: Found, said: str, by: Member, at: dt.datetime) -> CheckIn:
    """A colleague says what they found. It ends the watch, unless it had ended; it may be said once."""
    current = _locked(check_in)
    _check_not_oneself(current, by)
    if any(line.kind == Kind.CLOSED for line in watching.lines(current)):
        return current
    if not current.is_out and not may_look(current):
        raise CannotDo(_("Nothing was wrong, so there is nothing to close."))
    if found in {Found.OTHER, Found.HELPED, Found.EMERGENCY} and not said.strip():
        raise CannotDo(_("Write down in a few words what you found and what was done."), "words")
    line = _add(current, Kind.CLOSED, by=by, via=Via.SIGNED_IN, at=at, found=found, words=said.strip())
    if current.is_out:
        current.ended_at = at
        current.save(update_fields=["ended_at"])
        said_so = _("%(who)s closed it: %(found)s.") % {"who": by.name, "found": Found(found).label}
        _tell_news(current, said_so, line, besides=by)
    return current


# What stands behind it -------------------------------------------------------------------------------------------


def _locked(check_in: CheckIn) -> CheckIn:
    return (
        CheckIn.objects.select_for_update(of=("self",))
        .select_related("member__user", "member__organisation", "buddy__user", "buddy__organisation")
        .get(pk=check_in.pk)
    )


def _save_out(check_in: CheckIn) -> None:
    """Save it as open: a member is out once."""
    try:
        with transaction.atomic():
            check_in.save()
    except IntegrityError as error:
        if OUT_ONCE not in str(error):
            raise
        raise CannotDo(_("You are out already. Say that you are safe first, then set out again.")) from error


def _check_out(check_in: CheckIn) -> None:
    if not check_in.is_out:
        raise CannotDo(_("This has ended already."))


def _check_not_oneself(check_in: CheckIn, by: Member) -> None:
    if by.pk == check_in.member_id:
        raise CannotDo(_("A colleague does this. Say yourself that you are safe."))


def _was_sent(check_in: CheckIn, key: uuid.UUID | None) -> bool:
    return key is not None and check_in.events.filter(key=key).exists()


def _add(
    check_in: CheckIn, kind: Kind, *, by: Member, via: Via, at: dt.datetime, **more: Any
) -> CheckInEvent:
    """Add a line. The row of the check-in is locked, so numbers have no gaps and nobody takes ours."""
    number = check_in.events.count() + 1
    return CheckInEvent.objects.create(
        check_in=check_in, number=number, kind=kind, by=by, via=via, at=at, **more
    )


def _alerted_now(check_in: CheckIn) -> bool:
    return check_in.alerts.filter(about_due_at=check_in.due_at, round__gte=rules.TELL_BUDDY).exists()


def _alert(check_in: CheckIn, round_number: int, at: dt.datetime, *, help_asked: bool = False) -> int:
    """Tell everybody of a round; return to how many. An alert is a row first and messages second."""
    members = watching.to_tell(check_in, round_number)
    phones = queries.phones_of({member.pk for member in members})
    help_asked = help_asked or any(line.kind == Kind.HELP for line in watching.lines(check_in))
    for member in members:
        phone = phones.get(member.pk, "")
        if round_number == rules.REMIND_SELF:
            email, text = notify.remind_self(check_in, phone=check_in.phone or phone, at=at)
        else:
            email, text = notify.alert(
                check_in, member, round_number=round_number, phone=phone, help_asked=help_asked, at=at
            )
        Alert.objects.create(
            check_in=check_in,
            to=member,
            round=round_number,
            about_due_at=check_in.due_at,
            at=at,
            email=email,
            text=text,
        )
    return len(members)


def _tell_news(check_in: CheckIn, what: str, line: CheckInEvent, *, besides: Member | None = None) -> None:
    members = [one for one in watching.who_knows(check_in) if besides is None or one.pk != besides.pk]
    notify.how_it_ended(check_in, members, what=what, number=line.number, at=line.at)
