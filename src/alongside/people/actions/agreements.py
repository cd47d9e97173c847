"""Writers around consent: who speaks for a person, how long it lasts, the person's link; and a death."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from alongside.core import ids
from alongside.people import rules
from alongside.people.actions import CannotRecord, remember
from alongside.people.deciding import RepresentativeKind
from alongside.people.enums import ConsentPurpose, TimelineKind
from alongside.people.models import ConsentLink, ConsentTerm, Person, Representative

if TYPE_CHECKING:
    from alongside.partnerships.models import Member

#: A person's own link lasts this long; a new one is one button away.
LINK_LASTS = timedelta(days=90)
OF_A_REPRESENTATIVE = (
    "kind", "name", "phone", "email", "scope", "health_and_welfare", "registered_seen_on",
)  # fmt: skip


@transaction.atomic
def name_representative(
    *, person: Person, told: Mapping[str, Any], by: Member, at: datetime
) -> Representative:
    """Write down who speaks or decides for a person. `told` has keys of OF_A_REPRESENTATIVE."""
    clean = {field: told[field] for field in OF_A_REPRESENTATIVE if field in told}
    clean["name"] = rules.clean_name(str(clean.get("name", "")))
    clean["scope"] = str(clean.get("scope", "")).strip()
    if not clean["name"] or not clean["scope"]:
        raise CannotRecord(_("Write who they are and what they may speak about or decide."))
    raw = str(clean.get("phone", "")).strip()
    clean["phone"] = rules.normal_phone(raw) if raw else ""
    if raw and not clean["phone"]:
        raise CannotRecord(_("This is not a phone number we can ring: %(phone)s") % {"phone": raw})
    made = Representative.objects.create(person=person, told_at=at, told_by=by, **clean)
    remember(
        person=person,
        sentence=_("Stands beside them from now on: %(what)s.")
        % {"what": str(RepresentativeKind(made.kind).label).lower()},
        by=by,
        at=at,
        kind=TimelineKind.CONSENT,
    )
    return made


@transaction.atomic
def end_representative(*, representative: Representative, by: Member, at: datetime) -> Representative:
    """They no longer speak or decide. What was decided with them stays decided. Twice is once."""
    current = Representative.objects.select_for_update().get(pk=representative.pk)
    if current.is_present:
        current.ended_at, current.ended_by = at, by
        current.save(update_fields=["ended_at", "ended_by"])
    return current


@transaction.atomic
def stand_again(*, representative: Representative) -> Representative:
    """They speak or decide after all."""
    current = Representative.objects.select_for_update().get(pk=representative.pk)
    current.ended_at = current.ended_by = None
    current.save(update_fields=["ended_at", "ended_by"])
    return current


@transaction.atomic
def set_term(*, purpose: ConsentPurpose, months: int | None, by: Member, at: datetime) -> ConsentTerm:
    """Say for how many months an agreement given from now on lasts; None: no end. Those given before keep their day."""
    newest = ConsentTerm.objects.filter(purpose=purpose).order_by("-set_at", "-id").first()
    if newest is not None and newest.months == months:
        return newest
    return ConsentTerm.objects.create(purpose=purpose, months=months, set_at=at, set_by=by)


@transaction.atomic
def make_link(*, person: Person, by: Member, at: datetime) -> tuple[ConsentLink, str]:
    """Make a person's own link to what they agreed to; the ones before stop working. Returns it with its secret."""
    ConsentLink.objects.filter(person=person, expires_at__gt=at).exclude(made_at__gte=at).update(
        expires_at=at
    )
    secret = ids.new_secret()
    made = ConsentLink.objects.create(
        person=person, token_hash=ids.hash_secret(secret), made_at=at, made_by=by, expires_at=at + LINK_LASTS
    )
    return made, secret


@transaction.atomic
def mark_died(*, person: Person, on: date, by: Member, at: datetime) -> Person:
    """Write that a person has died. What stops with it is the journey's work."""
    return _died(person, on, _("Died."), by, at)


@transaction.atomic
def unmark_died(*, person: Person, by: Member, at: datetime) -> Person:
    """It was a mistake: the person lives."""
    return _died(person, None, _("Marked by mistake as having died; taken back."), by, at)


def _died(person: Person, on: date | None, sentence: str, by: Member, at: datetime) -> Person:
    current = Person.objects.select_for_update().get(pk=person.pk)
    if current.deceased_on == on:
        return current
    current.deceased_on, current.updated_at = on, at
    current.version += 1
    current.save(update_fields=["deceased_on", "updated_at", "version"])
    remember(person=current, sentence=sentence, by=by, at=at)
    return current
