"""The only writers of people: create, change, agree, withdraw, remember, make known."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from alongside.people import rules, whereabouts
from alongside.people.enums import ConsentChannel, ConsentPurpose, KnownWhy, TimelineKind
from alongside.people.models import AreaRelation, Consent, ConsentWording, KnownTo, Person, TimelineEvent
from alongside.places.enums import Relation

if TYPE_CHECKING:
    from alongside.partnerships.models import Member, Organisation

#: What may be written about a person; anything else in `details` is a mistake of the caller.
DETAIL_FIELDS = frozenset(
    {
        "given_name", "family_name", "known_as", "born_on", "birth_year", "phone", "email", "address", "postcode",
        "gender", "languages", "interpreter_needed", "access_needs", "access_note", "is_carer", "new_parent",
        "lives_alone", "gp_practice", "contact_by", "contact_times", "leave_message", "contact_note",
        "do_not_contact", "deceased_on",
    }
)  # fmt: skip


class CannotRecord(ValueError):
    """What was to be written about a person cannot stand; the message says why."""


@dataclass(frozen=True)
class Difference:
    """One detail on which two editors disagree."""

    field: str
    theirs: Any
    yours: Any


class EditedMeanwhile(Exception):
    """Somebody else changed the record since it was read. `theirs` is what stands now; nothing was written."""

    def __init__(self, theirs: Person, differences: list[Difference]) -> None:
        super().__init__("The person's details were changed meanwhile")
        self.theirs = theirs
        self.differences = differences


def _apply(person: Person, details: Mapping[str, Any]) -> list[str]:
    """Put cleaned details on the person; return the names of those that changed."""
    unknown = set(details) - DETAIL_FIELDS
    if unknown:
        raise CannotRecord(f"Not details of a person: {', '.join(sorted(unknown))}")
    before = {field: getattr(person, field) for field in details}
    for field, value in details.items():
        setattr(person, field, _cleaned(field, value))
    if person.born_on:
        person.birth_year = person.born_on.year
    changed = sorted(field for field, value in before.items() if getattr(person, field) != value)
    if "postcode" in changed:
        for field, value in whereabouts.of(person.postcode).items():
            setattr(person, field, value)
    return changed


def _cleaned(field: str, value: Any) -> Any:
    if field in {"given_name", "family_name", "known_as"}:
        return rules.clean_name(value or "")
    if field == "phone" and value:
        number = rules.normal_phone(value)
        if not number:
            raise CannotRecord(_("This is not a phone number we can ring: %(phone)s") % {"phone": value})
        return number
    if field == "postcode":
        return whereabouts.tidy(value or "")
    if field in {"languages", "access_needs", "contact_times"}:
        return list(dict.fromkeys(value or []))
    if field == "gender":
        return value or None
    return value


def _checked(person: Person) -> None:
    try:
        person.clean_fields(exclude=["partnership", "name_key"])
    except ValidationError as error:
        raise CannotRecord("; ".join(f"{k}: {' '.join(v)}" for k, v in error.message_dict.items())) from error


@transaction.atomic
def create(
    *,
    details: Mapping[str, Any],
    by: Member | None,
    at: datetime,
    organisation: Organisation | None = None,
    why: KnownWhy = KnownWhy.RECORDED,
) -> Person:
    """Write a new person's record. `organisation` (default: that of `by`) knows the person from now on."""
    person = Person(created_at=at, updated_at=at)
    _apply(person, details)
    _checked(person)
    person.save(force_insert=True)
    knower = organisation or (by.organisation if by else None)
    if knower is not None:
        make_known(person=person, organisation=knower, why=why, at=at)
    _belongs_where_they_live(person)
    remember(person=person, sentence=_("Record started."), by=by, at=at)
    return person


@transaction.atomic
def update_details(
    *, person: Person, version: int, changes: Mapping[str, Any], by: Member | None, at: datetime
) -> Person:
    """Change details read at `version`. Raises EditedMeanwhile, with nothing written, if that is no longer theirs."""
    current = Person.objects.select_for_update().get(pk=person.pk)
    if current.version != version:
        clean = {field: _cleaned(field, value) for field, value in changes.items() if field in DETAIL_FIELDS}
        raise EditedMeanwhile(
            current,
            [Difference(f, getattr(current, f), v) for f, v in clean.items() if getattr(current, f) != v],
        )
    changed = _apply(current, changes)
    if not changed:
        return current
    _checked(current)
    current.version += 1
    current.updated_at = at
    current.save()
    if "postcode" in changed:
        _belongs_where_they_live(current)
    names = [str(getattr(Person._meta.get_field(field), "verbose_name", field)) for field in changed]
    remember(person=current, sentence=_("Changed: %(what)s.") % {"what": ", ".join(names)}, by=by, at=at)
    return current


def keep_home(person: Person) -> None:
    """Keep the relation "lives" in step with an address that another capability wrote (two records joined)."""
    _belongs_where_they_live(person)


def _belongs_where_they_live(person: Person) -> None:
    """Keep the relation "lives" in step with the address."""
    AreaRelation.objects.filter(person=person, relation=Relation.LIVES).delete()
    if person.local_authority:
        AreaRelation.objects.create(
            person=person,
            relation=Relation.LIVES,
            area_code=person.local_authority,
            area_name=whereabouts.area_name(person.local_authority),
        )


@transaction.atomic
def relate_to_area(
    *, person: Person, relation: Relation, area_code: str, area_name: str = ""
) -> AreaRelation:
    """Record how a person belongs to an area; saying it twice changes nothing."""
    found, _new = AreaRelation.objects.get_or_create(
        person=person, relation=relation, area_code=area_code, defaults={"area_name": area_name}
    )
    return found


@transaction.atomic
def write_wording(*, purpose: ConsentPurpose, text: str, at: datetime) -> ConsentWording:
    """Write the next version of the words a consent is asked with. The same words again are the same version."""
    newest = ConsentWording.objects.filter(purpose=purpose).order_by("-version").first()
    digest = hashlib.sha256(text.encode()).hexdigest()
    if newest is not None and newest.hash == digest:
        return newest
    last = ConsentWording.objects.filter(purpose=purpose).aggregate(last=Max("version"))["last"] or 0
    return ConsentWording.objects.create(
        purpose=purpose, version=last + 1, text=text, hash=digest, written_at=at
    )


@transaction.atomic
def record_consent(
    *,
    person: Person,
    purpose: ConsentPurpose,
    wording: ConsentWording,
    channel: ConsentChannel,
    by: Member | None,
    at: datetime,
    asked_how: str = "",
    capacity_note: str = "",
    shared_with: Organisation | None = None,
) -> Consent:
    """Record an agreement. One that already stands, in the same words, is returned as it is; new words replace it."""
    if wording.purpose != purpose:
        raise CannotRecord("The wording is for another purpose")
    if purpose == ConsentPurpose.SHARE and shared_with is None:
        raise CannotRecord(_("Say with which organisation it may be shared."))
    standing = (
        Consent.objects.select_for_update()
        .filter(person=person, purpose=purpose, shared_with=shared_with, withdrawn_at__isnull=True)
        .order_by("given_at")
        .first()
    )
    if standing is not None:
        if standing.wording_id == wording.pk or by is None:
            return standing
        standing.withdrawn_at, standing.withdrawn_by = at, by
        standing.save(update_fields=["withdrawn_at", "withdrawn_by"])
    consent = Consent.objects.create(
        person=person,
        purpose=purpose,
        wording=wording,
        wording_hash=wording.hash,
        given_at=at,
        recorded_by=by,
        channel=channel,
        asked_how=asked_how,
        capacity_note=capacity_note,
        shared_with=shared_with,
    )
    sentence = (
        _("Agreed that what is needed is shared with %(organisation)s.") % {"organisation": shared_with.name}
        if shared_with
        else _("Agreed: %(what)s.") % {"what": ConsentPurpose(purpose).label}
    )
    remember(person=person, sentence=sentence, by=by, at=at, kind=TimelineKind.CONSENT)
    return consent


@transaction.atomic
def withdraw_consent(*, consent: Consent, by: Member, at: datetime) -> Consent:
    """Take an agreement back. Sharing stops with this transaction. Withdrawing twice changes nothing."""
    current = Consent.objects.select_for_update().get(pk=consent.pk)
    if not current.is_live:
        return current
    current.withdrawn_at, current.withdrawn_by = at, by
    current.save(update_fields=["withdrawn_at", "withdrawn_by"])
    sentence = (
        _("Took back the agreement to share with %(organisation)s.")
        % {"organisation": current.shared_with.name}
        if current.shared_with
        else _("Took back: %(what)s.") % {"what": ConsentPurpose(current.purpose).label}
    )
    remember(person=current.person, sentence=sentence, by=by, at=at, kind=TimelineKind.CONSENT)
    return current


def remember(
    *,
    person: Person,
    sentence: str,
    by: Member | None,
    at: datetime,
    kind: TimelineKind = TimelineKind.RECORD,
) -> TimelineEvent:
    """Write one human sentence on the person's timeline."""
    return TimelineEvent.objects.create(person=person, sentence=sentence, by=by, at=at, kind=kind)


@transaction.atomic
def make_known(*, person: Person, organisation: Organisation, why: KnownWhy, at: datetime) -> KnownTo:
    """Let an organisation's connectors see the person from now on, for this reason."""
    found, _new = KnownTo.objects.get_or_create(
        person=person, organisation=organisation, why=why, until_at=None, defaults={"since_at": at}
    )
    return found


@transaction.atomic
def no_longer_known(*, person: Person, organisation: Organisation, why: KnownWhy, at: datetime) -> None:
    """End what `make_known` began for this reason; other reasons stand."""
    KnownTo.objects.filter(person=person, organisation=organisation, why=why, until_at__isnull=True).update(
        until_at=at
    )
