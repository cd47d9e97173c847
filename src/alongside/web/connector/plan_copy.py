"""Which copy of the plan somebody is given: asked for, else as their record says they read."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from alongside.casework import queries
from alongside.casework.models import Case
from alongside.core import clock
from alongside.letters import rules
from alongside.letters.enums import Layout, Size
from alongside.messaging.writing import SPOKEN, language_of
from alongside.web.connector.lookup import case_or_404
from alongside.web.plan_paper import Plan, plan_of
from alongside.web.requests import MemberRequest


class CopyForm(forms.Form):
    """Language, layout and size of the copy."""

    marks_optional = False
    language = forms.ChoiceField(label=_("Language"), choices=list(SPOKEN.items()), required=False)
    layout = forms.ChoiceField(label=_("Set out as"), choices=Layout.choices, required=False)
    size = forms.ChoiceField(
        label=_("Size of the print"),
        choices=[(size.value, size.label) for size in (Size.LARGE, Size.LARGER)],
        required=False,
    )


def copy_of(request: MemberRequest, case_id: UUID) -> tuple[Case, Plan, CopyForm]:
    """The case, the plan as it is asked for, and the form that asks; what cannot be read is as the record says."""
    case = case_or_404(request, case_id)
    person = case.person
    asked = CopyForm(request.GET)
    asked.is_valid()
    wanted: dict[str, Any] = asked.cleaned_data
    plan = plan_of(
        queries.case_page(case),
        partnership=request.partnership,
        today=clock.today(),
        language=language_of(person.languages, wanted.get("language", "")),
        layout=Layout(wanted.get("layout") or rules.layout_proposed(person)),
        size=Size(wanted.get("size") or rules.size_proposed(person)),
    )
    form = CopyForm(initial={"language": plan.language, "layout": plan.layout, "size": plan.size})
    return case, plan, form
