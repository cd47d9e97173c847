"""The writers of our own schemes: add one, change one, end one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from alongside.referrals.models import OwnScheme

if TYPE_CHECKING:
    from alongside.partnerships.models import Member

SAID = frozenset(
    {
        "name", "about", "minimum_age", "maximum_age", "area_codes", "area_relations", "carers_only", "conditions",
    }
)  # fmt: skip


class CannotKeep(ValueError):
    """The scheme cannot be kept like this; the message says why and what to do."""


@transaction.atomic
def add(*, said: Mapping[str, Any], by: Member, at: datetime) -> OwnScheme:
    """Add a scheme people can ask for from now on."""
    return _saved(OwnScheme(changed_at=at, changed_by=by), said)


@transaction.atomic
def change(*, scheme: OwnScheme, said: Mapping[str, Any], seen: int, by: Member, at: datetime) -> OwnScheme:
    """Change it. `seen` is the version that was on the page."""
    current = OwnScheme.objects.select_for_update().get(pk=scheme.pk)
    if current.ended_at is not None:
        raise CannotKeep(_("This scheme has ended."))
    if all(getattr(current, name) == value for name, value in said.items()):
        return current
    if current.version != seen:
        raise CannotKeep(
            _(
                "Somebody changed it in the meantime. See below how it stands now; what you wrote is still here."
            )
        )
    current.version += 1
    current.changed_at, current.changed_by = at, by
    return _saved(current, said)


@transaction.atomic
def end(*, scheme: OwnScheme, by: Member, at: datetime) -> OwnScheme:
    """End it: nobody is told of it at the door any more. Ending twice changes nothing."""
    current = OwnScheme.objects.select_for_update().get(pk=scheme.pk)
    if current.ended_at is None:
        current.ended_at = current.changed_at = at
        current.changed_by = by
        current.save(update_fields=["ended_at", "changed_at", "changed_by"])
    return current


def _saved(scheme: OwnScheme, said: Mapping[str, Any]) -> OwnScheme:
    if unknown := set(said) - SAID:
        raise CannotKeep(f"Not part of a scheme: {', '.join(sorted(unknown))}")
    for name, value in said.items():
        setattr(scheme, name, value)
    scheme.name = " ".join(scheme.name.split())
    low, high = scheme.minimum_age, scheme.maximum_age
    if low is not None and high is not None and low > high:
        raise CannotKeep(_("The youngest age is above the oldest."))
    if bool(scheme.area_codes) != bool(scheme.area_relations):
        raise CannotKeep(_("Say both: which area, and what people must do there."))
    try:
        scheme.clean_fields(exclude={"partnership", "changed_by"})
        with transaction.atomic():
            scheme.save()
    except ValidationError as error:
        raise CannotKeep("; ".join(" ".join(words) for words in error.message_dict.values())) from error
    except IntegrityError as error:
        if "referrals_scheme_name_once" not in str(error):
            raise
        raise CannotKeep(_("There is a scheme of this name already.")) from error
    return scheme
