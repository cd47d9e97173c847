"""The volunteers of the demo place: from an application to the day they are ready, and those still on the way in.

Each step is an action of `volunteering`, called with a moment in the past. Nobody here can be reached: addresses are
of the demo's own domain and telephone numbers are kept for drama.
"""

import datetime as dt
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from alongside.core.clock import LONDON, local
from alongside.core.working_days import on_or_after
from alongside.demo.partners import Team
from alongside.demo.residents import Inventor, Resident
from alongside.demo.signins import DOMAIN
from alongside.demo.world import without_savepoints
from alongside.partnerships.models import Member
from alongside.volunteering.actions import applications, checks, offers, references
from alongside.volunteering.enums import CheckKind, Pattern, RefusalReason, Stage, TrainingTopic
from alongside.volunteering.models import Application, Volunteer
from alongside.volunteering.queries import needs_of
from alongside.volunteering.rules import needed_level

MORNING, AFTERNOON, EVENING = (9 * 60, 12 * 60), (13 * 60, 17 * 60), (17 * 60, 20 * 60)
LIKES = ("reading", "walking", "food", "music", "crafts", "gardening", "faith", "games", "trips", "learning")
LIVED = ("bereavement", "caring", "moving_here", "parent", "grandparent", "retiring", "illness", "alone")
RARE = frozenset({"pt", "it", "fr", "es", "hi"})
"""Languages that only those of `pairs` speak, so that a round finds just them for each other."""
WHY = (
    "My grandmother had a visitor every Thursday. It was the day she put her earrings on.",
    "I work from home and would like to do one thing a week that is not on a screen.",
    "I retired in spring and I miss talking with people.",
    "When I moved here a neighbour knocked with soup. I would like to be that neighbour.",
    "My street is full of people who never see anybody. I have an hour.",
)
HELPED = (
    "Twelve years at a school kitchen. I can talk with anyone.",
    "I looked after my father. I know what a long day is.",
    "Rang people for the food bank in the lockdowns.",
    "",
)
HEARD = (
    "Warm and unhurried. Asked good questions about boundaries.",
    "A listener. Clear that she would ring us rather than keep a worry to herself.",
    "Reliable: came early, brought both documents.",
)
AGREED = (
    "Keeps to Tuesdays. Will ask about the hearing course.",
    "It goes well. Shorter visits when she is tired.",
    "Talked about endings, and what to say when asked for money.",
)


@dataclass(frozen=True)
class Offer:
    """Somebody who would like to help, and what they offer. `dbs_until` is a day on which their DBS check lapses."""

    name: str
    email: str
    phone: str
    postcode: str
    born_on: dt.date
    gender: str
    roles: tuple[str, ...]
    languages: tuple[str, ...]
    times: tuple[tuple[int, int, int], ...]
    more: dict[str, Any] = field(default_factory=dict)
    dbs_until: dt.date | None = None


class Volunteering:
    """Invents volunteers of one organisation and walks them along the way in."""

    def __init__(self, team: Team, now: dt.datetime, supervisors: Sequence[Member]) -> None:
        self.now, self.supervisors = now, tuple(supervisors)
        self.today = local(now).date()
        self.organisation = team.organisations["wellbeing"]
        seed = f"volunteers of {team.partnership.name} {self.today}"
        self.rng = random.Random(seed)
        self._people = self._invented(Inventor(seed, team.partnership.area_codes, self.today))
        self._number = 0

    @staticmethod
    def _invented(inventor: Inventor) -> Iterator[Resident]:
        seen: set[str] = set()
        for one in inventor.residents():
            if one.age(inventor.today) <= 76 and one.language not in RARE and one.name not in seen:
                seen.add(one.name)
                yield one

    def moment(self, days_ago: float) -> dt.datetime:
        """A working moment so many days ago, never later than now."""
        day = on_or_after(self.today - dt.timedelta(days=round(days_ago)))
        time = dt.time(self.rng.randint(9, 16), self.rng.randrange(60))
        return min(self.now, dt.datetime.combine(day, time, tzinfo=LONDON).astimezone(dt.UTC))

    def somebody(self, channel: str) -> Offer:
        """An invented offer to visit or to ring; some do both."""
        rng, one = self.rng, next(self._people)
        self._number += 1
        roles = {"visit": ("visit", "walk"), "phone": ("phone",)}[channel]
        if rng.random() < 0.3:
            roles = ("visit", "phone")
        times = tuple(
            (day, *rng.choice((MORNING, AFTERNOON, AFTERNOON, EVENING)))
            for day in sorted(rng.sample(range(6), rng.choice((1, 2, 2, 3))))
        )
        known = ("dementia", "hearing_loss", "bereavement", "low_mood")
        skills = {skill: rng.randint(1, 3) for skill in known if rng.random() < 0.45}
        return Offer(
            name=one.name,
            email=f"volunteer{self._number}@{DOMAIN}",
            phone=one.phone,
            postcode=one.postcode,
            born_on=one.born_on,
            gender=one.gender,
            roles=roles,
            languages=tuple(dict.fromkeys(("en", one.language))),
            times=times,
            more={
                "travel": rng.choice(("walk", "walk", "cycle", "bus", "bus", "car")),
                "radius_m": rng.choice((1000, 2000, 3000, 3000, 5000, 10000)),
                "people_at_most": rng.choice((1, 1, 1, 2, 2, 3)),
                "hours_per_week": rng.choice((1, 2, 2, 3, 4)),
                "interests": sorted(rng.sample(LIKES, rng.choice((2, 3, 4)))),
                "experiences": sorted(rng.sample(LIVED, rng.choice((0, 1, 2)))),
                "skills": skills,
                "cannot_meet": sorted(c for c in ("dog", "cat", "smoking", "stairs") if rng.random() < 0.18),
                "talk": rng.choice(("", "talker", "listener")),
            },
        )  # fmt: skip

    def applies(self, offer: Offer, at: dt.datetime) -> Application:
        """They send the whole application."""
        return applications.apply(
            organisation=self.organisation,
            offered={
                "name": offer.name,
                "email": offer.email,
                "phone": offer.phone,
                "postcode": offer.postcode,
                "born_on": offer.born_on,
                "gender": offer.gender,
                "roles": list(offer.roles),
                "languages": list(offer.languages),
                "pattern": Pattern.REGULAR,
                **offer.more,
            },
            told={"motivation": self.rng.choice(WHY), "experience": self.rng.choice(HELPED)},
            referees=(
                ("Rita Fox", "rita.fox@partners.example.org", "My neighbour"),
                ("Paul Okoro", "paul.okoro@partners.example.org", "My old manager"),
            ),
            at=at,
        )

    def comes_as_far_as(self, stage: Stage, offer: Offer, days_ago: float) -> Application:
        """Walk from an application sent so many days ago as far as a stage, at about the pace we promise."""
        with without_savepoints():
            return self._walks(stage, offer, days_ago)

    def _walks(self, stage: Stage, offer: Offer, days_ago: float) -> Application:
        by, deputy = self._behind()
        application = self.applies(offer, self.moment(days_ago))
        way = (
            (Stage.REFERENCES, 3, None),
            (Stage.INTERVIEW, 10, self._is_spoken_for),
            (Stage.IDENTITY, 14, self._is_interviewed),
            (Stage.DBS, 15, self._shows_who_they_are),
            (Stage.TRAINING, 29, self._has_a_dbs),
            (Stage.AGREEMENT, 32, self._learns),
            (Stage.READY, 33, self._agrees),
        )
        for wanted, pace, step in way:
            if application.stage == stage:
                break
            at = self.moment(max(0, days_ago - pace))
            if step is not None:
                step(application, offer, by, at)
            if wanted == Stage.READY:
                volunteer = application.volunteer
                checks.name_supervisors(volunteer=volunteer, supervisor=by, deputy=deputy, by=by, at=at)
            application = applications.move_on(
                application=application, expected=application.stage, by=by, at=at
            )
        return application

    def is_ready(self, offer: Offer, days_ago: float) -> Volunteer:
        """Ready since about five weeks after an application so many days ago, and talked with since."""
        application = self.comes_as_far_as(Stage.READY, offer, days_ago)
        volunteer = application.volunteer
        volunteer.refresh_from_db()
        self._is_talked_with(volunteer)
        return volunteer

    def is_refused(self, offer: Offer, days_ago: float) -> None:
        """One whom we cannot take."""
        at = self.moment(days_ago - 4)
        applications.refuse(
            application=self.applies(offer, self.moment(days_ago)),
            reason=RefusalReason.AREA,
            note="There is a scheme in your own borough that would love to have you.",
            by=self.supervisors[0],
            at=at,
        )

    def _behind(self) -> tuple[Member, Member]:
        first = self.rng.randrange(len(self.supervisors))
        return self.supervisors[first], self.supervisors[(first + 1) % len(self.supervisors)]

    def _is_spoken_for(self, application: Application, offer: Offer, by: Member, at: dt.datetime) -> None:
        for reference in application.references.order_by("id"):
            references.answer(
                reference=reference,
                known_how="For twelve years.",
                words="Kind, and always on time. I would be glad if they visited my own mother.",
                concerns="",
                recommends="yes",
                at=at,
            )
            references.judge(reference=reference, accept=True, by=by, at=at)

    def _is_interviewed(self, application: Application, offer: Offer, by: Member, at: dt.datetime) -> None:
        marks = {
            topic: self.rng.randint(3, 5) for topic in ("listening", "reliable", "boundaries", "respect")
        }
        applications.record_interview(
            application=application,
            marks=marks,
            note=self.rng.choice(HEARD),
            held_on=local(at).date(),
            by=by,
            at=at,
        )

    def _shows_who_they_are(
        self, application: Application, offer: Offer, by: Member, at: dt.datetime
    ) -> None:
        volunteer, on = application.volunteer, local(at).date()
        checks.record_check(
            volunteer=volunteer,
            kind=CheckKind.IDENTITY,
            issued_on=on,
            note="Passport, gas bill",
            by=by,
            at=at,
        )

    def _has_a_dbs(self, application: Application, offer: Offer, by: Member, at: dt.datetime) -> None:
        volunteer, on = application.volunteer, local(at).date()
        checks.record_check(
            volunteer=volunteer,
            kind=CheckKind.DBS,
            level=needed_level(needs_of(volunteer, on)),
            issued_on=on,
            expires_on=offer.dbs_until,
            by=by,
            at=at,
        )

    def _learns(self, application: Application, offer: Offer, by: Member, at: dt.datetime) -> None:
        volunteer, on = application.volunteer, local(at).date()
        checks.record_training(volunteer=volunteer, topic=TrainingTopic.CORE, held_on=on, by=by, at=at)

    def _agrees(self, application: Application, offer: Offer, by: Member, at: dt.datetime) -> None:
        volunteer, on = application.volunteer, local(at).date()
        checks.record_check(volunteer=volunteer, kind=CheckKind.AGREEMENT, issued_on=on, by=by, at=at)
        offers.set_availability(volunteer=volunteer, slots=offer.times, by=None, at=at)

    def _is_talked_with(self, volunteer: Volunteer) -> None:
        """A talk two weeks after they began, then every ten weeks; the last one within these five weeks."""
        ready_on = local(volunteer.ready_at or self.now).date()
        days_ago = self.rng.randint(3, 30)
        held = []
        while self.today - dt.timedelta(days=days_ago) > ready_on + dt.timedelta(days=14):
            held.append(days_ago)
            days_ago += 70
        first = (self.today - ready_on).days - 14
        for days in sorted({*held, *([first] if first > 0 else [])}, reverse=True):
            at = self.moment(days)
            on = local(at).date()
            checks.hold_supervision(
                volunteer=volunteer,
                held_on=on,
                next_on=on + dt.timedelta(days=84),
                agreed=self.rng.choice(AGREED),
                note="",
                by=volunteer.supervisor or self.supervisors[0],
                at=at,
            )
