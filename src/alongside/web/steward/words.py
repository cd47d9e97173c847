"""`/steward/words/`: what people look for and do not find, and what they mean by the words of this place."""

from __future__ import annotations

import datetime as dt

from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from alongside.core import clock
from alongside.directory import words_queries
from alongside.directory.enums import AccessFeature, DeliveryMode, LookedFor
from alongside.directory.languages import language_name
from alongside.directory.matters import MATTERS
from alongside.directory.models.looked import RARE
from alongside.directory.words_queries import Sought
from alongside.partnerships.enums import Role
from alongside.web.page import Section, page, render
from alongside.web.requests import MemberRequest
from alongside.web.spreadsheet import csv_response

PERIODS: dict[str, tuple[int, str | Promise]] = {
    "4": (4, _("4 weeks")),
    "13": (13, _("13 weeks")),
    "52": (52, _("A year")),
}
SHOWN = 60


@page(
    "steward",
    "words/",
    roles={Role.STEWARD, Role.PROGRAMME_LEAD},
    methods=("GET",),
    nav=_("What people look for"),
    nav_order=48,
    section=Section.DIRECTORY,
)
def words(request: MemberRequest) -> HttpResponse:
    """Show it, most often in vain first; as CSV too."""
    weeks, _label = PERIODS.get(request.GET.get("weeks", ""), PERIODS["13"])
    found = words_queries.sought(since=clock.today() - dt.timedelta(weeks=weeks))
    if request.GET.get("format") == "csv":
        rows = [(str(one.kind.label), in_words(one), str(one.times), str(one.in_vain)) for one in found]
        return csv_response("looked-for.csv", ("kind", "what", "times", "in vain"), rows)
    return render(
        request,
        "steward/words.html",
        {
            "in_words": [(one, in_words(one)) for one in found if one.kind == LookedFor.WORDS][:SHOWN],
            "wishes": [(one, in_words(one)) for one in found if one.kind != LookedFor.WORDS][:SHOWN],
            "sayings": words_queries.sayings(),
            "weeks": weeks,
            "periods": [(value, label) for value, (_n, label) in PERIODS.items()],
            "rare": RARE,
            "may_change": request.viewer.role == Role.STEWARD,
        },
    )


def in_words(one: Sought) -> str:
    """What was looked for, as people read it."""
    if one.kind == LookedFor.LANGUAGE:
        return language_name(one.what)
    if one.kind == LookedFor.NEED and one.what in AccessFeature.values:
        return str(AccessFeature(one.what).label)
    if one.kind == LookedFor.MODE and one.what in DeliveryMode.values:
        return str(DeliveryMode(one.what).label)
    if one.kind == LookedFor.MATTER and one.what in MATTERS:
        return str(MATTERS[one.what].name)
    return one.what
