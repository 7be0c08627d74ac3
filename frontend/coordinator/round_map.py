"""A map of the town for a round: a spot for each neighbourhood, who waits there and where places are free.

It is drawn from the middles of the neighbourhoods (metres in the Dutch grid), with no picture of anybody else's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from backend.places.models import Neighbourhood
from frontend.coordinator import paper
from frontend.coordinator.paper import Box, Point


@dataclass(frozen=True, kw_only=True)
class Circle:
    """So many people or places: ``text`` stands in it."""

    x: float
    y: float
    radius: float
    text: str

    @property
    def box(self) -> Box:
        """What it covers."""
        return self.x - self.radius, self.y - self.radius, self.x + self.radius, self.y + self.radius


@dataclass(frozen=True, kw_only=True)
class Label:
    """The name of a neighbourhood, where it covers nothing."""

    x: float
    y: float
    text: str


@dataclass(frozen=True, kw_only=True)
class Spot:
    """A neighbourhood with somebody in it; a circle is None where nobody waits, or no place is free."""

    name: str
    waiting: Circle | None
    places: Circle | None
    waiting_words: str
    places_words: str

    @property
    def circles(self) -> list[Circle]:
        """One or two."""
        return [circle for circle in (self.waiting, self.places) if circle]


@dataclass(frozen=True, kw_only=True)
class Map:
    """Everything that the template draws; ``view`` is the box around it, as an SVG has it.

    ``land`` are the neighbourhoods on the paper as x, y and radius; ``spots`` those with somebody, the largest
    first. ``elsewhere`` are figures of neighbourhoods that the town does not have any more, or that have no place.
    """

    height: float
    view: str
    land: list[tuple[float, float, float]]
    spots: list[Spot]
    labels: list[Label]
    elsewhere: list[Spot]


def draw(figures: Sequence[dict[str, Any]], places: Sequence[Neighbourhood]) -> Map | None:
    """The map of a round; None when there is no neighbourhood to draw.

    Args:
        figures: ``figures.of(...)["neighbourhoods"]`` of the round: code, waiting, places; None is one to four.
        places: the neighbourhoods of the town.
    """
    metres = {place.code: (float(place.rd_x or 0), float(place.rd_y or 0)) for place in places if place.rd_x}
    if not metres:
        return None
    names = {place.code: place.name for place in places}
    told = [row for row in figures if row["code"] in metres]
    frame = paper.around([metres[row["code"]] for row in told] or list(metres.values()))
    scale = paper.scale_of([(row["waiting"], row["places"]) for row in told], frame.height)
    told.sort(key=lambda row: _size(row, scale), reverse=True)
    points = [frame.point(place) for place in metres.values()]
    radii = paper.half_way(points)
    land = [(*at, far) for at, far in zip(points, radii, strict=True) if paper.fits((*at, *at), frame.height)]
    middles = [frame.point(metres[row["code"]]) for row in told]
    middles = paper.apart(middles, [_size(row, scale) for row in told], frame.height)
    spots = [_spot(names[row["code"]], row, at, scale) for row, at in zip(told, middles, strict=True)]
    return Map(
        height=frame.height,
        view=_view(land, frame.height),
        land=land,
        spots=spots,
        labels=_labels(spots, frame.height),
        elsewhere=[_spot(row["code"], row, (0.0, 0.0), scale) for row in figures if row["code"] not in metres],
    )


def _view(land: Sequence[tuple[float, float, float]], height: float) -> str:
    """The paper, and what spots at its edge need beyond it: none is cut off."""
    left, top = min([0.0, *(x - far for x, _y, far in land)]), min([0.0, *(y - far for _x, y, far in land)])
    right = max([paper.WIDTH, *(x + far for x, _y, far in land)])
    bottom = max([height, *(y + far for _x, y, far in land)])
    return f"{left:.1f} {top:.1f} {right - left:.1f} {bottom - top:.1f}"


def _size(row: dict[str, Any], scale: float) -> float:
    """How far the circles of a neighbourhood, side by side, come from their middle."""
    return paper.radius(row["waiting"], scale) + paper.radius(row["places"], scale)


def _spot(name: str, row: dict[str, Any], at: Point, scale: float) -> Spot:
    waiting, places = paper.radius(row["waiting"], scale), paper.radius(row["places"], scale)
    return Spot(
        name=name,
        waiting=_circle((at[0] - places, at[1]), waiting, row["waiting"]),
        places=_circle((at[0] + waiting, at[1]), places, row["places"]),
        waiting_words=_count(row["waiting"]),
        places_words=_count(row["places"]),
    )


def _circle(at: Point, radius: float, count: int | None) -> Circle | None:
    if not radius:
        return None
    text = "<5" if count is None else str(count)
    return Circle(x=round(at[0], 1), y=round(at[1], 1), radius=round(radius, 1), text=text)


def _count(count: int | None) -> str:
    return _("fewer than 5") if count is None else str(count)


def _labels(spots: Sequence[Spot], height: float) -> list[Label]:
    """Names for the largest, below or above their circles, as far as they cover no circle and no other name."""
    taken = [circle.box for spot in spots for circle in spot.circles]
    found: list[Label] = []
    for spot in spots:
        boxes = [circle.box for circle in spot.circles]
        middle = (min(box[0] for box in boxes) + max(box[2] for box in boxes)) / 2
        for y in (max(box[3] for box in boxes) + paper.LETTER, min(box[1] for box in boxes) - 0.4 * paper.LETTER):
            box = paper.text_box(spot.name, middle, y)
            if paper.fits(box, height) and not any(paper.overlap(box, other) for other in taken):
                taken.append(box)
                found.append(Label(x=round(middle, 1), y=round(y, 1), text=spot.name))
                break
    return found
