"""`/services/<id>/wrong/`: anybody tells us that something about a service is wrong, without an account."""

from __future__ import annotations

import uuid

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from alongside.core import clock
from alongside.directory.actions.problems import report
from alongside.directory.enums import ProblemKind
from alongside.directory.models import Service
from alongside.partnerships.once import once
from alongside.referrals import doorstep
from alongside.web.forms import OnceForm, typed
from alongside.web.page import public_page, render
from alongside.web.requests import Request
from alongside.web.telling import address_of
from alongside.web.telling_fields import NoteField


class WrongForm(OnceForm):
    """What is wrong, and where an answer may go."""

    kind = forms.ChoiceField(
        label=_("What is wrong?"),
        choices=ProblemKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is wrong.")},
    )
    words = NoteField(label=_("Tell us more, if you like"), rows=3, required=False, max_length=2_000)
    answer_to = forms.EmailField(
        label=_("Your e-mail, if you would like to hear what became of it"),
        required=False,
        max_length=254,
        error_messages={"invalid": _("Write an e-mail address like name@example.org, or leave it empty.")},
    )
    website = forms.CharField(label=_("Leave this box empty"), required=False)
    marks_optional = False


@public_page("services/<uuid:service_id>/wrong/", translated=True, methods=("GET", "POST"))
def something_wrong(request: Request, service_id: uuid.UUID) -> HttpResponse:
    """Take a report; the page afterwards says thank you."""
    service = Service.objects.filter(pk=service_id).first()
    if service is None:
        raise Http404
    form = WrongForm(typed(request))
    status = 200
    if request.method == "POST" and form.is_valid():
        at = clock.now()
        if not doorstep.knock(address=address_of(request.META), door="something-wrong", at=at):
            status = 429
        else:

            def keep() -> str:
                data = form.cleaned_data
                if not data["website"]:  # only machines fill it in
                    report(
                        service=service,
                        kind=ProblemKind(data["kind"]),
                        words=data["words"],
                        answer_to=data["answer_to"],
                        address=address_of(request.META),
                        at=at,
                    )
                return f"{reverse('public:something-wrong', args=[service.pk])}?thanks=1"

            return redirect(once(form.cleaned_data["once"], keep))
    context = {
        "form": form,
        "service": service,
        "too_often": status == 429,
        "thanks": "thanks" in request.GET,
    }
    return render(request, "public/something_wrong.html", context, status=status)
