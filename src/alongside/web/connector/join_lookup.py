"""What the pages about joining share: finding a join, and its details in words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from alongside.joining import access, queries, resolving
from alongside.joining.enums import Way
from alongside.joining.models import Join
from alongside.people import rules
from alongside.people.enums import AccessNeed, ContactTime, Language
from alongside.people.models import Person
from alongside.web.requests import MemberRequest

JOINS = access.JOINS
MANY: dict[str, dict[str, Any]] = {
    "languages": dict(Language.choices),
    "access_needs": dict(AccessNeed.choices),
    "contact_times": dict(ContactTime.choices),
}


@dataclass(frozen=True)
class Line:
    """One detail as the page shows it."""

    field: str
    label: str
    kept: str
    gone: str
    differs: bool
    to_choose: bool
    chosen: str
    becomes: str


def join_or_404(request: MemberRequest, join_id: UUID) -> Join:
    """A join the viewer may see, with both records; records the look at both."""
    join = (
        access.visible_to(request.viewer)
        .select_related("kept", "gone", "proposed_by", "decided_by", "undone_by")
        .filter(pk=join_id)
        .first()
    )
    if join is None:
        raise Http404
    request.record_read(join.kept)
    request.record_read(join.gone)
    return join


def in_words(field: str, value: Any) -> str:
    """A value of the record as somebody reads it aloud."""
    if value is None or value in ("", []):
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, dt.date):
        return f"{value:%d.%m.%Y}"
    if field == "phone":
        return rules.spoken_phone(value)
    if field in MANY:
        return ", ".join(str(MANY[field].get(one, one)) for one in value)
    choices = dict(getattr(Person._meta.get_field(field), "flatchoices", None) or [])
    return str(choices.get(value, value))


def lines(kept: Person, gone: Person, chosen: dict[str, str] | None = None) -> list[Line]:
    """Both records side by side, field by field."""
    return [
        Line(
            detail.field,
            str(LABELS.get(detail.field, detail.label[:1].upper() + detail.label[1:].replace("_", " "))),
            in_words(detail.field, detail.kept),
            in_words(detail.field, detail.gone),
            detail.differs,
            detail.to_choose,
            detail.chosen,
            _rule(detail.way, in_words(detail.field, detail.becomes)) if detail.differs else "",
        )
        for detail in queries.details(kept, gone, chosen)
    ]


LABELS: dict[str, Any] = {
    "do_not_contact": _lazy("Do not contact"),
    "leave_message": _lazy("Safe to leave a message"),
    "contact_by": _lazy("How to reach them"),
    "contact_times": _lazy("When to reach them"),
    "contact_note": _lazy("About reaching them"),
    "interpreter_needed": _lazy("Needs an interpreter"),
    "access_needs": _lazy("What they need"),
    "access_note": _lazy("More about what they need"),
    "is_carer": _lazy("Cares for someone"),
    "new_parent": _lazy("Has a new baby"),
    "lives_alone": _lazy("Lives alone"),
    "deceased_on": _lazy("Died on"),
}


def _rule(way: Way, words: str) -> str:
    """Why nobody chooses here, and what will stand."""
    why = {
        Way.EITHER: _("One of the two says yes, so: %(value)s"),
        Way.BOTH: _("Only if both say so: %(value)s"),
        Way.ALL: _("All of both: %(value)s"),
        Way.NARROWER: _("What fits both: %(value)s"),
        Way.TEXTS: _("Both texts are kept"),
        Way.EARLIER: _("Known from one of them: %(value)s"),
        Way.CHOSEN: _("Only one is known: %(value)s"),
        Way.WITH: _("Goes with the address"),
    }.get(way, "%(value)s")
    return why % {"value": words or _("not known")} if "%(value)s" in why else why


def said_of(join: Join, request: MemberRequest, at: dt.datetime) -> dict[str, Any]:
    """What moves and what does not fit together, for a join that waits."""
    found = resolving.clashes(resolving.Two(join.kept, join.gone, request.member, at))
    return {
        "blocking": [clash.words for clash in found if clash.blocks],
        "clashes": [clash.words for clash in found if clash.words and not clash.blocks],
        "moving": queries.moving(join.gone),
    }
