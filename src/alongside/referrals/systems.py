"""Systems that may refer: added, given a secret and tokens, and ended, by a steward.

A secret is 192 random bits, so a plain hash keeps it as safe as a slow one would, and answers fast. It is shown
once. A new secret and an ending work at once: every token given before is void.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Count, Max, QuerySet
from django.utils.translation import gettext as _

from alongside.core.ids import hash_secret, new_secret, same_secret
from alongside.partnerships.enums import Role
from alongside.referrals.models import ReferringSystem, SystemToken

if TYPE_CHECKING:
    from alongside.partnerships.models import Member, Organisation
    from alongside.partnerships.viewer import Viewer

TOKEN_LASTS = timedelta(minutes=15)
LONGEST_SECRET = 100


class CannotAddSystem(ValueError):
    """The system cannot be added as it is; the message says why."""


def visible_to(viewer: Viewer) -> QuerySet[ReferringSystem]:
    """The systems a viewer may see and keep: all of the partnership, for a steward."""
    if viewer.role != Role.STEWARD:
        return ReferringSystem.objects.none()
    return (
        ReferringSystem.objects.select_related("organisation", "made_by", "ended_by")
        .annotate(how_many=Count("sent"), last_at=Max("sent__changed_at"))
        .order_by("organisation__name", "name", "id")
    )


@transaction.atomic
def add(*, organisation: Organisation, name: str, by: Member, at: datetime) -> tuple[ReferringSystem, str]:
    """Let a system of an organisation refer; return it and its secret, which is kept nowhere."""
    said = " ".join(name.split())[:120]
    if not said:
        raise CannotAddSystem(_("Write what the system is called."))
    secret = new_secret()
    try:
        with transaction.atomic():
            made = ReferringSystem.objects.create(
                organisation=organisation,
                name=said,
                secret_hash=hash_secret(secret),
                secret_at=at,
                made_at=at,
                made_by=by,
            )
    except IntegrityError as error:
        if "referrals_system_name_once" not in str(error):
            raise
        raise CannotAddSystem(
            _("%(organisation)s has a system of this name.") % {"organisation": organisation.name}
        ) from None
    return made, secret


@transaction.atomic
def change_secret(*, system: ReferringSystem, at: datetime) -> str:
    """Give it a new secret and return it; the old one and every token end now."""
    current = ReferringSystem.objects.select_for_update().get(pk=system.pk)
    if not current.is_live:
        raise CannotAddSystem(_("This system has been ended."))
    secret = new_secret()
    current.secret_hash, current.secret_at = hash_secret(secret), at
    current.save(update_fields=["secret_hash", "secret_at"])
    current.tokens.all().delete()
    return secret


@transaction.atomic
def end(*, system: ReferringSystem, by: Member, at: datetime) -> ReferringSystem:
    """Let it in no more, from now on. What it sent stays. Ending twice changes nothing."""
    current = ReferringSystem.objects.select_for_update().get(pk=system.pk)
    if current.is_live:
        current.ended_at, current.ended_by = at, by
        current.save(update_fields=["ended_at", "ended_by"])
        current.tokens.all().delete()
    return current


@transaction.atomic
def token_for(*, client_id: str, secret: str, at: datetime) -> str | None:
    """A token for whoever knows the secret, None for anybody else."""
    try:
        wanted = UUID(client_id)
    except ValueError:
        return None
    # shared, so that a secret changed or ended at this moment waits for us or we for it
    system = (
        ReferringSystem.objects.select_for_update(no_key=True)
        .filter(pk=wanted, ended_at=None)
        .order_by("id")
        .first()
    )
    if system is None or len(secret) > LONGEST_SECRET or not same_secret(secret, system.secret_hash):
        return None
    token = new_secret()
    SystemToken.objects.create(
        system=system, token_hash=hash_secret(token), issued_at=at, expires_at=at + TOKEN_LASTS
    )
    return token


def system_of(*, token: str, at: datetime) -> ReferringSystem | None:
    """The system a token was given to, while it holds."""
    if not 0 < len(token) <= LONGEST_SECRET:
        return None
    found = (
        SystemToken.objects.select_related("system__organisation")
        .filter(token_hash=hash_secret(token), expires_at__gt=at, system__ended_at=None)
        .order_by("id")
        .first()
    )
    return found.system if found is not None else None


def forget_tokens(*, at: datetime) -> int:
    """Delete tokens that hold no more; return how many."""
    deleted, _by_model = SystemToken.objects.filter(expires_at__lt=at).delete()
    return deleted
