"""What to do next about each kind of barrier: our own words, until a steward writes better ones for the place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from alongside.casework.enums import BarrierKind
from alongside.casework.models import BarrierAdvice
from alongside.core.statements import statement

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import QuerySet

FIRST_WORDS: Mapping[BarrierKind, object] = {
    BarrierKind.WALKING_AID: _(
        "Sticks, frames and rollators are lent by the NHS without charge. Ask the community physiotherapy "
        "team or the GP surgery for an assessment; in many places the person can ask for it themselves. It is "
        "fitted to them, so none is bought before."
    ),
    BarrierKind.LIFT: _(
        "Ask first whether the place fetches people. Then community transport (Dial-a-Ride, door to door), "
        "then a volunteer driver. For hospital, ask the hospital’s patient transport. Book for a fixed day of "
        "the week."
    ),
    BarrierKind.LAPTOP: _(
        "Ask the library about lending a tablet with data, and a device bank near you. Agree at the same time "
        "who shows them how, and who they ring when it does not work."
    ),
    BarrierKind.INTERPRETER: _(
        "Book one before the next talk: by phone the same day, in person about a week ahead. Not a child of "
        "the family, and for money, health or safety no relative. Write the language and the dialect into the "
        "details."
    ),
    BarrierKind.MOBILITY: _(
        "Ask the council’s occupational therapists for rails, a ramp or a raised chair; small things are "
        "free. Look for places without steps, and say so when you refer."
    ),
    BarrierKind.TRANSPORT: _(
        "Check that they have the pass they have a right to (bus pass, Freedom Pass, Taxicard, Blue Badge). "
        "Try the way together once."
    ),
    BarrierKind.MONEY: _(
        "Offer a benefit check with an adviser: Pension Credit, Attendance Allowance, Council Tax Reduction, "
        "Warm Home Discount. Choose what is free meanwhile."
    ),
    BarrierKind.LANGUAGE: _(
        "Look for a group in their language first. Ask whether an English class would please them – as "
        "company, not as a duty."
    ),
    BarrierKind.CONFIDENCE: _(
        "Go along the first time, or find somebody who does. Agree with the organiser who meets them at the "
        "door. Small first: a phone group, a short visit."
    ),
    BarrierKind.CARING: _(
        "Offer a Carer’s Assessment and plan a break: who sits in, on which day. See Caring and breaks on "
        "their page."
    ),
    BarrierKind.HEALTH: _(
        "Ask what would make it possible on a poor day. With their agreement, tell the GP surgery."
    ),
    BarrierKind.DIGITAL: _(
        "Ask the library or Age UK about a digital helper, one to one. Everything here can be done by phone "
        "and post too: offer that first."
    ),
    BarrierKind.TIME: _("Look for evenings, weekends, or by phone. Ask what could be given up or moved."),
    BarrierKind.SPACE: _(
        "Meet outside the home. If the home itself is the trouble, write it down as a need: housing."
    ),
}


@dataclass(frozen=True)
class Advice:
    """What stands for a kind now; `version` 0 while the partnership has written none."""

    kind: str
    label: str
    what: str
    whom: str = ""
    phone: str = ""
    version: int = 0


def advice() -> dict[str, Advice]:
    """What stands for every kind, in one query."""
    own = {row.kind: row for row in _own()}
    found = {}
    for kind, label in BarrierKind.choices:
        row = own.get(kind)
        found[kind] = (
            Advice(kind, str(label), row.what, row.whom, row.phone, row.version)
            if row
            else Advice(kind, str(label), str(FIRST_WORDS[BarrierKind(kind)]))
        )
    return found


@statement
def _own() -> QuerySet[BarrierAdvice]:
    return BarrierAdvice.objects.order_by("kind")
