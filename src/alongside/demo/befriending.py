"""Befriending in the demo place: two schemes with queues worth matching, and matches with a life behind them.

Home visits in Hackney and the City, and calls for the tenants of a housing association. Everything is done by the
actions of the capabilities, at moments in the past, in the order in which it happened. PAIRS are five stories that are
always there, however small the place: Rosa who visits and rings, a DBS check that lapsed, an ending, and a worry.
"""

import datetime as dt
import random
from collections.abc import Iterator
from typing import Any

from django.db import connections

from alongside.befriending.actions import endings, matches, proposals, queue, rounds, visits
from alongside.befriending.actions.errors import CannotDecide
from alongside.befriending.enums import (
    Channel,
    EndReason,
    FeedbackBy,
    Felt,
    NotHappened,
    RejectReason,
    ReviewResult,
    Said,
    Topic,
    Via,
    VisitStatus,
)
from alongside.befriending.models import Match, Proposal, Scheme, Wish
from alongside.casework.models import Case
from alongside.core import tenancy
from alongside.core.clock import LONDON, local
from alongside.demo.directory.written import CITY, HACKNEY
from alongside.demo.pairs import CHOICE, ENDING, OTHER, PAIRS, WORRY, Pair, offer_of, person_of
from alongside.demo.partners import team_of
from alongside.demo.residents import Inventor, Resident
from alongside.demo.volunteers import AFTERNOON, EVENING, LIKES, LIVED, MORNING, RARE, Volunteering
from alongside.partnerships.models import Partnership
from alongside.people import actions as people
from alongside.people.models import Person
from alongside.volunteering.actions import worries
from alongside.volunteering.enums import Stage
from alongside.volunteering.models import Volunteer

WHOLE = 600
"""So many people in the partnership make befriending as large as it is written here; fewer, in proportion."""
READY, WAITING, BEGUN = 34, 45, 10
ON_THE_WAY = (
    Stage.APPLICATION, Stage.INTERVIEW, Stage.REFERENCES, Stage.APPLICATION, Stage.DBS, Stage.TRAINING,
    Stage.AGREEMENT, Stage.IDENTITY, Stage.REFERENCES,
)  # fmt: skip
DAYS_THERE = {Stage.APPLICATION: 2, Stage.REFERENCES: 9, Stage.INTERVIEW: 14, Stage.IDENTITY: 18, Stage.DBS: 26,
              Stage.TRAINING: 36, Stage.AGREEMENT: 36}  # fmt: skip
TO_KNOW = (
    "Hard of hearing on the left. Sit by the window.",
    "Likes the radio off when you talk. Tea with two sugars.",
    "Tires after half an hour, and is proud of the garden.",
    "Does not like to be asked about the war.",
    "Takes a moment to find a word. No need to help.",
)
GET_IN = (
    "Top bell. Give them a minute.",
    "The neighbour at 12 has a key if needed.",
    "Ring, then knock.",
    "",
)
LOGGED = (
    "We looked at the photographs of Trabzon.",
    "Lots of laughing about the cat.",
    "Quiet today, and glad I came.",
    "Told me about the trolleybuses. I could listen for hours.",
    "We planted the bulbs on the balcony.",
    "",
    "",
)


def begins(partnership: Partnership, people_there: int, now: dt.datetime) -> None:
    """Let befriending of a founded partnership live up to now."""
    with tenancy.within(partnership.pk, actor="system:demo", reason="the demo place"):
        with connections["default"].cursor() as cursor:
            # Rows are looked up by key through many joins: thinking about their order takes longer than reading them.
            cursor.execute("SET LOCAL join_collapse_limit = 1")
        Befriending(partnership, min(1.0, people_there / WHOLE), now).tell()


class Befriending:
    """The year of the two schemes."""

    def __init__(self, partnership: Partnership, scale: float, now: dt.datetime) -> None:
        self.team, self.now, self.scale = team_of(partnership), now, scale
        self.today = local(now).date()
        seed = f"befriending in {partnership.name} {self.today}"
        self.rng = random.Random(seed)
        self.grace, self.ayse = self.team.members["grace"], self.team.members["ayse"]
        behind = [self.grace, self.ayse, self.team.members["tom"], self.team.members["nadia"]]
        self.volunteering = Volunteering(self.team, now, behind)
        self.moment = self.volunteering.moment
        self._invented = Inventor(seed, partnership.area_codes, self.today).residents()
        self._cases = self._known()
        self.schemes: dict[Channel, Scheme] = {}

    def _some(self, number: int, *, least: int) -> int:
        return max(least, round(number * self.scale))

    def tell(self) -> None:
        """Everything, in the order in which it happened."""
        self._schemes_open()
        ready, waiting, begun = (
            self._some(READY, least=3),
            self._some(WAITING, least=6),
            self._some(BEGUN, least=1),
        )
        pinned = self._pinned_volunteers()
        pairs = self._pinned_wishes()
        for scheme in self.schemes.values():
            at = self.moment(70)
            for proposal in rounds.run_round(scheme=scheme, by=self.grace, at=at).proposals.order_by("id"):
                self._both_say_yes(proposal, at)
        self._volunteers(ready // 2, 320, 160)
        self._people_join(begun + waiting // 3, 250, 75)
        early = self._are_matched(64, -(-begun * 3 // 5), rejects=True)
        self._volunteers(ready - ready // 2, 150, 40)
        self._people_join(waiting // 3, 72, 50)
        late = self._are_matched(44, begun - -(-begun * 3 // 5))
        self._people_join(waiting - 2 * (waiting // 3), 42, 2)
        self._two_could_visit()
        self._are_on_the_way()
        for number, match in enumerate(early + late):
            self._lives(match, number)
        self._pinned_live(pairs, pinned)

    # -- Schemes

    def _schemes_open(self) -> None:
        at = self.moment(340)
        self.schemes[Channel.VISIT] = queue.open_scheme(
            organisation=self.team.organisations["wellbeing"],
            name="Home visits in Hackney and the City",
            channel=Channel.VISIT,
            eligibility="For people of 55 and over who live in Hackney or the City of London and would like a visitor.",
            minimum_age=55,
            area_codes=[HACKNEY, CITY],
            meanwhile="The lunch club at the Green House, Tuesdays and Thursdays",
            by=self.grace,
            at=at,
        )
        self.schemes[Channel.PHONE] = queue.open_scheme(
            organisation=self.team.organisations["wellbeing"],
            name="Telephone befriending for Lea Valley Homes",
            channel=Channel.PHONE,
            eligibility="For tenants of Lea Valley Homes who would like somebody to ring them every week.",
            minutes=30,
            meanwhile="The Friday coffee call: ten tenants on one line, with a member of our team",
            by=self.grace,
            at=at,
        )

    # -- Volunteers

    def _volunteers(self, number: int, first: int, last: int) -> None:
        for count in range(number):
            offer = self.volunteering.somebody("phone" if count % 5 in {1, 3} else "visit")
            self.volunteering.is_ready(offer, first - (first - last) * count / max(1, number))

    def _are_on_the_way(self) -> None:
        for stage in ON_THE_WAY[: self._some(len(ON_THE_WAY), least=3)]:
            offer = self.volunteering.somebody(self.rng.choice(("visit", "phone")))
            self.volunteering.comes_as_far_as(stage, offer, DAYS_THERE[stage] + self.rng.randint(0, 6))
        self.volunteering.is_refused(self.volunteering.somebody("visit"), 60)

    def _pinned_volunteers(self) -> dict[str, Volunteer]:
        found: dict[str, Volunteer] = {}
        for number, pair in enumerate(PAIRS):
            login = pair.volunteer[1]
            if login not in found:
                offer = offer_of(pair, number, self.today)
                found[login] = self.volunteering.is_ready(offer, 300 - 5 * number)
        return found

    def _two_could_visit(self) -> None:
        """Somebody waits for whom a round has a choice of two."""
        for number, who in enumerate((CHOICE.volunteer, OTHER), start=len(PAIRS)):
            self.volunteering.is_ready(offer_of(CHOICE, number, self.today, who), 75 - number)
        self._pinned_wish(CHOICE, len(PAIRS), 24)

    # -- The queues

    def _known(self) -> Iterator[Case]:
        """Cases of the team, the oldest first, of people a befriender may be right for."""
        oldest = self.today - dt.timedelta(days=round(365.25 * 57))
        found = Case.objects.filter(
            organisation=self.team.organisations["wellbeing"],
            status="open",
            person__born_on__lt=oldest,
            person__deceased_on=None,
            person__do_not_contact=False,
        )
        return iter(list(found.select_related("person").order_by("opened_at", "id")))

    def _somebody(self, at: dt.datetime) -> tuple[Person, Case | None]:
        """Somebody we support already, or whom the team comes to know on that day."""
        case = next(self._cases, None)
        if case is not None and case.opened_at < at and not set(case.person.languages) & RARE:
            return case.person, case
        one = next(one for one in self._invented if one.age(self.today) >= 58 and one.language not in RARE)
        return self._recorded(one, at), None

    def _recorded(self, one: Resident, at: dt.datetime) -> Person:
        return people.create(
            details={
                "given_name": one.given_name,
                "family_name": one.family_name,
                "gender": one.gender,
                "born_on": one.born_on,
                "phone": one.phone,
                "address": one.address,
                "postcode": one.postcode,
                "languages": [one.language] if one.language == "en" else [one.language, "en"],
                "interpreter_needed": not one.knows_english,
                "lives_alone": one.lives_alone,
                "contact_by": "phone",
                "contact_times": list(one.contact_times),
            },
            by=self.ayse,
            at=at,
        )

    def _people_join(self, number: int, first: int, last: int) -> None:
        for count in range(number):
            at = self.moment(first - (first - last) * count / max(1, number))
            person, case = self._somebody(at)
            channel = Channel.PHONE if count % 5 in {1, 3} else Channel.VISIT
            queue.join(
                scheme=self.schemes[channel],
                person=person,
                wished=self._wished(person, channel),
                case=case,
                by=self.rng.choice((self.grace, self.ayse)),
                at=at,
            )

    def _wished(self, person: Person, channel: Channel) -> dict[str, Any]:
        rng = self.rng
        own = [code for code in person.languages if code != "en"]
        home = channel == Channel.VISIT
        return {
            "channels": [channel, Channel.PHONE] if home and rng.random() < 0.2 else [channel],
            "times": [
                [day, *rng.choice((MORNING, AFTERNOON, AFTERNOON, EVENING))]
                for day in sorted(rng.sample(range(6), rng.choice((1, 2, 2, 3))))
            ],
            "languages_must": own if person.interpreter_needed else [],
            "languages_wish": own,
            "gender_must": ["woman"] if person.gender == "woman" and rng.random() < 0.18 else [],
            "conditions": [c for c in ("dog", "cat", "smoking", "stairs") if home and rng.random() < 0.15],
            "skills": {
                skill: level
                for skill, level, chance in (
                    ("dementia", 2, 0.12), ("hearing_loss", 1, 0.2), ("bereavement", 1, 0.25)
                )
                if rng.random() < chance
            },
            "interests": sorted(rng.sample(LIKES, rng.choice((1, 2, 3)))),
            "experiences": sorted(rng.sample(LIVED, rng.choice((0, 1)))),
            "age_gap": rng.choice(("any", "any", "any", "similar", "younger")),
            "talks": rng.choice(("any", "any", "talker", "listener")),
            "what_to_know": rng.choice(TO_KNOW),
            "how_to_get_in": rng.choice(GET_IN) if home else "",
        }  # fmt: skip

    def _pinned_wishes(self) -> dict[str, Wish]:
        return {
            pair.key: self._pinned_wish(pair, number, 150 - 3 * number) for number, pair in enumerate(PAIRS)
        }

    def _pinned_wish(self, pair: Pair, number: int, days_ago: int) -> Wish:
        at = self.moment(days_ago)
        home = pair.channel == Channel.VISIT
        return queue.join(
            scheme=self.schemes[pair.channel],
            person=people.create(details=person_of(pair, number, self.today), by=self.ayse, at=at),
            wished={
                "times": [[(self.today.weekday() + 1 + number) % 7, *AFTERNOON]],
                "languages_must": [pair.language],
                "interests": ["food", "music"],
                "what_to_know": TO_KNOW[number % len(TO_KNOW)],
                "how_to_get_in": GET_IN[number % 3] if home else "",
            },
            by=self.ayse,
            at=at,
        )

    # -- Rounds

    def _are_matched(self, days_ago: int, number: int, *, rejects: bool = False) -> list[Match]:
        """A round of each scheme; a team lead accepts some of it, rejects one with the reason, and both say yes."""
        begun = []
        for count, scheme in enumerate(self.schemes.values()):
            at = self.moment(days_ago)
            made = rounds.run_round(scheme=scheme, by=self.grace, at=at)
            left = -(-(number - count) // len(self.schemes))
            for proposal in made.proposals.select_related("wish", "volunteer").order_by("-score", "id"):
                if left:
                    left -= 1
                    begun.append(self._both_say_yes(proposal, at))
                elif rejects:
                    proposals.reject(
                        proposal=proposal,
                        reason=RejectReason.KNOWS_BETTER,
                        note="Would rather wait until after the operation.",
                        by=self.grace,
                        at=at + dt.timedelta(hours=1),
                    )
                    break
        return [match for match in begun if match is not None]

    def _both_say_yes(self, proposal: Proposal, at: dt.datetime) -> Match | None:
        try:
            match = proposals.accept(proposal=proposal, by=self.grace, at=at + dt.timedelta(minutes=20))
        except CannotDecide:
            return None  # an earlier decision of this round has taken the volunteer's time
        for number, answer in enumerate(match.answers.order_by("side")):
            match = matches.answer(
                answer=answer,
                said=Said.YES,
                via=Via.PHONE,
                by=self.ayse,
                at=at + dt.timedelta(days=1 + number, hours=2),
            )
        return match

    # -- The life of a match

    def _begins(self, match: Match, *, weekly: tuple[int, int] | None = None) -> Match:
        """Introduced, tried out, made active by a named person."""
        at = match.agreed_at or self.now
        days = (self.now - at).days
        match = matches.introduce(
            match=match, starts_at=None, by=match.supervisor, at=at + dt.timedelta(days=min(3, days))
        )
        began = at + dt.timedelta(days=min(7, days))
        weekday, minute = weekly or (match.weekday, match.minute)
        match = matches.begin_trial(
            match=match,
            first_on=local(began).date(),
            weekday=weekday,
            minute=minute,
            by=match.supervisor,
            at=began,
        )
        if days > 35:
            match = matches.activate(match=match, by=match.supervisor, at=began + dt.timedelta(days=28))
        return match

    def _lives(self, match: Match, number: int) -> None:
        match = self._begins(match)
        self._visits(match, hard=number == 2, no_answer=number == 4)
        if number in {6, 9}:
            endings.end(
                match=match,
                reason=EndReason.PERSON_LEFT if number == 6 else EndReason.VOLUNTEER_LEFT,
                note="Moved to be near her daughter." if number == 6 else "A new job, on shifts.",
                by=match.supervisor,
                at=self.moment(12),
            )

    def _visits(self, match: Match, *, hard: bool = False, no_answer: bool = False, leave: int = 0) -> None:
        """Log what has been, carrying the weekly time on, and hold the reviews that came due.

        `leave` newest visits are left without a log; with `hard` the last visits felt hard, with `no_answer` nobody
        answered at the last two.
        """
        by = match.volunteer.member or match.supervisor
        while True:
            past = match.visits.filter(
                status=VisitStatus.BOOKED, during__endswith__lte=self.now - dt.timedelta(hours=1)
            )
            booked = list(past.select_related("match").order_by("during", "id"))
            for visit in booked:
                ends_at = visit.during.upper
                if (self.now - ends_at).days < 7 * leave:
                    continue
                late = (self.now - ends_at).days < 15
                at = min(self.now, ends_at + dt.timedelta(minutes=self.rng.randint(5, 55)))
                visits.log(
                    visit=visit, by=by, at=at, **self._told(hard=hard and late, no_answer=no_answer and late)
                )
            if not booked or not visits.carry_on_match(match, at=booked[-1].during.upper).visits:
                break
        visits.carry_on_match(match, at=self.now)
        for review in match.reviews.filter(held_at=None, due_on__lt=self.today).order_by("due_on"):
            matches.review(
                review=review,
                feedback_by=self.rng.choice((FeedbackBy.PHONE, FeedbackBy.CARD)),
                person_felt=Felt.GOOD,
                person_said="I look forward to it all week.",
                volunteer_felt=Felt.GOOD,
                volunteer_said="I get as much from it as I give.",
                result=ReviewResult.CARRY_ON,
                by=match.supervisor,
                at=min(self.now, self.moment(max(0, (self.today - review.due_on).days - 3))),
            )  # fmt: skip

    def _told(self, *, hard: bool, no_answer: bool) -> dict[str, Any]:
        rng = self.rng
        if no_answer:
            return {"happened": False, "why_not": NotHappened.NO_ANSWER}
        if rng.random() < 0.07:
            return {
                "happened": False,
                "why_not": rng.choice((NotHappened.PERSON_UNWELL, NotHappened.I_COULD_NOT)),
            }
        felt = Felt.HARD if hard else None
        return {
            "happened": True,
            "person_felt": felt or rng.choice((Felt.GOOD, Felt.GOOD, Felt.ALL_RIGHT)),
            "volunteer_felt": felt or rng.choice((Felt.GOOD, Felt.GOOD, Felt.ALL_RIGHT)),
            "topics": rng.sample(Topic.values, rng.choice((1, 2, 2, 3))),
            "note": rng.choice(LOGGED),
        }

    # -- The five stories

    def _pinned_live(self, pairs: dict[str, Wish], volunteers: dict[str, Volunteer]) -> None:
        for key, wish in pairs.items():
            match = wish.matches.select_related("wish", "volunteer__member", "supervisor").get()
            if key == "rosa-rings":
                lately = self._lately()
                weekly = (lately.weekday(), lately.hour * 60 + lately.minute)
                self._visits(
                    self._begins(match, weekly=weekly), leave=1
                )  # at night it was hours ago, and waits still
                continue
            self._visits(self._begins(match))
            if key == "ending":
                endings.plan_ending(
                    match=match,
                    on=self.today + dt.timedelta(days=16),
                    words=ENDING,
                    by=self.grace,
                    at=self.moment(3),
                )
            elif key == "worry":
                at = self.moment(1)
                worry = worries.raise_worry(
                    volunteer=volunteers["lucia"], words=WORRY, person=match.person, at=at
                )
                worries.hear(worry=worry, by=self.grace, at=at + dt.timedelta(minutes=9))

    def _lately(self) -> dt.datetime:
        """A call that has just ended, and waits for Rosa to say how it went: today if that was in the day."""
        begun = local(self.now) - dt.timedelta(minutes=40)
        begun -= dt.timedelta(minutes=begun.minute % 5, seconds=begun.second, microseconds=begun.microsecond)
        if not 9 <= begun.hour < 20:
            day = begun.date() - dt.timedelta(days=0 if begun.hour >= 20 else 1)
            begun = dt.datetime.combine(day, dt.time(18), tzinfo=LONDON)
        return begun
