"""Named reads about volunteers: who is ready, what lacks, where applications stand, what lapses, what was given."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Max, Q, QuerySet, Sum

from alongside.core.clock import local
from alongside.core.ids import hash_secret
from alongside.partnerships.enums import Role
from alongside.partnerships.models import Member, Organisation
from alongside.people.rules import age
from alongside.volunteering import access, roles, rules
from alongside.volunteering.enums import CheckKind, ReferenceStatus, Stage, VolunteerStatus
from alongside.volunteering.models import (
    Application,
    Check,
    Expense,
    Hours,
    Reference,
    StageMove,
    Volunteer,
    Worry,
)

if TYPE_CHECKING:
    from alongside.partnerships.viewer import Viewer

MOST = 300


def needs_of(volunteer: Volunteer, on: date, tasks: Iterable[str] | None = None) -> rules.Needs:
    """What decides which checks this volunteer needs, for all their tasks or for some."""
    years = age(volunteer.born_on, None, on)
    return rules.Needs(
        tasks=frozenset(volunteer.tasks if tasks is None else tasks),
        is_regular=volunteer.is_regular,
        people_receive_care=volunteer.people_receive_care,
        is_minor=years is not None and years < rules.MINOR_UNTIL,
    )


def held_by(volunteers: Iterable[UUID]) -> dict[UUID, list[rules.Held]]:
    """The checks of volunteers, in one look."""
    found: dict[UUID, list[rules.Held]] = defaultdict(list)
    for check in Check.objects.filter(volunteer__in=list(volunteers)).order_by("issued_on", "id"):
        found[check.volunteer_id].append(as_held(check))
    return found


def as_held(check: Check) -> rules.Held:
    """A check as the rules see it."""
    return rules.Held(
        kind=check.kind,
        issued_on=check.issued_on,
        expires_on=check.expires_on,
        level=check.level,
        is_ended=check.ended_at is not None,
    )


def lacks_of(volunteer: Volunteer, on: date, tasks: Iterable[str] | None = None) -> list[rules.Lack]:
    """What stands in the way of this volunteer on a day, for all their tasks or for some.

    Somebody who is not ready, rests or has left may do nothing, whatever was checked.
    """
    if volunteer.status != VolunteerStatus.READY:
        return [rules.Lack("status", str(VolunteerStatus(volunteer.status).label))]
    held = held_by([volunteer.pk]).get(volunteer.pk, [])
    return list(rules.may_volunteer(held, needs_of(volunteer, on, tasks), on))


@dataclass(frozen=True)
class ReadyVolunteer:
    """A volunteer in status ready: for which ways of meeting the checks count on the day, and what lacks for all."""

    volunteer: Volunteer
    cleared: frozenset[str]
    lacks: tuple[rules.Lack, ...]

    @property
    def may_volunteer(self) -> bool:
        """Whether nothing lacks for any of their tasks."""
        return not self.lacks


def ready_volunteers(on: date, organisation: Organisation | None = None) -> list[ReadyVolunteer]:
    """Everybody in status ready, with what their checks allow on a day. Three look-ups, however many there are.

    Ask with the day of a first review to know who is covered until then. Availability and times away come along.
    """
    rows = Volunteer.objects.filter(status=VolunteerStatus.READY)
    if organisation is not None:
        rows = rows.filter(organisation=organisation)
    volunteers = list(rows.prefetch_related("availability", "away").order_by("id"))
    held = held_by([v.pk for v in volunteers])
    return [_ready(volunteer, held.get(volunteer.pk, []), on) for volunteer in volunteers]


def _ready(volunteer: Volunteer, held: list[rules.Held], on: date) -> ReadyVolunteer:
    cleared = frozenset(
        channel
        for channel in volunteer.channels
        if channel in roles.CHANNEL_TASKS
        and not rules.may_volunteer(held, needs_of(volunteer, on, [roles.CHANNEL_TASKS[channel]]), on)
    )
    return ReadyVolunteer(volunteer, cleared, rules.may_volunteer(held, needs_of(volunteer, on), on))


def progress_of(application: Application, on: date) -> rules.Progress:
    """What is there of an applicant."""
    volunteer = application.volunteer
    needs = needs_of(volunteer, on)
    lacking = {lack.kind for lack in rules.may_volunteer(held_by([volunteer.pk])[volunteer.pk], needs, on)}
    references = list(application.references.values_list("status", flat=True))
    refused = {ReferenceStatus.DECLINED, ReferenceStatus.NOT_ACCEPTED}
    return rules.Progress(
        can_be_reached=bool(volunteer.phone or volunteer.email),
        age_is_known=volunteer.born_on is not None,
        has_roles=bool(volunteer.roles),
        referees=sum(status not in refused for status in references),
        references_accepted=references.count(ReferenceStatus.ACCEPTED),
        has_interview=set(application.interview) >= set(rules.INTERVIEW),
        kinds_in_force=frozenset(kind for kind in rules.needed_kinds(needs) if kind not in lacking),
        needs=needs,
        has_supervisors=volunteer.supervisor_id is not None and volunteer.deputy_id is not None,
    )


@dataclass(frozen=True)
class Waiting:
    """A line of the list of applications."""

    application: Application
    volunteer: Volunteer
    days: int
    move_by: date
    is_late: bool


def applications(viewer: Viewer | None, on: date) -> list[Waiting]:
    """Everybody on the way in, the ones nobody owns first, then the longest at their stage."""
    rows = (
        Application.objects.filter(volunteer__in=access.visible_to(viewer), stage__in=rules.OPEN)
        .select_related("volunteer", "owner")
        .order_by("since_at", "id")[:MOST]
    )
    lines = []
    for row in rows:
        since = local(row.since_at).date()
        by = rules.should_move_by(row.stage, since)
        lines.append(Waiting(row, row.volunteer, (on - since).days, by, by < on))
    return sorted(lines, key=lambda line: (line.application.owner_id is not None, not line.is_late))


@dataclass(frozen=True)
class Step:
    """A step of the way in: how many came to it, and what became of them there."""

    stage: Stage
    came: int
    gave_up: int
    refused: int
    still_there: int
    share: int


def where_they_fall_away(viewer: Viewer | None, since: datetime) -> list[Step]:
    """For applications received since then: how many came to each stage, and how many left from it."""
    ours = Application.objects.filter(volunteer__in=access.visible_to(viewer), received_at__gte=since)
    moves = StageMove.objects.filter(application__in=ours).values_list(
        "application", "from_stage", "to_stage"
    )
    came: dict[str, set[UUID]] = defaultdict(set)
    left: dict[tuple[str, str], int] = defaultdict(int)
    for application, start, end in moves:
        if end in (Stage.REFUSED, Stage.WITHDRAWN):
            left[start, end] += 1
        else:
            came[end].add(application)
    for position in range(len(rules.ORDER) - 2, 0, -1):  # who came further came here too
        came[rules.ORDER[position]] |= came[rules.ORDER[position + 1]]
    came[Stage.ENQUIRY] |= came[Stage.APPLICATION]
    now_at: dict[str, int] = defaultdict(int)
    for stage in ours.values_list("stage", flat=True):
        now_at[stage] += 1
    most = max(1, len(came[Stage.ENQUIRY]))
    return [
        Step(
            stage=stage,
            came=len(came[stage]),
            gave_up=left[stage, Stage.WITHDRAWN],
            refused=left[stage, Stage.REFUSED],
            still_there=now_at[stage],
            share=round(100 * len(came[stage]) / most),
        )
        for stage in rules.ORDER
    ]


def volunteers(viewer: Viewer | None) -> QuerySet[Volunteer]:
    """The volunteers who are ready or resting, by name."""
    return (
        access.visible_to(viewer)
        .filter(status__in=access.ACTIVE)
        .select_related("supervisor", "deputy")
        .order_by("name", "id")[:MOST]
    )


@dataclass(frozen=True)
class Lapsing:
    """A check of an active volunteer that has lapsed or soon will, and is not followed by another."""

    volunteer: Volunteer
    kind: CheckKind
    issued_on: date
    expires_on: date
    has_lapsed: bool


def lapsing(viewer: Viewer | None, on: date, within_days: int = max(rules.NOTICE_DAYS)) -> list[Lapsing]:
    """What has lapsed and what lapses soon, the earliest first."""
    return _lapsing(access.visible_to(viewer).filter(status__in=access.ACTIVE), on, within_days)


def lapsing_everywhere(on: date, within_days: int = max(rules.NOTICE_DAYS)) -> list[Lapsing]:
    """The same for all organisations of the partnership, for the daily notices."""
    return _lapsing(Volunteer.objects.filter(status__in=access.ACTIVE), on, within_days)


def _lapsing(rows: QuerySet[Volunteer], on: date, within_days: int) -> list[Lapsing]:
    last = (
        Check.objects.filter(volunteer__in=rows, ended_at__isnull=True, expires_on__isnull=False)
        .values("volunteer", "kind")
        .annotate(until=Max("expires_on"), issued=Max("issued_on"))
        .filter(until__lte=on + timedelta(days=within_days))
    )
    endless = set(
        Check.objects.filter(volunteer__in=rows, ended_at__isnull=True, expires_on__isnull=True).values_list(
            "volunteer", "kind"
        )
    )
    found = [row for row in last if (row["volunteer"], row["kind"]) not in endless]
    people = {
        v.pk: v
        for v in Volunteer.objects.filter(pk__in=[row["volunteer"] for row in found]).select_related(
            "supervisor__user", "deputy__user", "organisation"
        )
    }
    lines = []
    for row in found:
        volunteer = people[row["volunteer"]]
        kind = CheckKind(row["kind"])
        if kind in rules.needed_kinds(needs_of(volunteer, on)):
            lines.append(Lapsing(volunteer, kind, row["issued"], row["until"], row["until"] <= on))
    return sorted(lines, key=lambda line: (line.expires_on, line.volunteer.name, str(line.volunteer.pk)))


def without_support(viewer: Viewer | None) -> list[Volunteer]:
    """Active volunteers whose supervisor or deputy has left us."""
    rows = access.visible_to(viewer).filter(status__in=access.ACTIVE)
    gone = Q(supervisor__left_at__isnull=False) | Q(deputy__left_at__isnull=False)
    return list(rows.filter(gone).select_related("supervisor", "deputy").order_by("name", "id"))


def stands_behind(volunteer: Volunteer) -> list[Member]:
    """The supervisor and the deputy, those of them who are here, the supervisor first."""
    behind = [volunteer.supervisor, volunteer.deputy]
    return [member for member in behind if member is not None and member.is_present]


def may_supervise(organisation: Organisation) -> QuerySet[Member]:
    """Who can be a supervisor or deputy: present connectors and team leads of the organisation."""
    return (
        Member.objects.filter(organisation=organisation, role__in=access.MANAGES, left_at__isnull=True)
        .select_related("user")
        .order_by("name", "id")
    )


def takes_applications() -> Organisation | None:
    """Who takes applications from the public: the first organisation that supports people."""
    return Organisation.objects.filter(supports_people=True).order_by("id").first()


def reference_by_secret(secret: str) -> Reference | None:
    """The reference whose link this is, by its newest message or the one before."""
    hashed = hash_secret(secret)
    return (
        Reference.objects.filter(Q(token_hash=hashed) | Q(earlier_token_hash=hashed))
        .filter(sent_at__isnull=False)
        .select_related("application__volunteer__organisation")
        .first()
    )


def minutes_given(volunteer: Volunteer, since: date | None = None) -> int:
    """Minutes a volunteer gave, in all or since a day."""
    rows = Hours.objects.filter(volunteer=volunteer)
    if since is not None:
        rows = rows.filter(held_on__gte=since)
    return rows.aggregate(total=Sum("minutes"))["total"] or 0


def claims(viewer: Viewer | None, status: str = "") -> QuerySet[Expense]:
    """Expenses the viewer may see, the oldest first."""
    rows = access.expenses_visible_to(viewer)
    if status:
        rows = rows.filter(status=status)
    return (
        rows.select_related("volunteer", "decided_by").prefetch_related("receipts").order_by("spent_on", "id")
    )


def open_worries(viewer: Viewer | None) -> QuerySet[Worry]:
    """Worries nobody has closed, the oldest first."""
    return (
        access.worries_visible_to(viewer)
        .filter(closed_at__isnull=True)
        .select_related("volunteer", "heard_by", "person")
        .order_by("raised_at", "id")
    )


def safeguarding_leads(organisation: Organisation) -> list[Member]:
    """Who is told when nobody hears a worry: the organisation's safeguarding leads, or else the partnership's."""
    found = Member.objects.filter(role=Role.SAFEGUARDING_LEAD, left_at__isnull=True).select_related("user")
    return list(found.filter(organisation=organisation).order_by("name")) or list(found.order_by("name"))


def team_leads(organisation: Organisation) -> list[Member]:
    """The team leads of an organisation who are here."""
    rows = Member.objects.filter(organisation=organisation, role=Role.TEAM_LEAD, left_at__isnull=True)
    return list(rows.select_related("user").order_by("name", "id"))
