"""Core as a Django app: after every `migrate` the wall is laid anew around all tables."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


def _lay_wall(using: str, **_: Any) -> None:
    from alongside.core import wall

    wall.lay(using=using)


class CoreConfig(AppConfig):
    name = "alongside.core"
    label = "core"

    def ready(self) -> None:
        # Django tells of each app in turn once all are migrated; one wall goes around all of them.
        post_migrate.connect(_lay_wall, sender=self, dispatch_uid="alongside.core.wall")
