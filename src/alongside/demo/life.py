"""One invented person's year: noticed, rung, listened to, introduced to things, asked again, let go.

Everything that happens is an action of the capabilities below, called with a moment in the past. The story
stops when it reaches the present; what is then due is on somebody's worklist.
"""

import datetime as dt
import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from alongside.casework.actions import contacts, plan
from alongside.casework.enums import (
    BarrierKind,
    Because,
    Channel,
    ClosingReason,
    DeclineReason,
    FollowUpKind,
    Outcome,
    Owner,
    Result,
    Shareable,
)
from alongside.casework.models import Barrier, Case, FollowUp, OnwardReferral, Step
from alongside.core.clock import LONDON, local
from alongside.core.working_days import on_or_after
from alongside.demo import said
from alongside.demo.directory.written import Offer
from alongside.demo.door import is_noticed, is_triaged
from alongside.demo.introductions import fitting
from alongside.demo.residents import Resident
from alongside.demo.world import Present, World, after
from alongside.directory.models import Service
from alongside.journeys import agree, answer_onward, refer_onward
from alongside.journeys.close_case import close_case, reopen_case
from alongside.journeys.hold_conversation import Agreed, Said, hold_conversation
from alongside.journeys.record_three_months import record_three_months
from alongside.measures.enums import AskedBy
from alongside.measures.instruments import instrument
from alongside.partnerships.actions import know_organisation
from alongside.partnerships.models import Member
from alongside.people.enums import ConsentChannel, ConsentPurpose

TO_SHARE = tuple(part.value for part in Shareable)
CHANNELS = (Channel.CALL, Channel.VISIT, Channel.TEXT, Channel.ACTIVITY)


@dataclass
class Life:
    """The story of one resident."""

    world: World
    resident: Resident
    noticed_on: dt.date
    theme: said.Theme
    case: Case = field(init=False)
    by: Member = field(init=False)
    at: dt.datetime = field(init=False)
    lonely: float = field(init=False)
    answers_of_organisers: list[tuple[dt.datetime, int, Callable[[], None]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.rng = self.world.rng
        self._order = count()
        self.lonely = min(3.0, max(1.0, self.rng.gauss(2.35, 0.5)))
        self.steps: list[Step] = []
        self.barriers: list[Barrier] = []

    def tell(self) -> None:
        """Live as far as the present."""
        try:
            referral = is_noticed(self.world, self.resident, self.noticed_on, self.theme)
            taken_on = is_triaged(self.world, referral, self.resident)
            if taken_on is not None:
                self.case, self.by = taken_on
                self.at = self.case.opened_at
                self._is_supported()
        except Present:
            return

    # -- Support

    def _is_supported(self) -> None:
        if not self._is_reached():
            return
        self._talks()
        self._is_introduced()
        ends_after = dt.timedelta(days=self.rng.randint(95, 190))
        while self.case.is_open:
            self._next_thing(ends_after)
            if not self.case.is_open and self._comes_back():
                ends_after = self.at - self.case.opened_at + dt.timedelta(days=60)

    def _next_due(self) -> FollowUp | None:
        return self.case.follow_ups.filter(done_at=None).order_by("due_on", "due_time", "id").first()

    def _on(self, day: dt.date) -> dt.datetime:
        return after(self.at, self.world.moment(max(day, local(self.at).date())))

    def _is_left_undone(self, follow_up: FollowUp) -> bool:
        """Some of what fell due lately has not been done: nobody's worklist is ever empty."""
        late = (local(self.world.now).date() - follow_up.due_on).days
        return 0 <= late <= 9 and self.rng.random() < 0.45

    def _is_reached(self) -> bool:
        """Ring until somebody answers, or until it is time to stop."""
        tries = 0
        while True:
            follow_up = self._next_due()
            if follow_up is None or self._is_left_undone(follow_up):
                raise Present
            day = follow_up.due_on - dt.timedelta(days=self.rng.choice((0, 0, 1)) if tries == 0 else 0)
            at = self._on(day)
            if tries == 3:
                self.at = at
                close_case(
                    case=self.case,
                    outcome=Outcome.NOT_STARTED,
                    reason=ClosingReason.NOT_REACHED,
                    note="Three calls and a letter. They know how to reach us.",
                    by=self.by,
                    at=at,
                )
                return False
            reached = self.rng.random() < (0.68 if tries == 0 else 0.62)
            self.at = at
            contacts.log(
                case=self.case,
                result=Result.REACHED
                if reached
                else self.rng.choice((Result.NO_ANSWER, Result.LEFT_MESSAGE)),
                note=self.rng.choice(said.FIRST_CALL) if reached else "",
                follow_up=follow_up,
                by=self.by,
                at=at,
            )
            if reached:
                return True
            tries += 1

    def _talks(self) -> None:
        rng, resident, theme = self.rng, self.resident, self.theme
        self.at = self._on(local(self.at).date() + dt.timedelta(days=rng.choice((0, 2, 3, 5, 7))))
        held_on = local(self.at).date()
        visit = rng.random() < 0.4
        details = {
            "gender": resident.gender,
            "languages": [resident.language] if resident.language == "en" else [resident.language, "en"],
            "interpreter_needed": not resident.knows_english,
            "access_needs": list(resident.access_needs),
            "lives_alone": resident.lives_alone,
            "is_carer": resident.is_carer or theme.key == "carer",
            "new_parent": resident.new_parent,
            "gp_practice": resident.gp_practice,
            "born_on": resident.born_on,
        }
        purposes = [ConsentPurpose.SUPPORT]
        if rng.random() < 0.7:
            purposes.append(ConsentPurpose.RESEARCH)
        words = {
            "what_matters": rng.choice(theme.matters),
            "strengths": theme.strengths.format(
                their={"woman": "her", "man": "his"}.get(resident.gender, "their")
            ),
            "needs": list(theme.needs),
            "notes": "",
        }
        self.case.person.refresh_from_db()
        hold_conversation(
            case=self.case,
            said=Said(
                held_on=held_on,
                words=words,
                agreed=Agreed(
                    purposes=purposes,
                    channel=ConsentChannel.IN_PERSON if visit else ConsentChannel.PHONE,
                    asked_how="Read out, and asked back in their own words.",
                ),
                details=details,
                barriers=[BarrierKind(kind) for kind in theme.barriers],
                answers=self._answers() if rng.random() < 0.86 else (),
                asked_by=AskedBy.IN_PERSON if visit else AskedBy.PHONE,
            ),
            by=self.by,
            at=self.at,
        )
        self.case.refresh_from_db()

    def _answers(self) -> list[tuple[Any, list[str | None]]]:
        """Answers that fit how lonely they are, each with its own wobble; now and then one is left out."""
        rng = self.rng

        def on(lowest: int, highest: int, middle: float, spread: float) -> str | None:
            if rng.random() < 0.025:
                return None
            return str(min(highest, max(lowest, round(rng.gauss(middle, spread)))))

        def well(spread: float) -> str | None:
            return on(0, 10, 9.5 - 2.0 * self.lonely, spread)

        return [
            (instrument("ucla3"), [on(1, 3, self.lonely, 0.45) for _ in range(3)]),
            (instrument("direct1"), [on(1, 5, 0.6 + 1.55 * self.lonely, 0.6)]),
            (instrument("ons4"), [well(1.2), well(1.3), well(1.6), on(0, 10, 0.5 + 1.9 * self.lonely, 1.9)]),
        ]

    # -- What they are introduced to

    def _what_fits(self) -> list[tuple[Offer, Service]]:
        return fitting(self.world, self.case.person, self.resident, self.theme, local(self.at).date())

    def _is_introduced(self) -> None:
        rng = self.rng
        offers = self._what_fits()
        today = local(self.at).date()
        for title in rng.sample(self.theme.steps, rng.choice((0, 1, 1))):
            plan.add_step(
                case=self.case,
                title=title,
                owner=rng.choice((Owner.CONNECTOR, Owner.PERSON)),
                due_on=on_or_after(today + dt.timedelta(days=rng.randint(7, 28))),
                by=self.by,
                at=self.at,
            )
        for number, (offer, service) in enumerate(offers[: rng.choice((1, 1, 2))]):
            if number == 0 and rng.random() < 0.85:
                self._is_referred_on(offer, service)
            else:
                plan.add_step(
                    case=self.case,
                    title=service.name,
                    owner=Owner.PERSON,
                    due_on=on_or_after(today + dt.timedelta(days=14)),
                    service=service,
                    by=self.by,
                    at=self.at,
                )
        self.steps = list(self.case.steps.filter(status="open").order_by("due_on", "id"))
        self.barriers = list(self.case.barriers.order_by("added_at", "id"))

    def _is_referred_on(self, offer: Offer, service: Service) -> None:
        rng = self.rng
        organisation = know_organisation(name=service.organization.name, email=service.email)
        agree.agree(
            person=self.case.person,
            purpose=ConsentPurpose.SHARE,
            channel=ConsentChannel.PHONE,
            shared_with=organisation,
            by=self.by,
            at=self.at,
        )
        onward = refer_onward.refer_onward(
            case=self.case,
            to_organisation=organisation,
            to_email=service.email,
            share=rng.choice((TO_SHARE, TO_SHARE[:5])),
            service=service,
            message=rng.choice(said.MESSAGES_TO_ORGANISERS),
            by=self.by,
            at=self.at,
        )
        self._will_be_answered(onward)

    def _will_be_answered(self, onward: OnwardReferral) -> None:
        rng = self.rng
        how = rng.choices(("accept", "decline", "ask", "silence"), (76, 10, 6, 8))[0]
        if how == "silence":
            return
        day = on_or_after(local(self.at).date() + dt.timedelta(days=rng.choice((1, 1, 2, 3, 4, 6, 9))))
        at = dt.datetime.combine(
            day, dt.time(rng.randint(9, 19), rng.randrange(60)), tzinfo=LONDON
        ).astimezone(dt.UTC)
        name = rng.choice(("Dave", "Sevim", "Margaret", "Abdul", "Jo"))

        def answer() -> None:
            if how == "accept":
                answer_onward.accept(onward=onward, name=name, at=at)
            elif how == "decline":
                reason = rng.choice((DeclineReason.FULL, DeclineReason.FULL, DeclineReason.NOT_SUITABLE))
                answer_onward.decline(onward=onward, reason=reason, note="", name=name, at=at)
            else:
                answer_onward.ask(onward=onward, question=rng.choice(said.QUESTIONS), name=name, at=at)

        heapq.heappush(self.answers_of_organisers, (at, next(self._order), answer))

    # -- Staying in touch

    def _next_thing(self, ends_after: dt.timedelta) -> None:
        follow_up = self._next_due()
        if self.answers_of_organisers:
            at, _, answer = self.answers_of_organisers[0]
            if follow_up is None or local(at).date() <= follow_up.due_on or at <= self.at:
                if at > self.world.now:
                    raise Present
                heapq.heappop(self.answers_of_organisers)
                answer()
                self.at = max(self.at, at)
                return
        if follow_up is None or self._is_left_undone(follow_up):
            raise Present
        self.at = self._on(follow_up.due_on)
        kind = FollowUpKind(follow_up.kind)
        if kind == FollowUpKind.THREE_MONTHS:
            self._is_asked_again()
        elif kind == FollowUpKind.ANSWER:
            self._gets_a_reply(follow_up)
        elif kind == FollowUpKind.ORGANISATION:
            contacts.tick_off(follow_up=follow_up, by=self.by, at=self.at)
            self._tries_something_else()
        elif self.at - self.case.opened_at > ends_after:
            self._ends()
        else:
            self._is_in_touch(follow_up)

    def _is_in_touch(self, follow_up: FollowUp) -> None:
        rng = self.rng
        reached = rng.random() < 0.84
        told = follow_up.because == Because.ONWARD_ACCEPTED
        channel = (
            Channel.CALL
            if told
            else rng.choices((Channel.CALL, Channel.VISIT, Channel.TEXT, Channel.ACTIVITY), (76, 12, 7, 5))[0]
        )
        contacts.log(
            case=self.case,
            result=Result.REACHED if reached else Result.NO_ANSWER,
            channel=channel,
            note=rng.choice(said.REACHED) if reached else "",
            follow_up=follow_up,
            next_on=on_or_after(local(self.at).date() + dt.timedelta(days=rng.choice((28, 28, 35, 42, 56))))
            if reached
            else None,
            by=self.by,
            at=self.at,
        )
        if reached:
            self._does_what_was_planned()

    def _does_what_was_planned(self) -> None:
        today = local(self.at).date()
        if self.steps and (self.steps[0].due_on or today) <= today and self.rng.random() < 0.75:
            plan.finish_step(step=self.steps.pop(0), by=self.by, at=self.at)
        if self.barriers and self.rng.random() < 0.5:
            plan.remove_barrier(barrier=self.barriers.pop(0), by=self.by, at=self.at)

    def _gets_a_reply(self, follow_up: FollowUp) -> None:
        asked = self.case.onward_referrals.filter(status="question").order_by("sent_at", "id").first()
        contacts.tick_off(follow_up=follow_up, by=self.by, at=self.at)
        if asked is None:
            return
        replied = refer_onward.reply(
            onward=asked, words=self.rng.choice(said.REPLIES), by=self.by, at=self.at
        )
        self._will_be_answered(replied)

    def _tries_something_else(self) -> None:
        asked = set(self.case.onward_referrals.values_list("service_id", flat=True))
        for offer, service in self._what_fits():
            if service.pk not in asked:
                self._is_referred_on(offer, service)
                return

    def _is_asked_again(self) -> None:
        rng = self.rng
        self.lonely = min(3.0, max(1.0, self.lonely - rng.gauss(0.38, 0.45)))
        asked = rng.random() < 0.85
        record_three_months(
            case=self.case,
            answers=self._answers() if asked else (),
            held_on=local(self.at).date(),
            asked_by=rng.choice((AskedBy.PHONE, AskedBy.PHONE, AskedBy.IN_PERSON)),
            by=self.by,
            at=self.at,
        )

    # -- Endings

    def _ends(self) -> None:
        rng = self.rng
        better = self.lonely < 2.0
        reason = rng.choices(
            (ClosingReason.PLAN_DONE, ClosingReason.PERSON_CHOSE, ClosingReason.OTHER_SUPPORT, ClosingReason.MOVED_AWAY,
             ClosingReason.TOO_ILL, ClosingReason.DIED),
            (66, 12, 10, 6, 4, 2),
        )[0]  # fmt: skip
        if reason in {ClosingReason.TOO_ILL, ClosingReason.DIED}:
            outcome = Outcome.SAME
        else:
            outcome = rng.choices(
                (Outcome.BETTER, Outcome.SOME, Outcome.SAME, Outcome.WORSE),
                (50, 38, 11, 1) if better else (14, 44, 34, 8),
            )[0]
        self.case = close_case(
            case=self.case,
            outcome=outcome,
            reason=reason,
            note=rng.choice(said.CLOSING_NOTES) if reason == ClosingReason.PLAN_DONE else "",
            by=self.by,
            at=self.at,
        )

    def _comes_back(self) -> bool:
        """A few people ring again some weeks after support has ended."""
        chose_to_stop = self.case.closing_reason in {ClosingReason.PLAN_DONE, ClosingReason.PERSON_CHOSE}
        if not chose_to_stop or self.rng.random() > 0.06:
            return False
        self.at = self._on(local(self.at).date() + dt.timedelta(days=self.rng.randint(20, 60)))
        self.case = reopen_case(case=self.case, by=self.by, at=self.at)
        return True
