"""A partnership, and the base of every model whose rows belong to one."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from alongside.core import ids, tenancy
from alongside.core.records import Records

if TYPE_CHECKING:
    from collections.abc import Mapping


class Partnership(models.Model):
    """The organisations of a place working together; the tenant. Public facts only."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    name = models.CharField(max_length=120)
    slug = models.SlugField(unique=True)
    hostname = models.CharField(
        max_length=253, blank=True, help_text="Where the public finds it, if not slug.site"
    )
    is_default = models.BooleanField(default=False)
    place = models.CharField(max_length=120, help_text="As in a sentence: “Hackney and the City”")
    phone = models.CharField(max_length=40)
    opening_hours = models.CharField(max_length=80)
    email = models.EmailField()
    area_codes = ArrayField(
        models.CharField(max_length=9), default=list, help_text="Local authorities it covers"
    )
    banner = models.CharField(max_length=200, blank=True)
    disclosure_threshold = models.PositiveSmallIntegerField(default=5)
    first_contact_working_days = models.PositiveSmallIntegerField(default=3)
    require_mfa = models.BooleanField(default=False)

    records: ClassVar = Records(
        wall="installation",
        audited=False,
        plain={
            "name", "slug", "hostname", "place", "phone", "opening_hours", "email", "area_codes", "banner",
            "disclosure_threshold", "first_contact_working_days",
        },
    )  # fmt: skip

    class Meta:
        ordering = ("slug",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["is_default"], condition=models.Q(is_default=True), name="partnership_one_default"
            ),
            models.UniqueConstraint(
                fields=["hostname"], condition=~models.Q(hostname=""), name="partnership_hostname_once"
            ),
            models.CheckConstraint(
                condition=models.Q(disclosure_threshold__gte=3), name="partnership_threshold_protects"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PartnershipModel(models.Model):
    """Base of every row about people: walled in by its partnership (see core/wall.py)."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    partnership = models.ForeignKey(
        Partnership,
        on_delete=models.PROTECT,
        default=tenancy.current_partnership_id,
        related_name="+",
        editable=False,
    )

    class Meta:
        abstract = True

    def _get_FIELD_display(self, field: models.Field[Any, Any]) -> Any:
        """The label of a choice. Django's own makes every label hashable at each call: it translates them all."""
        value = getattr(self, field.attname)
        label = _labels(field).get(value, value)
        return label if label is None else str(label)


@cache
def _labels(field: models.Field[Any, Any]) -> Mapping[Any, Any]:
    """Labels by value; they are lazy, so one dictionary speaks every language."""
    return dict(field.flatchoices)
