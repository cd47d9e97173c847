"""`/connector/referrals/`: the triage board – ring today, new, waiting for information – and the newest decisions."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from alongside.core import clock
from alongside.partnerships.enums import Role
from alongside.referrals import board, queries
from alongside.referrals.enums import ReferralKind
from alongside.web.page import Section, page, render
from alongside.web.requests import MemberRequest

ANY = _("Any")


class NarrowForm(forms.Form):
    """What one remembers of a referral, who sent it, how it came, which language, where."""

    q = forms.CharField(
        label=_("Name, reference, phone or postcode"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    source = forms.ChoiceField(label=_("From"), required=False)
    kind = forms.ChoiceField(
        label=_("How it came"), choices=[("", ANY), *ReferralKind.choices], required=False
    )
    language = forms.ChoiceField(label=_("Language"), required=False)
    ward = forms.ChoiceField(label=_("Ward"), required=False)

    def __init__(self, *args: Any, there: board.Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, found in (("source", there.sources), ("language", there.languages), ("ward", there.wards)):
            self.fields[name].choices = [("", ANY), *found]  # type: ignore[attr-defined]

    def asked(self) -> board.Asked:
        """What was asked for; a choice that is no longer there asks for nothing."""
        self.is_valid()
        said = {name: self.cleaned_data.get(name, "") for name in self.fields}
        source = UUID(said["source"]) if said["source"] else None
        return board.Asked(said["q"].strip(), source, said["kind"], said["language"], said["ward"])


@page(
    "connector",
    "referrals/",
    roles={Role.CONNECTOR, Role.TEAM_LEAD},
    methods=("GET",),
    nav=_("New referrals"),
    nav_order=30,
    section=Section.REFERRALS,
)
def triage(request: MemberRequest) -> HttpResponse:
    """Show what nobody has decided yet, and the newest decisions."""
    viewer = request.viewer
    form = NarrowForm(request.GET, there=board.choices(viewer))
    asked = form.asked()
    only = request.GET.get("column", "")
    only = only if only in board.Column.values else ""
    piles = board.board(
        viewer,
        asked,
        at=clock.now(),
        on=clock.today(),
        working_days=request.partnership.first_contact_working_days,
        only=only,
        after=_after(request),
    )
    said = {name: form.cleaned_data.get(name, "") for name in form.fields}
    columns = [
        {"pile": pile, "further": _further(said, pile) if pile.after else "", "id": f"column-{pile.column}"}
        for pile in piles
    ]
    return render(
        request,
        "connector/triage.html",
        {
            "form": NarrowForm(initial=said, there=board.Choices(*_offered(form))),
            "asked": asked,
            "columns": columns,
            "only": only,
            "how_many": sum(pile.how_many for pile in piles),
            "late": sum(bool(card.late_days) for pile in piles for card in pile.cards),
            "decided": [] if only or asked.narrows else queries.decided(viewer),
        },
    )


def _offered(form: NarrowForm) -> list[list[tuple[str, str]]]:
    return [list(form.fields[name].choices)[1:] for name in ("source", "language", "ward")]  # type: ignore[attr-defined]


def _further(said: dict[str, str], pile: board.Pile) -> str:
    query = {name: value for name, value in said.items() if value}
    return "?" + urlencode({**query, "column": pile.column.value, "after": pile.after})


def _after(request: MemberRequest) -> UUID | None:
    """The card the page begins behind. Anything odd begins at the beginning."""
    try:
        return UUID(request.GET.get("after", ""))
    except ValueError:
        return None
