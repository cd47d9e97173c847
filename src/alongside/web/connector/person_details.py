"""`/connector/people/<id>/details/`: change what we know about a person. A second editor is shown both versions."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from alongside.casework import access as cases
from alongside.core import clock
from alongside.partnerships.enums import Role
from alongside.people import access, rules
from alongside.people.actions import CannotRecord, EditedMeanwhile, update_details
from alongside.people.enums import AccessNeed, ContactBy, ContactTime, Gender, Language
from alongside.people.models import Person
from alongside.web.components.fields import DayField
from alongside.web.forms import change_answer, typed
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest
from alongside.web.telling_fields import PhoneField, PostcodeField

ALONE = [("", _("Not known")), ("yes", _("Yes")), ("no", _("No"))]


class DetailsForm(forms.Form):
    """The person's details. `version` says which state of the record was read."""

    marks_optional = False

    given_name = forms.CharField(label=_("First name"), max_length=100)
    family_name = forms.CharField(label=_("Last name"), max_length=100, required=False)
    known_as = forms.CharField(label=_("Likes to be called"), max_length=100, required=False)
    born_on = DayField(label=_("Date of birth"), required=False)
    birth_year = forms.IntegerField(
        label=_("Year of birth, if the day is not known"),
        required=False,
        min_value=1900,
        max_value=2100,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-4"}),
    )
    gender = forms.ChoiceField(
        label=_("Gender"), choices=[("", _("Not asked")), *Gender.choices], required=False
    )
    phone = PhoneField(label=_("Phone"), required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    address = forms.CharField(
        label=_("Address"), widget=forms.Textarea(attrs={"rows": 3}), max_length=500, required=False
    )
    postcode = PostcodeField(label=_("Postcode"), required=False)
    contact_by = forms.ChoiceField(label=_("How to reach them"), choices=ContactBy.choices)
    contact_times = forms.MultipleChoiceField(
        label=_("When"), choices=ContactTime.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    leave_message = forms.BooleanField(label=_("It is safe to leave a message"), required=False)
    contact_note = forms.CharField(
        label=_("Anything else about reaching them"), max_length=500, required=False
    )
    emergency_name = forms.CharField(
        label=_("In an emergency, ring"),
        help_text=_("Who that is. Ask the person first."),
        max_length=120,
        required=False,
    )
    emergency_relation = forms.CharField(
        label=_("What are they to the person?"), max_length=60, required=False
    )
    emergency_phone = PhoneField(label=_("Their phone"), required=False)
    languages = forms.MultipleChoiceField(
        label=_("Languages"), choices=Language.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    interpreter_needed = forms.BooleanField(label=_("Needs an interpreter"), required=False)
    access_needs = forms.MultipleChoiceField(
        label=_("What they need"),
        choices=AccessNeed.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    access_note = forms.CharField(label=_("More about what they need"), max_length=500, required=False)
    lives_alone = forms.ChoiceField(label=_("Lives alone"), choices=ALONE, required=False)
    is_carer = forms.BooleanField(label=_("Cares for someone without pay"), required=False)
    new_parent = forms.BooleanField(label=_("Has a new baby"), required=False)
    gp_practice = forms.CharField(label=_("GP practice"), max_length=200, required=False)
    do_not_contact = forms.BooleanField(
        label=_("Do not contact them"), help_text=_("Nothing is sent and nobody rings."), required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def clean_given_name(self) -> str:
        """A name made of unseen characters is no name."""
        name = rules.clean_name(self.cleaned_data["given_name"])
        if not name:
            raise forms.ValidationError(_("Write what they are called."))
        return name

    def clean_lives_alone(self) -> bool | None:
        """Yes, no, or not known."""
        return {"yes": True, "no": False}.get(self.cleaned_data["lives_alone"])

    def _day_not_ahead(self, field: str) -> Any:
        day = self.cleaned_data[field]
        if day is not None and day > clock.today():
            raise forms.ValidationError(_("This day has not come yet. Check the year."))
        return day

    def clean_born_on(self) -> Any:
        """Nobody is born tomorrow."""
        return self._day_not_ahead("born_on")

    def changes(self) -> dict[str, Any]:
        """The details, as `update_details` takes them."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


def _initial(person: Person) -> dict[str, Any]:
    values = {name: getattr(person, name) for name in DetailsForm.base_fields}
    values["lives_alone"] = {True: "yes", False: "no", None: ""}[person.lives_alone]
    for name in ("phone", "emergency_phone"):
        values[name] = rules.spoken_phone(values[name]) if values[name] else ""
    return values


@page("connector", "people/<uuid:person_id>/details/", roles={Role.CONNECTOR, Role.TEAM_LEAD})
def person_details(request: MemberRequest, person_id: uuid.UUID) -> HttpResponse:
    """Show the form; write it; or show what a colleague wrote meanwhile beside what was typed here."""
    person = get_object_or_404(access.visible_to(request.viewer), pk=person_id)
    request.record_read(person)
    back = _back(request)
    form = DetailsForm(typed(request), initial=_initial(person))
    both: list[dict[str, str]] = []
    if request.method == "POST" and form.is_valid():
        try:
            update_details(
                person=person,
                version=form.cleaned_data["version"],
                changes=form.changes(),
                by=request.member,
                at=clock.now(),
            )
        except CannotRecord as refusal:
            form.add_error(None, str(refusal))
        except EditedMeanwhile as meanwhile:
            both = [
                {
                    "label": str(form.fields[d.field].label),
                    "theirs": _said(form, d.field, d.theirs),
                    "yours": _said(form, d.field, d.yours),
                }
                for d in meanwhile.differences
            ]
            change_answer(form, "version", str(meanwhile.theirs.version))
        else:
            messages.info(request, _t("Kept."))
            return redirect(back or request.path)
    return render(
        request,
        "connector/person_details.html",
        {
            "form": form,
            "person": person,
            "both": both,
            "back": back,
            "case": cases.visible_to(request.viewer)
            .filter(person=person)
            .order_by("-opened_at", "id")
            .first(),
        },
    )


def _back(request: MemberRequest) -> str:
    """Where the page was opened from, when that is one of ours."""
    wanted = request.GET.get("next", "")
    return wanted if wanted and url_has_allowed_host_and_scheme(wanted, {request.get_host()}) else ""


def _said(form: DetailsForm, field: str, value: Any) -> str:
    """A detail in words."""
    if value in (None, "", []):
        return _t("Nothing")
    if isinstance(value, bool):
        return _t("Yes") if value else _t("No")
    choices = dict(getattr(form.fields[field], "choices", []))
    if isinstance(value, list):
        return ", ".join(str(choices.get(v, v)) for v in value)
    if field in {"phone", "emergency_phone"}:
        return rules.spoken_phone(value)
    return str(choices.get(value, value))
