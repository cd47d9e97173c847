"""Befriending as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BefriendingConfig(AppConfig):
    name = "alongside.befriending"
    label = "befriending"
    verbose_name = _("Befriending")
