"""Sheet: a list of services somebody sent in as a spreadsheet, kept between looking at it and taking it over."""

from typing import ClassVar

from django.db import models

from alongside.core.records import Records
from alongside.partnerships.models import PartnershipModel


class Sheet(PartnershipModel):
    """One uploaded table: its rows as text, and what is wrong at which cell. Gone once taken over or given up."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=False,
        erase="keep",
        why="public facts about services, on their way into the open directory",
        keep_for="seven days",
        purpose="to look at a table before it goes live",
        basis="legitimate interests: a directory people can rely on",
        personal={"rows": "json"},
        plain={"name", "file_name", "made_at"},
    )

    name = models.CharField(max_length=255)
    """What the list is called: the feed it becomes a reading of."""
    file_name = models.CharField(max_length=255)
    rows = models.JSONField(default=list)
    """[{"line": 2, "cells": {"name": "…", …}}, …]"""
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("partnerships.Member", on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering: ClassVar = ["-made_at", "id"]

    def __str__(self) -> str:
        return self.name
