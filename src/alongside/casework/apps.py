"""Casework as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CaseworkConfig(AppConfig):
    name = "alongside.casework"
    label = "casework"
    verbose_name = _("Casework")
