"""Language tables and venues beside people: 20,000 x 15,000 with and without them, rows to result."""

from collections.abc import Iterator

import numpy as np

from benchmarks.matching.line import Line
from benchmarks.matching.stage import Measured, measure
from matching import Groups, Venue, Venues, generate, generate_tables, rounds
from matching.generate import DAY, Population
from matching.options import Options

THREADS = 2
MOST_TIMES = 3  # what a round with places may take, in times of the same round without
WEEK = tuple((weekday, 9 * 60, 21 * 60) for weekday in range(6))


def _venues(people: Population) -> Venues:
    """A house in the middle of each town; one newcomer of ten cannot meet at home."""
    homes: dict[str, list[tuple[int, int]]] = {}
    for one in people.newcomers:
        if one.x is not None and one.y is not None:
            homes.setdefault(one.municipality, []).append((one.x, one.y))
    houses = []
    for number, (town, near) in enumerate(sorted(homes.items()), start=1):
        x, y = np.median(near, axis=0).astype(int).tolist()
        houses.append(Venue(id=f"h{number:03}", municipality=town, x=x, y=y, opening=WEEK, tables=6))
    return Venues(
        venues=houses, newcomers=frozenset(one.id for one in people.newcomers[::10]), volunteers=frozenset()
    )


def _measured(people: Population, options: Options) -> Measured:
    everybody = people.newcomers, people.volunteers, people.blocked
    return measure(lambda: rounds.solve(*everybody, day=DAY, options=options, jobs=THREADS), runs=1)


def lines(scale: float) -> Iterator[Line]:
    """In 68 towns, with 300 tables and a house in each town."""
    people = generate.population(
        newcomers=round(20_000 * scale),
        volunteers=round(15_000 * scale),
        municipalities=max(1, round(68 * scale)),
        seed=3,
    )
    groups: Groups = generate_tables.groups(people, round(300 * scale), 3)
    without = _measured(people, Options())
    for what, options in (
        ("20,000 x 15,000 with language tables", Options(groups=groups)),
        ("20,000 x 15,000 with venues", Options(venues=_venues(people))),
    ):
        yield Line(what, _measured(people, options), "the same without", without, MOST_TIMES, is_share=True)
