"""A Carer's Assessment and its pathway: moves that are only ever added."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from alongside.caring import rules
from alongside.caring.enums import Result, Stage
from alongside.caring.models.caring import Caring
from alongside.casework.models.common import BASIS, KEPT_FOR, member
from alongside.core.records import Records
from alongside.partnerships.models import PartnershipModel


class CarersAssessment(PartnershipModel):
    """The pathway of one carer for one person looked after. Where it stands is read from its moves."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        export="caring__carer",
        erase="delete",
        keep_for=KEPT_FOR,
        purpose="to see a carer through to the assessment they have a right to",
        basis=BASIS,
    )

    caring = models.ForeignKey(Caring, on_delete=models.CASCADE, related_name="assessments")
    begun_at = models.DateTimeField()
    begun_by = member()

    class Meta:
        ordering: ClassVar = ["begun_at", "id"]
        verbose_name = _("Carer’s Assessment")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partnership", "caring"], name="caring_assessment_once"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class AssessmentMove(PartnershipModel):
    """One line of the pathway: where it went, when, who wrote it. A line that `takes_back` another names its number
    and has no stage. Never edited (a database trigger refuses)."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        export="assessment__caring__carer",
        erase="delete",
        keep_for=KEPT_FOR,
        purpose="to see a carer through to the assessment they have a right to",
        basis=BASIS,
        personal={"happened_on": "date", "result": "code", "note": "text"},
        plain={"number", "stage", "takes_back", "review_on"},
    )

    assessment = models.ForeignKey(CarersAssessment, on_delete=models.CASCADE, related_name="moves")
    number = models.IntegerField()
    stage = models.CharField(max_length=10, choices=Stage, blank=True)
    takes_back = models.IntegerField(null=True, blank=True)
    happened_on = models.DateField()
    result = models.CharField(max_length=20, choices=Result, blank=True)
    review_on = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=500, blank=True)
    follow_up = models.ForeignKey(
        "casework.FollowUp", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField()
    by = member()

    class Meta:
        ordering: ClassVar = ["assessment", "number"]
        verbose_name = _("move of a Carer’s Assessment")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["partnership", "assessment", "number"], name="caring_move_numbered_once"
            ),
            models.UniqueConstraint(
                fields=["partnership", "assessment", "takes_back"], name="caring_move_taken_back_once"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="caring_move_counts"),
            models.CheckConstraint(
                condition=Q(takes_back__isnull=True, stage__in=Stage.values)
                | Q(takes_back__isnull=False, takes_back__gte=1, takes_back__lt=F("number"), stage=""),
                name="caring_move_goes_or_takes_back",
            ),
            models.CheckConstraint(
                condition=Q(stage__in=sorted(rules.WITH_RESULT), result__in=Result.values)
                | (~Q(stage__in=sorted(rules.WITH_RESULT)) & Q(result="")),
                name="caring_move_result_belongs",
            ),
            models.CheckConstraint(
                condition=Q(
                    stage__in=sorted(rules.WITH_RESULT),
                    review_on__isnull=False,
                    review_on__gt=F("happened_on"),
                )
                | (~Q(stage__in=sorted(rules.WITH_RESULT)) & Q(review_on__isnull=True)),
                name="caring_move_review_belongs",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_stage_display())
