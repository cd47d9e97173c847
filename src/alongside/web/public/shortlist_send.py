"""`/shortlist/send/`: send the list by e-mail or text, to oneself or somebody: facts and a link, no own words.

So it is of no use to anybody who would write to strangers: the text is ours, it says who asked for it (a visitor of our
site), and a network address can send only so much in an hour.
"""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from alongside.core import clock
from alongside.directory.kept_list import share
from alongside.journeys.send_shortlist import CannotSend, send_shortlist
from alongside.messaging.enums import Channel
from alongside.partnerships.once import once
from alongside.referrals import doorstep
from alongside.web.forms import OnceForm, typed
from alongside.web.my_list import MyList
from alongside.web.page import public_page, render
from alongside.web.requests import Request
from alongside.web.telling import address_of

MOST_AN_HOUR = 6


class SendForm(OnceForm):
    """Where to send it."""

    to = forms.CharField(
        label=_("An e-mail address or a mobile number"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={"required": _("Write where to send it.")},
    )


@public_page("shortlist/send/", methods=("GET", "POST"), translated=True)
def shortlist_send(request: Request) -> HttpResponse:
    """Take an address and queue the message."""
    mine = MyList(request)
    if not mine.ids:
        return redirect("public:shortlist")
    form = SendForm(typed(request))
    status = 200
    if request.method == "POST" and form.is_valid():
        at = clock.now()
        if not doorstep.knock(address=address_of(request.META), door="shortlist", at=at, limit=MOST_AN_HOUR):
            status = 429
        else:

            def send() -> str:
                channel = send_shortlist(
                    partnership=request.partnership,
                    to=form.cleaned_data["to"],
                    facts=[entry.facts for entry in mine.entries(at=at)],
                    path=reverse("public:shortlist-shared", args=[share(mine.ids)]),
                    key=str(form.cleaned_data["once"] or ""),
                    at=at,
                )
                how = "text" if channel == Channel.SMS else "mail"
                return f"{reverse('public:shortlist-send')}?sent={how}"

            try:
                return redirect(once(form.cleaned_data["once"], send))
            except CannotSend as problem:
                form.add_error("to", str(problem))
    context = {"form": form, "too_often": status == 429, "sent": request.GET.get("sent", "")}
    return render(request, "public/shortlist_send.html", context, status=status)
