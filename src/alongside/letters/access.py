"""Who may read and write letters: those who carry the case. Words are a steward's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from alongside.casework import access as casework
from alongside.letters.models import Letter, LookIn

if TYPE_CHECKING:
    from alongside.partnerships.viewer import Viewer


def visible_to(viewer: Viewer | None) -> QuerySet[Letter]:
    """The letters a viewer may open: those to people whose case their organisation holds."""
    return Letter.objects.filter(case__in=casework.visible_to(viewer))


def looks_in_visible_to(viewer: Viewer | None) -> QuerySet[LookIn]:
    """The looks-in a viewer may settle."""
    return LookIn.objects.filter(case__in=casework.visible_to(viewer))
