"""A map of the results, drawn as one picture on the server: nobody else learns where somebody looks for help.

Where one starts in the middle, rings of walking time or miles around it, the wards it lies among, and the numbers of
the list where the services are. It shows what the list shows, in the same order, and needs no script.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alongside.directory.finder import Result
from alongside.places.geo import UNHURRIED_METRES_A_MINUTE
from alongside.places.queries import outlines_around
from alongside.places.walking import walk
from alongside.web.components.words import METRES_A_MILE

SIZE = 640.0
LEAST_REACH_M = 500.0
MARGIN = 1.15
TOO_CLOSE = 26.0
"""Marks nearer than this share one."""
RINGS_M = tuple(UNHURRIED_METRES_A_MINUTE * minutes for minutes in (10, 20, 30)) + tuple(
    METRES_A_MILE * miles for miles in (2, 5, 10, 20, 50)
)


@dataclass(frozen=True, slots=True)
class Mark:
    """One or more results at nearly one spot."""

    x: float
    y: float
    label: str
    href: str
    title: str
    approximate: bool


@dataclass(frozen=True, slots=True)
class Ring:
    """A circle around where one starts."""

    radius: float
    label: str
    y: float


@dataclass(frozen=True, slots=True)
class Outline:
    """A ward or borough the map lies in."""

    path: str
    name: str
    x: float
    y: float
    is_named: bool


@dataclass(frozen=True, slots=True)
class NearMap:
    """The picture, in units of a square of `SIZE`."""

    marks: list[Mark]
    rings: list[Ring]
    outlines: list[Outline]
    has_start: bool
    alone: int
    """How many results have no place on it."""
    size: int = int(SIZE)
    middle: float = SIZE / 2


def near_map(results: Sequence[Result], here: tuple[float, float] | None) -> NearMap | None:
    """Return the map of a page of results; None when fewer than two things could be on it."""
    placed = [result for result in results if result.point is not None]
    if len(placed) + (here is not None) < 2 or not placed:
        return None
    points = [result.point for result in placed if result.point is not None]
    centre = here or _middle(points)
    reach = max([LEAST_REACH_M, *(math.dist(centre, point) for point in points)]) * MARGIN
    scale = SIZE / 2 / reach

    def place(point: tuple[float, float]) -> tuple[float, float]:
        x, y = (SIZE / 2 + (point[0] - centre[0]) * scale, SIZE / 2 - (point[1] - centre[1]) * scale)
        return round(x, 1), round(y, 1)

    return NearMap(
        marks=_marks([(place(point), result) for point, result in zip(points, placed, strict=True)]),
        rings=_rings(reach, scale) if here else [],
        outlines=_outlines(centre, reach, place),
        has_start=here is not None,
        alone=len(results) - len(placed),
    )


def _middle(points: Iterable[tuple[float, float]]) -> tuple[float, float]:
    eastings, northings = zip(*points, strict=True)
    return (min(eastings) + max(eastings)) / 2, (min(northings) + max(northings)) / 2


def _marks(placed: list[tuple[tuple[float, float], Result]]) -> list[Mark]:
    groups: list[tuple[tuple[float, float], list[Result]]] = []
    for spot, result in placed:
        near = next((group for at, group in groups if math.dist(at, spot) < TOO_CLOSE), None)
        if near is None:
            groups.append((spot, [result]))
        else:
            near.append(result)
    return [
        Mark(
            x=spot[0],
            y=spot[1],
            label=_label([result.rank for result in group]),
            href=f"#service-{group[0].service_id}",
            title="; ".join(f"{result.rank}. {result.service}" for result in group),
            approximate=all(result.approximate for result in group),
        )
        for spot, group in groups
    ]


def _label(ranks: list[int]) -> str:
    return str(ranks[0]) if len(ranks) == 1 else f"{ranks[0]}+{len(ranks) - 1}"


def _rings(reach: float, scale: float) -> list[Ring]:
    fitting = [metres for metres in RINGS_M if 0.2 * reach < metres < reach]
    return [Ring(round(m * scale, 1), _how_far(m), round(SIZE / 2 - m * scale - 5, 1)) for m in fitting[-3:]]


def _how_far(metres: float) -> str:
    if metres <= 30 * UNHURRIED_METRES_A_MINUTE:
        return walk(metres)
    miles = round(metres / METRES_A_MILE)
    return ngettext("%(n)d mile", "%(n)d miles", miles) % {"n": miles}


Point = tuple[float, float]


def _outlines(centre: Point, reach: float, put: Callable[[Point], Point]) -> list[Outline]:
    found: list[Outline] = []
    for area in outlines_around(centre, reach):
        rings = [" ".join(f"{x:g},{y:g}" for x, y in map(put, ring)) for ring in area.rings]
        x, y = put(area.centre)
        is_inside = 40 < x < SIZE - 40 and 20 < y < SIZE - 20
        path = " ".join(f"M{ring.replace(' ', ' L')}Z" for ring in rings if ring)
        found.append(Outline(path, area.name, x, y, is_inside and len(found) < 12))
    return found


def picture(drawn: NearMap, told: str) -> SafeString:
    """Return the map as SVG; `told` is what it shows, in words.

    Put together here and not in a template: there may be forty outlines, and a template would write numbers as the
    language of the page writes them, with a comma, which no drawing understands.
    """
    middle, size = drawn.middle, drawn.size
    paths = "".join(f'<path d="{escape(area.path)}"/>' for area in drawn.outlines)
    names = "".join(
        f'<text x="{area.x}" y="{area.y}">{escape(area.name)}</text>'
        for area in drawn.outlines
        if area.is_named
    )
    rings = "".join(
        f'<circle cx="{middle}" cy="{middle}" r="{ring.radius}"/><text x="{middle}" y="{ring.y}">{escape(ring.label)}'
        "</text>"
        for ring in drawn.rings
    )
    start = (
        f'<g class="as-map__start"><title>{_("Where you start")}</title><circle cx="{middle}" cy="{middle}" r="7"/></g>'
        if drawn.has_start
        else ""
    )
    return mark_safe(  # noqa: S308 – all parts are escaped
        f'<svg viewBox="0 0 {size} {size}" role="group" aria-label="{escape(told)}">\n'
        f'<g class="as-map__areas" aria-hidden="true">{paths}{names}</g>\n'
        f'<g class="as-map__rings" aria-hidden="true">{rings}</g>\n'
        f"{start}\n{''.join(map(_mark, drawn.marks))}\n</svg>"
    )


def _mark(mark: Mark) -> str:
    title, rough = escape(mark.title), " is-rough" if mark.approximate else ""
    return (
        f'<a href="{escape(mark.href)}" aria-label="{title}" class="as-map__mark{rough}"><title>{title}</title>'
        f'<circle cx="{mark.x}" cy="{mark.y}" r="15"/><text x="{mark.x}" y="{mark.y}" dy="5">{escape(mark.label)}'
        "</text></a>"
    )


def about(drawn: NearMap) -> str:
    """Return what the picture shows, for who cannot see it."""
    count = len(drawn.marks)
    return ngettext(
        "A map with %(n)d mark. The list below says the same in words.",
        "A map with %(n)d marks. The list below says the same in words.",
        count,
    ) % {"n": count} + (" " + _("You are in the middle.") if drawn.has_start else "")
