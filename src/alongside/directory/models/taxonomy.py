"""Taxonomies, their terms, and the terms a service carries.

Alongside's own list of what matters to people is a taxonomy with `code="matters"`; its terms have codes such
as `company` and `reading`. Terms of feeds keep the feed's names; `code` is then a slug of the name.
"""

from django.db import models

from alongside.directory.models.base import PUBLIC, DirectoryRecord


class Taxonomy(DirectoryRecord):
    """A list of terms (1.0 calls it a vocabulary). `code` names it among all taxonomies."""

    code = models.SlugField(max_length=100, unique=True)
    name = models.CharField(max_length=255)
    description = models.TextField(blank=True)
    uri = models.CharField(max_length=500, blank=True)
    version = models.CharField(max_length=50, blank=True)

    records = PUBLIC

    class Meta:
        ordering = ["code"]
        verbose_name_plural = "taxonomies"
        constraints = [models.CheckConstraint(condition=~models.Q(name=""), name="taxonomy_has_a_name")]

    def __str__(self) -> str:
        return self.name


class TaxonomyTerm(DirectoryRecord):
    """One term of a taxonomy."""

    taxonomy = models.ForeignKey(Taxonomy, on_delete=models.CASCADE, related_name="terms")
    code = models.CharField(max_length=120)
    name = models.CharField(max_length=255)
    description = models.TextField(blank=True)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="children"
    )
    term_uri = models.CharField(max_length=500, blank=True)

    records = PUBLIC

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="term_has_a_name"),
            models.UniqueConstraint(fields=["taxonomy", "code"], name="term_code_once_per_taxonomy"),
        ]

    def __str__(self) -> str:
        return self.name


class ServiceTerm(DirectoryRecord):
    """A service carries a term (Open Referral UK `attribute`, 1.0 `service_taxonomys`)."""

    service = models.ForeignKey("directory.Service", on_delete=models.CASCADE, related_name="service_terms")
    term = models.ForeignKey(TaxonomyTerm, on_delete=models.CASCADE, related_name="service_terms")
    link_type = models.CharField(max_length=100, blank=True)

    records = PUBLIC

    class Meta:
        ordering = ["service", "term"]
        constraints = [models.UniqueConstraint(fields=["service", "term"], name="term_once_per_service")]

    def __str__(self) -> str:
        return f"{self.service_id} {self.term_id}"
