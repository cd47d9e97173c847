"""Named reads of befriending: schemes and their waits, the queue, matches at risk, reviews due, visits to come."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Count, Exists, Max, Min, OuterRef, Prefetch, Q, QuerySet

from alongside.befriending import access, rules, standing
from alongside.befriending.enums import Decision, MatchStatus, Risk, RoundStatus, VisitStatus, WishStatus
from alongside.befriending.models import (
    Answer,
    CalendarLink,
    Cover,
    Exclusion,
    LeftWaiting,
    Match,
    Proposal,
    Review,
    Round,
    Scheme,
    Visit,
    VisitLog,
    Wish,
)
from alongside.core import clock
from alongside.core.ids import hash_secret
from alongside.volunteering.enums import VolunteerStatus
from alongside.volunteering.models import Volunteer

if TYPE_CHECKING:
    from alongside.partnerships.viewer import Viewer

MOST = 300
LATELY = dt.timedelta(days=182)
LOOK_BACK = 6  # past visits that say how a match goes


# Schemes and their queues ----------------------------------------------------------------------------------------


def honest_wait(scheme: Scheme, *, at: dt.datetime) -> rules.HonestWait:
    """How many wait, and how long those waited who found a befriender in the last half year."""
    waiting = Wish.objects.filter(scheme=scheme, status=WishStatus.WAITING).count()
    lately = Match.objects.filter(
        scheme=scheme, agreed_at__gte=at - LATELY, agreed_at__lte=at, proposal__isnull=False
    ).values_list("proposal__weeks_waited", flat=True)
    return rules.honest_wait(waiting=waiting, lately=list(lately.order_by("proposal__weeks_waited")))


@dataclass(frozen=True)
class SchemeRow:
    """A line of the list of schemes."""

    scheme: Scheme
    wait: rules.HonestWait
    live: int
    to_decide: int


def schemes(viewer: Viewer | None, *, at: dt.datetime) -> list[SchemeRow]:
    """The viewer's schemes with their queues, by name."""
    visible = access.schemes_visible_to(viewer)
    live = _counts(Match.objects.filter(scheme__in=visible, status__in=rules.LIVE).values_list("scheme"))
    decide = _counts(
        Proposal.objects.filter(round__scheme__in=visible, decision=Decision.PENDING).values_list(
            "round__scheme"
        )
    )
    return [
        SchemeRow(one, honest_wait(one, at=at), live.get(one.pk, 0), decide.get(one.pk, 0))
        for one in visible.order_by("name", "id")
    ]


def _counts(rows: Any) -> dict[UUID, int]:
    return dict(rows.order_by().annotate(n=Count("pk")))


@dataclass(frozen=True)
class Waiting:
    """A line of a queue."""

    wish: Wish
    weeks: int
    why: str
    candidates: int
    is_proposed: bool
    is_stale: bool


def queue(scheme: Scheme, *, at: dt.datetime) -> list[Waiting]:
    """Who waits, the longest first, with why the last round left them."""
    newest = last_round(scheme)
    left = {one.wish_id: one for one in LeftWaiting.objects.filter(round=newest)} if newest else {}
    proposed = set(
        Proposal.objects.filter(round__scheme=scheme, decision=Decision.PENDING).values_list(
            "wish_id", flat=True
        )
    )
    rows = (
        Wish.objects.filter(scheme=scheme, status=WishStatus.WAITING)
        .select_related("person", "scheme")
        .order_by("waiting_since_at", "id")[:MOST]
    )
    return [
        Waiting(
            wish,
            rules.weeks_between(wish.waiting_since_at, at),
            left[wish.pk].why if wish.pk in left else "",
            left[wish.pk].candidates if wish.pk in left else 0,
            wish.pk in proposed,
            at - wish.checked_at > rules.STALE_AFTER,
        )
        for wish in rows
    ]


def last_round(scheme: Scheme) -> Round | None:
    """The newest round that was solved."""
    return (
        Round.objects.filter(scheme=scheme, status=RoundStatus.SOLVED)
        .select_related("scheme", "parameter", "run_by")
        .order_by("-run_at", "-id")
        .first()
    )


def proposals_of(made: Round) -> QuerySet[Proposal]:
    """What a round proposed: what is to decide first, then who waited longest."""
    return (
        Proposal.objects.filter(round=made)
        .select_related("wish__person", "volunteer", "decided_by", "changed_to")
        .order_by("decided_at", "-weeks_waited", "id")
    )


def alternatives_of(proposal: Proposal) -> list[tuple[Volunteer, dict[str, Any]]]:
    """Other volunteers within 5%, with what the round knew of them; those who left meanwhile are not there."""
    known = {
        str(v.pk): v
        for v in Volunteer.objects.filter(
            pk__in=[one["volunteer"] for one in proposal.alternatives]
        ).order_by("pk")
        if v.status == VolunteerStatus.READY
    }
    return [(known[one["volunteer"]], one) for one in proposal.alternatives if one["volunteer"] in known]


# Answers and links -----------------------------------------------------------------------------------------------


def answer_by_secret(secret: str) -> Answer | None:
    """The answer whose link this is."""
    return (
        Answer.objects.filter(token_hash=hash_secret(secret))
        .select_related("match__person", "match__scheme__organisation", "match__volunteer__member")
        .first()
    )


def calendar_by_secret(secret: str) -> CalendarLink | None:
    """The calendar link of this secret, while it is not revoked and its volunteer is one of us."""
    link = (
        CalendarLink.objects.filter(token_hash=hash_secret(secret), revoked_at__isnull=True)
        .select_related("volunteer__member")
        .first()
    )
    if link is None or not link.volunteer.is_active:
        return None
    member = link.volunteer.member
    return link if member is not None and member.is_present else None


# Cover -----------------------------------------------------------------------------------------------------------


def have_met(person_id: UUID, volunteer_id: UUID) -> bool:
    """Whether these two have met on a visit."""
    return Visit.objects.filter(
        match__person_id=person_id, volunteer_id=volunteer_id, status=VisitStatus.HAPPENED
    ).exists()


def could_cover(match: Match) -> QuerySet[Volunteer]:
    """Volunteers who could cover: ready, of the same organisation and channel, and nothing on record against it.

    Those the person has met come first.
    """
    kept_apart = Exclusion.objects.filter(
        person=match.person_id, volunteer=OuterRef("pk"), lifted_at__isnull=True
    )
    met = Visit.objects.filter(
        match__person=match.person_id, volunteer=OuterRef("pk"), status=VisitStatus.HAPPENED
    )
    return (
        Volunteer.objects.filter(
            Q(member__isnull=True) | Q(member__left_at__isnull=True),
            organisation=match.scheme.organisation_id,
            status=VolunteerStatus.READY,
            channels__contains=[match.channel],
        )
        .exclude(pk=match.volunteer_id)
        .exclude(Exists(kept_apart))
        .annotate(have_met=Exists(met))
        .select_related("member")
        .order_by("-have_met", "name", "id")
    )


def may_cover(match: Match, volunteer: Volunteer) -> bool:
    """Whether this volunteer is one of those."""
    return could_cover(match).filter(pk=volunteer.pk).exists()


# Visits ----------------------------------------------------------------------------------------------------------


def with_logs(visits: QuerySet[Visit]) -> QuerySet[Visit]:
    """The visits with everything a line about them shows."""
    return visits.select_related(
        "match__person", "match__wish", "match__scheme", "volunteer", "cover"
    ).prefetch_related(
        Prefetch("logs", queryset=VisitLog.objects.select_related("logged_by").order_by("logged_at", "id"))
    )


def coming_visits(viewer: Viewer | None, *, at: dt.datetime, limit: int = 20) -> list[Visit]:
    """What a volunteer does next, and what still wants a log, the earliest first."""
    since = at - dt.timedelta(days=14)
    visits = access.own_visits(viewer, at).filter(during__endswith__gt=since)
    wanted = Q(status=VisitStatus.BOOKED, match__status__in=rules.VISITING) | Q(
        status=VisitStatus.MISSED, logs__isnull=True
    )
    return list(with_logs(visits.filter(wanted)).order_by("during", "id")[:limit])


def visits_of(match: Match, *, at: dt.datetime) -> tuple[list[Visit], list[Visit]]:
    """Visits to come, the next first, and past ones, the newest first."""
    visits = with_logs(match.visits.all())
    coming = visits.filter(status=VisitStatus.BOOKED, during__startswith__gt=at).order_by("during", "id")
    past = visits.filter(during__startswith__lte=at).order_by("-during", "-id")
    return list(coming[:20]), list(past[:20])


def for_calendar(volunteer: Volunteer, *, at: dt.datetime) -> QuerySet[Visit]:
    """Booked visits of a volunteer from a month ago on, for their own calendar."""
    return Visit.objects.filter(
        volunteer=volunteer,
        status__in=rules.TAKES_TIME,
        match__status__in=rules.MEETING,
        during__startswith__gt=at - dt.timedelta(days=31),
    ).order_by("during", "id")


# At risk, reviews due --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class AtRisk:
    """A match that may need help, and why."""

    match: Match
    risks: tuple[Risk, ...]


def live_matches(viewer: Viewer | None) -> QuerySet[Match]:
    """The live matches of the viewer's schemes, by person."""
    return (
        access.matches_visible_to(viewer)
        .filter(status__in=rules.LIVE)
        .select_related("person", "volunteer__member", "scheme", "supervisor")
        .order_by("person__family_name", "person__given_name", "id")
    )


def at_risk(viewer: Viewer | None, *, at: dt.datetime) -> list[AtRisk]:
    """Live matches that may need help, those with most reasons first. A constant number of look-ups, but for checks."""
    on = clock.local(at).date()
    matches = list(
        live_matches(viewer).filter(status__in=[MatchStatus.TRIAL, MatchStatus.ACTIVE, MatchStatus.COVERED])[
            :MOST
        ]
    )
    past: dict[UUID, list[Visit]] = defaultdict(list)
    for visit in (
        Visit.objects.filter(
            match__in=matches, during__endswith__lte=at, status__in=[VisitStatus.HAPPENED, VisitStatus.MISSED]
        )
        .prefetch_related("logs")
        .order_by("-during", "-id")
    ):
        if len(past[visit.match_id]) < LOOK_BACK:
            past[visit.match_id].append(visit)
    coming: dict[UUID, dt.datetime] = dict(
        Visit.objects.filter(match__in=matches, status=VisitStatus.BOOKED, during__startswith__gt=at)
        .order_by()
        .values_list("match")
        .annotate(first=Min("during__startswith"))
    )
    due: dict[UUID, dt.date] = dict(
        Review.objects.filter(match__in=matches, held_at__isnull=True)
        .order_by()
        .values_list("match")
        .annotate(first=Min("due_on"))
    )
    said: dict[UUID, dt.datetime] = dict(
        VisitLog.objects.filter(visit__match__in=matches)
        .order_by()
        .values_list("visit__match")
        .annotate(last=Max("logged_at"))
    )
    cleared = standing.cleared([m.volunteer_id for m in matches], on=on, until=on)
    found = []
    for match in matches:
        last = said.get(match.pk)
        next_at = coming.get(match.pk)
        why = rules.risks(
            visits=[_seen(visit) for visit in reversed(past[match.pk])],
            last_word_on=clock.local(last).date() if last else match.began_on or on,
            next_visit_on=clock.local(next_at).date() if next_at else None,
            every_weeks=match.every_weeks,
            may_visit=_may_visit(match, cleared),
            review_due_on=due.get(match.pk),
            on=on,
        )
        if match.channel not in rules.BOOKABLE:
            why = [risk for risk in why if risk != Risk.NOTHING_BOOKED]
        if why:
            found.append(AtRisk(match, tuple(why)))
    return sorted(found, key=lambda one: (-len(one.risks), str(one.match.pk)))


def _may_visit(match: Match, cleared: dict[UUID, Any]) -> bool:
    member = match.volunteer.member
    here = match.volunteer.status == VolunteerStatus.READY and (member is None or member.is_present)
    return here and match.channel in cleared.get(match.volunteer_id, ())


def _seen(visit: Visit) -> rules.Seen:
    log = next(iter(visit.logs.all()), None)
    if log is None:
        return rules.Seen(visit.status)
    felt = tuple(word for word in (log.person_felt, log.volunteer_felt) if word)
    return rules.Seen(visit.status, felt, log.why_not)


def reviews_due(
    viewer: Viewer | None, *, on: dt.date, within: dt.timedelta = dt.timedelta(days=14)
) -> list[Review]:
    """Reviews that are due within two weeks or late, the earliest first."""
    return list(
        Review.objects.filter(
            match__in=access.matches_visible_to(viewer),
            match__status__in=rules.MEETING,
            held_at__isnull=True,
            due_on__lte=on + within,
        )
        .select_related("match__person", "match__volunteer", "match__scheme")
        .order_by("due_on", "id")[:MOST]
    )


def stopped_visits(viewer: Viewer | None, *, at: dt.datetime) -> list[Visit]:
    """Booked visits whose volunteer may not go on that day, for the supervisor to arrange cover."""
    booked = list(
        with_logs(access.visits_visible_to(viewer))
        .filter(status=VisitStatus.BOOKED, during__startswith__gt=at)
        .select_related("volunteer__member", "match__person")
        .order_by("during", "id")[:MOST]
    )
    allowed: dict[tuple[UUID, str, dt.date], bool] = {}
    found = []
    for visit in booked:
        key = (visit.volunteer_id, visit.channel, clock.local(visit.during.lower).date())
        if key not in allowed:
            allowed[key] = standing.may_meet(visit.volunteer, visit.channel, key[2])
        if not allowed[key]:
            found.append(visit)
    return found


def covers_of(match: Match) -> QuerySet[Cover]:
    """Who covered, the newest first."""
    return match.covers.select_related("volunteer").order_by("-made_at", "-id")


def exclusions_of(viewer: Viewer | None, person_id: UUID) -> QuerySet[Exclusion]:
    """With whom a person must not be matched, for the staff of the volunteers' organisation."""
    return (
        access.exclusions_visible_to(viewer)
        .filter(person=person_id, lifted_at__isnull=True)
        .select_related("volunteer", "made_by")
        .order_by("-made_at", "id")
    )
