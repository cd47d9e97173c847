"""How the demo's team sees its work: two kept views, and the figures counted as a night would."""

from __future__ import annotations

import datetime as dt

from alongside.casework.actions import seeing
from alongside.casework.enums import WorkList
from alongside.core import tenancy
from alongside.insight.jobs import keep_figures
from alongside.partnerships.enums import Role
from alongside.partnerships.models import Member, Partnership


def begins(partnership: Partnership, at: dt.datetime) -> None:
    """The team lead shares a view with everybody, and keeps one to herself."""
    with tenancy.within(partnership.pk, actor="system:demo"):
        lead = Member.objects.filter(role=Role.TEAM_LEAD).order_by("name", "id").first()
        if lead is None:
            return
        seeing.keep_view(
            by=lead, name="Turkish speakers, quiet", which=WorkList.QUIET, query="owner=team&language=tr",
            is_shared=True, at=at,
        )  # fmt: skip
        seeing.keep_view(by=lead, name="Nobody’s yet", which=WorkList.NO_PLAN, query="owner=nobody", at=at)
        keep_figures(partnership)
