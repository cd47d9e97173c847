"""A fact that was corrected, and who was given the wrong one: each is told, or it is written down why not."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alongside.core.records import Records
from alongside.partnerships.models import PartnershipModel
from alongside.rights.enums import How, RecipientKind, Settled
from alongside.rights.models.common import BASIS, KEPT_FOR, PURPOSE, known, member, pair


class Correction(PartnershipModel):
    """What was wrong and what is right (UK GDPR articles 16 and 19)."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        export="person",
        erase="delete",
        keep_for=KEPT_FOR,
        purpose=PURPOSE,
        basis=BASIS,
        personal={"fact": "text", "was": "text", "now": "text"},
    )

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    fact = models.CharField(_("what was corrected"), max_length=100)
    was = models.TextField(_("what it said"), blank=True)
    now = models.TextField(_("what is right"))
    made_at = models.DateTimeField()
    made_by = member()

    class Meta:
        ordering: ClassVar = ["-made_at", "id"]
        verbose_name = _("correction")
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(fact="") & ~Q(now=""), name="rights_correction_says_what"),
        ]

    def __str__(self) -> str:
        return self.fact


class Notice(PartnershipModel):
    """One who was given something about the person, and what was done about telling them."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        export="correction__person",
        erase="delete",
        keep_for=KEPT_FOR,
        purpose=PURPOSE,
        basis=BASIS,
        personal={"name": "name", "note": "text"},
        plain={"kind", "settled", "told_how", "settled_on"},
    )

    correction = models.ForeignKey(Correction, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=20, choices=RecipientKind)
    name = models.CharField(_("who was given it"), max_length=200)
    settled = models.CharField(max_length=20, choices=Settled, blank=True)
    told_how = models.CharField(max_length=20, choices=How, blank=True)
    settled_on = models.DateField(null=True, blank=True)
    settled_by = member(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["name", "id"]
        verbose_name = _("notice of a correction")
        verbose_name_plural = _("notices of a correction")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partnership", "correction", "name"], name="rights_notice_once"),
            known("kind", RecipientKind.values, name="rights_notice_kind_is_known"),
            pair("settled_on", "settled_by", name="rights_notice_settled_by"),
            models.CheckConstraint(
                condition=Q(settled="", settled_on__isnull=True, told_how="")
                | Q(settled=Settled.TOLD, settled_on__isnull=False, told_how__in=How.values)
                | (
                    Q(settled__in=[Settled.NOT_NEEDED, Settled.IMPOSSIBLE])
                    & Q(settled_on__isnull=False, told_how="")
                    & ~Q(note="")
                ),
                name="rights_notice_says_how_or_why_not",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["partnership", "correction"], condition=Q(settled=""), name="rights_notice_open"
            ),
        ]

    def __str__(self) -> str:
        return self.name
