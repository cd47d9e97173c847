"""Postcodes of Great Britain: about 1.7 million small rows, written only by ``places.loading``."""

from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.functions import Now

from alongside.core.records import Records
from alongside.places.fields import PointField
from alongside.places.rules import display


class PostcodeKeyField(models.CharField):
    """A ``varchar(7)`` spelled out in full.

    Django gives a ``varchar`` key a second, pattern index; over this table that is 50 MB and seconds of
    loading for nothing.
    """

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        return "character varying(7)"


class Postcode(models.Model):
    """One postcode: where it is and, where the loaded file says so, its areas and the day it ended.

    Area codes are plain text without foreign keys: a national file names areas whose outlines nobody
    has loaded.
    ``loc`` is empty for the few live postcodes Ordnance Survey has not placed yet (positional quality 90).
    """

    postcode = PostcodeKeyField(primary_key=True, max_length=7)
    loc = PointField(null=True)
    ended_on = models.DateField(null=True)
    lsoa21 = models.CharField(max_length=9, null=True)
    ward = models.CharField(max_length=9, null=True)
    local_authority = models.CharField(max_length=9, null=True)

    records = Records(
        wall="public",
        audited=False,
        export="",
        erase="keep",
        why="Published by Ordnance Survey and ONS; names places, not people.",
        purpose="Find what is near.",
        plain={"postcode", "loc", "ended_on", "lsoa21", "ward", "local_authority"},
    )

    class Meta:
        indexes = [GistIndex(fields=["loc"], name="places_postcode_loc")]

    def __str__(self) -> str:
        return display(self.postcode)

    @property
    def easting(self) -> int | None:
        """Metres east on the British National Grid."""
        return None if self.loc is None else round(self.loc.easting)

    @property
    def northing(self) -> int | None:
        """Metres north on the British National Grid."""
        return None if self.loc is None else round(self.loc.northing)


class PostcodeSource(models.Model):
    """What is in the postcode table: one row per load, the newest is what is there now."""

    name = models.CharField(max_length=200)
    format = models.CharField(
        max_length=20, choices=[("code_point_open", "OS Code-Point Open"), ("onspd", "ONSPD")]
    )
    loaded_at = models.DateTimeField(db_default=Now())
    postcodes = models.PositiveIntegerField()
    retired = models.PositiveIntegerField(default=0)
    knows_endings = models.BooleanField(default=False)
    outcodes = models.JSONField(default=list, blank=True)

    records = Records(
        wall="public",
        audited=False,
        export="",
        erase="keep",
        why="Names files, not people.",
        purpose="Say where postcodes came from.",
        plain={"name", "format", "postcodes", "retired", "outcodes"},
    )

    class Meta:
        ordering = ["-loaded_at", "-id"]

    def __str__(self) -> str:
        return self.name
