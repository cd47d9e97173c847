"""Somebody who speaks or decides for a person: an advocate, an attorney, a deputy."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alongside.core.records import Records
from alongside.partnerships.models import PartnershipModel
from alongside.people.deciding import RepresentativeKind


class Representative(PartnershipModel):
    """Who stands beside a person, with what say. An advocate speaks and never decides. An attorney decides about
    support only under a lasting power for health and welfare that is registered; a deputy within what a court said."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        export="person",
        erase="delete",
        keep_for="as long as the person's record",
        purpose="to ask whom the law says must be asked, and to have the person heard",
        basis="legal obligation: Mental Capacity Act 2005; Care Act 2014 s.67",
        personal={"name": "name", "phone": "phone", "email": "email", "scope": "text"},
        plain={"kind", "registered_seen_on"},
    )

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="representatives")
    kind = models.CharField(max_length=20, choices=RepresentativeKind)
    name = models.CharField(max_length=120)
    phone = models.CharField(max_length=20, blank=True, help_text="E.164")
    email = models.EmailField(blank=True)
    scope = models.CharField(max_length=500, help_text=_("What they may speak about or decide"))
    health_and_welfare = models.BooleanField(default=False)
    registered_seen_on = models.DateField(null=True, blank=True)
    told_at = models.DateTimeField()
    told_by = models.ForeignKey("partnerships.Member", on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        "partnerships.Member", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering: ClassVar = ["told_at", "id"]
        verbose_name = _("representative")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind__in=RepresentativeKind.values), name="people_representative_kind_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(scope=""), name="people_representative_says_who_and_for_what"
            ),
            models.CheckConstraint(
                condition=Q(phone="") | Q(phone__regex=r"^\+[1-9][0-9]{6,14}$"),
                name="people_representative_phone_is_e164",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="people_representative_end_is_whole",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["partnership", "person"], name="people_representative_of")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.name}"

    @property
    def is_present(self) -> bool:
        """True until it has ended."""
        return self.ended_at is None
