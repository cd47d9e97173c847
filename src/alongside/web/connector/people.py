"""`/connector/people/`: my people, my team's people, and search by anything one remembers."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from alongside.casework import access, queries
from alongside.casework.enums import CaseStatus
from alongside.joining import queries as joining
from alongside.people import queries as people_queries
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest

A_PAGE = 25


class PeopleForm(forms.Form):
    """What one remembers of somebody, whose people, and whether support goes on."""

    q = forms.CharField(
        label=_("Name, phone number or postcode"), max_length=100, required=False, widget=forms.TextInput
    )
    whose = forms.ChoiceField(
        label=_("Whose people"),
        choices=[("mine", _("Mine")), ("team", _("My team’s")), ("nobody", _("Nobody’s yet"))],
        required=False,
        initial="mine",
    )
    status = forms.ChoiceField(label=_("Support"), choices=CaseStatus.choices, required=False, initial="open")


@page("connector", "people/", roles=access.CARRIES_CASES, nav=_("People"), nav_order=20, methods=("GET",))
def people(request: MemberRequest) -> HttpResponse:
    """List people by name, a page at a time."""
    typed = PeopleForm(request.GET)
    asked = typed.cleaned_data if typed.is_valid() else {}
    words = (asked.get("q") or "").strip()
    # A search looks through the whole team unless somebody said whose people they mean.
    whose = asked.get("whose") or ("team" if words else "mine")
    status = asked.get("status") or CaseStatus.OPEN
    rows = queries.people_list(
        request.viewer,
        people=people_queries.search(request.viewer, words) if words else None,
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
                "q": words,
                "whose": whose,
                "status": status,
                "f": key.family_name,
                "g": key.given_name,
                "i": key.case_id,
            }
        )
    form = PeopleForm(initial={"q": words, "whose": whose, "status": status})
    context = {
        "form": form,
        "rows": rows,
        "following": following,
        "words": words,
        "whose": whose,
        "status": status,
        "joins_wait": joining.how_many_wait_for(request.viewer),
    }
    return render(request, "connector/people.html", context)


def _after(request: MemberRequest) -> queries.Key | None:
    """Where the page begins. Anything odd begins at the beginning."""
    try:
        case_id = str(UUID(request.GET.get("i", "")))
    except ValueError:
        return None
    clean = [request.GET.get(name, "").replace("\x00", "")[:100] for name in ("f", "g")]
    return queries.Key(clean[0], clean[1], case_id)
