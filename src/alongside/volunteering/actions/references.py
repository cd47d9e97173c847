"""References: somebody who knows the applicant answers by a link, without an account; one of us judges the answer.

Opening a link never acts. Every answer locks the row first, so two answers at one moment are one answer and one
that comes too late.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from alongside.core import ids
from alongside.core.clock import local
from alongside.people import rules as people_rules
from alongside.volunteering import notify, rules
from alongside.volunteering.actions.errors import CannotAnswer, CannotApply, CannotMove
from alongside.volunteering.enums import CheckKind, Recommends, ReferenceStatus, Stage
from alongside.volunteering.models import Application, Check, Reference

if TYPE_CHECKING:
    from alongside.partnerships.models import Member

LINK_LASTS = timedelta(days=28)
NUDGE_AFTER = timedelta(days=7)


@transaction.atomic
def name_referee(
    *,
    application: Application,
    name: str,
    email: str,
    at: datetime,
    relation: str = "",
    by: Member | None = None,
) -> Reference:
    """Add somebody who can speak for the applicant. They are asked at once when the others were asked already."""
    called = people_rules.clean_name(name)
    try:
        validate_email(email)
    except ValidationError as error:
        raise CannotApply(_("This is not an e-mail address: %(email)s") % {"email": email}) from error
    if not called:
        raise CannotApply(_("Tell us the name of the person we can ask."))
    if email.casefold() == application.volunteer.email.casefold():
        raise CannotApply(_("Give the e-mail address of somebody else. You cannot speak for yourself."))
    if application.references.filter(email__iexact=email).exists():
        raise CannotApply(_("Give two different people."))
    reference = Reference.objects.create(
        application=application,
        name=called,
        relation=" ".join(relation.split()),
        email=email,
        token_hash=ids.hash_secret(ids.new_secret()),
    )
    if application.stage == Stage.REFERENCES and by is not None:
        return ask(reference=reference, by=by, at=at)
    return reference


@transaction.atomic
def ask_all(*, application: Application, by: Member, at: datetime) -> None:
    """Write to everybody who was named."""
    for reference in application.references.filter(status=ReferenceStatus.NAMED):
        ask(reference=reference, by=by, at=at)


@transaction.atomic
def ask(*, reference: Reference, by: Member | None, at: datetime) -> Reference:
    """Send the link, or send a fresh one; the link of the message before keeps working."""
    current = locked(reference)
    if current.status not in (ReferenceStatus.NAMED, ReferenceStatus.ASKED):
        raise CannotMove(_("%(name)s has answered already.") % {"name": current.name})
    again = current.status == ReferenceStatus.ASKED
    secret = ids.new_secret()
    current.earlier_token_hash = current.token_hash if again else ""
    current.token_hash = ids.hash_secret(secret)
    current.status = ReferenceStatus.ASKED
    current.expires_at = at + LINK_LASTS
    if again:
        current.nudged_at = at
    else:
        current.sent_at, current.sent_by = at, by
    current.save()
    notify.ask_referee(current, secret=secret, again=again, by=by, at=at)
    return current


@transaction.atomic
def answer(
    *,
    reference: Reference,
    known_how: str,
    words: str,
    concerns: str,
    recommends: str,
    at: datetime,
) -> Reference:
    """Take what the referee says."""
    current = _answerable(reference, at)
    if recommends not in Recommends.values:
        raise CannotAnswer(_("Choose yes, yes but, or no."))
    current.status, current.answered_at, current.recommends = ReferenceStatus.ANSWERED, at, recommends
    current.known_how, current.words, current.concerns = known_how.strip(), words.strip(), concerns.strip()
    current.save()
    return current


@transaction.atomic
def decline(*, reference: Reference, at: datetime) -> Reference:
    """They would rather not; nothing is asked further."""
    current = _answerable(reference, at)
    current.status, current.answered_at = ReferenceStatus.DECLINED, at
    current.save()
    return current


@transaction.atomic
def judge(*, reference: Reference, accept: bool, by: Member, at: datetime) -> Reference:
    """One of us has read it. With enough of them accepted, references count from today."""
    current = locked(reference)
    if current.status != ReferenceStatus.ANSWERED:
        raise CannotMove(_("There is nothing to judge here, or it was judged already."))
    current.status = ReferenceStatus.ACCEPTED if accept else ReferenceStatus.NOT_ACCEPTED
    current.judged_at, current.judged_by = at, by
    current.save(update_fields=["status", "judged_at", "judged_by"])
    application = Application.objects.select_for_update(of=("self",)).get(pk=current.application_id)
    accepted = application.references.filter(status=ReferenceStatus.ACCEPTED).count()
    if accept and accepted == rules.REFERENCES_NEEDED:
        on = local(at).date()
        Check.objects.create(
            volunteer_id=application.volunteer_id,
            kind=CheckKind.REFERENCES,
            issued_on=on,
            expires_on=rules.expires(CheckKind.REFERENCES, on),
            recorded_at=at,
            recorded_by=by,
        )
    return current


def locked(reference: Reference) -> Reference:
    """The reference as it stands now, held until the end of the transaction."""
    return (
        Reference.objects.select_for_update(of=("self",))
        .select_related("application__volunteer__organisation")
        .get(pk=reference.pk)
    )


def _answerable(reference: Reference, at: datetime) -> Reference:
    current = locked(reference)
    if current.status != ReferenceStatus.ASKED:
        raise CannotAnswer(_("This has been answered already."))
    if current.is_past(at) or not current.application.is_open:
        raise CannotAnswer(_("This link has run out. Please ring us."))
    return current
