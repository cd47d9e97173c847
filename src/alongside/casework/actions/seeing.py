"""Keep, share and remove views of the work; change what a team counts as work."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from alongside.casework.actions.errors import CannotDo
from alongside.casework.models import SavedView, TeamRules
from alongside.partnerships.enums import Role

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alongside.casework.enums import WorkList
    from alongside.partnerships.models import Member

#: So that the row of names stays one that can be read.
MOST_KEPT = 30
CHANGES_RULES = frozenset({Role.TEAM_LEAD, Role.STEWARD})


@transaction.atomic
def keep_view(
    *,
    by: Member,
    name: str,
    which: WorkList,
    query: str,
    is_shared: bool = False,
    is_first: bool = False,
    at: datetime,
) -> SavedView:
    """Keep a view under a name. The same name again replaces what it stood for."""
    name = " ".join(name.split())
    if not name:
        raise CannotDo(_("Give the view a name, for example “Turkish speakers”."))
    ours = SavedView.objects.select_for_update().filter(member=by)
    kept = {view.name.casefold(): view for view in ours.order_by("id")}
    found = kept.get(name.casefold())
    if found is None and len(kept) >= MOST_KEPT:
        raise CannotDo(_("You keep %(most)s views already. Remove one first.") % {"most": MOST_KEPT})
    if is_first:
        ours.update(is_first=False)
    view = found or SavedView(member=by, made_at=at)
    view.name, view.which, view.query = name, which, query
    view.is_shared, view.is_first = is_shared, is_first
    view.save()
    return view


@transaction.atomic
def change_view(
    *, view: SavedView, by: Member, is_shared: bool | None = None, is_first: bool | None = None
) -> None:
    """Share a view or keep it to oneself; let it open first or not. Only whose it is may."""
    _check_is_theirs(view, by)
    if is_first:
        SavedView.objects.filter(member=by).update(is_first=False)
    if is_first is not None:
        view.is_first = is_first
    if is_shared is not None:
        view.is_shared = is_shared
    view.save(update_fields=["is_first", "is_shared"])


@transaction.atomic
def remove_view(*, view: SavedView, by: Member) -> None:
    """Forget a view; the work on it stays what it is."""
    _check_is_theirs(view, by)
    view.delete()


def _check_is_theirs(view: SavedView, by: Member) -> None:
    if view.member_id != by.pk:
        raise PermissionDenied


@transaction.atomic
def change_team_rules(*, by: Member, values: Mapping[str, int], at: datetime) -> TeamRules:
    """Write what an organisation counts as work. A team lead and a steward of the organisation may."""
    if by.role not in CHANGES_RULES:
        raise PermissionDenied
    found, _made = TeamRules.objects.update_or_create(
        organisation=by.organisation, defaults={**values, "changed_at": at, "changed_by": by}
    )
    return found
