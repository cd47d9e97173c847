"""The Django app of the directory."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    """Services, where they are, and the feeds they come from."""

    name = "alongside.directory"
    verbose_name = _("Directory")
    default_auto_field = "django.db.models.BigAutoField"
