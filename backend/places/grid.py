"""From the Dutch grid (RD, EPSG:28992, metres) to degrees (WGS84) and back.

The approximation of Schreutelkamp and Strang van Hees (2001): power series around the tower of Amersfoort,
within half a metre of the official RDNAPTRANS over the land of the Netherlands. Homes are known here by the
middle of a neighbourhood, so half a metre is far more than enough.
"""

from dataclasses import dataclass
from typing import Final

_X0, _Y0 = 155_000.0, 463_000.0
_LAT0, _LON0 = 52.15517440, 5.38720621

# (power of the first variable, power of the second, factor)
_Series = tuple[tuple[int, int, float], ...]
_TO_X: Final[_Series] = (
    (0, 1, 190_094.945), (1, 1, -11_832.228), (2, 1, -114.221), (0, 3, -32.391), (1, 0, -0.705),
    (3, 1, -2.340), (1, 3, -0.608), (0, 2, -0.008), (2, 3, 0.148),
)  # fmt: skip
_TO_Y: Final[_Series] = (
    (1, 0, 309_056.544), (0, 2, 3_638.893), (2, 0, 73.077), (1, 2, -157.984), (3, 0, 59.788),
    (0, 1, 0.433), (2, 2, -6.439), (1, 1, -0.032), (0, 4, 0.092), (1, 4, -0.054),
)  # fmt: skip
_TO_LAT: Final[_Series] = (
    (0, 1, 3_235.65389), (2, 0, -32.58297), (0, 2, -0.24750), (2, 1, -0.84978), (0, 3, -0.06550),
    (2, 2, -0.01709), (1, 0, -0.00738), (4, 0, 0.00530), (2, 3, -0.00039), (4, 1, 0.00033), (1, 1, -0.00012),
)  # fmt: skip
_TO_LON: Final[_Series] = (
    (1, 0, 5_260.52916), (1, 1, 105.94684), (1, 2, 2.45656), (3, 0, -0.81885), (1, 3, 0.05594),
    (3, 1, -0.05607), (0, 1, 0.01199), (3, 2, -0.00256), (1, 4, 0.00128), (0, 2, 0.00022), (2, 0, -0.00022),
    (5, 0, 0.00026),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Point:
    """A place in the Netherlands, in the grid and on the globe. ``x`` and ``y`` are whole metres."""

    x: int
    y: int
    lat: float
    lon: float


def to_grid(lat: float, lon: float) -> tuple[float, float]:
    """Degrees to metres (x, y)."""
    north, east = 0.36 * (lat - _LAT0), 0.36 * (lon - _LON0)
    return _X0 + _sum(_TO_X, north, east), _Y0 + _sum(_TO_Y, north, east)


def to_degrees(x: float, y: float) -> tuple[float, float]:
    """Metres to degrees (latitude, longitude)."""
    east, north = (x - _X0) * 1e-5, (y - _Y0) * 1e-5
    return _LAT0 + _sum(_TO_LAT, east, north) / 3600, _LON0 + _sum(_TO_LON, east, north) / 3600


def in_the_netherlands(x: float, y: float) -> bool:
    """Whether a place in the grid lies within the box around the European Netherlands."""
    return 0 <= x <= 300_000 and 300_000 <= y <= 640_000


def _sum(series: _Series, first: float, second: float) -> float:
    return sum(factor * first**p * second**q for p, q, factor in series)
