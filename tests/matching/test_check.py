"""The checker says yes to every result of the solver, and no to each way of tampering with one."""

import csv
import json
import re

import pytest
from hypothesis import given, settings

import matching
from matching import Newcomer, Volunteer, check, folder, generate, problem, solution, tables
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
        self.blocked = people.blocked
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

    def count_right(self, row):
        """Write the counts that the checker asks for into a row of unmatched.csv, so that nothing else is wrong."""
        asked = re.search(f"{row['newcomer']} is outranked (allowed=[0-9]+ places=[0-9]+), not", self.failures())
        row["detail"] = asked[1]

    def other_pair(self, *, of, volunteers):
        """A row of pairs.csv for this newcomer with the first of other volunteers who is allowed."""
        newcomers, helping = (
            tables.read_newcomers(self.paths["newcomers"]).rows,
            tables.read_volunteers(self.paths["volunteers"]).rows,
        )
        alone = problem.make([one for one in newcomers if one.id == of], helping, self.blocked)
        found = solution.top(alone, 0, len(helping))
        cells = (folder.pair_cells(pair) for pair in found if pair.volunteer in volunteers)
        return next((dict(zip(folder.PAIR_COLUMNS, map(str, row), strict=True)) for row in cells), None)


@pytest.fixture
def round_(tmp_path):
    return Round(tmp_path)


def test_the_untouched_round_passes(round_):
    assert round_.failures() == ""
    assert {row["reason"] for row in round_.unmatched} == {"incomplete", "no_candidate", "outranked"}


@pytest.mark.parametrize("column", folder.PAIR_COLUMNS[3:])
def test_a_number_that_is_not_as_defined_is_found(round_, column):
    round_.pairs[3][column] += "1"

    assert f"{round_.pairs[3]['newcomer']}: {column} is" in round_.failures()


def test_a_mode_that_is_not_as_defined_is_found(round_):
    round_.pairs[0]["mode"] = "online" if round_.pairs[0]["mode"] == "in_person" else "in_person"

    assert f"{round_.pairs[0]['newcomer']}: mode is" in round_.failures()


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

    assert "are not integers" in round_.failures()


def test_a_match_that_was_left_out_is_found(round_):
    """Somebody is dropped with a reason that sounds well: the certificate finds the place that was free."""
    dropped = round_.pairs.pop(0)
    del round_.prices["newcomers"][dropped["newcomer"]]
    round_.unmatched.append(
        {"newcomer": dropped["newcomer"], "reason": "outranked", "detail": "", "smallest_change": ""}
    )
    round_.count_right(round_.unmatched[-1])

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
    round_.count_right(row)

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


@pytest.mark.parametrize("sum_", ["people", "waiting_days", "score"])
def test_a_wrong_sum_is_found(round_, sum_):
    round_.report["objectives"][sum_] += 1

    assert "the sums of the objectives are" in round_.failures()


@pytest.mark.parametrize(
    "name",
    [
        *("newcomers", "newcomers_incomplete", "volunteers", "volunteers_incomplete"),
        *("places", "pinned", "matched", "unmatched"),
    ],
)
def test_a_count_of_the_report_that_is_wrong_is_found(round_, name):
    told = round_.report["counts"][name]
    round_.report["counts"][name] = told | {"outranked": 0} if name == "unmatched" else told + 1

    assert f"report: the count of {name} is {told}" in round_.failures()


def test_a_closed_volunteer_who_is_left_out_is_found(round_):
    closed = round_.report["certificate"]["who"]["closed"]
    left_out = next(one for one in closed if any(row["volunteer"] == one for row in round_.pairs))
    del closed[left_out]

    assert f"{left_out} could have had a place" in round_.failures()


def test_a_closed_volunteer_whose_holders_stand_further_back_than_it_says_is_found(round_):
    closed = round_.report["certificate"]["who"]["closed"]
    held = next(one for one in closed if any(row["volunteer"] == one for row in round_.pairs))
    closed[held] = 0

    assert f"who hold {held}, which is closed" in round_.failures()


def test_a_free_volunteer_who_is_said_to_be_closed_is_found(round_):
    taken = {row["volunteer"] for row in round_.pairs}
    volunteers = tables.read_volunteers(round_.paths["volunteers"]).rows
    free = next(one.id for one in volunteers if one.id not in taken and not one.missing and one.capacity)
    round_.report["certificate"]["who"]["closed"][free] = 1

    assert f"{free} is closed, and has a place" in round_.failures()


def test_a_price_for_somebody_unmatched_or_none_for_somebody_matched_is_found(round_):
    gain = round_.prices["newcomers"].pop(round_.pairs[0]["newcomer"])
    assert "not one price for each" in round_.failures()

    waits = next(row["newcomer"] for row in round_.unmatched if row["reason"] != "incomplete")
    round_.prices["newcomers"] |= {round_.pairs[0]["newcomer"]: gain, waits: gain}
    assert "not one price for each" in round_.failures()


@pytest.mark.parametrize("reason", ["incomplete", "no_candidate", "outranked"])
def test_a_count_that_is_wrong_is_found(round_, reason):
    row = next(row for row in round_.unmatched if row["reason"] == reason)
    row["detail"] += "1"

    assert f"{row['newcomer']} is {reason}" in round_.failures()
