"""`/steward/links/`: the links by which frontline workers tell us about someone, each with a poster."""

from __future__ import annotations

import uuid

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from alongside.partnerships.enums import Role
from alongside.partnerships.models import Organisation
from alongside.partnerships.once import once
from alongside.referrals import links as frontline
from alongside.web.forms import OnceForm, typed
from alongside.web.page import Section, page, render
from alongside.web.requests import MemberRequest


class LinkForm(OnceForm):
    """A new link."""

    organisation = forms.ModelChoiceField(label=_("Organisation"), queryset=Organisation.objects.none())
    label = forms.CharField(
        label=_("Where it hangs or who carries it"),
        help_text=_("For example: repairs vans, library desk"),
        max_length=120,
        error_messages={"required": _("Write where it hangs or who carries it.")},
    )


@page(
    "steward",
    "links/",
    roles={Role.STEWARD, Role.TEAM_LEAD},
    nav=_("Links and posters"),
    nav_order=50,
    section=Section.REFERRALS,
)
def links(request: MemberRequest) -> HttpResponse:
    """List links; make one; take one out of use (a POST with `close`)."""
    viewer = request.viewer
    if request.method == "POST" and "close" in request.POST:
        return _close(request)
    form = LinkForm(typed(request))
    choosable = frontline.organisations_of(viewer)
    form.fields["organisation"].queryset = choosable  # type: ignore[attr-defined]
    form.fields["organisation"].initial = viewer.organisation_id
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data

        def make() -> str:
            link = frontline.open_link(organisation=data["organisation"], label=data["label"])
            return reverse("steward:link-poster", args=[link.pk])

        try:
            return redirect(once(data["once"], make))
        except frontline.CannotOpenLink as refusal:
            form.add_error("label", str(refusal))
    return render(request, "steward/links.html", {"form": form, "links": frontline.visible_to(viewer)})


def _close(request: MemberRequest) -> HttpResponse:
    try:
        wanted = uuid.UUID(request.POST["close"])
    except ValueError:
        raise Http404 from None
    link = get_object_or_404(frontline.visible_to(request.viewer), pk=wanted)
    frontline.close_link(link=link)
    messages.info(request, _t("“%(label)s” is out of use. Take the poster down.") % {"label": link.label})
    return redirect("steward:links")
