"""Django's name for this capability."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CaringConfig(AppConfig):
    name = "alongside.caring"
    label = "caring"
    verbose_name = _("Caring")
