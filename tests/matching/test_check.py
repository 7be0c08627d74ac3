"""The checker says yes to every result of the solver, and no to each way of tampering with one."""

import csv
import json

import pytest
from hypothesis import given, settings

import matching
from matching import Newcomer, Volunteer, check, folder, generate, tables
from tests.matching.people import worlds


def written(path, world):
    """A round in a folder; gives the paths of its tables."""
    path.mkdir(exist_ok=True)
    paths = {name: path / f"{name}.csv" for name in folder.TABLES}
    tables.write_people(paths["newcomers"], Newcomer, world["newcomers"])
    tables.write_people(paths["volunteers"], Volunteer, world["volunteers"])
    tables.write(paths["blocked"], tables.BLOCKED_COLUMNS, world["blocked"])
    folder.write(path / "out", matching.solve(**world), paths, {})
    return paths


@settings(max_examples=100, deadline=None)
@given(worlds())
def test_every_result_of_a_small_world_passes(tmp_path_factory, world):
    path = tmp_path_factory.mktemp("round")
    paths = written(path, world)

    assert check.Check(path / "out", paths).failures() == []


class Round:
    """A round of a few hundred people in two towns, which a test may tamper with."""

    def __init__(self, path):
        people = generate.population(newcomers=150, volunteers=70, municipalities=2, seed=5)
        world = {"newcomers": people.newcomers, "volunteers": people.volunteers, "blocked": people.blocked}
        self.paths = written(path, world | {"day": generate.DAY})
        self.out = path / "out"
        self.report = json.loads((self.out / "report.json").read_text())
        self.pairs, self.unmatched = self._read("pairs.csv"), self._read("unmatched.csv")
        self.prices = self.report["certificate"]["with_whom"]

    def _read(self, name):
        with (self.out / name).open(newline="") as file:
            return list(csv.DictReader(file))

    def failures(self):
        """What the checker says of the round as it has become."""
        (self.out / "report.json").write_text(json.dumps(self.report))
        for name, rows in (("pairs.csv", self.pairs), ("unmatched.csv", self.unmatched)):
            columns = folder.PAIR_COLUMNS if name == "pairs.csv" else folder.UNMATCHED_COLUMNS
            tables.write(self.out / name, columns, [[row[column] for column in columns] for row in rows])
        return "\n".join(check.Check(self.out, self.paths).failures())

    def other_pair(self, *, of, volunteers):
        """A row of pairs.csv for this newcomer with the first of other volunteers who is allowed."""
        checked = check.Check(self.out, self.paths)
        n = checked.n.at[of]
        rows = checked.rows(slice(checked.first[n], checked.first[n + 1]))
        return next((row for row in rows if row["volunteer"] in volunteers), None)


@pytest.fixture
def round_(tmp_path):
    return Round(tmp_path)


def test_the_untouched_round_passes(round_):
    assert round_.failures() == ""
    assert {row["reason"] for row in round_.unmatched} == {"incomplete", "no_candidate", "outranked"}


@pytest.mark.parametrize("column", folder.PAIR_COLUMNS[3:])
def test_a_number_that_is_not_as_defined_is_found(round_, column):
    round_.pairs[3][column] += "1"

    assert f"{round_.pairs[3]['newcomer']} with" in round_.failures()


def test_a_mode_that_is_not_as_defined_is_found(round_):
    round_.pairs[0]["mode"] = "online" if round_.pairs[0]["mode"] == "in_person" else "in_person"

    assert "not as defined" in round_.failures()


def test_a_forbidden_pair_is_found(round_):
    of, ids = round_.pairs[0]["newcomer"], [row["volunteer"] for row in round_.pairs]
    round_.pairs[0]["volunteer"] = next(one for one in ids if not round_.other_pair(of=of, volunteers={one}))

    assert "this is not an allowed pair" in round_.failures()


def test_a_pair_that_is_blocked_afterwards_is_found(round_):
    pair = round_.pairs[0]
    with round_.paths["blocked"].open("a") as file:
        file.write(f"{pair['newcomer']},{pair['volunteer']}\n")

    assert "this is not an allowed pair" in round_.failures()


def test_somebody_moved_to_a_worse_volunteer_is_found(round_):
    """Only the greatest sum is lost: the pair is allowed, and nobody's place is taken."""
    taken = {row["volunteer"] for row in round_.pairs}
    free = {row.id for row in tables.read_volunteers(round_.paths["volunteers"]).rows if row.capacity} - taken
    moved = next(
        (at, other)
        for at, row in enumerate(round_.pairs)
        if (other := round_.other_pair(of=row["newcomer"], volunteers=free)) and other["score"] != row["score"]
    )
    round_.pairs[moved[0]] = moved[1]

    assert "does not prove the greatest sum" in round_.failures()


def test_one_newcomer_too_many_is_found(round_):
    volunteers = tables.read_volunteers(round_.paths["volunteers"]).rows
    full = {row["volunteer"] for row in round_.pairs} & {person.id for person in volunteers if person.capacity == 1}
    at, other = next(
        (at, other)
        for at, row in enumerate(round_.pairs)
        if (other := round_.other_pair(of=row["newcomer"], volunteers=full - {row["volunteer"]}))
    )
    round_.pairs[at] = other

    assert "2 newcomers, 1 places" in round_.failures()


def test_a_wrong_price_is_found(round_):
    matched = next(iter(round_.prices["newcomers"]))
    round_.prices["newcomers"][matched] += 1
    assert f"the price of {matched} does not prove" in round_.failures()

    round_.prices["newcomers"][matched] -= 1
    volunteer, price = next(iter(round_.prices["volunteers"].items()))
    round_.prices["volunteers"][volunteer] = price - 1
    assert "does not prove the greatest sum" in round_.failures()


def test_prices_that_are_tight_but_too_low_for_somebody_else_are_found(round_):
    volunteer = next(iter(round_.prices["volunteers"]))
    round_.prices["volunteers"][volunteer] -= 1
    for row in round_.pairs:
        round_.prices["newcomers"][row["newcomer"]] += row["volunteer"] == volunteer

    assert "does not prove the greatest sum" in round_.failures()


def test_a_price_for_a_free_place_or_below_nothing_is_found(round_):
    taken = {row["volunteer"] for row in round_.pairs}
    free = next(
        v.id
        for v in tables.read_volunteers(round_.paths["volunteers"]).rows
        if v.id not in taken and not v.missing and v.capacity
    )
    round_.prices["volunteers"][free] = 1
    assert f"{free}: 0 newcomers" in round_.failures()

    round_.prices["volunteers"][free] = -1
    assert f"{free}: 0 newcomers" in round_.failures()


def test_a_price_that_is_not_an_integer_is_found(round_):
    matched = next(iter(round_.prices["newcomers"]))
    round_.prices["newcomers"][matched] += 0.0

    assert "the prices are not integers" in round_.failures()


def test_a_match_that_was_left_out_is_found(round_):
    """Somebody is dropped with a reason that sounds well: the certificate finds the place that was free."""
    dropped = round_.pairs.pop(0)
    del round_.prices["newcomers"][dropped["newcomer"]]
    round_.unmatched.append(
        {"newcomer": dropped["newcomer"], "reason": "outranked", "detail": "", "smallest_change": ""}
    )

    assert f"{dropped['newcomer']} has no match, but" in round_.failures()


def test_somebody_passed_over_for_one_behind_is_found(round_):
    since = {row.id: (row.waiting_since, row.id) for row in tables.read_newcomers(round_.paths["newcomers"]).rows}
    outranked = [row["newcomer"] for row in round_.unmatched if row["reason"] == "outranked"]
    behind, at, instead = next(
        (one, at, other)
        for one in outranked
        for at, row in enumerate(round_.pairs)
        if since[row["newcomer"]] < since[one] and (other := round_.other_pair(of=one, volunteers={row["volunteer"]}))
    )
    ahead = round_.pairs[at]["newcomer"]
    round_.pairs[at] = instead
    row = next(row for row in round_.unmatched if row["newcomer"] == behind)
    row["newcomer"] = ahead

    assert f"{ahead} has no match, but {instead['volunteer']} could have had a place" in round_.failures()


def test_a_dropped_or_doubled_or_invented_person_is_found(round_):
    dropped = round_.unmatched.pop()
    assert f"{dropped['newcomer']} is not in the result" in round_.failures()

    round_.unmatched += [dropped, dropped]
    assert f"{dropped['newcomer']} stands 2 times in the result" in round_.failures()

    round_.unmatched[-1] = dropped | {"newcomer": "nobody"}
    assert "nobody is not in the input" in round_.failures()


@pytest.mark.parametrize("reason", ["incomplete", "no_candidate", "outranked"])
def test_a_wrong_reason_or_count_is_found(round_, reason):
    row = next(row for row in round_.unmatched if row["reason"] != reason)
    row["reason"] = reason
    assert row["newcomer"] in round_.failures()


def test_wrong_sums_and_a_wrong_closed_set_are_found(round_):
    round_.report["objectives"]["waiting_days"] += 1
    assert "sums" in round_.failures()

    round_.report["certificate"]["who"]["closed"].pop()
    assert "closed" in round_.failures()
