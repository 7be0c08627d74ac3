"""What cannot be used is said with the file, where there is one the line and the column, and what to do."""

import pytest

from matching import tables
from matching.__main__ import main
from matching.compiled import reading
from matching.group_rows import Groups, Table
from matching.place_tables import VENUE_COLUMNS, write_tables
from matching.rows import BadValue, Newcomer, Volunteer
from matching.venue_rows import Venues
from tests.matching.people import newcomer, volunteer
from tests.matching.tables import table
from tests.matching.test_tables import GOOD
from tests.matching.test_venues import venue

HEADER, ROW = ",".join(GOOD), ",".join(GOOD.values())
VENUE = dict(zip(VENUE_COLUMNS, ["h1", "GM0344", "136000", "456000", "mon 09:00-21:00", "2", "", ""], strict=True))


@pytest.fixture
def town(tmp_path):
    """Two newcomers and a volunteer in a folder; the rest is for the test to write."""
    tables.write_people(tmp_path / "newcomers.csv", Newcomer, [newcomer("n1"), newcomer("n2")])
    tables.write_people(tmp_path / "volunteers.csv", Volunteer, [volunteer()])
    return tmp_path


@pytest.fixture
def solve(town, capsys):
    def solve(**files):
        named = [f"--{name}={town / f'{name}.csv'}" for name in ("newcomers", "volunteers")]
        for name, text in files.items():
            path = town / f"{name}.given"
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
            named.append(f"--{name}={path}")
        status = main(["solve", *named, "--date=2026-11-23", f"--out={town / 'out'}"])
        return status, capsys.readouterr().err.replace(f"{town}/", "").strip()

    return solve


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (ROW.replace("n1", 'n"1'), "line 2, column id: this is not CSV: a quote stands inside this cell"),
        (ROW.replace("n1", '"n"1'), "line 2, column id: this is not CSV: a quote stands inside this cell"),
        (ROW.replace("talk", '"talk'), "line 2, column goals: this is not CSV: the quote that opens this cell"),
        (ROW.replace("talk", f'"{"talk " * 999}'), "line 2, column goals: this is not CSV: the quote that opens"),
        (ROW.replace("music", "a" * 131_073), "column interests: this is not CSV: this cell is longer than 131072"),
        (ROW.replace("136000", "1000000000"), "line 2, column x: '1000000000' is not from -1000000 to 1000000"),
        (ROW.replace("136000", "1000001"), "line 2, column x: 1000001 is not from -1000000 to 1000000, in metres"),
        (ROW.replace(",A1,", ",,"), "line 2, column dutch_level: this is empty; write one of A0 A1 A2 B1 B2 C1"),
        (
            ROW.replace("mon 18", "mon \u0661\u0668"),
            "line 2, column availability: 'mon \u0661\u0668:00-21:00' is not a",
        ),
    ],
)
def test_a_row_is_refused_by_both_readers(tmp_path, text, said):
    path = tmp_path / "newcomers.csv"
    path.write_text(f"{HEADER}\n{text}\n", encoding="utf-8")

    assert reading.sheet(path, Newcomer) is None
    with pytest.raises(tables.BadTable) as refused:
        tables.read_newcomers(path)
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEADER.replace(",", ";"), "line 1: separate columns by commas, not by semicolons"),
        (HEADER.replace(",", "\t"), "line 1: separate columns by commas, not by tabs"),
        (f"sep=,\n{HEADER}", "line 1: leave out this line, 'sep='"),
        ("", "line 1: the file is empty; its first line names the columns"),
    ],
)
def test_a_file_with_other_signs_is_refused_once(tmp_path, text, said):
    path = tmp_path / "newcomers.csv"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(tables.BadTable) as refused:
        tables.read_newcomers(path)
    assert len(refused.value.problems) == 1
    assert said in str(refused.value)


def test_a_byte_that_is_not_utf8_is_named_by_its_line(tmp_path):
    path = tmp_path / "newcomers.csv"
    path.write_bytes(f"{HEADER}\r\n{ROW}\r\n".encode() + ROW.replace("music", "th\u00e9").encode("latin-1"))

    with pytest.raises(tables.BadTable, match="line 3: this is not UTF-8"):
        tables.read_newcomers(path)


def cells(row):
    return f"{','.join(VENUE_COLUMNS)}\n" + "".join(",".join(one.values()) + "\n" for one in row)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([VENUE, VENUE], "venues.given, line 3, column id: 'h1' stands on line 2 too"),
        ([VENUE | {"taken": "mon 10:00-10:10"}], "venues.given, line 2, column taken: windows start and end at"),
        (
            [VENUE | {"tables": "9999999999"}],
            "venues.given, line 2, column tables: '9999999999' is not from 0 to 500",
        ),
    ],
)
def test_a_venue_that_cannot_be_is_named(solve, rows, said):
    status, printed = solve(venues=cells(rows))

    assert status == 2
    assert printed.startswith(said)


def test_venues_given_as_rows_have_ids_of_their_own():
    with pytest.raises(BadValue, match="'h1' stands twice"):
        Venues(venues=[venue(), venue()])


@pytest.mark.parametrize(
    ("ids", "said"),
    [
        (["t1", "t1"], "line 3, column id: 't1' stands on line 2 too"),
        (["v1"], "line 2, column id: 'v1' is the id of"),
    ],
)
def test_a_table_has_an_id_of_its_own(town, solve, ids, said):
    write_tables(town / "t.csv", Groups(tables=[table(one) for one in ids]))

    status, printed = solve(tables=(town / "t.csv").read_text())

    assert status == 2
    assert printed.startswith(f"tables.given, {said}")


@pytest.mark.parametrize(("column", "level"), [("min_level", "C2"), ("max_level", "C2"), ("max_level", "A0")])
def test_the_level_that_is_wrong_is_blamed(column, level):
    about = {name: getattr(table(), name) for name in Table.__dataclass_fields__}

    with pytest.raises(BadValue) as refused:
        Table(**(about | {"min_level": "A1", column: level}))
    assert refused.value.column == column


@pytest.mark.parametrize(
    "text",
    [
        "weights = 3",
        "weights = []",
        "time = 101",
        "speed = 1",
        '"" = 1',
        "time =",
        "time = inf",
        f"time = {'9' * 5000}",
        f"time = {'[' * 5000}",
        "time = 1\n[weights]\ntime = 2",
        b"a = 1\n\xff",
    ],
)
def test_weights_that_cannot_be_used_are_said_with_the_file(solve, text):
    status, printed = solve(weights=text)

    assert status == 2
    assert printed.startswith("weights.given")


@pytest.mark.parametrize(
    ("pins", "said"),
    [
        ("n1,v9", "line 2, column volunteer: The pinned pair n1 with v9: unknown id 'v9'"),
        ("n9,v1", "line 2, column newcomer: The pinned pair n9 with v1: unknown id 'n9'"),
        ("n2,v1\n\nn1,v1", "line 4: The pinned pair n1 with v1: the volunteer has no free place"),
    ],
)
def test_a_pin_that_cannot_be_is_named_by_its_line(solve, pins, said):
    status, printed = solve(pinned=f"newcomer,volunteer\n{pins}\n")

    assert status == 2
    assert printed.startswith(f"pinned.given, {said}")


def test_a_blocked_pair_may_name_a_table_or_who_leads_it(town, solve):
    write_tables(town / "t.csv", Groups(tables=[table("t1")]))
    blocked = "newcomer,volunteer\nn1,t1\nn1,leader\n"

    assert solve(tables=(town / "t.csv").read_text(), blocked=blocked) == (0, "")
    assert solve(blocked=blocked) == (0, "2 blocked pairs name somebody who is not in the tables")


def test_a_town_that_nobody_lives_in_is_said(town, solve, capsys):
    given = [f"--{name}={town / f'{name}.csv'}" for name in ("newcomers", "volunteers")]
    solved = ["solve", *given, "--date=2026-11-23", f"--out={town / 'out'}"]

    for command in (solved, ["top", *given, "--newcomer=n1"]):
        assert main([*command, "--joint=GM0344,GM0356"]) == 0
        assert capsys.readouterr().err == "--joint names GM0356, and nobody in the tables lives there\n"
    assert main(["advise", str(town / "out"), "--municipality=GM9"]) == 2
    assert "--municipality GM9: there is nobody from there" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("more", "said"),
    [({"capacity": 0}, "no free place there now"), ({"capacity": 1}, "Who waits longest goes first")],
)
def test_the_words_about_places_are_true_without_any_and_when_the_wait_is_equal(tmp_path, capsys, more, said):
    tables.write_people(tmp_path / "newcomers.csv", Newcomer, [newcomer("n1"), newcomer("n2")])
    tables.write_people(tmp_path / "volunteers.csv", Volunteer, [volunteer(**more)])
    given = [f"--{name}={tmp_path / f'{name}.csv'}" for name in ("newcomers", "volunteers")]
    main(["solve", *given, "--date=2026-11-23", f"--out={tmp_path / 'out'}"])
    capsys.readouterr()

    main(["explain", str(tmp_path / "out"), "--newcomer=n2", "--language=en"])
    printed = capsys.readouterr().out
    assert said in printed
    assert "longer" not in printed
