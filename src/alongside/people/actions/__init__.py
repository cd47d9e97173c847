"""The writers of people: create, change, agree, withdraw, remember, make known; see `agreements`, too."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.core import clock
from alongside.people import rules, whereabouts
from alongside.people.deciding import GivenBy
from alongside.people.enums import ConsentChannel, ConsentPurpose, KnownWhy, TimelineKind
from alongside.people.models import (
    AreaRelation,
    Consent,
    ConsentTerm,
    ConsentWording,
    KnownTo,
    Person,
    Representative,
    TimelineEvent,
)
from alongside.places.enums import Relation

if TYPE_CHECKING:
    from alongside.partnerships.models import Member, Organisation

#: What may be written about a person; anything else in `details` is a mistake of the caller.
DETAIL_FIELDS = frozenset(
    {
        "given_name", "family_name", "known_as", "born_on", "birth_year", "phone", "email", "address", "postcode",
        "gender", "languages", "interpreter_needed", "access_needs", "access_note", "is_carer", "new_parent",
        "lives_alone", "gp_practice", "contact_by", "contact_times", "leave_message", "contact_note",
        "do_not_contact", "emergency_name", "emergency_relation", "emergency_phone", "deceased_on",
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
    if field in {"phone", "emergency_phone"} and value:
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
    if "deceased_on" in changes:
        raise CannotRecord("That somebody has died is marked on its own: it stops everything at once")
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
def write_wording(
    *,
    purpose: ConsentPurpose,
    text: str,
    at: datetime,
    by: Member | None = None,
    ask_again: bool = False,
    what_changed: str = "",
) -> ConsentWording:
    """Write the next version of the words a consent is asked with. The same words again are the same version.

    `ask_again`: the change matters, so whoever agreed to older words is to be asked again.
    """
    newest = ConsentWording.objects.filter(purpose=purpose).order_by("-version").first()
    digest = hashlib.sha256(text.encode()).hexdigest()
    if newest is not None and newest.hash == digest:
        return newest
    last = ConsentWording.objects.filter(purpose=purpose).aggregate(last=Max("version"))["last"] or 0
    return ConsentWording.objects.create(
        purpose=purpose,
        version=last + 1,
        text=text,
        hash=digest,
        written_at=at,
        written_by=by,
        ask_again=ask_again and last > 0,
        what_changed=what_changed.strip(),
    )


@dataclass(frozen=True)
class Decided:
    """Who decided, when it was not the person: as the law asks for it to be written down."""

    given_by: GivenBy = GivenBy.SELF
    representative: Representative | None = None
    name: str = ""
    role: str = ""
    consulted: str = ""

    def fields(self) -> dict[str, Any]:
        """As the columns of a consent."""
        return {
            "given_by": self.given_by,
            "representative": self.representative,
            "decided_by_name": self.name.strip(),
            "decided_by_role": self.role.strip(),
            "consulted": self.consulted.strip(),
        }


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
    not_shared: Collection[str] = (),
    decided: Decided | None = None,
) -> Consent:
    """Record an agreement. One that stands in the same words and scope is returned; otherwise the new one replaces it.

    Asked again on a later day it begins anew: that it still stands is known from then. Raises CannotRecord where
    somebody else may not decide this.
    """
    if wording.purpose != purpose:
        raise CannotRecord("The wording is for another purpose")
    if purpose == ConsentPurpose.SHARE and shared_with is None:
        raise CannotRecord(_("Say with which organisation it may be shared."))
    decided = decided or Decided()
    _check_may_decide(person, purpose, decided, capacity_note, at)
    kept_back = sorted(set(not_shared)) if purpose == ConsentPurpose.SHARE else []
    standing = (
        Consent.objects.select_for_update()
        .filter(person=person, purpose=purpose, shared_with=shared_with, withdrawn_at__isnull=True)
        .order_by("given_at")
        .first()
    )
    if standing is not None:
        same = (standing.wording_id, standing.not_shared, standing.given_by) == (
            wording.pk,
            kept_back,
            decided.given_by,
        )
        renews = clock.local(standing.given_at).date() < clock.local(at).date()
        if (same and not renews) or by is None:
            return standing
        standing.withdrawn_at, standing.withdrawn_by = at, by
        standing.withdrawn_note = _("Asked again.")
        standing.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_note"])
    consent = Consent.objects.create(
        person=person,
        purpose=purpose,
        wording=wording,
        wording_hash=wording.hash,
        given_at=at,
        recorded_by=by,
        channel=channel,
        asked_how=asked_how,
        capacity_note=capacity_note.strip(),
        shared_with=shared_with,
        not_shared=kept_back,
        expires_on=rules.runs_out_on(clock.local(at).date(), months_of(purpose)),
        **decided.fields(),
    )
    sentence = (
        _("Agreed that what is needed is shared with %(organisation)s.") % {"organisation": shared_with.name}
        if shared_with
        else _("Agreed: %(what)s.") % {"what": ConsentPurpose(purpose).label}
    )
    if decided.given_by != GivenBy.SELF:
        sentence = f"{sentence} {GivenBy(decided.given_by).label}."
    remember(person=person, sentence=sentence, by=by, at=at, kind=TimelineKind.CONSENT)
    return consent


def months_of(purpose: ConsentPurpose) -> int | None:
    """For how many months an agreement to a purpose lasts here; None: it has no end."""
    newest = ConsentTerm.objects.filter(purpose=purpose).order_by("-set_at", "-id").first()
    return newest.months if newest else None


#: Why somebody else may not decide, in words; the keys are those of `rules.why_not_theirs_to_decide`.
NOT_THEIRS = {
    "research": gettext_lazy("Only the person can agree to this. Leave it out."),
    "age": gettext_lazy(
        "A parent decides for a child under 16. For anybody older the Mental Capacity Act applies. Check the age."
    ),
    "present": gettext_lazy("This representative has ended. Ask who decides now."),
    "kind": gettext_lazy("Choose the attorney or deputy who decided. An advocate speaks and never decides."),
    "power": gettext_lazy("Their power is not for health and welfare, so they cannot decide about support."),
    "registered": gettext_lazy("Their power counts only once it is registered. Write down the day you saw that it is."),
    "note": gettext_lazy("Write why the person could not decide this themselves, at this time, with help."),
    "who": gettext_lazy("Write who decided."),
    "consulted": gettext_lazy("Write who was consulted: family, friends, an advocate."),
}  # fmt: skip


class NotTheirs(CannotRecord):
    """Somebody else may not decide this; `why` is a key of NOT_THEIRS."""

    def __init__(self, why: str) -> None:
        super().__init__(str(NOT_THEIRS[why]))
        self.why = why


def _check_may_decide(
    person: Person, purpose: ConsentPurpose, decided: Decided, capacity_note: str, at: datetime
) -> None:
    if decided.given_by == GivenBy.SELF:
        return
    standing = decided.representative
    if standing is not None and standing.person_id != person.pk:
        raise NotTheirs("kind")
    why = rules.why_not_theirs_to_decide(
        given_by=decided.given_by,
        purpose=purpose,
        age=person.age(clock.local(at).date()),
        kind=standing.kind if standing else "",
        health_and_welfare=bool(standing and standing.health_and_welfare),
        registered=bool(standing and standing.registered_seen_on),
        present=standing is None or standing.is_present,
    )
    if not why and not capacity_note.strip():
        why = "note"
    if not why and decided.given_by in {GivenBy.BEST_INTERESTS, GivenBy.PARENT} and not decided.name.strip():
        why = "who"
    if not why and decided.given_by == GivenBy.BEST_INTERESTS and not decided.consulted.strip():
        why = "consulted"
    if why:
        raise NotTheirs(why)


@transaction.atomic
def withdraw_consent(
    *,
    consent: Consent,
    by: Member | None,
    at: datetime,
    channel: ConsentChannel | None = None,
    note: str = "",
) -> Consent:
    """Take an agreement back. Sharing stops with this transaction. Withdrawing twice changes nothing.

    Without `by` it was the person, by their link (`channel` is then "online").
    """
    current = (
        Consent.objects.select_for_update(of=("self",))
        .select_related("person", "shared_with")
        .get(pk=consent.pk)
    )
    if not current.is_live:
        return current
    current.withdrawn_at, current.withdrawn_by = at, by
    current.withdrawn_channel, current.withdrawn_note = channel or "", note.strip()[:200]
    current.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_channel", "withdrawn_note"])
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
