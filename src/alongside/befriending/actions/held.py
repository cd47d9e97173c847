"""What the actions on a match share: hold it, see whether it may become something, look at checks, remember."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from alongside.befriending import rules, standing
from alongside.befriending.actions.errors import CannotMove
from alongside.befriending.models import Match
from alongside.people import actions as people
from alongside.people.enums import TimelineKind

if TYPE_CHECKING:
    from alongside.befriending.enums import MatchStatus
    from alongside.partnerships.models import Member
    from alongside.volunteering.models import Volunteer


def locked(match: Match) -> Match:
    """The match as it stands now, held until the end of the transaction."""
    return (
        Match.objects.select_for_update(of=("self",))
        .select_related(
            "person",
            "volunteer__member",
            "volunteer__organisation",
            "wish__scheme",
            "scheme",
            "supervisor__user",
        )
        .get(pk=match.pk)
    )


def check_may_become(match: Match, status: MatchStatus) -> None:
    """Raise CannotMove unless the match may become that."""
    if not rules.may_become(rules.TRANSITIONS, match.status, status):
        raise CannotMove(
            _("This match is now: %(status)s. Look at it again.")
            % {"status": str(match.get_status_display()).lower()}
        )


def check_standing(match: Match, volunteer: Volunteer, on: date) -> None:
    """Raise CannotMove unless the volunteer's checks allow meeting in this way on a day."""
    lacking = standing.lacks(volunteer, match.channel, on)
    if lacking:
        raise CannotMove(
            _("%(name)s may not go now. %(why)s.") % {"name": volunteer.called, "why": "; ".join(lacking)}
        )


def remember(match: Match, sentence: str, by: Member | None, at: datetime) -> None:
    """Write one sentence on the person's timeline."""
    people.remember(person=match.person, sentence=sentence, by=by, at=at, kind=TimelineKind.PLAN)
