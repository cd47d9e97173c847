"""`/steward/life-events/`: what is proposed when something happens in a life, by the partnership's rules."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from alongside.directory.matters import MATTERS
from alongside.letters.enums import LetterKind
from alongside.partnerships.enums import Role
from alongside.signposting import queries, rules
from alongside.web.page import Section, page, render
from alongside.web.requests import MemberRequest


@page(
    "steward",
    "life-events/",
    roles={Role.STEWARD},
    nav=_("Life events"),
    nav_order=47,
    section=Section.WORDS,
    methods=("GET",),
)
def life_event_rules(request: MemberRequest) -> HttpResponse:
    """List the rule of each kind."""
    rows = [
        {
            "rule": rule,
            "letter": LetterKind(rule.letter).label if rule.letter else "",
            "matters": [MATTERS[key].name for key in rule.matters if key in MATTERS],
            "is_sensitive": kind in rules.SENSITIVE,
        }
        for kind, rule in queries.rules_now().items()
    ]
    return render(request, "steward/life_event_rules.html", {"rows": rows})
