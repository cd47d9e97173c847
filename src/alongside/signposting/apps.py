"""Django's name for this capability."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SignpostingConfig(AppConfig):
    name = "alongside.signposting"
    label = "signposting"
    verbose_name = _("Signposting")
