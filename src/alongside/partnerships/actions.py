"""Writes of the partnerships capability."""

import datetime as dt

from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.db import transaction

from alongside.core import ids, tenancy
from alongside.core.records import ERASED
from alongside.partnerships.enums import OrganisationKind, Role
from alongside.partnerships.models import FrontlineLink, Member, Organisation, Partnership, User


class CannotInvite(Exception):
    """The member cannot be added; the message says why."""


@transaction.atomic
def found_partnership(**fields: object) -> Partnership:
    """Create a partnership; enter its wall before adding anything to it."""
    return Partnership.objects.create(**fields)


@transaction.atomic
def add_member(
    *, organisation: Organisation, email: str, name: str, role: Role, password: str | None = None
) -> Member:
    """Give somebody a role in an organisation, with an account if they have none.

    Raises CannotInvite when they already have a role in this partnership.
    """
    user = User.objects.filter(email__iexact=email).first() or User.objects.create_user(email, password)
    if Member.objects.filter(user=user).exists():
        raise CannotInvite(f"{email} already has a role in this partnership.")
    return Member.objects.create(organisation=organisation, user=user, name=name, role=role)


@transaction.atomic
def end_membership(*, member: Member, at: dt.datetime) -> Member:
    """End a membership at once: no page opens for it again, and the account's sessions are closed."""
    member.left_at = at
    member.save(update_fields=["left_at"])
    for session in Session.objects.filter(expire_date__gt=at).order_by("pk").iterator():
        if session.get_decoded().get("_auth_user_id") == str(member.user_id):
            session.delete()
    return member


@transaction.atomic
def forget_member(*, member: Member) -> bool:
    """A volunteer who left long ago loses the name colleagues knew them by; their account, too, unless it opens another
    door somewhere. False for anybody else: the names of staff say who acted in records that are kept longer."""
    current = Member.objects.select_for_update(of=("self",)).select_related("user").get(pk=member.pk)
    if current.left_at is None or current.role != Role.VOLUNTEER:
        return False
    current.name = ERASED
    current.save(update_fields=["name"])
    tenancy.name_user(current.user_id)  # shows their memberships of every partnership, and nothing else
    elsewhere = Member.objects.filter(user=current.user_id).exclude(pk=current.pk).exists()
    tenancy.name_user("")
    if not elsewhere:
        user = current.user
        EmailAddress.objects.filter(user=user).delete()
        user.email, user.is_active = f"erased-{user.pk}@erased.invalid", False
        user.set_unusable_password()
        user.save(update_fields=["email", "is_active", "password"])
    return True


@transaction.atomic
def make_frontline_link(*, organisation: Organisation, label: str, code: str = "") -> FrontlineLink:
    """Make the link by which an organisation's workers tell us about someone."""
    return FrontlineLink.objects.create(
        organisation=organisation, label=label, code=code or ids.new_reference().lower()
    )


@transaction.atomic
def know_organisation(*, name: str, email: str = "", phone: str = "") -> Organisation:
    """Return the organisation of this name, adding it when the partnership has not met it: who things are
    shared with.

    It has no members until somebody joins it; an e-mail address we already hold is kept.
    """
    found, new = Organisation.objects.get_or_create(
        name=name.strip()[:160], defaults={"kind": OrganisationKind.OTHER, "email": email, "phone": phone}
    )
    if not new and email and not found.email:
        found.email = email
        found.save(update_fields=["email"])
    return found
