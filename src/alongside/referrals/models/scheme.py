"""A scheme of the partnership's own, and for whom it is, in the directory's terms."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from alongside.core.records import Records
from alongside.directory.enums import Relation
from alongside.partnerships.models import PartnershipModel

OLDEST = 120


class OwnScheme(PartnershipModel):
    """Support of our own that people ask for at the door. Its rule is one way of being eligible, as the directory
    has them: every condition must hold, one that is not set says nothing."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        why="what the partnership offers and for whom; nothing about anybody supported",
        keep_for="as long as the partnership",
        purpose="to tell people at the door what is open to them",
        basis="art 6(1)(e)",
        plain={
            "name", "about", "minimum_age", "maximum_age", "area_codes", "area_relations", "carers_only", "conditions",
            "version",
        },
    )  # fmt: skip

    name = models.CharField(max_length=120)
    about = models.CharField(max_length=300, blank=True)
    minimum_age = models.IntegerField(null=True, blank=True)
    maximum_age = models.IntegerField(null=True, blank=True)
    area_codes = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    area_relations = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    carers_only = models.BooleanField(default=False)
    conditions = models.CharField(max_length=300, blank=True)
    version = models.IntegerField(default=1)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey("partnerships.Member", on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["name", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["partnership", "name"],
                condition=Q(ended_at__isnull=True),
                name="referrals_scheme_name_once",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="referrals_scheme_has_a_name"),
            models.CheckConstraint(
                condition=(Q(minimum_age__isnull=True) | Q(minimum_age__range=(0, OLDEST)))
                & (Q(maximum_age__isnull=True) | Q(maximum_age__range=(0, OLDEST)))
                & (
                    Q(minimum_age__isnull=True)
                    | Q(maximum_age__isnull=True)
                    | Q(minimum_age__lte=F("maximum_age"))
                ),
                name="referrals_scheme_ages_make_sense",
            ),
            models.CheckConstraint(
                condition=Q(area_codes__len=0, area_relations__len=0)
                | Q(area_codes__len__gt=0, area_relations__len__gt=0),
                name="referrals_scheme_areas_and_how",
            ),
            models.CheckConstraint(
                condition=Q(area_relations__contained_by=Relation.values),
                name="referrals_scheme_relations_are_known",
            ),
            models.CheckConstraint(condition=Q(version__gte=1), name="referrals_scheme_version_counts"),
        ]

    def __str__(self) -> str:
        return self.name
