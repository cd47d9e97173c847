"""How a team sees its work: views kept by name and what a team counts as work."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alongside.casework.enums import WorkList
from alongside.casework.models.common import known, member
from alongside.core.records import Records
from alongside.partnerships.models import PartnershipModel

MOST_WEIGHT = 20


class SavedView(PartnershipModel):
    """A worklist with its filters, kept under a name by one member; shared with the team if they like.

    `query` is the filters as they stand in the address: `owner=team&language=tr`.
    """

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        erase="keep",
        why="says how a member looks at their work, and nothing about a person",
        keep_for="as long as the member is with us",
        purpose="the filters a connector uses every morning are one press away",
        basis="art 6(1)(e)",
        plain={"name", "which", "query", "is_shared", "is_first"},
    )

    member = models.ForeignKey("partnerships.Member", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=60)
    which = models.CharField(max_length=20, choices=WorkList)
    query = models.CharField(max_length=500, blank=True)
    is_shared = models.BooleanField(default=False)
    is_first = models.BooleanField(default=False, help_text="Opened when the member opens their worklists")
    made_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["name", "id"]
        verbose_name = _("saved view")
        constraints: ClassVar = [
            known("which", WorkList.values, name="casework_saved_view_list_is_known"),
            models.CheckConstraint(condition=~Q(name=""), name="casework_saved_view_has_a_name"),
            models.UniqueConstraint(
                fields=["partnership", "member", "name"], name="casework_saved_view_name_once"
            ),
            models.UniqueConstraint(
                fields=["partnership", "member"],
                condition=Q(is_first=True),
                name="casework_saved_view_first_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TeamRules(PartnershipModel):
    """What one organisation counts as work, and after how long it wants to be reminded. One row an organisation.

    The weights say how much work a thing is, never anything about the person; see `rules.weight_of`.
    """

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        erase="keep",
        why="numbers a team lead chose, about nobody",
        keep_for="as long as the partnership",
        purpose="to share work out fairly and to be reminded in time",
        basis="art 6(1)(e)",
        plain={"person", "unspoken", "urgent", "visit", "overdue", "quiet_days", "consent_months"},
    )

    organisation = models.ForeignKey("partnerships.Organisation", on_delete=models.CASCADE, related_name="+")
    person = models.PositiveSmallIntegerField(default=2)
    unspoken = models.PositiveSmallIntegerField(default=2)
    urgent = models.PositiveSmallIntegerField(default=3)
    visit = models.PositiveSmallIntegerField(default=1)
    overdue = models.PositiveSmallIntegerField(default=1)
    quiet_days = models.PositiveSmallIntegerField(default=30)
    consent_months = models.PositiveSmallIntegerField(default=12)
    changed_at = models.DateTimeField()
    changed_by = member()

    class Meta:
        verbose_name = _("rules of a team")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partnership", "organisation"], name="casework_team_rules_once"),
            models.CheckConstraint(
                condition=Q(
                    **{
                        f"{name}__lte": MOST_WEIGHT
                        for name in ("person", "unspoken", "urgent", "visit", "overdue")
                    }
                ),
                name="casework_team_rules_weights_are_small",
            ),
            models.CheckConstraint(
                condition=Q(quiet_days__range=(7, 365), consent_months__range=(1, 60)),
                name="casework_team_rules_reminders_are_plausible",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
