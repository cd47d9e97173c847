"""`/connector/cases/…/shortlist/`: what there is for this person, with her facts filled in; add to the plan."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _t

from alongside.casework import facts
from alongside.casework.actions import plan
from alongside.casework.actions.errors import CannotDo
from alongside.casework.enums import Owner
from alongside.casework.models import Case
from alongside.core import clock
from alongside.directory import asking
from alongside.directory.finder import Shortlist
from alongside.directory.finder import shortlist as find
from alongside.directory.models import Service
from alongside.directory.rules import Facts
from alongside.insight.replies import in_words, replies_of_each
from alongside.people import whereabouts
from alongside.people.models import Person
from alongside.web.connector.lookup import CARRIES_CASES, case_or_404
from alongside.web.finding import FindForm, relaxation_links
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest

LIMIT = 10
#: What the record knows is not asked again; it shows above the list and is changed in the record.
FROM_THE_RECORD = (
    "postcode", "needs", "language", "relation", "other_relation", "other_place",
    "age", "carer", "new_parent", "gender",
)  # fmt: skip


class WishesForm(FindForm):
    """What the person would like now: words, what matters, when, how far, how, and whether it must be free."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in FROM_THE_RECORD:
            del self.fields[name]
        for name, label in (
            ("q", _t("What would they like?")),
            ("matters", _t("What matters to them?")),
            ("within", _t("How far would they go?")),
            ("how", _t("How would they like to take part?")),
        ):
            self.fields[name].label = label

    def clean(self) -> dict[str, Any]:
        """The record's own facts are filled in by `facts_of`; nothing here depends on them."""
        return self.cleaned_data

    def facts_of(self, person: Person) -> Facts:
        """The wishes together with what the record knows."""
        blank: dict[str, Any] = dict.fromkeys(FROM_THE_RECORD, "")
        blank |= {"postcode": None, "relation": [], "needs": [], "other_place": None, "age": None}
        self.cleaned_data |= blank
        wished = self.facts()
        return facts.facts_for(
            person,
            clock.today(),
            matters=wished.matters,
            words=wished.words,
            free=wished.free,
            within_m=wished.within_m,
            max_cost_pence=wished.max_cost_pence,
            modes=wished.modes,
        )


def list_for(person: Person, asked: QueryDict) -> tuple[WishesForm, Shortlist | None]:
    """The form of the wishes and, when they can be understood, the shortlist they lead to."""
    form = WishesForm(asked)
    if not form.is_valid():
        return form, None
    return form, find(form.facts_of(person), at=clock.now(), limit=LIMIT)


@page("connector", "cases/<uuid:case_id>/shortlist/", roles=CARRIES_CASES)
def shortlist(request: MemberRequest, case_id: UUID) -> HttpResponse:
    """Show the list; a posted service goes onto the plan."""
    case = case_or_404(request, case_id)
    if request.method == "POST":
        return _add_to_plan(request, case)
    form, found = list_for(case.person, request.GET)
    results = found.results if found else []
    replies = replies_of_each([UUID(result.service_id) for result in results], at=clock.now())
    planned = {str(pk) for pk in case.steps.exclude(service=None).values_list("service_id", flat=True)}
    return render(
        request,
        "connector/shortlist.html",
        {
            "form": form,
            "case": case,
            "person": case.person,
            "found": found,
            "planned": planned,
            "results": [(result, in_words(replies.get(UUID(result.service_id)))) for result in results],
            "caution": whereabouts.caution(case.person.postcode),
            "matters_words": facts.wishes_in_words(case.person),
            "relaxations": relaxation_links(request.GET, found.relaxations) if found else [],
            "reach": asking.USUAL_REACH_M,
            "query": request.GET.urlencode(),
        },
    )


def _add_to_plan(request: MemberRequest, case: Case) -> HttpResponse:
    back = reverse("connector:shortlist", args=[case.pk])
    try:
        service = Service.objects.filter(pk=UUID(request.POST.get("service", ""))).first()
    except ValueError:
        service = None
    if service is None:
        messages.warning(request, _t("This service is no longer in the directory."))
        return redirect(back)
    try:
        step = plan.add_step(
            case=case,
            title=service.name,
            owner=Owner.CONNECTOR,
            service=service,
            by=request.member,
            at=clock.now(),
        )
    except CannotDo as refusal:
        messages.warning(request, str(refusal))
        return redirect(back)
    messages.success(request, _t("On the plan: %(what)s.") % {"what": step.title})
    wishes = request.GET.urlencode()
    return redirect(f"{back}?{wishes}" if wishes else back)
