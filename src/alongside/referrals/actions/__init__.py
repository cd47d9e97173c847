"""The only writers of referrals: receive, amend, ask, answer, accept, decline, withdraw."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from alongside.core.ids import new_reference
from alongside.people import actions as people_actions
from alongside.people import rules as people_rules
from alongside.people import whereabouts
from alongside.people.enums import KnownWhy, TimelineKind
from alongside.referrals import notify, queries, rules
from alongside.referrals.enums import DeclineReason, ReferralKind, ReferralStatus
from alongside.referrals.models import Referral

if TYPE_CHECKING:
    from alongside.partnerships.models import FrontlineLink, Member, Organisation, Partnership
    from alongside.people.models import Person
    from alongside.referrals.models import ReferringSystem

TOLD = frozenset(
    {
        "name", "nhs_number", "born_on", "age_told", "phone", "email", "address", "postcode", "language",
        "contact_by", "contact_note", "contact_times", "leave_message", "noticed", "reasons", "note", "urgency",
        "risks", "referrer_name", "referrer_role", "referrer_email", "referrer_phone", "acknowledge_by",
        "tell_helped",
    }
)  # fmt: skip
#: What nobody tells: our own reference, and rows the database itself checks.
NOT_TOLD = {
    "partnership", "reference", "given_to", "source", "link", "system", "taken_by", "asked_by", "decided_by", "person",
    "joined_to",
}  # fmt: skip
TRIES = 5


class CannotReceive(ValueError):
    """The referral cannot be taken as it is; the message says why and what to do."""


class CannotDecide(ValueError):
    """Somebody has decided already, or the step does not follow from where the referral is."""


@transaction.atomic
def receive(
    *,
    partnership: Partnership,
    kind: ReferralKind,
    told: Mapping[str, Any],
    agreed: str,
    at: datetime,
    by: Member | None = None,
    source: Organisation | None = None,
    link: FrontlineLink | None = None,
    system: ReferringSystem | None = None,
    claimed_basis: str = "",
    basis_reason: str = "",
    key: UUID | None = None,
    written_at: datetime | None = None,
) -> Referral:
    """Take a referral. The same `key` again returns the first. Raises CannotReceive.

    `written_at` is when it was written where it had to wait on a phone until it could be sent.
    """
    if key is not None:
        known = Referral.objects.filter(key=key).first()
        if known is not None:
            return known
    if unknown := set(told) - TOLD:
        raise CannotReceive(f"Not part of a referral: {', '.join(sorted(unknown))}")
    basis = rules.basis_for(agreed, claimed_basis, basis_reason)
    if not basis:
        raise CannotReceive(
            _("They said no. We can only take this if you are worried that they are not safe: say why.")
        )
    given_to = queries.taker_of(source or (by.organisation if by else None))
    if given_to is None:
        raise CannotReceive(
            _("Nobody here takes referrals yet. Please ring %(phone)s.") % {"phone": partnership.phone}
        )
    referral = Referral(
        kind=kind,
        given_to=given_to,
        source=source,
        link=link,
        system=system,
        taken_by=by,
        received_at=at,
        written_at=written_at,
        key=key,
        agreed=agreed,
        basis=basis,
        basis_reason=basis_reason.strip(),
        **_tidied(told),
    )
    return notify.received(_saved(referral), partnership=partnership, at=at)


def _tidied(told: Mapping[str, Any]) -> dict[str, Any]:
    """What was told, in the shape we keep. A phone number we cannot ring is a mistake worth asking about."""
    tidy = {field: value for field, value in told.items() if value is not None}
    tidy["name"] = people_rules.clean_name(told.get("name") or "")
    if not tidy["name"]:
        raise CannotReceive(_("Tell us who it is about, even if it is only what they are called."))
    tidy["postcode"] = whereabouts.tidy(told.get("postcode") or "")
    for field in ("phone", "referrer_phone"):
        if told.get(field):
            tidy[field] = people_rules.normal_phone(told[field])
            if not tidy[field]:
                raise CannotReceive(
                    _("This is not a phone number we can ring: %(phone)s") % {"phone": told[field]}
                )
    return tidy


def _saved(referral: Referral) -> Referral:
    """Save under a reference nobody else has."""
    try:
        referral.clean_fields(exclude=NOT_TOLD)
    except ValidationError as error:
        raise CannotReceive(
            "; ".join(f"{k}: {' '.join(v)}" for k, v in error.message_dict.items())
        ) from error
    for _try in range(TRIES):
        referral.reference = new_reference()
        try:
            with transaction.atomic():
                referral.save(force_insert=True)
        except IntegrityError as error:
            if "referrals_key_once" in str(error):
                return Referral.objects.get(key=referral.key)
            if "referrals_reference_once" not in str(error):
                raise
        else:
            return referral
    raise CannotReceive(_("Something is wrong on our side. Please ring us."))


@transaction.atomic
def amend(
    *, referral: Referral, told: Mapping[str, Any], agreed: str, system: ReferringSystem, at: datetime
) -> Referral:
    """Take what the system that sent a referral tells anew, while nobody has decided. Raises CannotDecide after.

    Everything it tells is replaced but the note: new words are added to it, for a connector may have written there.
    """
    current = _still_open(referral)
    if unknown := set(told) - TOLD:
        raise CannotReceive(f"Not part of a referral: {', '.join(sorted(unknown))}")
    basis = rules.basis_for(
        agreed, current.basis if current.basis in rules.OVERRIDES else "", current.basis_reason
    )
    if not basis:
        raise CannotReceive(_("They said no."))
    tidy = _tidied(told)
    words = tidy.pop("note", "")
    for field in ("born_on", "age_told"):
        setattr(current, field, told.get(field))
    for field, value in tidy.items():
        setattr(current, field, value)
    if words and words not in current.note:
        current.note = _with_line(current.note, name=system.name, text=words, at=at)
    current.agreed, current.basis = agreed, basis
    current.status, current.learned_at = ReferralStatus.NEW, at
    try:
        current.clean_fields(exclude=NOT_TOLD)
    except ValidationError as error:
        raise CannotReceive(
            "; ".join(f"{k}: {' '.join(v)}" for k, v in error.message_dict.items())
        ) from error
    current.save()
    return current


def _still_open(referral: Referral) -> Referral:
    """The referral as it stands, locked; CannotDecide when somebody has decided."""
    current = Referral.objects.select_for_update().get(pk=referral.pk)
    if not current.is_open:
        raise CannotDecide(_("This referral is %(what)s.") % {"what": current.get_status_display().lower()})
    return current


def _with_line(note: str, *, name: str, text: str, at: datetime) -> str:
    """The note with what somebody added, under the day and their name."""
    line = _("%(day)s, %(name)s: %(text)s") % {"day": f"{at:%d.%m.%Y}", "name": name, "text": text.strip()}
    return f"{note}\n\n{line}".strip()


def _locked(referral: Referral, wanted: ReferralStatus) -> Referral:
    """The referral as it stands, locked; CannotDecide when the step does not follow."""
    current = Referral.objects.select_for_update().get(pk=referral.pk)
    if not rules.may_become(current.status, wanted):
        if current.decided_by is not None:
            raise CannotDecide(
                _("%(name)s has decided this already: %(what)s.")
                % {"name": current.decided_by.name, "what": current.get_status_display().lower()}
            )
        raise CannotDecide(_("This referral is %(what)s.") % {"what": current.get_status_display().lower()})
    return current


@transaction.atomic
def ask_for_information(
    *, referral: Referral, question: str, partnership: Partnership, by: Member, at: datetime
) -> Referral:
    """Ask the referrer something. It reaches them where they left an e-mail address or number."""
    current = _locked(referral, ReferralStatus.WAITING)
    if not question.strip():
        raise CannotDecide(_("Write what you need to know."))
    current.status, current.question = ReferralStatus.WAITING, question.strip()
    current.asked_at, current.asked_by = at, by
    current.save(update_fields=["status", "question", "asked_at", "asked_by"])
    notify.asked(current, partnership=partnership, by=by, at=at)
    return current


@transaction.atomic
def add_information(*, referral: Referral, text: str, by: Member, at: datetime) -> Referral:
    """Write down what we learned since; a referral that waited for it is new again."""
    current = _still_open(referral)
    if not text.strip():
        raise CannotDecide(_("Write what you learned."))
    current.note = _with_line(current.note, name=by.name, text=text, at=at)
    current.status, current.learned_at = ReferralStatus.NEW, at
    current.save(update_fields=["note", "status", "learned_at"])
    return current


@transaction.atomic
def accept(
    *,
    referral: Referral,
    by: Member,
    at: datetime,
    partnership: Partnership | None = None,
    person: Person | None = None,
    given_name: str = "",
    family_name: str = "",
) -> Referral:
    """Accept for `person`, or for a new one made from what was told. Raises CannotDecide when too late."""
    current = _locked(referral, ReferralStatus.ACCEPTED)
    if person is None:
        person = people_actions.create(
            details=person_details(current, given_name, family_name),
            by=by,
            at=at,
            organisation=current.given_to,
            why=KnownWhy.REFERRAL,
        )
    else:
        people_actions.make_known(person=person, organisation=current.given_to, why=KnownWhy.REFERRAL, at=at)
    current.person, current.status = person, ReferralStatus.ACCEPTED
    current.decided_at, current.decided_by = at, by
    current.save(update_fields=["person", "status", "decided_at", "decided_by"])
    people_actions.remember(
        person=person,
        sentence=_("Referral %(reference)s accepted by %(name)s.")
        % {"reference": current.reference, "name": by.name},
        by=by,
        at=at,
        kind=TimelineKind.REFERRAL,
    )
    notify.accepted(current, partnership=partnership or current.partnership, by=by, at=at)
    for other in _decided_with(current):
        accept(referral=other, by=by, at=at, partnership=partnership, person=person)
    return current


def _decided_with(referral: Referral) -> list[Referral]:
    """The open referrals that were joined to this one: told of the same person, decided in one go."""
    return list(Referral.objects.filter(joined_to=referral, status__in=rules.OPEN).order_by("id"))


def person_details(referral: Referral, given_name: str = "", family_name: str = "") -> dict[str, Any]:
    """What a new person's record starts with: what was told, never what was only guessed."""
    given, family = people_rules.split_name(referral.name)
    if given_name:
        given, family = given_name, family_name
    details: dict[str, Any] = {
        "given_name": given,
        "family_name": family,
        "phone": referral.phone,
        "email": referral.email,
        "address": referral.address,
        "postcode": referral.postcode,
        "contact_by": referral.contact_by,
        "contact_note": referral.contact_note,
        "contact_times": referral.contact_times,
        "leave_message": referral.leave_message,
        "languages": [referral.language] if referral.language else [],
    }
    if referral.born_on:
        details["born_on"] = referral.born_on
    elif referral.age_told is not None:
        details["birth_year"] = queries.received_on(referral).year - referral.age_told
    return details


@transaction.atomic
def decline(
    *,
    referral: Referral,
    reason: DeclineReason,
    by: Member,
    at: datetime,
    note: str = "",
    partnership: Partnership | None = None,
) -> Referral:
    """Decline, with a reason that reaches the referrer."""
    current = _locked(referral, ReferralStatus.DECLINED)
    if reason not in DeclineReason.values:
        raise CannotDecide(_("Choose why."))
    current.status, current.decline_reason, current.decline_note = (
        ReferralStatus.DECLINED,
        reason,
        note.strip(),
    )
    current.decided_at, current.decided_by = at, by
    current.save(update_fields=["status", "decline_reason", "decline_note", "decided_at", "decided_by"])
    notify.declined(current, partnership=partnership or current.partnership, by=by, at=at)
    for other in _decided_with(current):
        decline(referral=other, reason=reason, by=by, at=at, note=note, partnership=partnership)
    return current


@transaction.atomic
def withdraw(*, referral: Referral, by: Member | None, at: datetime, note: str = "") -> Referral:
    """Take a referral back, because the referrer or the person said so. Without `by`, the system that sent it did."""
    current = _locked(referral, ReferralStatus.WITHDRAWN)
    if by is None and current.system_id is None:
        raise CannotDecide(_("A referral is taken back by somebody, or by the system that sent it."))
    current.status, current.decline_note = ReferralStatus.WITHDRAWN, note.strip()
    current.decided_at, current.decided_by = at, by
    current.save(update_fields=["status", "decline_note", "decided_at", "decided_by"])
    return current


def has_way_to_reach(told: Mapping[str, Any]) -> bool:
    """Whether somebody could find the person: a phone, an e-mail, or an address."""
    return any((told.get(field) or "").strip() for field in ("phone", "email", "address"))


def can_acknowledge(told: Mapping[str, Any]) -> bool:
    """Whether the way the referrer wants to hear from us was left with an address."""
    wanted = told.get("acknowledge_by") or ""
    needed = {"email": "referrer_email", "sms": "referrer_phone"}.get(wanted)
    return needed is None or bool(told.get(needed))
