"""Who may open the pages of support in depth; put into the matrix by access_matrix.py."""

from collections.abc import Callable, Mapping
from typing import Any

from alongside.partnerships.enums import Role
from tests.web.access_declared import CONNECTORS, STEWARDS, Declared

LEADS_OF_TEAMS = frozenset({Role.TEAM_LEAD})


def onward(world: Any) -> dict[str, Any]:
    """An onward referral to the organiser of the cast, at the other organisation."""
    from tests import given

    sent, _secret = given.sent_onward_referral(
        world.cast.owner, to_name=world.cast.other_organisation.name, to_email="ask@agewell.example.org"
    )
    return {"onward_id": sent.pk}


def goal(world: Any) -> dict[str, Any]:
    """A goal of somebody we support."""
    return {"goal_id": _asked(world).goal_id}


def goal_answer(world: Any) -> dict[str, Any]:
    """How close they said they are."""
    return {"answer_id": _asked(world).pk}


def _asked(world: Any) -> Any:
    from alongside.casework.actions import goals
    from tests import given
    from tests.factories.casework import AT

    case = given.open_case(world.cast.owner)
    wish = goals.add_goal(case=case, words="Cook again", by=world.cast.owner, at=AT)
    return goals.ask(goal=wish, close=3, asked_on=AT.date(), by=world.cast.owner, at=AT)


def barrier(world: Any) -> dict[str, Any]:
    """What stands in somebody's way."""
    from tests import given

    return {"barrier_id": given.agreed_plan(world.cast.owner).barriers.first().pk}


def away(world: Any) -> dict[str, Any]:
    """A connector who is away for a week."""
    from alongside.casework.actions.cover import be_away, come_back
    from alongside.casework.enums import AwayWhy
    from alongside.casework.models import Absence
    from tests.factories.casework import AT

    owner = world.cast.owner
    for standing in Absence.objects.filter(member=owner, called_off_at__isnull=True):
        come_back(absence=standing, by=owner, at=AT)
    absence = be_away(
        member=owner, why=AwayWhy.LEAVE, starts_on=AT.date(), ends_on=None, covered_by=None, by=owner, at=AT
    )
    return {"absence_id": absence.pk}


def member(world: Any) -> dict[str, Any]:
    """A connector of ours."""
    return {"member_id": world.cast.owner.pk}


def move(world: Any) -> dict[str, Any]:
    """A move of one person that is held."""
    from alongside.casework.actions import moves
    from alongside.casework.enums import NoteBy
    from tests import given
    from tests.factories.casework import AT

    case, cast = given.open_case(world.cast.owner), world.cast
    to = {case.pk: (cast.colleague, NoteBy.CALL)}
    return {"move_id": moves.prepare(giver=cast.owner, to=to, words="", by=cast.team_lead, at=AT).pk}


def conversation(world: Any) -> dict[str, Any]:
    """A conversation that names needs."""
    from tests import given

    return {"conversation_id": given.held_conversation(world.cast.owner).pk}


def period(world: Any) -> dict[str, Any]:
    """Twelve weeks of floating support."""
    from alongside.casework.actions import periods
    from alongside.casework.enums import PeriodKind
    from tests import given
    from tests.factories.casework import AT

    case = given.open_case(world.cast.owner)
    agreed = periods.agree_on(
        case=case, kind=PeriodKind.FLOATING, starts_on=AT.date(), weeks=12, by=world.cast.owner, at=AT
    )
    return {"period_id": agreed.pk}


def case(world: Any) -> dict[str, Any]:
    """Somebody we support."""
    from tests import given

    return {"case_id": given.open_case(world.cast.owner).pk}


def declared(shown: Callable[..., Any], done: Callable[..., Any]) -> Mapping[str, Any]:
    """The outcomes, in the words of the matrix: what is shown of a case, what is done to one."""
    return {
        "connector:onward-heard": shown(onward),
        "connector:onward-take-back": done(onward),
        "connector:conversation-draft": done(case),
        "connector:conversation-change-draft": done(conversation),
        "connector:conversation-needs": shown(conversation),
        "connector:period-add": shown(),
        "connector:period": shown(period),
        "connector:case-review": shown(),
        "connector:goal-add": shown(),
        "connector:goal-change": shown(goal),
        "connector:goal-ask": shown(goal),
        "connector:goal-settle": done(goal),
        "connector:goal-answer-undo": done(goal_answer),
        "connector:barrier-change": shown(barrier),
        "steward:barrier-advice": Declared(allow=STEWARDS),
        "steward:barrier-advice-change": Declared(allow=STEWARDS, args=lambda world: {"kind": "lift"}),
        "connector:away": Declared(allow=CONNECTORS),
        "connector:away-change": done(away),
        "connector:away-tell": shown(away),
        "connector:move-people": Declared(allow=LEADS_OF_TEAMS, args=member, about_ours=True),
        "connector:move": Declared(allow=LEADS_OF_TEAMS, args=move, about_ours=True),
        "provider:onward": Declared(allow=frozenset({Role.ORGANISER}), args=onward, about_ours=True),
        "steward:silent-organisers": Declared(allow=STEWARDS),
    }
