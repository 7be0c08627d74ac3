"""The middle of an outline: the centre of gravity of its surface, in the Dutch grid."""

from collections.abc import Iterator, Sequence
from typing import Any

from backend.places.grid import to_grid

Ring = Sequence[tuple[float, float]]


class NoOutline(Exception):
    """The geometry is no surface; the message says what it is."""


def middle(geometry: dict[str, Any]) -> tuple[float, float]:
    """Centre of gravity (x, y) in metres of a Polygon or MultiPolygon; a Point is its own middle.

    Coordinates may be in metres (RD) or degrees (WGS84, longitude first); the size of the numbers tells.

    Raises:
        NoOutline: another geometry, or a surface of nothing.
    """
    try:
        if geometry["type"] == "Point":
            return _in_grid(geometry["coordinates"])
        area = x = y = 0.0
        for polygon in _polygons(geometry):
            for position, ring in enumerate(polygon):
                size, ring_x, ring_y = _moments([_in_grid(point) for point in ring])
                sign = 1 if position == 0 else -1  # later rings are holes
                area, x, y = area + sign * size, x + sign * ring_x, y + sign * ring_y
        return x / area, y / area
    except (KeyError, TypeError, ValueError, IndexError, ZeroDivisionError) as trouble:
        raise NoOutline("its geometry is no outline with a surface") from trouble


def _polygons(geometry: dict[str, Any]) -> Iterator[Any]:
    if geometry["type"] == "Polygon":
        yield geometry["coordinates"]
    elif geometry["type"] == "MultiPolygon":
        yield from geometry["coordinates"]
    else:
        raise NoOutline(f"its geometry is a {geometry['type']}, not a Polygon")


def _in_grid(point: Sequence[float]) -> tuple[float, float]:
    first, second = float(point[0]), float(point[1])
    if abs(first) <= 180 and abs(second) <= 90:
        return to_grid(lat=second, lon=first)
    return first, second


def _moments(ring: Ring) -> tuple[float, float, float]:
    """Surface, and surface times the middle, of a closed ring, whichever way it turns (shoelace formula)."""
    away_x, away_y = ring[0]  # small numbers keep the products exact
    twice = x = y = 0.0
    near = [(px - away_x, py - away_y) for px, py in ring]
    for (ax, ay), (bx, by) in zip(near, [*near[1:], near[0]], strict=True):
        cross = ax * by - bx * ay
        twice, x, y = twice + cross, x + (ax + bx) * cross, y + (ay + by) * cross
    area = twice / 2
    sign = 1 if area >= 0 else -1
    return sign * area, sign * (x / 6 + away_x * area), sign * (y / 6 + away_y * area)
