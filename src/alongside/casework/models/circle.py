"""The circle of support: the people and groups in a person's life, as the person sees them, then and now."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from alongside.casework.enums import HowOften, Ring, Tie, TieKind
from alongside.casework.models.common import BASIS, KEPT_FOR, known, member, pair
from alongside.core.ids import new_id
from alongside.core.records import Records
from alongside.partnerships.models import PartnershipModel


class CircleTie(PartnershipModel):
    """Somebody in the circle, as it stood from `from_at` until `until_at`.

    Nothing is overwritten: a change ends one row and begins the next of the same `thread`, so that the circle of any
    day can be drawn and a change taken back. Others told us nothing themselves: a first name or a word for who they
    are is enough, and a phone number needs their own agreement. A copy for the person proposes to leave their names and
    numbers out (rights/redacting.py goes by the kinds in `records.personal`).
    """

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        export="person",
        erase="delete",
        keep_for=KEPT_FOR,
        purpose="to know who is there for the person, and who could be",
        basis=BASIS,
        personal={
            "who": "name",
            "tie": "code",
            "ring": "code",
            "how_often": "code",
            "can_help": "text",
            "phone": "phone",
        },
        plain={"kind", "thread"},
    )

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="circle")
    thread = models.UUIDField(default=new_id, editable=False)
    kind = models.CharField(max_length=10, choices=TieKind, default=TieKind.PERSON)
    who = models.CharField(max_length=40)
    tie = models.CharField(max_length=20, choices=Tie)
    ring = models.CharField(max_length=10, choices=Ring)
    how_often = models.CharField(max_length=10, choices=HowOften)
    could_help = models.BooleanField(null=True, blank=True)
    can_help = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=20, blank=True, help_text="E.164")
    phone_agreed = models.BooleanField(default=False)
    from_at = models.DateTimeField()
    from_by = member()
    until_at = models.DateTimeField(null=True, blank=True)
    until_by = member(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["from_at", "id"]
        verbose_name = _("someone in the circle of support")
        constraints: ClassVar = [
            known("kind", TieKind.values, name="casework_tie_kind_is_known"),
            known("tie", Tie.values, name="casework_tie_is_known"),
            known("ring", Ring.values, name="casework_tie_ring_is_known"),
            known("how_often", HowOften.values, name="casework_tie_how_often_is_known"),
            models.CheckConstraint(condition=~Q(who=""), name="casework_tie_says_who"),
            models.CheckConstraint(
                condition=Q(phone="") | Q(phone__regex=r"^\+[1-9][0-9]{6,14}$", phone_agreed=True),
                name="casework_tie_phone_is_agreed",
            ),
            pair("until_at", "until_by", name="casework_tie_end_is_whole"),
            models.CheckConstraint(
                condition=Q(until_at__isnull=True) | Q(until_at__gte=F("from_at")),
                name="casework_tie_begins_before_it_ends",
            ),
            models.UniqueConstraint(
                fields=["partnership", "thread"],
                condition=Q(until_at__isnull=True),
                name="casework_tie_stands_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["partnership", "person", "from_at"], name="casework_circle_of"),
        ]

    def __str__(self) -> str:
        return self.who

    @property
    def is_there(self) -> bool:
        """True while it is how the person sees it now."""
        return self.until_at is None
