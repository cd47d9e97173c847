"""What a person can be found by, as an index of words. Made by the database from the record, never by hand.

Row-level security lets PostgreSQL use an index only for operators that cannot leak, and no text search is one. So
the question is part of this table's wall: a row is seen by whoever is within its partnership *and* has said what
they look for (`alongside.sought`). Both stand in one policy, at one level, and the index serves both (ADR 0033).
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from alongside.core.records import Records
from alongside.partnerships.models import PartnershipModel

#: The second half of the wall of a table of tokens. Nothing sought, nothing seen.
SOUGHT = "tokens @@ nullif(current_setting('alongside.sought', true), '')::tsquery"
PURPOSE = "a connector finds a person by whatever they remember of them"


class PersonTokens(PartnershipModel):
    """The tokens of one person's details: see `people.finding` for their kinds. Kept by triggers of the database."""

    wall_asked: ClassVar[str] = SOUGHT
    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=False,
        why="made from the person's record, which is in the export, and follows each change of it by itself",
        erase="delete",
        keep_for="as long as the person's record",
        backup="none",
        purpose=PURPOSE,
        basis="as the person's record",
        personal={"tokens": "text"},
    )

    # The wall's own key holds it; a trigger moves and removes the row, so joining and erasing need not know it.
    person = models.ForeignKey(
        "people.Person", on_delete=models.DO_NOTHING, related_name="+", db_constraint=False
    )
    tokens = SearchVectorField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partnership", "person"], name="people_tokens_once")
        ]
        indexes: ClassVar = [GinIndex(fields=["tokens"], name="people_tokens_gin")]

    def __str__(self) -> str:
        return str(self.pk)
