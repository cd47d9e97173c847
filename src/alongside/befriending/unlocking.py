"""What would unlock a match: a round over today's queue, and what would help those it would leave waiting.

Nothing is stored and nothing decided: it is the round that could be run now, looked at from the other end.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from alongside.befriending import problem, rules
from alongside.befriending.actions.rounds import channel_of
from alongside.befriending.models import Scheme
from alongside.core import clock
from alongside.numerics.matching import sets, shapes
from alongside.numerics.matching.kernel import solve_round
from alongside.numerics.matching.outcome import Round as Solved
from alongside.numerics.matching.outcome import Status
from alongside.numerics.matching.unlock import best_new_volunteer, relaxations
from alongside.people.models import Person
from alongside.places.models import Area
from alongside.volunteering.enums import Communication, Condition
from alongside.volunteering.models import Volunteer

if TYPE_CHECKING:
    from alongside.numerics.matching.recruiting import NewVolunteer

#: People the page tells one by one: those who have waited longest. A brief looks at everybody.
MOST_PEOPLE = 500
#: Above this many people the solver runs on its own and may be stopped.
MANY = 1500
SECONDS_AT_MOST = 20.0
MOST_WAYS = 3
MOST_CHANGES = 5


@dataclass(frozen=True)
class Way:
    """A set of changes after which this many volunteers could be, one of them by name. No change: run a round."""

    codes: tuple[str, ...]
    volunteers: int
    example: Volunteer | None


@dataclass(frozen=True)
class Still:
    """Somebody a round today would leave waiting; without ways only somebody new would help."""

    wish_id: UUID
    person: Person
    weeks: int
    why: str
    on_hold: bool
    two_volunteers: bool
    ways: tuple[Way, ...]


@dataclass(frozen=True)
class Profile:
    """Whom to look for. `needs` counts, for each skill or condition at home, the people it would be for."""

    unlocks: int
    channels: tuple[str, ...]
    areas: tuple[str, ...]
    radius_m: int
    times: tuple[tuple[int, int, int], ...]
    languages: tuple[str, ...]
    signs: tuple[str, ...]
    genders: tuple[str, ...]
    skills: dict[str, int]
    conditions: tuple[str, ...]
    needs: dict[str, int]


@dataclass(frozen=True)
class Report:
    """`stopped` holds the solver's word where it could not solve the round; everything else is then empty."""

    waiting: int
    proposed: int
    still: tuple[Still, ...] = ()
    changes: tuple[tuple[tuple[str, ...], int], ...] = ()
    profiles: tuple[Profile, ...] = ()
    stopped: str = ""
    left: int = 0


@dataclass(frozen=True)
class _Solved:
    seen: problem.Rows
    problem: shapes.Problem
    done: Solved


def report(scheme: Scheme, *, at: datetime) -> Report:
    """For everybody a round today would leave waiting the smallest changes that would help; and whom to look for."""
    solved = _solve(scheme, at)
    seen, done = solved.seen, solved.done
    if done.status is not Status.SOLVED:
        return Report(len(seen.wishes), 0, stopped=done.reason)
    longest = sorted(done.waiting, key=lambda one: (seen.wishes[one.person].waiting_since_at, one.person))
    shown = replace(done, waiting=tuple(longest[:MOST_PEOPLE]))
    found = relaxations(solved.problem, shown, at_most=MOST_WAYS)
    people = _people([seen.wishes[one.person].person_id for one in shown.waiting])
    volunteers = _volunteers([seen.volunteers[way.example].id for one in found for way in one.options])
    still = []
    for one, unlocked in zip(shown.waiting, found, strict=True):
        row = seen.wishes[one.person]
        ways = tuple(
            Way(way.codes, way.volunteers, volunteers.get(seen.volunteers[way.example].id))
            for way in unlocked.options
        )
        still.append(
            Still(
                wish_id=row.id,
                person=people[row.person_id],
                weeks=rules.weeks_between(row.waiting_since_at, at),
                why=str(one.why),
                on_hold=row.on_hold,
                two_volunteers=row.two_volunteers,
                ways=ways,
            )
        )
    helped = Counter(way.codes for unlocked in found for way in unlocked.options if way.codes)
    return Report(
        waiting=len(seen.wishes),
        proposed=len(done.matches),
        still=tuple(still),
        changes=tuple(sorted(helped.items(), key=lambda one: (-one[1], len(one[0]), one[0]))[:MOST_CHANGES]),
        profiles=_profiles(solved),
        left=len(done.waiting),
    )


def profiles(scheme: Scheme, *, at: datetime) -> tuple[Profile, ...]:
    """Whom to look for, best first; empty where nobody new would help, or the solver could not say."""
    solved = _solve(scheme, at)
    return _profiles(solved) if solved.done.status is Status.SOLVED else ()


def _solve(scheme: Scheme, at: datetime) -> _Solved:
    parameter = scheme.parameters.order_by("-version").first()
    points = parameter.points_per_week_waited if parameter else shapes.Parameters().points_per_week_waited
    seen = problem.read(scheme, on=clock.local(at).date())
    params = shapes.Parameters(
        points_per_week_waited=points, seconds_at_most=SECONDS_AT_MOST if len(seen.wishes) > MANY else None
    )
    whole = problem.to_problem(seen, at=at, params=params)
    return _Solved(seen, whole, solve_round(whole))


def _people(ids: list[UUID]) -> dict[UUID, Person]:
    """Who they are by name; nothing else of them is shown."""
    named = Person.objects.only("id", "partnership_id", "given_name", "family_name", "known_as")
    return {person.pk: person for person in named.filter(pk__in=ids).order_by("pk")}


def _volunteers(ids: list[UUID]) -> dict[UUID, Volunteer]:
    named = Volunteer.objects.only("id", "partnership_id", "name", "known_as")
    return {volunteer.pk: volunteer for volunteer in named.filter(pk__in=set(ids)).order_by("pk")}


# Whom to look for ------------------------------------------------------------------------------------------------


def _profiles(solved: _Solved) -> tuple[Profile, ...]:
    seen = solved.seen
    best = best_new_volunteer(solved.problem, solved.done)
    helped = [seen.wishes[row].person_id for one in best for row in one.unlocks]
    places = dict(Person.objects.filter(pk__in=helped).order_by("pk").values_list("pk", "local_authority"))
    names = _area_names(set(places.values()))
    return tuple(_told(seen, one, {who: names.get(code, "") for who, code in places.items()}) for one in best)


def _told(seen: problem.Rows, one: NewVolunteer, places: dict[UUID, str]) -> Profile:
    helped = [seen.wishes[row] for row in one.unlocks]
    codes = problem.codes_of(seen.wishes, seen.volunteers)
    conditions = sets.named(one.at_ease_with, list(Condition.values))
    skills = {skill: level for skill, level in zip(problem.SKILLS, one.skills, strict=True) if level}
    near = Counter(places[wish.person_id] for wish in helped if places.get(wish.person_id))
    return Profile(
        unlocks=len(helped),
        channels=tuple(channel_of(channel) for channel in shapes.Channel if one.channels & channel),
        areas=tuple(name for name, _n in sorted(near.items(), key=lambda place: (-place[1], place[0]))[:3]),
        radius_m=one.radius_m,
        times=one.times,
        languages=tuple(sets.named(one.languages, codes["languages"])),
        signs=tuple(sets.named(one.communication, list(Communication.values))),
        genders=tuple(code for code, bit in problem.GENDERS.items() if one.gender & bit),
        skills=skills,
        conditions=tuple(conditions),
        needs={
            **{skill: sum(bool(wish.skills.get(skill)) for wish in helped) for skill in skills},
            **{code: sum(code in wish.conditions for wish in helped) for code in conditions},
        },
    )


def _area_names(codes: set[str]) -> dict[str, str]:
    return dict(Area.objects.filter(code__in=codes).order_by("code").values_list("code", "name"))


def on_paper(profile: Profile, *, threshold: int) -> Profile:
    """The profile as it may be printed and hung up: without what fewer than `threshold` people need.

    What somebody lives with, or has at home, would point to them where only a few share it.
    """
    return replace(
        profile,
        skills={skill: level for skill, level in profile.skills.items() if profile.needs[skill] >= threshold},
        conditions=tuple(code for code in profile.conditions if profile.needs[code] >= threshold),
        unlocks=profile.unlocks if profile.unlocks >= threshold else 0,
        needs={},
    )
