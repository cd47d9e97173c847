"""The application of journeys: no tables, but jobs and the templates of what they send."""

from django.apps import AppConfig


class JourneysConfig(AppConfig):
    """Use-cases that cross capabilities."""

    name = "alongside.journeys"
