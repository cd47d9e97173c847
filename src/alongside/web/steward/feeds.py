"""`/steward/feeds/`: where the directory's services come from; add a feed by address or upload."""

from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from alongside.core.clock import now
from alongside.core.ids import new_id
from alongside.directory.actions.import_feed import register
from alongside.directory.feed_queries import feeds as all_feeds
from alongside.directory.jobs import read_feed
from alongside.partnerships.enums import Role
from alongside.partnerships.once import once
from alongside.web.forms import OnceForm, typed
from alongside.web.page import Section, page, render
from alongside.web.requests import MemberRequest

LARGEST_UPLOAD = 200_000_000


class FeedForm(OnceForm):
    """A feed to read: by address, or as a file."""

    name = forms.CharField(
        label=_("What to call it"),
        help_text=_("For example: City and Hackney directory. The same name reads the same feed again."),
        max_length=120,
        error_messages={"required": _("Write what to call it.")},
    )
    address = forms.URLField(
        label=_("Its address"),
        help_text=_("An Open Referral UK feed, beginning with https://"),
        required=False,
        max_length=500,
        assume_scheme="https",
        error_messages={"invalid": _("Write the whole address, beginning with https://")},
    )
    file = forms.FileField(
        label=_("Or a file"), help_text=_("JSON, as an Open Referral UK feed gives it."), required=False
    )

    def clean_address(self) -> str:
        """Only what a web server answers."""
        address = str(self.cleaned_data["address"])
        if address and not address.startswith(("http://", "https://")):
            raise forms.ValidationError(_("Write the whole address, beginning with https://"))
        return address

    def clean_file(self) -> UploadedFile | None:
        """Not larger than we read."""
        file: UploadedFile | None = self.cleaned_data["file"]
        if file is not None and (file.size or 0) > LARGEST_UPLOAD:
            raise forms.ValidationError(_("This file is larger than 200 MB. Give us its address instead."))
        return file

    def clean(self) -> dict[str, Any]:
        """One source, not two and not none."""
        data = super().clean() or {}
        if not self.errors and bool(data.get("address")) == bool(data.get("file")):
            self.add_error("address", _("Give either an address or a file."))
        return data


@page("steward", "feeds/", roles={Role.STEWARD}, nav=_("Feeds"), nav_order=40, section=Section.DIRECTORY)
def feeds(request: MemberRequest) -> HttpResponse:
    """List feeds with their latest run; take on a new one, which the worker then reads."""
    form = FeedForm(typed(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        return redirect(once(form.cleaned_data["once"], lambda: _take_on(request, form.cleaned_data)))
    return render(request, "steward/feeds.html", {"form": form, "rows": all_feeds()})


def _take_on(request: MemberRequest, data: dict[str, Any]) -> str:
    source = data["address"] or str(_keep(data["file"]))
    feed = register(name=data["name"], source=source, at=now())
    read_feed.defer(feed_id=str(feed.pk))
    messages.info(request, _t("We are reading it now. Look again in a minute."))
    return reverse("steward:feed", args=[feed.pk])


def _keep(file: UploadedFile) -> Path:
    """Keep an uploaded file where the worker finds it, under a name of our own."""
    folder = Path(settings.MEDIA_ROOT) / "feeds"
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / f"{new_id()}.json"
    with kept.open("wb") as out:
        for chunk in file.chunks():
            out.write(chunk)
    return kept
