"""Named reads about people: the timeline, what was agreed, what was shared with whom, search."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from alongside.people import access, rules
from alongside.people.enums import ConsentPurpose
from alongside.people.models import Consent, ConsentWording, Person, TimelineEvent
from alongside.people.models.person import Folded

if TYPE_CHECKING:
    from alongside.partnerships.models import Organisation
    from alongside.partnerships.viewer import Viewer


def timeline(person: Person, limit: int = 50) -> list[TimelineEvent]:
    """The newest lines of a person's timeline, newest first, with who wrote them."""
    return list(
        TimelineEvent.objects.filter(person=person).select_related("by").order_by("-at", "-id")[:limit]
    )


def consents(person: Person) -> list[Consent]:
    """Everything a person agreed to or took back, newest first."""
    rows = Consent.objects.filter(person=person).select_related("wording", "shared_with", "recorded_by")
    return list(rows.order_by("-given_at", "id"))


def live_consent(
    person: Person, purpose: ConsentPurpose, shared_with: Organisation | None = None
) -> Consent | None:
    """The agreement that stands for a purpose (and organisation), or None."""
    return (
        Consent.objects.filter(
            person=person, purpose=purpose, shared_with=shared_with, withdrawn_at__isnull=True
        )
        .select_related("wording")
        .order_by("-given_at")
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
