"""Which stop of public transport is near a place: the nearest of each way of getting about. Reads only."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils.translation import get_language_bidi, gettext_lazy

from alongside.places.enums import StopKind
from alongside.places.geo import Point
from alongside.places.models import StopSource
from alongside.places.walking import walk

WAYS: tuple[tuple[int, tuple[StopKind, ...]], ...] = (
    (400, (StopKind.BUS, StopKind.BUS_STATION)),
    (800, (StopKind.TRAIN, StopKind.UNDERGROUND, StopKind.TRAM)),
    (800, (StopKind.FERRY,)),
)
"""Each way of getting about: how many metres in a straight line somebody would walk for it, and its kinds of stop.

400 m to a bus and 800 m to a train are what planners in England have long reckoned that most people walk, since a train
takes one farther and comes to fewer places. Unhurried, along streets, they are seven and fourteen minutes. Of each way
the nearest alone is told: the pole on the other side of the road has the same name, and the next stop on is no help.
"""

_NEAREST = """
SELECT DISTINCT ON (asked.nth, way.nth) asked.nth, held.kind, held.name, held.metres
FROM unnest(%(easts)s::float[], %(norths)s::float[]) WITH ORDINALITY AS asked (east, north, nth)
CROSS JOIN LATERAL (
  SELECT code, kind, name, loc <-> point(asked.east, asked.north) AS metres FROM places_stop
  WHERE loc <@ circle(point(asked.east, asked.north), %(farthest)s)
) held
JOIN unnest(%(kinds)s::text[], %(reaches)s::float[], %(ways)s::int[]) AS way (kind, reach, nth)
  ON way.kind = held.kind AND held.metres <= way.reach
ORDER BY asked.nth, way.nth, held.metres, held.name, held.code
"""

_SAID = {
    StopKind.BUS: gettext_lazy("Bus stop %(name)s, %(walk)s"),
    StopKind.BUS_STATION: gettext_lazy("Bus station %(name)s, %(walk)s"),
    StopKind.TRAIN: gettext_lazy("Train station %(name)s, %(walk)s"),
    StopKind.UNDERGROUND: gettext_lazy("Underground station %(name)s, %(walk)s"),
    StopKind.TRAM: gettext_lazy("Tram or metro stop %(name)s, %(walk)s"),
    StopKind.FERRY: gettext_lazy("Ferry %(name)s, %(walk)s"),
}


@dataclass(frozen=True, slots=True)
class NearStop:
    """A stop, and how far it is in a straight line."""

    kind: StopKind
    name: str
    metres: float

    def __str__(self) -> str:
        """`Bus stop Lamb Lane, 2 minutes’ walk`."""
        # On a page that runs from right to left the name would else carry off the number behind it.
        name = f"\u2068{self.name}\u2069" if get_language_bidi() else self.name
        return _SAID[self.kind] % {"name": name, "walk": walk(self.metres)}

    def as_json(self) -> dict[str, Any]:
        """The stop as commands print it. Other programs rely on these names."""
        return {"kind": self.kind.value, "name": self.name, "metres": round(self.metres)}


def nearest(points: Iterable[Point]) -> dict[Point, tuple[NearStop, ...]]:
    """The nearest stop of each way within its reach, nearest first, of many points in one query.

    Points without any are left out. Of two as far away the one that comes first by name, then code, is told.
    """
    asked = list(dict.fromkeys(points))
    if not asked:
        return {}
    kinds = [(kind.value, reach, way) for way, (reach, kinds) in enumerate(WAYS) for kind in kinds]
    with connection.cursor() as cursor:
        cursor.execute(
            _NEAREST,
            {
                "easts": [point.easting for point in asked],
                "norths": [point.northing for point in asked],
                "farthest": float(max(reach for reach, _kinds in WAYS)),
                "kinds": [kind for kind, _reach, _way in kinds],
                "reaches": [float(reach) for _kind, reach, _way in kinds],
                "ways": [way for _kind, _reach, way in kinds],
            },
        )
        rows = cursor.fetchall()
    found: dict[Point, list[NearStop]] = {}
    for nth, kind, name, metres in rows:
        found.setdefault(asked[nth - 1], []).append(NearStop(StopKind(kind), name, metres))
    return {point: tuple(sorted(stops, key=lambda one: one.metres)) for point, stops in found.items()}


def source() -> StopSource | None:
    """What the stops are from; None where none are loaded."""
    return StopSource.objects.first()
