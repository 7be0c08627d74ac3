"""Paper and pencil for a small map: where points come on it, how large circles are, what would cover what."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

Point = tuple[float, float]
Box = tuple[float, float, float, float]  # left, top, right, bottom

WIDTH, LOWEST, HIGHEST, MARGIN = 300.0, 160.0, 420.0, 26.0
NEAREST_M = 1_000.0  # a town of one neighbourhood is not drawn closer than this
FEW, LARGEST, LARGEST_SPOT = 7.8, 22.0, 26.0  # radii: of fewer than five, of very many, of an empty neighbourhood
A_PERSON = 3.3
FILLED = 0.6  # circles cannot be packed closer, and names need room too
LETTER, LETTER_WIDTH = 9.0, 5.1
ROUNDS, MOVED_AT_MOST = 60, 150  # so many points are moved apart in a moment; more would take long


@dataclass(frozen=True, kw_only=True)
class Frame:
    """One scale for both directions, north up, in the middle of the paper."""

    west: float
    north: float
    scale: float
    left: float
    top: float
    height: float

    def point(self, metres: Point) -> Point:
        """Where a place in the Dutch grid comes on the paper."""
        x, y = metres
        return round(self.left + (x - self.west) * self.scale, 1), round(self.top + (self.north - y) * self.scale, 1)


def around(metres: Sequence[Point]) -> Frame:
    """A frame in which all these places are on the paper."""
    west, east = min(x for x, _y in metres), max(x for x, _y in metres)
    south, north = min(y for _x, y in metres), max(y for _x, y in metres)
    wide, tall = max(east - west, NEAREST_M), max(north - south, NEAREST_M)
    scale = min((WIDTH - 2 * MARGIN) / wide, (HIGHEST - 2 * MARGIN) / tall)
    height = round(max(LOWEST, (north - south) * scale + 2 * MARGIN), 1)
    left, top = (WIDTH - (east - west) * scale) / 2, (height - (north - south) * scale) / 2
    return Frame(west=west, north=north, scale=scale, left=left, top=top, height=height)


def scale_of(spots: Sequence[tuple[int | None, int | None]], height: float) -> float:
    """The radius of one person for which all these circles, two a spot, have room on the paper.

    Where few people are it is ``A_PERSON``; in a large town it becomes smaller, so that no number is covered.
    """
    most = max((count or 0 for spot in spots for count in spot), default=0)
    scale = min(A_PERSON, LARGEST / math.sqrt(most)) if most else A_PERSON
    while sum(sum(radius(count, scale) for count in spot) ** 2 for spot in spots) * math.pi > FILLED * WIDTH * height:
        if scale < FEW / math.sqrt(most):
            break  # every circle is as small as a number allows
        scale *= 0.95
    return scale


def radius(count: int | None, scale: float = A_PERSON) -> float:
    """By area, so that four times as many make a circle of four times the size; None is one to four, 0 is nothing."""
    return FEW if count is None else min(LARGEST, max(FEW, scale * math.sqrt(count))) if count else 0.0


def half_way(points: Sequence[Point]) -> list[float]:
    """Radii with which the spots of these points touch and never cover each other."""
    found = []
    for point in points:
        nearest = min((math.dist(point, other) for other in points if other != point), default=2 * LARGEST_SPOT)
        found.append(round(min(LARGEST_SPOT, max(2.0, nearest / 2)), 1))
    return found


def apart(points: Sequence[Point], reaches: Sequence[float], height: float) -> list[Point]:
    """The same points moved a little, so that what reaches so far around each covers the others less."""
    moved = [list(point) for point in points]
    for _ in range(ROUNDS if len(moved) <= MOVED_AT_MOST else 0):
        for one in range(len(moved)):
            for other in range(one):
                dx, dy = moved[one][0] - moved[other][0], moved[one][1] - moved[other][1]
                distance = math.hypot(dx, dy)
                too_near = reaches[one] + reaches[other] - distance
                if too_near <= 0:
                    continue
                ux, uy = (dx / distance, dy / distance) if distance else (1.0, 0.0)
                for place, way in ((one, too_near / 2), (other, -too_near / 2)):
                    moved[place][0] += ux * way
                    moved[place][1] += uy * way
        for point, reach in zip(moved, reaches, strict=True):
            point[0] = min(max(point[0], reach), WIDTH - reach)
            point[1] = min(max(point[1], reach), height - reach)
    return [(x, y) for x, y in moved]


def text_box(text: str, middle: float, baseline: float) -> Box:
    """About what a name covers."""
    half = len(text) * LETTER_WIDTH / 2
    return middle - half, baseline - LETTER, middle + half, baseline + 0.2 * LETTER


def fits(box: Box, height: float) -> bool:
    """Whether it is on the paper."""
    return box[0] >= 0 and box[1] >= 0 and box[2] <= WIDTH and box[3] <= height


def overlap(one: Box, other: Box) -> bool:
    """Whether one covers a part of the other."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
