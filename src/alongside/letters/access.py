"""Who may read and write letters: those who carry the case. Words are a steward's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from alongside.casework import access as casework
from alongside.letters.models import CheckIn, Letter

if TYPE_CHECKING:
    from alongside.partnerships.viewer import Viewer


def visible_to(viewer: Viewer | None) -> QuerySet[Letter]:
    """The letters a viewer may open: those to people whose case their organisation holds."""
    return Letter.objects.filter(case__in=casework.visible_to(viewer))


def check_ins_visible_to(viewer: Viewer | None) -> QuerySet[CheckIn]:
    """The check-ins a viewer may settle."""
    return CheckIn.objects.filter(case__in=casework.visible_to(viewer))
