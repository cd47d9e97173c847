"""What a case can be found by: its person's tokens, and the words written in it. Made by the database."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from alongside.core.records import Records
from alongside.partnerships.models import PartnershipModel
from alongside.people.models.tokens import PURPOSE, SOUGHT


class CaseTokens(PartnershipModel):
    """The tokens of one case. A row belongs to the organisation that holds the case, as its notes do."""

    wall_asked: ClassVar[str] = SOUGHT
    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=False,
        why="made from the case, which is in the export, and follows each change of it by itself",
        erase="delete",
        keep_for="as long as the case",
        backup="none",
        purpose=PURPOSE,
        basis="as the person's record",
        personal={"tokens": "text"},
    )

    case = models.ForeignKey(
        "casework.Case", on_delete=models.DO_NOTHING, related_name="+", db_constraint=False
    )
    # The wall's own key holds it; a trigger moves and removes the row, so joining and erasing need not know it.
    person = models.ForeignKey(
        "people.Person", on_delete=models.DO_NOTHING, related_name="+", db_constraint=False
    )
    organisation = models.ForeignKey("partnerships.Organisation", on_delete=models.PROTECT, related_name="+")
    tokens = SearchVectorField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partnership", "case"], name="casework_tokens_once")
        ]
        indexes: ClassVar = [
            GinIndex(fields=["tokens"], name="casework_tokens_gin"),
            models.Index(fields=["partnership", "person"], name="casework_tokens_of"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
