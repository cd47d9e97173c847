"""`/connector/befriending/<scheme>/message/`: write to all volunteers of a scheme at once."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from alongside.befriending.actions import to_all
from alongside.befriending.actions.errors import CannotDo
from alongside.befriending.enums import ToWhom
from alongside.befriending.models import Scheme
from alongside.core import clock
from alongside.partnerships.once import once
from alongside.web.connector.befriending_lookup import RUNS, scheme_or_404
from alongside.web.forms import OnceForm, typed
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


class MessageForm(OnceForm):
    """To whom, and the words."""

    marks_optional = False

    to = forms.ChoiceField(label=_("To whom"), choices=ToWhom.choices, widget=forms.RadioSelect)
    subject = forms.CharField(label=_("Subject"), max_length=100)
    words = forms.CharField(
        label=_("Message"),
        help_text=_("All of them read it. Do not write anything about a person who is visited."),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=2000,
    )


@page("connector", "befriending/<uuid:scheme_id>/message/", roles=RUNS)
def befriending_message(request: MemberRequest, scheme_id: UUID) -> HttpResponse:
    """Ask for the words; put one message for each into the outbox."""
    scheme = scheme_or_404(request, scheme_id)
    form = MessageForm(typed(request), initial={"to": ToWhom.MATCHED})
    if request.method == "POST" and form.is_valid():
        try:
            key = form.cleaned_data["once"]
            return redirect(once(key, lambda: _write(request, scheme, form.cleaned_data)))
        except CannotDo as refusal:
            form.add_error(None, str(refusal))
    counts = [(to.label, to_all.volunteers_of(scheme, to).count()) for to in ToWhom]
    return render(
        request, "connector/befriending_message.html", {"scheme": scheme, "form": form, "counts": counts}
    )


def _write(request: MemberRequest, scheme: Scheme, told: dict[str, Any]) -> str:
    written = to_all.write_to_all(
        scheme=scheme,
        to=ToWhom(told["to"]),
        subject=told["subject"],
        words=told["words"],
        key=str(told["once"] or uuid4()),
        by=request.member,
        at=clock.now(),
    )
    messages.success(
        request,
        ngettext("On its way to %(n)s volunteer.", "On its way to %(n)s volunteers.", written.sent)
        % {"n": written.sent},
    )
    if written.to_ring:
        names = ", ".join(volunteer.name for volunteer in written.to_ring)
        messages.warning(
            request, gettext("No e-mail and no mobile number: %(names)s. Ring them.") % {"names": names}
        )
    return reverse("connector:befriending-queue", args=[scheme.pk])
