"""`/volunteer/expenses/`: what I spent – with a picture of the receipt – and what became of it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from alongside.core import clock
from alongside.partnerships.enums import Role
from alongside.partnerships.once import once
from alongside.volunteering import queries, receipts
from alongside.volunteering.actions import given
from alongside.volunteering.actions.errors import CannotDo
from alongside.volunteering.enums import ExpenseKind
from alongside.web.components.fields import DayField
from alongside.web.forms import OnceForm, typed
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest
from alongside.web.volunteer.lookup import myself_or_404


class ExpenseForm(OnceForm):
    """What it was, how much, and the receipt."""

    marks_optional = True
    kind = forms.ChoiceField(label=_("What was it?"), choices=ExpenseKind.choices, widget=forms.RadioSelect)
    pounds = forms.DecimalField(
        label=_("How much, in pounds?"),
        help_text=_("For example 3.50. Leave it empty for miles."),
        min_value=Decimal("0.01"),
        max_value=Decimal("1000"),
        decimal_places=2,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "govuk-input--width-5"}),
    )
    miles = forms.IntegerField(
        label=_("How many miles, by car?"),
        min_value=1,
        max_value=1000,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-5"}),
    )
    spent_on = DayField(label=_("When?"))
    what = forms.CharField(
        label=_("What for?"),
        help_text=_("No names, please. For example: bus there and back."),
        max_length=200,
        required=False,
    )
    receipt = forms.FileField(
        label=_("Receipt"),
        help_text=_("A photograph or a PDF, up to 5 megabytes."),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(
            attrs={"accept": "image/jpeg,image/png,application/pdf", "class": "govuk-file-upload"}
        ),
    )

    def clean(self) -> dict[str, Any]:
        """Miles for miles, pounds for all else."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("kind") == ExpenseKind.MILES:
            if "miles" not in self.errors and not data.get("miles"):
                self.add_error("miles", _("How many miles did you drive?"))
        elif data.get("kind") and "pounds" not in self.errors and not data.get("pounds"):
            self.add_error("pounds", _("How much did you spend?"))
        return data


@page("volunteer", "expenses/", roles={Role.VOLUNTEER}, nav=_("Expenses"), nav_order=50)
def expenses(request: MemberRequest) -> HttpResponse:
    """Ask for money back, and see what became of earlier claims."""
    volunteer = myself_or_404(request)
    form = ExpenseForm(typed(request), request.FILES or None, initial={"spent_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        upload = data["receipt"]

        def claim() -> str:
            given.claim(
                volunteer=volunteer,
                spent_on=data["spent_on"],
                kind=data["kind"],
                pence=round(data["pounds"] * 100) if data["pounds"] else None,
                miles=data["miles"],
                what=data["what"],
                receipt=upload.read(receipts.LARGEST + 1) if upload else None,
                at=clock.now(),
                key=data["once"],
            )
            return reverse("volunteer:expenses")

        try:
            return redirect(once(data["once"], claim))
        except CannotDo as refusal:
            form.add_error(None, str(refusal))
    return render(
        request,
        "volunteer/expenses.html",
        {
            "form": form,
            "claims": queries.claims(request.viewer).order_by("-spent_on", "-id")[:20],
            "rate": given.PENCE_A_MILE,
        },
    )
