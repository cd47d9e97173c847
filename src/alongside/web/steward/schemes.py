"""`/steward/schemes/`: our own schemes and for whom they are – what people are told at the door."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from alongside.core import clock
from alongside.directory import asking
from alongside.directory.enums import Relation
from alongside.partnerships.enums import Role
from alongside.partnerships.once import once
from alongside.places.models import Area
from alongside.referrals import at_the_door
from alongside.referrals.actions import own_schemes
from alongside.referrals.models import OwnScheme
from alongside.referrals.models.scheme import OLDEST
from alongside.web.forms import OnceForm, typed
from alongside.web.page import Section, page, render
from alongside.web.requests import MemberRequest


def _age(label: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=OLDEST,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-3"}),
    )


class SchemeForm(OnceForm):
    """A scheme and its rule; what is left empty excludes nobody."""

    name = forms.CharField(
        label=_("Name"), max_length=120, error_messages={"required": _("Write what the scheme is called.")}
    )
    about = forms.CharField(
        label=_("What it is, in one sentence"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    minimum_age = _age(_("Youngest age"))
    maximum_age = _age(_("Oldest age"))
    area_codes = forms.CharField(
        label=_("Areas"),
        help_text=_("Names or codes with commas between, for example: Hackney, City of London"),
        max_length=500,
        required=False,
    )
    area_relations = forms.MultipleChoiceField(
        label=_("People who there … – one is enough"),
        choices=Relation.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    carers_only = forms.BooleanField(label=_("Only for people who look after someone"), required=False)
    conditions = forms.CharField(
        label=_("Anything else, in words"),
        help_text=_("It is shown, and we ask about it. It excludes nobody by itself."),
        max_length=300,
        required=False,
    )

    def clean_area_codes(self) -> list[str]:
        """The codes of areas that we know, each once."""
        names = [part.strip() for part in self.cleaned_data["area_codes"].split(",") if part.strip()]
        found = []
        for name in names[:20]:
            area = asking.find_area(name)
            if area is None:
                raise ValidationError(
                    _t("We do not know the area “%(name)s”. Write its name as on a map, or its code.")
                    % {"name": name}
                )
            found.append(area.code)
        return list(dict.fromkeys(found))

    def said(self) -> dict[str, Any]:
        """What was said, as a scheme has it."""
        return {name: self.cleaned_data[name] for name in own_schemes.SAID}


def as_typed(scheme: OwnScheme) -> dict[str, Any]:
    """A scheme as the form shows it: areas by their names."""
    names = dict(Area.objects.filter(code__in=scheme.area_codes).values_list("code", "name"))
    said = {name: getattr(scheme, name) for name in own_schemes.SAID}
    return said | {"area_codes": ", ".join(names.get(code, code) for code in scheme.area_codes)}


@page(
    "steward",
    "schemes/",
    roles={Role.STEWARD},
    nav=_("Our own schemes"),
    nav_order=52,
    section=Section.REFERRALS,
)
def schemes(request: MemberRequest) -> HttpResponse:
    """List them with their rules in words; add one."""
    form = SchemeForm(typed(request))
    if request.method == "POST" and form.is_valid():

        def make() -> str:
            own_schemes.add(said=form.said(), by=request.member, at=clock.now())
            return reverse("steward:schemes")

        try:
            return redirect(once(form.cleaned_data["once"], make))
        except own_schemes.CannotKeep as refusal:
            form.add_error(None, str(refusal))
    found = at_the_door.for_whom(at_the_door.schemes())
    return render(request, "steward/schemes.html", {"form": form, "schemes": found, "most": at_the_door.MOST})
