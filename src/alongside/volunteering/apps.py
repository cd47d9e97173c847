"""Django's name for this capability."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VolunteeringConfig(AppConfig):
    name = "alongside.volunteering"
    label = "volunteering"
    verbose_name = _("Volunteering")
