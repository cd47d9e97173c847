"""The Django app of places."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    """Postcodes, areas and distance."""

    name = "alongside.places"
    label = "places"
    verbose_name = "Places"
