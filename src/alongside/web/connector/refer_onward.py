"""`/connector/cases/…/refer-onward/`: ask an organiser by e-mail, with exactly what the person agreed to share."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from alongside.casework import rules
from alongside.casework.actions.errors import CannotDo
from alongside.casework.enums import Shareable
from alongside.casework.models import Case, Step
from alongside.core import clock
from alongside.directory.models import Service
from alongside.journeys.agree import agree, words_for
from alongside.journeys.refer_onward import NotAgreed, may_share, shareable
from alongside.journeys.refer_onward import refer_onward as send_onward
from alongside.messaging.actions import CannotQueue
from alongside.partnerships import actions as partnerships
from alongside.partnerships.models import Organisation
from alongside.partnerships.once import once
from alongside.people.enums import ConsentChannel, ConsentPurpose
from alongside.web.components.fields import HintedCheckboxes
from alongside.web.connector.lookup import CARRIES_CASES, case_or_404
from alongside.web.forms import OnceForm
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


class OnwardForm(OnceForm):
    """Whom to ask, what they will see, and that the person agreed."""

    to_name = forms.CharField(label=_("Which organisation?"), max_length=160)
    to_email = forms.EmailField(label=_("Their e-mail address"))
    at_once = forms.MultipleChoiceField(
        label=_("They see this straight away"), widget=HintedCheckboxes, required=False
    )
    once_accepted = forms.MultipleChoiceField(
        label=_("They see this once they say yes"), widget=HintedCheckboxes, required=False
    )
    message = forms.CharField(
        label=_("Anything you want to say to them"),
        help_text=_("They see this too. Leave out anything the person would not want shared."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )
    agreed = forms.BooleanField(required=False)
    channel = forms.ChoiceField(
        label=_("How did you ask?"),
        choices=ConsentChannel.choices,
        initial=ConsentChannel.PHONE,
        required=False,
    )

    def __init__(self, *args: Any, known: dict[str, str], called: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, group in (("at_once", rules.SHOWN_AT_ONCE), ("once_accepted", rules.SHOWN_ONCE_ACCEPTED)):
            field = self.fields[name]
            offered = [what for what in group if what in known]
            field.choices = [(what.value, what.label) for what in offered]  # type: ignore[attr-defined]
            field.initial = [what.value for what in offered]
            field.widget.hints = {what.value: known[what] for what in offered}
        self.fields["agreed"].label = _("%(name)s agreed that we share this with them") % {"name": called}


@page("connector", "cases/<uuid:case_id>/refer-onward/", roles=CARRIES_CASES)
def refer_onward(request: MemberRequest, case_id: UUID) -> HttpResponse:
    """Show exactly what will be shared; send it only when the person agreed."""
    case = case_or_404(request, case_id)
    step = _step(request, case)
    service = step.service if step else None
    form = OnwardForm(
        request.POST or None,
        initial=_address(service),
        known=shareable(case.person),
        called=case.person.called,
    )
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(once(form.cleaned_data["once"], lambda: _send(request, case, step, form)))
        except NotAgreed as refusal:
            form.add_error("agreed", str(refusal))
        except (CannotDo, CannotQueue) as refusal:
            form.add_error(None, str(refusal))
    standing = Organisation.objects.filter(name=_address(service).get("to_name", "")).first()
    return render(
        request,
        "connector/refer_onward.html",
        {
            "form": form,
            "case": case,
            "person": case.person,
            "step": step,
            "service": service,
            "share_words": words_for(ConsentPurpose.SHARE),
            "already_agreed": standing is not None and may_share(case.person, standing),
        },
    )


def _step(request: MemberRequest, case: Case) -> Step | None:
    """The step of the plan this is about, when one was named."""
    try:
        wanted = UUID(request.GET.get("step", ""))
    except ValueError:
        return None
    return case.steps.select_related("service__organization").filter(pk=wanted).first()


def _address(service: Service | None) -> dict[str, str]:
    """Whom to write to about a service: its own address, else that of a contact."""
    if service is None:
        return {}
    contacts = service.contacts.exclude(email="").order_by("id").values_list("email", flat=True)
    email = service.email or contacts.first() or getattr(service.organization, "email", "") or ""
    return {"to_name": service.organization.name, "to_email": email}


def _send(request: MemberRequest, case: Case, step: Step | None, form: OnwardForm) -> str:
    data, by, at = form.cleaned_data, request.member, clock.now()
    organisation = partnerships.know_organisation(name=data["to_name"], email=data["to_email"])
    if data["agreed"]:
        agree(
            person=case.person,
            purpose=ConsentPurpose.SHARE,
            shared_with=organisation,
            channel=ConsentChannel(data["channel"] or ConsentChannel.PHONE),
            by=by,
            at=at,
        )
    send_onward(
        case=case,
        to_organisation=organisation,
        to_email=data["to_email"],
        share={*data["at_once"], *data["once_accepted"]} & set(Shareable.values),
        message=data["message"],
        service=step.service if step else None,
        step=step,
        by=by,
        at=at,
    )
    messages.success(
        request, _t("Asked %(name)s. You see here when they answer.") % {"name": organisation.name}
    )
    return reverse("connector:case", args=[case.pk]) + "#onward"
