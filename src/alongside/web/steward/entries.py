"""`/steward/entries/`: the entries of the directory, to look one up, change it, or write a new one down."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from alongside.directory.models import Correction, FeedRecord, Service
from alongside.partnerships.enums import Role
from alongside.web.page import Section, page, render
from alongside.web.requests import MemberRequest

SHOWN = 50
KINDS = [
    ("", _("All")),
    ("hand", _("Entered by hand")),
    ("corrected", _("Put right by us")),
    ("gone", _("Out of the directory")),
]


@page(
    "steward",
    "entries/",
    roles={Role.STEWARD},
    methods=("GET",),
    nav=_("Entries"),
    nav_order=43,
    section=Section.DIRECTORY,
)
def entries(request: MemberRequest) -> HttpResponse:
    """List them by name; what is typed is looked for in names, organisations, phones and addresses."""
    asked = " ".join(request.GET.get("q", "").split())[:100]
    kind = request.GET.get("kind", "")
    found = _of_kind(Service.objects.select_related("organization"), kind)
    for word in asked.split()[:6]:
        found = found.filter(
            Q(name__icontains=word)
            | Q(organization__name__icontains=word)
            | Q(email__icontains=word)
            | Q(phones__number__icontains=word)
            | Q(service_at_locations__location__postcode__icontains=word)
        )
    found = found.order_by("name", "pk").distinct()
    shown = list(found[: SHOWN + 1])
    return render(
        request,
        "steward/entries.html",
        {
            "found": shown[:SHOWN],
            "more": len(shown) > SHOWN,
            "asked": asked,
            "kind": kind,
            "kinds": KINDS,
        },
    )


def _of_kind(found: QuerySet[Service], kind: str) -> QuerySet[Service]:
    if kind == "hand":
        fed = FeedRecord.objects.filter(entity="service").values("record_id")
        return found.exclude(pk__in=fed).filter(withdrawn_at__isnull=True)
    if kind == "corrected":
        return found.filter(pk__in=Correction.objects.values("service"))
    if kind == "gone":
        return found.exclude(pk__in=Service.objects.listed().values("pk"))
    return found.filter(withdrawn_at__isnull=True, merged_into__isnull=True)
