"""Eligibility: who a service is for. A rule that says nothing is open to all.

A service with no rows is open to everybody. A service with several rows is open to a person whom **any one**
row fits; within a row **every** condition must hold. docs/domain/eligibility.md says how to write it.
"""

from django.db import models

from alongside.directory.enums import Gender, ReferralRoute, Relation
from alongside.directory.models.base import PUBLIC, DirectoryRecord, codes, only_from


class Eligibility(DirectoryRecord):
    """One way of being eligible. Ages are in whole years and inclusive."""

    service = models.ForeignKey("directory.Service", on_delete=models.CASCADE, related_name="eligibilities")
    minimum_age = models.IntegerField(null=True, blank=True)
    maximum_age = models.IntegerField(null=True, blank=True)
    area_codes = codes(size=20)
    """ONS codes (LSOA, ward, local authority); the person needs one of `area_relations` to one of them."""
    area_relations = codes()
    """`Relation` values. Required when `area_codes` has any, empty otherwise."""
    carers_only = models.BooleanField(default=False)
    parents_only = models.BooleanField(default=False)
    """Has a child at home (any age under 18), or is expecting."""
    new_parents_only = models.BooleanField(default=False)
    """Is expecting, or has a child under two."""
    genders = codes()
    """`Gender` values; empty = everybody."""
    gender_basis = models.CharField(max_length=255, blank=True)
    """Why the law allows the limit (Equality Act 2010, Schedule 3); required with `genders`."""
    referral_routes = codes()
    """`ReferralRoute` values that are accepted; empty = anybody may ask, the person included."""
    meant_for = codes(size=120)
    """Audiences in the provider's words ("Turkish speakers", "Carers"): shown, never decides."""
    other_conditions = models.TextField(blank=True)
    """A condition in words that software cannot check: shown as something to ask about, never decides."""

    records = PUBLIC

    class Meta:
        ordering = ["service", "minimum_age", "id"]
        verbose_name_plural = "eligibilities"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(minimum_age__isnull=True) | models.Q(minimum_age__range=(0, 130)),
                name="minimum_age_is_an_age",
            ),
            models.CheckConstraint(
                condition=models.Q(maximum_age__isnull=True) | models.Q(maximum_age__range=(0, 130)),
                name="maximum_age_is_an_age",
            ),
            models.CheckConstraint(
                condition=models.Q(minimum_age__isnull=True)
                | models.Q(maximum_age__isnull=True)
                | models.Q(minimum_age__lte=models.F("maximum_age")),
                name="ages_in_order",
            ),
            models.CheckConstraint(
                condition=models.Q(area_codes=[], area_relations=[])
                | (~models.Q(area_codes=[]) & ~models.Q(area_relations=[])),
                name="areas_and_relations_together",
            ),
            models.CheckConstraint(
                condition=only_from("area_relations", Relation.values), name="area_relations_are_known"
            ),
            models.CheckConstraint(condition=only_from("genders", Gender.values), name="genders_are_known"),
            models.CheckConstraint(
                condition=models.Q(genders=[]) | ~models.Q(gender_basis=""), name="gender_limit_has_a_basis"
            ),
            models.CheckConstraint(
                condition=only_from("referral_routes", ReferralRoute.values), name="referral_routes_are_known"
            ),
        ]

    def __str__(self) -> str:
        return f"eligibility of {self.service_id}"
