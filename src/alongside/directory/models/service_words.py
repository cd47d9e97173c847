"""What one listed service says, in one narrow row: for questions that are nothing but words."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from alongside.directory.models.base import DERIVED


class ServiceWords(models.Model):
    """The words of one service that has offers, and whether any of them is open without a question. Derived.

    Over the whole country a common word stands in a fifth of all services, each of which is counted and ranked. Offers
    are several to a service, three times as wide, and what is read of them must be grouped; this is one row each.
    `directory.offers.refresh` writes it with the offers.
    """

    service = models.OneToOneField(
        "directory.Service", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    asks = models.BooleanField()
    """Whoever nothing is known of must be asked something, whichever of its offers is meant."""
    name = models.CharField(max_length=255)
    head = SearchVectorField()
    """The words of name and keywords alone."""
    search = SearchVectorField()

    records = DERIVED

    class Meta:
        ordering = ["service"]
        indexes = [GinIndex(fields=["search"], name="service_words")]

    def __str__(self) -> str:
        return self.name
