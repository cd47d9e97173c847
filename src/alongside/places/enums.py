"""Vocabulary of places: kinds of area, what a postcode look-up can find, how a person belongs to an area."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AreaKind(models.TextChoices):
    """Kinds of area we hold, smallest first."""

    LSOA21 = "lsoa21", _("Neighbourhood (LSOA 2021)")
    MSOA21 = "msoa21", _("Wider neighbourhood (MSOA 2021)")
    WARD = "ward", _("Ward")
    LOCAL_AUTHORITY = "local_authority", _("Local authority")


class PostcodeStatus(models.TextChoices):
    """What a look-up found. Only ``live`` has a place that is in use today."""

    LIVE = "live", _("In use")
    RETIRED = "retired", _("No longer in use")
    UNKNOWN = "unknown", _("Not found")
    OUTCODE = "outcode", _("First half only")
    NORTHERN_IRELAND = "northern_ireland", _("Northern Ireland")
    INVALID = "invalid", _("Not a postcode")


class Relation(models.TextChoices):
    """How a person belongs to an area. Services open their doors by these, not only by home address."""

    LIVES = "lives", _("Lives there")
    WORKS = "works", _("Works there")
    STUDIES = "studies", _("Studies there")
    VOLUNTEERS = "volunteers", _("Volunteers there")
    GP = "gp", _("Registered with a GP there")
    CARES_FOR = "cares_for", _("Cares for someone there")


class StopKind(models.TextChoices):
    """Kinds of stop of public transport that one walks to. Trams of the street stand among the bus stops where the
    register counts them there."""

    BUS = "bus", _("Bus stop")
    BUS_STATION = "bus_station", _("Bus station")
    TRAIN = "train", _("Train station")
    UNDERGROUND = "underground", _("Underground station")
    TRAM = "tram", _("Tram or metro stop")
    FERRY = "ferry", _("Ferry")
