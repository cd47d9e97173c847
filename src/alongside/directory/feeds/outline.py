"""Whether a position lies in the United Kingdom, by a coarse outline. Pure.

Drawn by hand a few kilometres out at sea: every inhabited island is inside, the coasts of France and Belgium are not,
and the border with Ireland is followed to within about ten kilometres. The Isle of Man lies between and is let through.
All of it is on the British National Grid, so what is inside can be kept.
"""

from functools import lru_cache

_OUTLINE: tuple[tuple[float, float], ...] = (
    # The Channel, from Scilly to the Strait of Dover, half-way to France.
    (49.84, -6.6), (49.9, -5.0), (50.05, -3.5), (50.3, -2.3), (50.35, -1.0), (50.55, 0.3), (50.8, 1.0), (50.99, 1.46),
    # The North Sea, up to Shetland and round it.
    (51.3, 1.75), (52.0, 1.9), (52.7, 1.95), (53.3, 1.2), (55.5, -1.0), (57.0, -1.6), (57.9, -1.5), (58.7, -2.3),
    (59.3, -1.3), (59.8, -0.9), (60.9, -0.5), (60.95, -0.7), (60.95, -1.3), (60.4, -2.3), (59.4, -3.6),
    # The Atlantic, round St Kilda.
    (59.2, -4.6), (59.2, -6.3), (58.4, -7.3), (58.0, -8.7), (57.6, -8.7), (56.6, -7.9), (55.6, -6.8), (55.4, -6.9),
    # Northern Ireland's border, from Lough Foyle to Carlingford Lough.
    (55.22, -7.05), (55.05, -7.4), (54.9, -7.55), (54.72, -7.8), (54.62, -8.0), (54.45, -8.14), (54.22, -7.95),
    (54.08, -7.45), (54.05, -7.0), (54.0, -6.75), (53.97, -6.1),
    # The Irish Sea, half-way.
    (53.9, -5.6), (53.2, -5.3), (52.0, -5.8), (51.0, -5.9),
)  # fmt: skip
"""(latitude, longitude) of its corners, in degrees."""
_EDGES = tuple(zip(_OUTLINE, (*_OUTLINE[1:], _OUTLINE[0]), strict=True))


@lru_cache(maxsize=512)
def in_united_kingdom(lat: float, lon: float) -> bool:
    """Whether the outline holds the position: a line from it eastwards crosses the outline an odd number of times."""
    inside = False
    for (lat_a, lon_a), (lat_b, lon_b) in _EDGES:
        if (lat_a > lat) != (lat_b > lat) and lon < lon_a + (lat - lat_a) / (lat_b - lat_a) * (lon_b - lon_a):
            inside = not inside
    return inside
