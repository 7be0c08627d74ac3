"""Language tables for a population that does not exist (docs/matching.md, "Generated people")."""

from matching.generate import MOTHER_TONGUE, Dice, Population
from matching.group_rows import Groups, Table
from matching.rows import GOALS, Volunteer
from matching.time_windows import Window

ANOTHER_SEED = 1_000_003  # so that the people are the same with and without tables
WILLING, TONGUE_NOT_TOLD = 35, 5  # of a hundred newcomers
FOR_WOMEN, MIXED = 25, 60  # of a hundred tables
HOURS = {(9 * 60 + 30, 11 * 60): 40, (13 * 60, 15 * 60): 25, (19 * 60, 20 * 60 + 30): 35}
LEVELS = {("A0", "A1"): 40, ("A1", "B1"): 35, ("A2", "B2"): 25}
SEATS = {6: 40, 8: 40, 10: 20}


def _sessions(dice: Dice) -> tuple[Window, ...]:
    starts, ends = dice.one_of(HOURS)
    return tuple(sorted({(dice.between(0, 4), starts, ends) for _ in range(dice.between(1, 2))}))


def _table(dice: Dice, number: int, leader: Volunteer) -> Table:
    """At a round figure near the home of who leads it, in his or her languages."""
    lowest, highest = dice.one_of(LEVELS)
    return Table(
        id=f"t{number:05}",
        municipality=leader.municipality,
        x=round((leader.x or 0) / 100) * 100,
        y=round((leader.y or 0) / 100) * 100,
        languages=leader.languages,
        sessions=_sessions(dice),
        seats=dice.one_of(SEATS),
        volunteers=frozenset({leader.id}),
        min_level=lowest,
        max_level=highest,
        gender="f" if leader.gender == "f" and dice.chance(FOR_WOMEN) else "",
        most_per_language=2 if dice.chance(MIXED) else 0,
        goals=dice.some(GOALS, 1, 3),
    )


def groups(people: Population, count: int, seed: int) -> Groups:
    """So many tables, each led by a volunteer who can be found; fewer when nobody could lead one."""
    dice = Dice(seed + ANOTHER_SEED)
    leaders = [volunteer for volunteer in people.volunteers if volunteer.x is not None]
    willing, tongue = set[str](), dict[str, str]()
    for newcomer in people.newcomers:
        if dice.chance(WILLING):
            willing.add(newcomer.id)
        if not dice.chance(TONGUE_NOT_TOLD):
            tongue[newcomer.id] = min(newcomer.languages & MOTHER_TONGUE.keys())
    return Groups(
        tables=[
            _table(dice, number, leaders[dice.between(0, len(leaders) - 1)])
            for number in range(1, count + 1 if leaders else 1)
        ],
        willing=frozenset(willing),
        mother_tongue=tongue,
    )
