"""Who may see and record answers: whoever sees the person, and whoever may change their record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alongside.measures.models import Response
from alongside.people import access as people

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from alongside.partnerships.viewer import Viewer
    from alongside.people.models import Person


def visible_to(viewer: Viewer | None) -> QuerySet[Response]:
    """The answers a viewer may see: those of the people they may see."""
    return Response.objects.filter(person__in=people.visible_to(viewer))


def can_record(viewer: Viewer | None, person: Person) -> bool:
    """Whether the viewer may record this person's answers."""
    return people.can_change(viewer, person)


def check_can_record(viewer: Viewer | None, person: Person) -> None:
    """Raise PermissionDenied unless the viewer may record this person's answers."""
    people.check_can_change(viewer, person)
