"""The tables of places. All are public: the same for every partnership."""

from alongside.places.models.area import Area, AreaFigure
from alongside.places.models.postcode import Postcode, PostcodeSource
from alongside.places.models.stop import Stop, StopSource

__all__ = ["Area", "AreaFigure", "Postcode", "PostcodeSource", "Stop", "StopSource"]
