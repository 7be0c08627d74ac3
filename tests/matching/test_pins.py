"""Pinned pairs: a coordinator's decision stands, and everybody else gets the best of what is left."""

import csv
from dataclasses import replace

import pytest
from hypothesis import assume, given, settings

import matching
from matching import Options, __main__, generate, tables
from matching.problem import BadProblem
from matching.rows import Newcomer, Volunteer
from tests.matching.people import DAY, free, newcomer, volunteer, worlds

AHEAD = {"waiting_since": DAY.replace(year=2025)}


def solve(newcomers, volunteers, *pinned, blocked=()):
    return matching.solve(newcomers, volunteers, blocked, day=DAY, options=Options(pinned=pinned))


def couples(result):
    return [(pair.newcomer, pair.volunteer) for pair in result.pairs]


def test_a_pinned_pair_goes_before_who_waited_longer():
    result = solve([newcomer("n1"), newcomer("n2", **AHEAD)], [volunteer()], ("n1", "v1"))

    assert couples(result) == [("n1", "v1")]
    assert [row.newcomer for row in result.unmatched] == ["n2"]
    assert result.report["counts"]["pinned"] == result.report["objectives"]["people"] == 1


def test_a_pinned_pair_takes_one_place_and_leaves_the_others():
    result = solve([newcomer("n1"), newcomer("n2", **AHEAD)], [volunteer(capacity=2)], ("n1", "v1"))

    assert couples(result) == [("n1", "v1"), ("n2", "v1")]


@pytest.mark.parametrize(
    ("about", "pins", "why"),
    [
        ({}, [("n9", "v1")], "unknown id 'n9'"),
        ({}, [("n1", "v9")], "unknown id 'v9'"),
        ({"x": None}, [("n1", "v1")], "n1 takes no part"),
        ({"availability": free("tue 09:00-12:00")}, [("n1", "v1")], "'time' does not hold"),
        ({"buddy_gender": "f"}, [("n1", "v1")], "'gender' does not hold"),
        ({}, [("n1", "v1"), ("n1", "v2")], "pinned to somebody else"),
        ({}, [("n1", "v1"), ("n2", "v1")], "no free place"),
    ],
)
def test_a_pin_that_cannot_be_is_refused_with_the_reason(about, pins, why):
    with pytest.raises(BadProblem, match=why):
        solve([newcomer("n1", **about), newcomer("n2")], [volunteer("v1"), volunteer("v2")], *pins)


def test_a_blocked_pair_cannot_be_pinned():
    with pytest.raises(BadProblem, match="not_blocked"):
        solve([newcomer()], [volunteer()], ("n1", "v1"), blocked=[("n1", "v1")])


@settings(max_examples=80, deadline=None)
@given(worlds())
def test_the_others_get_what_they_would_get_if_the_pinned_had_never_been_there(world):
    pairs = matching.solve(**world).pairs
    assume(pairs)
    pin = (pairs[0].newcomer, pairs[0].volunteer)
    without = world | {
        "newcomers": [person for person in world["newcomers"] if person.id != pin[0]],
        "volunteers": [
            replace(person, capacity=person.capacity - (person.id == pin[1])) for person in world["volunteers"]
        ],
    }

    pinned = matching.solve(**(world | {"options": replace(world["options"], pinned=(pin,))}))
    assert couples(pinned) == sorted([*couples(matching.solve(**without)), pin])


def test_the_command_line_pins_and_the_checker_knows(tmp_path, capsys):
    people = generate.population(newcomers=80, volunteers=60, municipalities=2, seed=4)
    last = matching.solve(people.newcomers, people.volunteers, people.blocked, day=DAY).pairs[-1]
    tables.write_people(tmp_path / "n.csv", Newcomer, people.newcomers)
    tables.write_people(tmp_path / "v.csv", Volunteer, people.volunteers)
    tables.write(tmp_path / "b.csv", tables.BLOCKED_COLUMNS, people.blocked)
    tables.write(tmp_path / "p.csv", tables.BLOCKED_COLUMNS, [(last.newcomer, last.volunteer)])
    given = [f"--{name}={tmp_path / name[0]}.csv" for name in ("newcomers", "volunteers", "blocked")]
    out = str(tmp_path / "out")

    solved = ["solve", *given, f"--pinned={tmp_path / 'p.csv'}", "--date=2026-11-23", "--out", out]
    assert __main__.main(solved) == 0
    assert __main__.main(["check", out, *given]) == 0
    assert __main__.main(["explain", out, "--newcomer", last.newcomer]) == 0
    assert last.volunteer in capsys.readouterr().out

    report = tmp_path / "out" / "report.json"
    assert f'"{last.newcomer}",\n   "{last.volunteer}"' in report.read_text()
    report.write_text(report.read_text().replace(f'"{last.volunteer}"\n  ]\n ]', '"v000001"\n  ]\n ]', 1))
    assert __main__.main(["check", out, *given]) == 1


def test_top_knows_that_a_pinned_pair_takes_a_place(tmp_path, capsys):
    tables.write_people(tmp_path / "n.csv", Newcomer, [newcomer("n1"), newcomer("n2")])
    tables.write_people(tmp_path / "v.csv", Volunteer, [volunteer("v1", capacity=2)])
    tables.write(tmp_path / "p.csv", tables.BLOCKED_COLUMNS, [("n1", "v1")])
    given = [f"--newcomers={tmp_path / 'n.csv'}", f"--volunteers={tmp_path / 'v.csv'}"]

    for more, places in (([], 2), ([f"--pinned={tmp_path / 'p.csv'}"], 1)):
        assert __main__.main(["top", *given, *more, "--newcomer=n2"]) == 0
        (row,) = csv.DictReader(capsys.readouterr().out.splitlines())
        assert (row["volunteer"], row["places"]) == ("v1", str(places))
