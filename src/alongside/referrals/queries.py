"""Named reads about referrals: the triage list, one referral, whom it may already be about, links."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.utils.translation import gettext as _

from alongside.core.clock import local
from alongside.partnerships.models import FrontlineLink, Organisation
from alongside.people import access as people_access
from alongside.people import duplicates
from alongside.people import rules as people_rules
from alongside.referrals import access, rules
from alongside.referrals.enums import ReferralStatus, Urgency
from alongside.referrals.models import Referral

if TYPE_CHECKING:
    from alongside.partnerships.viewer import Viewer
    from alongside.people.models import Person

MOST = 200


@dataclass(frozen=True)
class Waiting:
    """A line of the triage list."""

    referral: Referral
    ring_by: date
    is_late: bool


def waiting(viewer: Viewer | None, *, on: date, working_days: int, limit: int = MOST) -> list[Waiting]:
    """What a connector must look at: urgent first, then new before waiting for information, the oldest first."""
    urgent_first = Case(
        When(urgency=Urgency.URGENT, then=Value(0)),
        When(urgency=Urgency.SOON, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    new_first = Case(
        When(status=ReferralStatus.NEW, then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    rows = (
        access.visible_to(viewer)
        .filter(status__in=rules.OPEN)
        .select_related("source")
        .order_by(urgent_first, new_first, "received_at", "id")[:limit]
    )
    lines = []
    for row in rows:
        by = row.ring_by(working_days)
        lines.append(Waiting(row, by, by < on))
    return lines


def about(viewer: Viewer | None, person: Person) -> list[Referral]:
    """The referrals to the viewer's organisation that led to a person, newest first."""
    return list(access.visible_to(viewer).filter(person=person).order_by("-received_at", "-id"))


def how_many_wait(viewer: Viewer | None) -> int:
    """How many referrals nobody has decided yet."""
    return access.visible_to(viewer).filter(status__in=rules.OPEN).count()


def decided(viewer: Viewer | None, limit: int = 20) -> QuerySet[Referral]:
    """The newest decisions."""
    return (
        access.visible_to(viewer)
        .filter(status__in=rules.DECIDED)
        .select_related("source", "system", "decided_by", "person")
        .order_by("-decided_at", "-id")[:limit]
    )


def may_already_be(viewer: Viewer | None, referral: Referral) -> list[duplicates.Candidate]:
    """People the viewer may see whom this referral may be about, with the evidence."""
    given, family = people_rules.split_name(referral.name)
    among = people_access.visible_to(viewer)
    told = duplicates.Known(
        given, family, referral.born_on, referral.postcode, referral.phone, referral.email
    )
    found = duplicates.candidates(**asdict(told), among=among)
    if not referral.nhs_number:
        return found
    same = access.visible_to(viewer).filter(nhs_number=referral.nhs_number).exclude(pk=referral.pk)
    first = [
        _with_the_number(duplicates.weigh(told, person))
        for person in among.filter(referrals__in=same).distinct().order_by("id")
    ]
    known = {candidate.person.pk for candidate in first}
    return first + [candidate for candidate in found if candidate.person.pk not in known]


def _with_the_number(candidate: duplicates.Candidate) -> duplicates.Candidate:
    """An earlier referral with the same NHS number led to this person: that counts for more than a name."""
    return replace(
        candidate,
        weight=candidate.weight + duplicates.LIKELY,
        alike=[_("same NHS number"), *candidate.alike],
    )


def told_twice(viewer: Viewer | None, referral: Referral) -> list[Referral]:
    """Other open referrals of the viewer that share the NHS number, or a like name and the phone number or postcode."""
    others = (
        access.visible_to(viewer)
        .filter(status__in=rules.OPEN)
        .exclude(pk=referral.pk)
        .order_by("received_at", "id")
    )
    family = people_rules.fold(people_rules.split_name(referral.name)[1])
    found = []
    for other in others[:MOST]:
        same_phone = bool(referral.phone) and other.phone == referral.phone
        same_home = bool(referral.postcode) and other.postcode == referral.postcode
        same_name = people_rules.fold(people_rules.split_name(other.name)[1]) == family
        same_number = bool(referral.nhs_number) and other.nhs_number == referral.nhs_number
        if same_number or (same_name and (same_phone or same_home)):
            found.append(other)
    return found


def taker_of(source: Organisation | None) -> Organisation | None:
    """Who takes a referral: the organisation it came from if it supports people, else the first that does."""
    if source is not None and source.supports_people:
        return source
    return Organisation.objects.filter(supports_people=True).order_by("id").first()


def frontline_link(code: str) -> FrontlineLink | None:
    """The link of this code while it is in use. Codes are read without regard to capitals."""
    if not rules.is_a_code(code):
        return None
    return (
        FrontlineLink.objects.filter(code__iexact=code, is_active=True)
        .select_related("organisation")
        .order_by("id")
        .first()
    )


def received_on(referral: Referral) -> date:
    """The London day on which it came."""
    return local(referral.received_at).date()
