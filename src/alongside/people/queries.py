"""Named reads about people: the timeline, what was agreed, what was shared with whom, search."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from alongside.core import clock, ids
from alongside.core.statements import knowing, statement
from alongside.people import access, rules
from alongside.people.enums import ConsentPurpose
from alongside.people.models import (
    Consent,
    ConsentLink,
    ConsentWording,
    Person,
    Representative,
    TimelineEvent,
)
from alongside.people.models.person import Folded

if TYPE_CHECKING:
    from uuid import UUID

    from alongside.partnerships.models import Organisation
    from alongside.partnerships.viewer import Viewer


def timeline(person: Person, limit: int = 50) -> list[TimelineEvent]:
    """The newest lines of a person's timeline, newest first, with who wrote them."""
    return knowing(_newest_lines(person.pk, limit), person=person)


@statement
def _newest_lines(person_id: UUID, limit: int) -> QuerySet[TimelineEvent]:
    found = TimelineEvent.objects.filter(person=person_id).select_related("by")
    return found.order_by("-at", "-id")[:limit]


def consents(person: Person) -> list[Consent]:
    """Everything a person agreed to or took back, newest first."""
    return knowing(_consents(person.pk), person=person)


@statement
def _consents(person_id: UUID) -> QuerySet[Consent]:
    rows = Consent.objects.filter(person=person_id).select_related(
        "wording", "shared_with", "recorded_by", "withdrawn_by", "representative"
    )
    return rows.order_by("-given_at", "id")


def standing(on: date) -> Q:
    """The agreements something may be done on the strength of on a day: neither taken back nor run out."""
    return Q(withdrawn_at__isnull=True) & (Q(expires_on__isnull=True) | Q(expires_on__gte=on))


def live_consent(
    person: Person, purpose: ConsentPurpose, shared_with: Organisation | None = None, *, hold: bool = False
) -> Consent | None:
    """The agreement that stands today for a purpose (and organisation), or None.

    `hold` keeps it as it is until the end of the transaction: who takes it back meanwhile waits, and then calls off
    what was done on the strength of it.
    """
    rows = Consent.objects.select_for_update(of=("self",)) if hold else Consent.objects.all()
    return (
        rows.filter(standing(clock.today()), person=person, purpose=purpose, shared_with=shared_with)
        .select_related("wording")
        .order_by("-given_at")
        .first()
    )


def representatives(person: Person) -> list[Representative]:
    """Who speaks or decides for a person; those who no longer do last."""
    rows = Representative.objects.filter(person=person).select_related("told_by").order_by("told_at", "id")
    return sorted(rows, key=lambda one: not one.is_present)


def link_of(secret: str) -> ConsentLink | None:
    """The person's own link with this secret, while it works."""
    return (
        ConsentLink.objects.filter(token_hash=ids.hash_secret(secret), expires_at__gt=clock.now())
        .select_related("person")
        .first()
    )


def current_wording(purpose: ConsentPurpose) -> ConsentWording | None:
    """The newest words to ask with, or None when the partnership has written none yet."""
    return ConsentWording.objects.filter(purpose=purpose).order_by("-version").first()


def search(viewer: Viewer | None, words: str) -> QuerySet[Person]:
    """People the viewer may see whose name, phone, e-mail or postcode holds what is remembered of it."""
    found = access.visible_to(viewer)
    for word in rules.fold(words).split():
        found = found.filter(
            Q(name_key__contains=word)
            | Q(postcode__icontains=word)
            | Q(email__icontains=word)
            | (Q(phone__contains=word.lstrip("0")) if word.isdigit() else Q(pk__in=[]))
        )
    return found.order_by(Folded(Lower("family_name")), Folded(Lower("given_name")), "id")


def timeline_of(person: Person, *, kind: str = "", oldest_first: bool = False) -> QuerySet[TimelineEvent]:
    """All lines of a person's timeline in order, of one kind if told, with who wrote them."""
    found = TimelineEvent.objects.filter(person=person).select_related("by")
    if kind:
        found = found.filter(kind=kind)
    return found.order_by("at", "id") if oldest_first else found.order_by("-at", "-id")
