"""Open, hand over, close and reopen a case."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from alongside.casework import rules
from alongside.casework.actions.errors import CannotClose, CannotOpen
from alongside.casework.enums import Because, CaseStatus, ClosingReason, FollowUpKind, Outcome
from alongside.casework.models import Case, FollowUp
from alongside.core import clock
from alongside.core.working_days import add_working_days, bank_holidays
from alongside.people import actions as people
from alongside.people.enums import KnownWhy, TimelineKind

if TYPE_CHECKING:
    from alongside.partnerships.models import Member, Organisation
    from alongside.people.models import Person
    from alongside.referrals.models import Referral


@transaction.atomic
def open_case(
    *,
    person: Person,
    organisation: Organisation,
    by: Member,
    at: datetime,
    connector: Member | None = None,
    referral: Referral | None = None,
) -> Case:
    """Start supporting a person. Raises CannotOpen while the organisation already supports them."""
    if person.deceased_on is not None:
        raise CannotOpen(_("%(name)s has died. No support can start.") % {"name": person.name})
    if Case.objects.filter(person=person, organisation=organisation, status=CaseStatus.OPEN).exists():
        raise CannotOpen(
            _("%(organisation)s already supports %(name)s.")
            % {"organisation": organisation.name, "name": person.name}
        )
    case = Case.objects.create(
        person=person,
        organisation=organisation,
        connector=connector,
        referral=referral,
        opened_at=at,
        opened_by=by,
    )
    people.make_known(person=person, organisation=organisation, why=KnownWhy.CASE, at=at)
    sentence = _("%(organisation)s began support.") % {"organisation": organisation.name}
    people.remember(person=person, sentence=sentence, by=by, at=at, kind=TimelineKind.CASE)
    return case


@transaction.atomic
def hand_over(*, case: Case, to: Member, by: Member, at: datetime) -> Case:
    """Give the case, and what is due on it, to another connector of the same organisation."""
    case = _locked(case)
    if to.organisation_id != case.organisation_id or not to.is_present:
        raise CannotOpen(
            _("%(name)s does not work at the organisation that holds this case.") % {"name": to.name}
        )
    if case.connector_id == to.pk:
        return case
    case.connector = to
    case.save(update_fields=["connector"])
    FollowUp.objects.filter(case=case, done_at__isnull=True).update(owner=to)
    sentence = _("%(name)s is now the connector.") % {"name": to.name}
    people.remember(person=case.person, sentence=sentence, by=by, at=at, kind=TimelineKind.CASE)
    return case


@transaction.atomic
def close(
    *, case: Case, outcome: Outcome, reason: ClosingReason, note: str, by: Member, at: datetime
) -> Case:
    """End the episode. What was due is dropped; open steps stay as they are, to be read later."""
    case = _locked(case)
    _check_may_become(case, CaseStatus.CLOSED)
    case.status = CaseStatus.CLOSED
    case.outcome, case.closing_reason, case.closing_note = outcome, reason, note
    case.closed_at, case.closed_by = at, by
    case.save()
    FollowUp.objects.filter(case=case, done_at__isnull=True).update(done_at=at, done_by=by)
    sentence = _("Support ended: %(outcome)s. Why: %(reason)s.") % {
        "outcome": Outcome(outcome).label,
        "reason": ClosingReason(reason).label,
    }
    people.remember(person=case.person, sentence=sentence, by=by, at=at, kind=TimelineKind.CASE)
    return case


@transaction.atomic
def reopen(*, case: Case, by: Member, at: datetime) -> Case:
    """Start again where it ended. Raises CannotClose when another case of the person is open here."""
    case = _locked(case)
    _check_may_become(case, CaseStatus.OPEN)
    if case.person.deceased_on is not None:
        raise CannotClose(_("%(name)s has died. Support cannot start again.") % {"name": case.person.name})
    others = Case.objects.filter(
        person_id=case.person_id, organisation_id=case.organisation_id, status=CaseStatus.OPEN
    )
    if others.exists():
        raise CannotClose(_("%(name)s already has open support here.") % {"name": case.person.name})
    case.status = CaseStatus.OPEN
    case.outcome = case.closing_reason = case.closing_note = ""
    case.closed_at = case.closed_by = None
    case.reopened_at, case.reopened_by = at, by
    if case.connector is None or not case.connector.is_present:
        case.connector = by
    case.save()
    FollowUp.objects.create(
        case=case,
        due_on=add_working_days(clock.local(at).date(), 1, bank_holidays()),
        kind=FollowUpKind.CALL,
        owner=case.connector,
        because=Because.REOPENED,
        made_at=at,
    )
    people.remember(
        person=case.person, sentence=_("Support started again."), by=by, at=at, kind=TimelineKind.CASE
    )
    return case


def _locked(case: Case) -> Case:
    """The case as it stands now, held until the end of the transaction."""
    return Case.objects.select_for_update(of=("self",)).select_related("person", "connector").get(pk=case.pk)


def _check_may_become(case: Case, status: CaseStatus) -> None:
    if rules.may_become(rules.CASE_TRANSITIONS, CaseStatus(case.status), status):
        return
    raise CannotClose(
        _("This support has already ended.") if status == CaseStatus.CLOSED else _("This support is open.")
    )
