"""Given … : the states a story begins in, reached by the actions and journeys that lead there in life.

case = given.open_case(cast.owner)
onward, secret = given.sent_onward_referral(cast.owner)
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from alongside.casework.actions import contacts, conversations, onward, plan
from alongside.casework.enums import BarrierKind, ClosingReason, Outcome, Owner, Result
from alongside.casework.models import Case, Contact, Conversation, OnwardReferral
from alongside.journeys import agree, answer_onward, close_case, refer_onward
from alongside.journeys.accept_referral import accept_referral
from alongside.measures import actions as measures
from alongside.measures.enums import AskedBy, Stage
from alongside.measures.instruments import instrument
from alongside.measures.models import Response
from alongside.partnerships.actions import know_organisation
from alongside.partnerships.models import Member, Partnership
from alongside.people.enums import ConsentChannel, ConsentPurpose
from tests.factories.casework import AT, a_case
from tests.factories.referrals import a_referral

LATER = AT + dt.timedelta(hours=1)


def accepted_referral(partnership: Partnership, by: Member, *, at: dt.datetime = AT) -> Case:
    """A referral that `by` accepted for a new person: the case it opened."""
    return accept_referral(referral=a_referral(partnership), by=by, at=at)


def open_case(by: Member, **more: Any) -> Case:
    """An open case of Mrs A, with `by` as her connector."""
    return a_case(by, **more)


def consented_case(by: Member, *, at: dt.datetime = AT, **more: Any) -> Case:
    """An open case whose person agreed that we keep a record."""
    case = a_case(by, at=at, **more)
    agree.agree(
        person=case.person, purpose=ConsentPurpose.SUPPORT, channel=ConsentChannel.PHONE, by=by, at=at
    )
    return case


def held_conversation(by: Member, *, case: Case | None = None, at: dt.datetime = AT) -> Conversation:
    """A conversation in which Mrs A said what matters to her."""
    words = {
        "what_matters": "I miss cooking for people.",
        "strengths": "Cooks for twenty. Her neighbour Fatma.",
        "needs": ["company", "bereavement"],
        "notes": "",
    }
    return conversations.hold(
        case=case or consented_case(by, at=at), held_on=at.date(), words=words, by=by, at=at
    )


def agreed_plan(by: Member, *, at: dt.datetime = AT) -> Case:
    """A case with a conversation, two steps and a barrier."""
    case = held_conversation(by, at=at).case
    plan.add_step(
        case=case,
        title="Visit the lunch club together",
        due_on=at.date() + dt.timedelta(days=7),
        by=by,
        at=at,
    )
    plan.add_step(case=case, title="Ring her sister on Sundays", owner=Owner.PERSON, by=by, at=at)
    plan.add_barrier(case=case, kind=BarrierKind.MOBILITY, description="needs a walking frame", by=by, at=at)
    return case


def logged_contact(by: Member, *, case: Case | None = None, at: dt.datetime = AT) -> Contact:
    """A call that nobody answered."""
    return contacts.log(case=case or open_case(by), result=Result.NO_ANSWER, by=by, at=at)


def sent_onward_referral(
    by: Member,
    *,
    case: Case | None = None,
    at: dt.datetime = AT,
    share: tuple[str, ...] = ("called", "languages", "access", "full_name", "phone"),
    to_name: str = "The Green House",
    to_email: str = "hello@greenhouse.example.org",
    **more: Any,
) -> tuple[OnwardReferral, str]:
    """An onward referral to the Green House, agreed to; with the secret of its link, as the e-mail holds it."""
    case = case or consented_case(by, at=at)
    organisation = know_organisation(name=to_name, email=to_email)
    agree.agree(
        person=case.person,
        purpose=ConsentPurpose.SHARE,
        shared_with=organisation,
        channel=ConsentChannel.PHONE,
        by=by,
        at=at,
    )
    sent = refer_onward.refer_onward(
        case=case, to_organisation=organisation, to_email=to_email, share=share, by=by, at=at, **more
    )
    return sent, secret_of(sent)


def secret_of(sent: OnwardReferral) -> str:
    """The secret of the newest link, read from the outbox as the organiser reads it."""
    from alongside.messaging.models import Message

    message = (
        Message.objects.filter(to=sent.to_email, body__contains="/answer/")
        .order_by("-created_at", "-id")
        .first()
    )
    assert message is not None
    return message.body.split("/answer/")[1].split("/")[0]


def questioned_onward_referral(by: Member, *, at: dt.datetime = AT) -> tuple[OnwardReferral, str]:
    """An onward referral whose organiser asked a question."""
    sent, secret = sent_onward_referral(by, at=at)
    asked = answer_onward.ask(
        onward=sent, question="Can she manage three steps?", name="Gill Green", at=LATER
    )
    return asked, secret


def accepted_onward_referral(by: Member, *, at: dt.datetime = AT) -> tuple[OnwardReferral, str]:
    """An onward referral the organiser said yes to."""
    sent, secret = sent_onward_referral(by, at=at)
    return answer_onward.accept(onward=sent, name="Gill Green", at=at + dt.timedelta(hours=1)), secret


def accepted_onward_referral_of(
    case: Case, by: Member, *, at: dt.datetime = AT
) -> tuple[OnwardReferral, str]:
    """The same for a case that is there already."""
    sent, secret = sent_onward_referral(by, case=case, at=at)
    return answer_onward.accept(onward=sent, name="Gill Green", at=at), secret


def expired_onward_referral(by: Member, *, at: dt.datetime = AT) -> OnwardReferral:
    """An onward referral nobody answered in time."""
    sent, _secret = sent_onward_referral(by, at=at)
    ended = onward.expire(onward=sent, at=sent.expires_at)
    assert ended is not None
    return ended


def first_answers(
    case: Case, by: Member, *, answers: tuple[str, ...] = ("3", "2", "3"), at: dt.datetime = AT
) -> Response:
    """The three questions about company, asked at the start."""
    return _answers(case, by, answers, Stage.START, at)


def later_answers(
    case: Case,
    by: Member,
    *,
    answers: tuple[str, ...] = ("2", "1", "2"),
    at: dt.datetime = AT + dt.timedelta(days=91),
) -> Response:
    """The same questions, three months on."""
    return _answers(case, by, answers, Stage.THREE_MONTHS, at)


def _answers(case: Case, by: Member, answers: tuple[str, ...], stage: Stage, at: dt.datetime) -> Response:
    response = measures.record(
        person=case.person,
        instrument=instrument("ucla3"),
        stage=stage,
        held_on=at.date(),
        answers=answers,
        asked_by=AskedBy.PHONE,
        by=by,
        at=at,
    )
    assert response is not None
    return response


def closed_case(by: Member, *, at: dt.datetime = AT + dt.timedelta(days=90)) -> Case:
    """A case that ended well."""
    return close_case.close_case(
        case=agreed_plan(by), outcome=Outcome.BETTER, reason=ClosingReason.PLAN_DONE, note="", by=by, at=at
    )


def ready_volunteer(by: Member, deputy: Member, **more: Any) -> Any:
    """Grace, a volunteer who is ready, with `by` as her supervisor."""
    from tests.factories.volunteering import a_ready_volunteer

    return a_ready_volunteer(by, deputy, **more)


@dataclass(frozen=True)
class World:
    """What the access matrix builds the arguments of a URL from: the cast, and through it every state above."""

    cast: Any
