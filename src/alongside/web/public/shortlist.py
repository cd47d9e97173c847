"""`/shortlist/`: what somebody saved: in their order, with their notes; to print, send, or open on a phone."""

from __future__ import annotations

import uuid

import segno
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from alongside.core import clock
from alongside.directory.kept_list import moved, share
from alongside.web.my_list import MyList
from alongside.web.page import public_page, render
from alongside.web.requests import Request

MOST_IN_A_SQUARE = 12
"""More would make a square that phones cannot read from paper."""


@public_page("shortlist/", methods=("GET", "POST"), translated=True)
def shortlist(request: Request) -> HttpResponse:
    """Show the list; a POST moves, notes, takes off or puts back one of it."""
    mine = MyList(request)
    if request.method == "POST":
        _change(request, mine)
        mine.save()
        return redirect("public:shortlist")
    address = (
        f"{settings.SITE_URL}{reverse('public:shortlist-shared', args=[share(mine.ids)])}" if mine.ids else ""
    )
    square = ""
    if 0 < len(mine.ids) <= MOST_IN_A_SQUARE:
        square = segno.make(address, micro=False).svg_data_uri(
            border=2, dark="#000", light="#fff", nl=False, xmldecl=False
        )
    context = {
        "entries": mine.entries(at=clock.now()),
        "can_undo": bool(mine.gone),
        "address": address,
        "square": square,
    }
    return render(request, "public/shortlist.html", context)


def _change(request: Request, mine: MyList) -> None:
    what = request.POST.get("do", "")
    if what == "undo":
        mine.put_back()
        return
    try:
        which = uuid.UUID(request.POST.get("service", ""))
    except ValueError:
        return
    if what in ("up", "down"):
        mine.ids = moved(mine.ids, which, by=-1 if what == "up" else 1)
    elif what == "off":
        mine.take_off(which)
        messages.info(request, _("Taken off your list."))
    elif what == "note":
        mine.note(which, request.POST.get("note", ""))
        messages.info(request, _("Your note is kept."))
