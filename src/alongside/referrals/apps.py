"""Django's name for this capability."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReferralsConfig(AppConfig):
    name = "alongside.referrals"
    label = "referrals"
    verbose_name = _("Referrals")
