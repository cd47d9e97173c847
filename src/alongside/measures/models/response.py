"""A response: one person's answers to one instrument on one day, with what they came to."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from alongside.core.records import Records
from alongside.measures import instruments
from alongside.measures.enums import AskedBy, Stage
from alongside.partnerships.models import PartnershipModel

if TYPE_CHECKING:
    from alongside.measures.instruments import Instrument, Result


class Response(PartnershipModel):
    """Answers are option values in item order, null where there was none; the score follows from them."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        export="person",
        erase="delete",
        keep_for="as long as the person's record",
        purpose="to see with the person whether things changed, and for the place as a whole",
        basis="as the person's record; special category: explicit consent",
        personal={
            "held_on": "date",
            "answers": "json",
            "score": "number",
            "band": "code",
            "missing": "json",
        },
        plain={"instrument_code", "stage", "asked_by"},
    )

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="responses")
    instrument_code = models.CharField(_("questions"), max_length=20)
    stage = models.CharField(_("when"), max_length=20, choices=Stage)
    held_on = models.DateField(_("asked on"))
    answers = models.JSONField(help_text="Option values in item order; null where there was no answer")
    score = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    band = models.CharField(max_length=40, blank=True)
    missing = models.JSONField(default=list, blank=True, help_text="Numbers of the items without an answer")
    asked_by = models.CharField(_("how"), max_length=20, choices=AskedBy)
    recorded_by = models.ForeignKey(
        "partnerships.Member", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["held_on", "recorded_at", "id"]
        verbose_name = _("set of answers")
        verbose_name_plural = _("sets of answers")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["partnership", "person", "instrument_code", "stage", "held_on"],
                name="measures_response_once_a_day",
            ),
            models.CheckConstraint(
                condition=models.Q(instrument_code__in=instruments.CODES),
                name="measures_response_instrument_is_known",
            ),
            models.CheckConstraint(
                condition=models.Q(stage__in=Stage.values), name="measures_response_stage_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(asked_by__in=AskedBy.values), name="measures_response_channel_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(score__isnull=True) | models.Q(score__range=(0, 35)),
                name="measures_response_score_is_plausible",
            ),
            models.CheckConstraint(
                condition=models.Q(score__isnull=False) | models.Q(band=""),
                name="measures_response_no_band_without_score",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["partnership", "instrument_code", "stage", "held_on"], name="measures_by_stage"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.instrument.name}, {self.get_stage_display()}"

    @property
    def instrument(self) -> Instrument:
        """The instrument these are answers to."""
        return instruments.instrument(self.instrument_code)

    @property
    def result(self) -> Result:
        """Everything the answers come to: score, band, subscales, items."""
        return instruments.score(self.instrument, self.answers)
