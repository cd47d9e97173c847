"""`/steward/`: what a steward looks after, each with a sentence on its state."""

from collections.abc import Iterator

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from alongside.directory import feed_queries, upkeep_queries
from alongside.partnerships import queries
from alongside.partnerships.enums import Role
from alongside.rights.enums import RunState
from alongside.rights.models import Complaint, Run
from alongside.safeguarding import access as safeguarding
from alongside.safeguarding.enums import Duty
from alongside.web.menu import by_section
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


@page("steward", "", roles={Role.STEWARD}, methods=("GET",), nav=_("Home"), nav_order=10)
def home(request: MemberRequest) -> HttpResponse:
    """Show the partnership's settings and how many members it has."""
    return render(
        request,
        "steward/home.html",
        {
            "members": queries.present_members(),
            "title": _("Keeping things in order"),
            "waits": list(_waits()),
            "sections": by_section(Role.STEWARD),
        },
    )


def _of_rights() -> Iterator[tuple[str, str]]:
    """Yield complaints that are not acknowledged, and a list of what may go."""
    if late := Complaint.objects.filter(acknowledged_on__isnull=True).count():
        words = ngettext("%(n)d complaint to acknowledge", "%(n)d complaints to acknowledge", late)
        yield reverse("steward:complaints"), words % {"n": late}
    for run in Run.objects.filter(state=RunState.PROPOSED).order_by("proposed_at"):
        yield (
            reverse("steward:keeping-run", args=[run.pk]),
            _now("A list of what may go, because its time is over"),
        )


def _waits() -> Iterator[tuple[str, str]]:
    """Yield what needs a steward: where it is, and what it is."""
    named = safeguarding.on_duty()
    if Duty.LEAD not in named:
        yield reverse("steward:safeguarding"), _now("No safeguarding lead is named")
    if Duty.DEPUTY not in named:
        yield reverse("steward:safeguarding"), _now("No deputy is named for safeguarding")
    yield from _of_rights()
    for run in feed_queries.waiting():
        yield (
            reverse("steward:feed", args=[run.feed_id]),
            (
                _now("%(feed)s has shrunk and is held")
                if run.missing
                else _now("%(feed)s has changed beyond belief and is held")
            )
            % {"feed": run.feed.name},
        )
    for feed in feed_queries.failing():
        yield (
            reverse("steward:feed", args=[feed.pk]),
            _now("%(feed)s could not be read three times") % {"feed": feed.name},
        )
    counts = upkeep_queries.waiting_counts()
    said = {
        "changes": ngettext("%(n)d change by an organiser", "%(n)d changes by organisers", counts["changes"]),
        "problems": ngettext(
            "%(n)d report that something is wrong",
            "%(n)d reports that something is wrong",
            counts["problems"],
        ),
        "conflicts": ngettext(
            "%(n)d field where a feed disagrees", "%(n)d fields where feeds disagree", counts["conflicts"]
        ),
    }
    for kind, words in said.items():
        if counts[kind]:
            yield reverse("steward:changes"), words % {"n": counts[kind]}
