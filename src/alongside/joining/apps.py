"""Django's name for this capability; after every `migrate` the triggers that lead on are laid anew."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


def _lay(using: str, **_options: Any) -> None:
    from alongside.joining import laying

    laying.lay(using=using)


class JoiningConfig(AppConfig):
    name = "alongside.joining"
    label = "joining"
    verbose_name = _("Joining")

    def ready(self) -> None:
        post_migrate.connect(_lay, sender=self, dispatch_uid="alongside.joining.laying")
