"""An organisation of the partnership."""

from typing import ClassVar

from django.db import models

from alongside.core.records import Records
from alongside.partnerships.enums import OrganisationKind
from alongside.partnerships.models.partnership import PartnershipModel


class Organisation(PartnershipModel):
    """A member organisation: one that supports people, sends referrals, or both."""

    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=20, choices=OrganisationKind)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    supports_people = models.BooleanField(
        default=False, help_text="Has connectors; referrals can be given to it"
    )

    records: ClassVar = Records(
        wall="partnership",
        audited=True,
        why="about an organisation, not a person",
        keep_for="as long as the partnership",
        purpose="running the partnership",
        basis="art 6(1)(e)",
        plain={"name", "kind", "phone", "email"},
    )

    class Meta:
        ordering = ("name", "id")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partnership", "name"], name="organisation_name_once"),
        ]

    def __str__(self) -> str:
        return self.name
