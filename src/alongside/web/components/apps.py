"""The Django app that carries template tags."""

from django.apps import AppConfig


class ComponentsConfig(AppConfig):
    """See the package."""

    name = "alongside.web.components"
    label = "components"
