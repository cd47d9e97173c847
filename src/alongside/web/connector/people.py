"""`/connector/people/`: my people, my team's people, and search by anything one remembers."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from alongside.casework import access, finding, queries
from alongside.casework.enums import CaseStatus
from alongside.core import clock
from alongside.joining import queries as joining
from alongside.people import finding as people_finding
from alongside.people.remembered import remembered
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest

A_PAGE = 25


class SearchForm(forms.Form):
    """What one remembers of somebody."""

    q = forms.CharField(
        label=_("Anything you remember of somebody"),
        help_text=_(
            "Part of a name, the last digits of the phone, postcode or street, date of birth or age, the reference, "
            "who referred them, or a word that was written down."
        ),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )


class PeopleForm(SearchForm):
    """The same, whose people, and whether support goes on."""

    whose = forms.ChoiceField(
        label=_("Whose people"),
        choices=[("mine", _("Mine")), ("team", _("My team’s")), ("nobody", _("Nobody’s yet"))],
        required=False,
        initial="mine",
    )
    status = forms.ChoiceField(label=_("Support"), choices=CaseStatus.choices, required=False, initial="open")


@page("connector", "people/", roles=access.CARRIES_CASES, nav=_("People"), nav_order=20, methods=("GET",))
def people(request: MemberRequest) -> HttpResponse:
    """List people by name, a page at a time; or whoever answers what was typed, with what it was that answered."""
    typed = PeopleForm(request.GET)
    asked = typed.cleaned_data if typed.is_valid() else {}
    words = (asked.get("q") or "").strip()
    if words:
        return _searched(request, words)
    whose = asked.get("whose") or "mine"
    status = asked.get("status") or CaseStatus.OPEN
    rows = queries.people_list(
        request.viewer,
        status=status,
        connector_id=request.viewer.member_id if whose == "mine" else None,
        unassigned=whose == "nobody",
        after=_after(request),
        limit=A_PAGE,
    )
    following = ""
    if len(rows) > A_PAGE:
        rows = rows[:A_PAGE]
        key = queries.Key.of(rows[-1])
        following = "?" + urlencode(
            {
                "whose": whose,
                "status": status,
                "f": key.family_name,
                "g": key.given_name,
                "i": key.case_id,
            }
        )
    form = PeopleForm(initial={"whose": whose, "status": status})
    context = {
        "form": form,
        "rows": rows,
        "following": following,
        "whose": whose,
        "joins_wait": joining.how_many_wait_for(request.viewer),
    }
    return render(request, "connector/people.html", context)


def _searched(request: MemberRequest, words: str) -> HttpResponse:
    """Everybody we may see who answers what is remembered, whoever carries them and whether support goes on or not."""
    today = clock.today()
    result = finding.search(request.viewer, remembered(words, today=today), on=today)
    context = {
        "form": SearchForm(initial={"q": words}),
        "words": words,
        "result": result,
        "rows": [
            (row, people_finding.said(row.hit.met, row.person, today=today), row.person.age(today))
            for row in result.rows
        ],
    }
    return render(request, "connector/people_found.html", context)


def _after(request: MemberRequest) -> queries.Key | None:
    """Where the page begins. Anything odd begins at the beginning."""
    try:
        case_id = str(UUID(request.GET.get("i", "")))
    except ValueError:
        return None
    clean = [request.GET.get(name, "").replace("\x00", "")[:100] for name in ("f", "g")]
    return queries.Key(clean[0], clean[1], case_id)
