"""Who may see what of befriending.

Connectors and team leads see the schemes, queues, rounds and matches of their own organisation. A volunteer sees a
match from its introduction until 14 days after it ended, while they are a member and their checks count for it – and
the visits they cover. Everyone else sees nothing. Refusal looks like absence.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet

from alongside.befriending import rules, standing
from alongside.befriending.models import Exclusion, Match, Proposal, Round, Scheme, Visit, Wish
from alongside.core import clock
from alongside.partnerships.enums import Role
from alongside.volunteering import access as volunteering

if TYPE_CHECKING:
    from alongside.partnerships.viewer import Viewer
    from alongside.volunteering.models import Volunteer

RUNS = frozenset({Role.CONNECTOR, Role.TEAM_LEAD})


def schemes_visible_to(viewer: Viewer | None) -> QuerySet[Scheme]:
    """The schemes of the viewer's organisation."""
    if viewer is None or viewer.role not in RUNS:
        return Scheme.objects.none()
    return Scheme.objects.filter(organisation_id=viewer.organisation_id)


def can_run(viewer: Viewer | None, scheme: Scheme) -> bool:
    """Whether the viewer may run rounds and decide proposals of this scheme."""
    return schemes_visible_to(viewer).filter(pk=scheme.pk).exists()


def check_can_run(viewer: Viewer | None, scheme: Scheme) -> None:
    """Raise PermissionDenied unless the viewer runs this scheme."""
    if not can_run(viewer, scheme):
        raise PermissionDenied


def can_decide_parameter(viewer: Viewer | None, scheme: Scheme) -> bool:
    """Whether the viewer may set what a week of waiting is worth: a team lead, for the trustees."""
    return viewer is not None and viewer.role == Role.TEAM_LEAD and can_run(viewer, scheme)


def wishes_visible_to(viewer: Viewer | None) -> QuerySet[Wish]:
    """The queues of the viewer's schemes."""
    return Wish.objects.filter(scheme__in=schemes_visible_to(viewer))


def rounds_visible_to(viewer: Viewer | None) -> QuerySet[Round]:
    """The rounds of the viewer's schemes."""
    return Round.objects.filter(scheme__in=schemes_visible_to(viewer))


def proposals_visible_to(viewer: Viewer | None) -> QuerySet[Proposal]:
    """The proposals of the viewer's schemes."""
    return Proposal.objects.filter(round__scheme__in=schemes_visible_to(viewer))


def matches_visible_to(viewer: Viewer | None) -> QuerySet[Match]:
    """The matches of the viewer's schemes."""
    return Match.objects.filter(scheme__in=schemes_visible_to(viewer))


def visits_visible_to(viewer: Viewer | None) -> QuerySet[Visit]:
    """The visits of the viewer's schemes."""
    return Visit.objects.filter(match__scheme__in=schemes_visible_to(viewer))


def exclusions_visible_to(viewer: Viewer | None) -> QuerySet[Exclusion]:
    """Pairs that must not be, for the staff of the volunteer's organisation only."""
    if viewer is None or viewer.role not in RUNS:
        return Exclusion.objects.none()
    return Exclusion.objects.filter(volunteer__organisation_id=viewer.organisation_id)


def own_visits(viewer: Viewer | None, at: datetime) -> QuerySet[Visit]:
    """The visits of a volunteer who signed in: of matches they may still see, as their own or as cover.

    Nobody who has left, and nobody whose checks have lapsed for the channel, sees any; from that moment on.
    """
    volunteer = volunteering.own(viewer).select_related("member").first()
    if volunteer is None:
        return Visit.objects.none()
    on = clock.local(at).date()
    since = at - rules.SEES_AFTER
    visits = Visit.objects.filter(volunteer=volunteer).filter(
        Q(match__status__in=rules.MEETING) | Q(match__introduced_at__isnull=False, match__ended_at__gt=since)
    )
    used = visits.order_by("channel").values_list("channel", flat=True).distinct()
    allowed = [channel for channel in used if standing.may_meet(volunteer, channel, on)]
    covers = Q(cover__isnull=True) | Q(cover__ended_at__isnull=True) | Q(cover__ended_at__gt=since)
    mine = Q(match__volunteer=volunteer) | (Q(cover__isnull=False) & covers)
    return visits.filter(mine, channel__in=allowed)


def own_matches(volunteer: Volunteer | None, at: datetime) -> QuerySet[Match]:
    """The matches of a volunteer that they may see: introduced and live, or ended within 14 days."""
    if volunteer is None:
        return Match.objects.none()
    on = clock.local(at).date()
    found = Match.objects.filter(volunteer=volunteer).filter(
        Q(status__in=rules.MEETING) | Q(introduced_at__isnull=False, ended_at__gt=at - rules.SEES_AFTER)
    )
    used = found.order_by("channel").values_list("channel", flat=True).distinct()
    return found.filter(channel__in=[c for c in used if standing.may_meet(volunteer, c, on)])
