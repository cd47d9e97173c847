"""Django's name for this capability."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InsightConfig(AppConfig):
    name = "alongside.insight"
    label = "insight"
    verbose_name = _("Insight")
