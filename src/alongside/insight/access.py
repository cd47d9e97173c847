"""Who may read the figures. They are about the place, and safe to show: see numerics.disclosure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alongside.partnerships.enums import Role

if TYPE_CHECKING:
    from alongside.partnerships.viewer import Viewer

READERS = frozenset({Role.PROGRAMME_LEAD, Role.TEAM_LEAD, Role.STEWARD})


def can_read(viewer: Viewer | None) -> bool:
    """Whether the viewer may read the figures of their partnership."""
    return viewer is not None and viewer.role in READERS
