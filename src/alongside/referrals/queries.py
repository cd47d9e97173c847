"""Named reads about referrals: what was decided, one referral, whom it may already be about, links."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from alongside.core.clock import local
from alongside.core.statements import statement
from alongside.partnerships.models import FrontlineLink, Organisation
from alongside.people import access as people_access
from alongside.people import duplicates
from alongside.referrals import access, board, rules
from alongside.referrals.models import Attachment, Referral

if TYPE_CHECKING:
    from uuid import UUID

    from alongside.partnerships.viewer import Viewer
    from alongside.people.models import Person

MOST = 200


def about(viewer: Viewer | None, person: Person) -> list[Referral]:
    """The referrals to the viewer's organisation that led to a person, newest first."""
    return list(access.visible_to(viewer).filter(person=person).order_by("-received_at", "-id"))


def how_many_wait(viewer: Viewer | None) -> int:
    """How many referrals nobody has decided yet."""
    return board.open_ones(viewer).count()


def decided(viewer: Viewer | None, limit: int = 20) -> list[Referral]:
    """The newest decisions."""
    return _decided(viewer, limit) if viewer else []


@statement
def _decided(viewer: Viewer, limit: int) -> QuerySet[Referral]:
    return (
        access.visible_to(viewer)
        .filter(status__in=sorted(rules.DECIDED))
        .select_related("source", "system", "decided_by", "person")
        .order_by("-decided_at", "-id")[:limit]
    )


def may_already_be(viewer: Viewer | None, referral: Referral) -> list[duplicates.Candidate]:
    """People the viewer may see whom this referral may be about, with the evidence.

    The NHS numbers told of a person are those of the referrals that led to them: one that is the same counts for more
    than a name, one that differs means two people.
    """
    among = people_access.visible_to(viewer)
    told = board.told_of(referral)
    found = duplicates.candidates(
        given=told.given, family=told.family, born_on=told.born_on, postcode=told.postcode, phone=told.phone,
        email=told.email, among=among,
    )  # fmt: skip
    if not referral.nhs_number:
        return found
    same = access.visible_to(viewer).filter(nhs_number=referral.nhs_number).exclude(pk=referral.pk)
    by_number = list(among.filter(referrals__in=same).distinct().order_by("id"))
    people = {person.pk: person for person in [*by_number, *(candidate.person for candidate in found)]}
    numbers: dict[UUID, set[str]] = {key: set() for key in people}
    for key, number in Referral.objects.filter(person__in=people).values_list("person", "nhs_number"):
        numbers[key].add(number)
    weighed = [duplicates.weigh(told, person, numbers[key]) for key, person in people.items()]
    return sorted(weighed, key=lambda c: (-c.weight, c.person.name, str(c.person.pk)))


def told_twice(viewer: Viewer | None, referral: Referral) -> list[Referral]:
    """Other open referrals of the viewer that are likely about the same person."""
    others = board.also_open(viewer, [referral]).exclude(pk=referral.pk)[:MOST]
    return [other for other in others if board.may_be_one(referral, other)]


def decided_with(referral: Referral) -> list[Referral]:
    """What is decided together with a referral, the oldest first."""
    return list(
        Referral.objects.filter(joined_to=referral).select_related("source").order_by("received_at", "id")
    )


def files_of(referral: Referral) -> list[Attachment]:
    """The files that came with a referral, without their bytes."""
    return list(Attachment.objects.filter(referral=referral).order_by("added_at", "id"))


def risks_about(viewer: Viewer | None, person: Person) -> list[Referral]:
    """What referrals the viewer may read say of risks to staff, the newest first. Read before a visit."""
    return _risks(viewer, person.pk) if viewer else []


@statement
def _risks(viewer: Viewer, person_id: UUID) -> QuerySet[Referral]:
    told = access.visible_to(viewer).filter(person=person_id).exclude(risks="").select_related("source")
    return told.order_by("-received_at", "-id")


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
