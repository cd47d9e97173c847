"""`/steward/feeds/<id>/settings/`: what a feed is called, where it is, how often it is read, how far it may shrink."""

from __future__ import annotations

import uuid

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from alongside.core import clock
from alongside.directory.actions import look_after_feed
from alongside.directory.enums import Refresh
from alongside.directory.feeds.source import is_url
from alongside.directory.models import Feed
from alongside.partnerships.enums import Role
from alongside.web.forms import typed
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


class SettingsForm(forms.Form):
    """The settings of a feed."""

    name = forms.CharField(
        label=_("What to call it"), max_length=120, error_messages={"required": _("Write what to call it.")}
    )
    source = forms.URLField(
        label=_("Its address"),
        max_length=500,
        assume_scheme="https",
        error_messages={"invalid": _("Write the whole address, beginning with https://")},
    )
    refresh = forms.ChoiceField(
        label=_("How often to read it"), choices=Refresh.choices, required=False, widget=forms.RadioSelect
    )
    shrink_limit = forms.IntegerField(
        label=_("Hold it for a person when it loses more than this many in a hundred services"),
        help_text=_("20 is usual. Until somebody decides, the last good copy stays."),
        min_value=1,
        max_value=100,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-3"}),
        error_messages={
            "invalid": _("Write a whole number from 1 to 100."),
            "min_value": _("Write a whole number from 1 to 100."),
            "max_value": _("Write a whole number from 1 to 100."),
        },
    )
    marks_optional = False

    def __init__(self, *args: object, feed: Feed, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self._feed = feed
        if not is_url(feed.source):
            del self.fields["source"]  # an upload: another file is uploaded under the same name

    def clean_source(self) -> str:
        """Only what a web server answers."""
        address = str(self.cleaned_data["source"])
        if not address.startswith(("http://", "https://")):
            raise forms.ValidationError(_t("Write the whole address, beginning with https://"))
        return address


@page("steward", "feeds/<uuid:feed_id>/settings/", roles={Role.STEWARD})
def feed_settings(request: MemberRequest, feed_id: uuid.UUID) -> HttpResponse:
    """Change the settings."""
    feed = Feed.objects.filter(pk=feed_id).first()
    if feed is None:
        raise Http404
    now = {name: getattr(feed, name) for name in ("name", "source", "refresh", "shrink_limit")}
    form = SettingsForm(typed(request), feed=feed, initial=now)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        look_after_feed.set_up(
            feed=feed,
            name=data["name"],
            source=data.get("source", feed.source),
            refresh=Refresh(data["refresh"]),
            shrink_limit=data["shrink_limit"],
            at=clock.now(),
        )
        messages.info(request, _t("Kept."))
        return redirect("steward:feed", feed_id)
    return render(request, "steward/feed_settings.html", {"form": form, "feed": feed})
