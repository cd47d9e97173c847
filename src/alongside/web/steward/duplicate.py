"""`/steward/duplicates/<id>/`: two entries side by side; a named person decides if they are one."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from alongside.core import clock
from alongside.directory import duplicate_queries, fields, upkeep_queries
from alongside.directory.actions import duplicates
from alongside.directory.actions.upkeep import By, CannotKeep
from alongside.directory.enums import DuplicateState, Weekday
from alongside.directory.models import Duplicate, Service
from alongside.directory.service_facts import facts_of
from alongside.partnerships.enums import Role
from alongside.web.differences import as_text
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


@page("steward", "duplicates/<uuid:pair_id>/", roles={Role.STEWARD})
def duplicate(request: MemberRequest, pair_id: uuid.UUID) -> HttpResponse:
    """Show the pair; a POST puts it together, tells it apart, or takes a merge back."""
    pair = duplicate_queries.pair(pair_id)
    if pair is None:
        raise Http404
    if request.method == "POST":
        try:
            _decide(request, pair)
        except CannotKeep as problem:
            messages.warning(request, str(problem))
        return redirect("steward:duplicate", pair_id)
    sides = [pair.first, pair.second]
    sources = upkeep_queries.source_of([side.pk for side in sides])
    values = {field: [fields.value_of(side, field) for side in sides] for field in fields.FIELDS}
    context = {
        "pair": pair,
        "evidence": in_words(pair),
        "sides": [
            {
                "letter": letter,
                "service": side,
                "facts": facts_of(side.pk, at=clock.now()),
                "feed": sources[side.pk].feed.name if side.pk in sources else "",
            }
            for letter, side in zip("ab", sides, strict=True)
        ],
        "rows": [
            {
                "field": field,
                "title": title,
                "a": as_text(field, values[field][0]),
                "b": as_text(field, values[field][1]),
                "differs": values[field][0] != values[field][1],
                "choose_b": not values[field][0] and bool(values[field][1]),
            }
            for field, title in fields.FIELDS.items()
            if any(as_text(field, value) for value in values[field])
        ],
        "several_places": any(None in values[field] for field in ("place", "times")),
        "is_open": pair.state == DuplicateState.OPEN,
        "is_merged": pair.state == DuplicateState.MERGED,
        "kept": pair.second if pair.first.merged_into_id else pair.first,
        "history": upkeep_queries.history_of(pair.first_id, limit=5),
    }
    return render(request, "steward/duplicate.html", context)


def _decide(request: MemberRequest, pair: Duplicate) -> None:
    by, at, said = By(member=request.member), clock.now(), request.POST.get("decide")
    if said == "apart":
        duplicates.tell_apart(pair=pair, by=by, at=at)
        messages.info(request, _("They are two. Nobody is asked again."))
    elif said == "undo":
        duplicates.take_apart(pair=pair, by=by, at=at)
        messages.info(request, _("Taken apart. Both stand in the directory again."))
    elif said == "merge":
        keep = pair.second if request.POST.get("keep") == "b" else pair.first
        duplicates.merge(pair=pair, keep=keep, values=_chosen(request.POST, pair, keep), by=by, at=at)
        messages.info(request, _("They are one now. The other address leads to the entry you kept."))


def _chosen(posted: Any, pair: Duplicate, keep: Service) -> dict[str, Any]:
    """What the kept entry shall say: for each field, that of the side that was ticked."""
    sides = {"a": pair.first, "b": pair.second}
    chosen = {}
    for field in fields.FIELDS:
        side = sides.get(posted.get(f"field-{field}", ""), keep)
        value = fields.value_of(side, field)
        if side.pk != keep.pk and value is not None:
            chosen[field] = value
    return chosen


def in_words(pair: Duplicate) -> list[str]:
    """What speaks for the two being one, a sentence each."""
    return [_sentence(kind, value) for kind, value in pair.evidence]


def _sentence(kind: str, value: str) -> str:
    if kind == "metres":
        return _("%(metres)s metres apart") % {"metres": value}
    if kind == "day":
        return _("Both on %(day)s") % {"day": Weekday(Weekday.values[int(value)]).label}
    return {
        "name": _("The same name"),
        "name_alike": _("Names that are much alike"),
        "told_alike": _("They say much the same of themselves"),
        "postcode": _("The same postcode: %(value)s"),
        "phone": _("The same phone number: 0%(value)s"),
        "email": _("The same e-mail: %(value)s"),
        "page": _("The same web page: %(value)s"),
        "domain": _("The same website: %(value)s"),
        "organisation": _("The same organisation"),
    }[kind] % {"value": value}
