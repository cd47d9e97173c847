"""The audit trail as Django sees it: two tables of another schema, to read and (for readings) to add to."""

from typing import ClassVar

from django.db import models

from alongside.core.records import Records


class Change(models.Model):
    """One row inserted, updated or deleted, as the database itself recorded it."""

    partnership_id = models.UUIDField()
    at = models.DateTimeField()
    person_id = models.UUIDField(null=True)
    table_name = models.TextField()
    row_id = models.TextField()
    verb = models.TextField()
    actor = models.TextField()
    reason = models.TextField()
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    records: ClassVar = Records(
        wall="partnership",
        audited=False,
        export="person_id",
        erase="blank",
        keep_for="8 years",
        purpose="accountability: who changed what",
        basis="art 6(1)(c)",
        personal={"before": "json", "after": "json", "reason": "text", "actor": "code"},
        plain={"table_name", "row_id", "verb"},
    )

    class Meta:
        managed = False
        db_table = 'audit"."change'
        ordering = ("-at", "-id")

    def __str__(self) -> str:
        return f"{self.verb} {self.table_name} {self.row_id}"


class Reading(models.Model):
    """One look at a person's record."""

    partnership_id = models.UUIDField()
    at = models.DateTimeField()
    person_id = models.UUIDField()
    actor = models.TextField()
    page = models.TextField()

    records: ClassVar = Records(
        wall="partnership",
        audited=False,
        export="person_id",
        erase="keep",
        why="who looked at a record must stay answerable",
        keep_for="8 years",
        purpose="accountability: who looked",
        basis="art 6(1)(c)",
        personal={"actor": "code"},
        plain={"page"},
    )

    class Meta:
        managed = False
        db_table = 'audit"."reading'
        ordering = ("-at", "-id")

    def __str__(self) -> str:
        return f"{self.actor} read {self.page}"
