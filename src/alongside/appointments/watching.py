"""Named reads of check-ins: who is out, who waits for them, and the lines of one."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, Max, OuterRef, Prefetch, Q, QuerySet, Value

from alongside.appointments import access, rules
from alongside.appointments.enums import Kind
from alongside.appointments.models import Alert, Arrangement, CheckIn, CheckInEvent
from alongside.core import ids
from alongside.core.statements import statement
from alongside.messaging.enums import MessageStatus
from alongside.partnerships.enums import Role
from alongside.partnerships.models import Member

if TYPE_CHECKING:
    from alongside.partnerships.viewer import Viewer

SHOWN = 100


def minutes(number: int) -> dt.timedelta:
    """A number of minutes as a length of time."""
    return dt.timedelta(minutes=number)


def secret_for(check_in_id: UUID) -> str:
    """The secret of a check-in's link, 192 bits: made from our key, so that nothing that opens it is stored."""
    made = hmac.new(settings.SECRET_KEY.encode(), b"check-in:" + check_in_id.bytes, hashlib.sha256).digest()
    return base64.urlsafe_b64encode(made[:24]).decode()


def secret_of(check_in: CheckIn) -> str:
    """The secret of its link, for who is out; "" where our key has changed since."""
    secret = secret_for(check_in.pk)
    return secret if ids.same_secret(secret, check_in.token_hash) else ""


def by_secret(secret: str) -> CheckIn | None:
    """The check-in of a link, while whoever is out is one of us."""
    found = (
        CheckIn.objects.filter(token_hash=ids.hash_secret(secret))
        .select_related("member__user", "member__organisation", "buddy", "case__person", "appointment")
        .first()
    )
    return found if found is not None and found.member.is_present else None


def own(viewer: Viewer) -> CheckIn | None:
    """The check-in a member has out now."""
    found: CheckIn | None = _out_now.first(viewer.member_id)
    return found


@statement
def _out_now(member_id: UUID) -> QuerySet[CheckIn]:
    found = CheckIn.objects.filter(member=member_id, ended_at__isnull=True).select_related("buddy")
    return found.order_by("id")[:1]


def lines(check_in: CheckIn) -> list[CheckInEvent]:
    """What happened, in order."""
    return list(check_in.events.select_related("by").order_by("number"))


def alerts(check_in: CheckIn) -> list[Alert]:
    """Who was told, in order."""
    return list(check_in.alerts.select_related("to", "email", "text").order_by("at", "round", "id"))


@dataclass(frozen=True)
class Out:
    """Somebody who is out: since when, until when, and whether they are late."""

    check_in: CheckIn
    is_late: bool
    minutes_late: int
    seen_to_by: str
    asked_for_help: bool
    in_trouble: bool


def _out(check_in: CheckIn, at: dt.datetime) -> Out:
    events: list[CheckInEvent] = list(check_in.events.all())
    seen_to = seen_to_line(events)
    told = [alert for alert in check_in.alerts.all() if alert.round >= rules.TELL_BUDDY]
    return Out(
        check_in=check_in,
        is_late=check_in.due_at <= at,
        minutes_late=max(0, int((at - check_in.due_at).total_seconds() // 60)),
        seen_to_by=seen_to.by.name if seen_to else "",
        asked_for_help=any(event.kind == Kind.HELP for event in events),
        in_trouble=any(is_in_trouble(alert) for alert in told),
    )


def is_in_trouble(alert: Alert) -> bool:
    """Whether nothing of it has left, and something stands in the way."""
    sent = any(message.status == MessageStatus.SENT for message in alert.messages)
    return not sent and (alert.cannot_arrive or any(message.trouble for message in alert.messages))


def seen_to_line(events: list[CheckInEvent]) -> CheckInEvent | None:
    """The line by which somebody sees to it, while it speaks of the present watch."""
    last: CheckInEvent | None = None
    for event in sorted(events, key=lambda one: one.number):
        if event.kind == Kind.ACKNOWLEDGED:
            last = event
        elif event.kind in {Kind.EXTENDED, Kind.RESUMED, Kind.SAFE, Kind.HELP}:
            last = None
    return last


def _with_lines(found: QuerySet[CheckIn]) -> QuerySet[CheckIn]:
    return found.select_related("member__organisation", "buddy").prefetch_related(
        Prefetch("events", CheckInEvent.objects.select_related("by").order_by("number")),
        Prefetch("alerts", Alert.objects.select_related("email", "text").order_by("at", "id")),
    )


def out_now(viewer: Viewer, at: dt.datetime) -> list[Out]:
    """Who is out, as far as the viewer may see: the longest overdue first."""
    found = access.check_ins_visible_to(viewer).filter(ended_at__isnull=True)
    return [_out(one, at) for one in _with_lines(found).order_by("due_at", "id")[:SHOWN]]


def came_back(viewer: Viewer, since: dt.datetime) -> list[CheckIn]:
    """Check-ins that ended since a moment, the newest first."""
    found = access.check_ins_visible_to(viewer).filter(ended_at__gte=since)
    return list(found.select_related("member", "buddy").order_by("-ended_at", "-id")[:SHOWN])


def late_for(viewer: Viewer | None, at: dt.datetime) -> list[CheckIn]:
    """Whom the viewer should see to now: late, watched by them. Asked on every page of a member, so a plain question
    comes first, whether anybody is out longer than they said; the rest only then.

    A buddy sees it from the minute it is over; deputy and team leads after the grace, or when help was asked for.
    Worked out from the clock alone, so that it stands here also when no job runs and no message leaves.
    """
    if viewer is None or viewer.role not in access.WATCHES:
        return []
    over = CheckIn.objects.filter(ended_at__isnull=True, due_at__lte=at)
    if not _late(at):
        return []
    waits = Q(buddy=viewer.member_id)
    if viewer.role == Role.TEAM_LEAD:
        waits |= Q(member__organisation=viewer.organisation_id)
    waits |= Q(partnership__in=Arrangement.objects.filter(deputy=viewer.member_id).values("partnership"))
    found = (
        over.filter(waits)
        .exclude(member=viewer.member_id)
        .annotate(
            asked_for_help=Exists(CheckInEvent.objects.filter(check_in=OuterRef("pk"), kind=Kind.HELP)),
            told=Exists(
                Alert.objects.filter(
                    check_in=OuterRef("pk"), to=viewer.member_id, about_due_at=OuterRef("due_at")
                )
            ),
        )
        .select_related("member")
        .order_by("due_at", "id")
    )
    return [
        one
        for one in found[:SHOWN]
        if one.told or one.buddy_id == viewer.member_id or at >= one.due_at + minutes(one.grace_minutes)
    ]


@statement
def _late(at: dt.datetime) -> QuerySet[CheckIn, int]:
    over = CheckIn.objects.filter(ended_at__isnull=True, due_at__lte=at).order_by()
    return over.values_list(Value(1), flat=True)[:1]


def open_by(at: dt.datetime) -> list[UUID]:
    """The check-ins that may be due for an alert: open, and over in five minutes or already."""
    found = CheckIn.objects.filter(ended_at__isnull=True, due_at__lte=at + rules.NUDGE_BEFORE)
    return list(found.order_by("due_at", "id").values_list("pk", flat=True))


def watched(check_in: CheckIn) -> rules.Watched:
    """What the rules need of a check-in, read while its row is locked."""
    about = check_in.alerts.filter(about_due_at=check_in.due_at)
    summed = about.aggregate(told=Max("round"), last_at=Max("at"))
    first = list(about.filter(round=rules.TELL_BUDDY).select_related("email", "text").order_by("id"))
    seen_to = seen_to_line(list(check_in.events.select_related("by").order_by("number")))
    return rules.Watched(
        due_at=check_in.due_at,
        grace=minutes(check_in.grace_minutes),
        started_at=check_in.started_at,
        told=summed["told"],
        last_at=summed["last_at"],
        none_can_arrive=bool(first) and all(alert.cannot_arrive for alert in first),
        seen_to_at=seen_to.at if seen_to else None,
    )


def to_tell(check_in: CheckIn, round_number: int) -> list[Member]:
    """Whom a round tells: who is out; the buddy; deputy and team leads; later all of them. Nobody who left."""
    if round_number == rules.REMIND_SELF:
        return [check_in.member]
    wanted = Q(pk=check_in.buddy_id)
    if round_number >= rules.TELL_DEPUTY:
        behind = Q(role=Role.TEAM_LEAD, organisation=check_in.member.organisation_id)
        behind |= Q(pk__in=Arrangement.objects.filter(deputy__isnull=False).values("deputy"))
        wanted = behind if round_number == rules.TELL_DEPUTY else wanted | behind
    found = Member.objects.filter(wanted, left_at__isnull=True).exclude(pk=check_in.member_id)
    return list(found.select_related("user", "organisation").order_by("name", "id"))


def who_knows(check_in: CheckIn) -> list[Member]:
    """Everybody who was alerted, besides who is out: they hear how it ended."""
    told = access.told_ids(check_in) - {check_in.member_id}
    found = Member.objects.filter(pk__in=told, left_at__isnull=True)
    return list(found.select_related("user", "organisation").order_by("name", "id"))
