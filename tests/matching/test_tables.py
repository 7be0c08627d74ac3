"""CSV in and out: a bad row is named with file, line, column and what is wrong with it; nothing is guessed."""

from dataclasses import fields

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import Newcomer, Volunteer, tables
from matching.kinds import FACTS, has_default
from tests.matching import people
from tests.matching.people import free

GOOD = {
    "id": "n1",
    "municipality": "GM0344",
    "x": "136000",
    "y": "456000",
    "languages": "ara eng",
    "dutch_level": "A1",
    "availability": "mon 18:00-21:00; sat 22:00-24:00",
    "max_distance_m": "3000",
    "online": "yes",
    "gender": "f",
    "buddy_gender": "",
    "session_minutes": "",
    "interests": "music garden",
    "goals": "talk",
    "waiting_since": "2026-09-01",
}


@pytest.fixture
def file(tmp_path):
    def write(*rows, columns=tuple(GOOD), text=None):
        path = tmp_path / "newcomers.csv"
        table = [list(columns), *([row.get(column, "") for column in columns] for row in rows)]
        quoted = ["".join(f'"{cell}",' for cell in row)[:-1] for row in table]
        path.write_text(text if text is not None else "\n".join(quoted) + "\n", encoding="utf-8")
        return path

    return write


def problems(path, **how):
    with pytest.raises(tables.BadTable) as refused:
        tables.read_newcomers(path, **how)
    return [(problem.line, problem.column, problem.problem) for problem in refused.value.problems]


def test_a_good_row_is_read_as_it_stands(file):
    (row,) = tables.read_newcomers(file(GOOD)).rows

    assert row.availability == free("mon 18:00-21:00", "sat 22:00-24:00")
    assert (row.languages, row.online, row.session_minutes) == (frozenset({"ara", "eng"}), True, 90)


def test_an_unknown_place_or_availability_is_no_mistake(file):
    (row,) = tables.read_newcomers(file(GOOD | {"x": "", "availability": ""})).rows

    assert row.missing == ("place", "availability")


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("id", ""),
        ("municipality", ""),
        ("x", "5.2"),
        ("y", "north"),
        ("x", "1000001"),
        ("languages", "nl"),
        ("languages", "ARA"),
        ("dutch_level", "a1"),
        ("dutch_level", ""),
        ("availability", "mon 18:00"),
        ("availability", "mo 18:00-21:00"),
        ("availability", "mon 18:10-21:00"),
        ("availability", "mon 21:00-18:00"),
        ("availability", "mon 18:00-18:00"),
        ("availability", "mon 22:00-24:15"),
        ("availability", "mon 18:00-19:75"),
        ("max_distance_m", ""),
        ("max_distance_m", "50001"),
        ("max_distance_m", "-1"),
        ("online", "true"),
        ("gender", "v"),
        ("buddy_gender", "x"),
        ("session_minutes", "0"),
        ("session_minutes", "1441"),
        ("goals", "chat"),
        ("waiting_since", "01-09-2026"),
        ("waiting_since", "2026-02-30"),
        ("waiting_since", ""),
    ],
)
def test_a_bad_cell_is_named_with_line_and_column(file, column, cell):
    ((line, named, problem),) = problems(file(GOOD, GOOD | {"id": "n2", column: cell}))

    assert (line, named) == (3, column)
    assert problem


def test_the_message_names_the_file_and_says_what_is_wrong(file):
    path = file(GOOD | {"online": "ja"})

    with pytest.raises(tables.BadTable) as refused:
        tables.read_newcomers(path)
    assert str(refused.value) == f"{path}, line 2, column online: 'ja' is not yes or no"


def test_every_bad_row_is_named_and_the_good_ones_are_kept_when_asked(file):
    path = file(GOOD, GOOD | {"id": "n2", "x": "?"}, GOOD | {"id": "n3"}, GOOD | {"id": "n4", "online": ""})

    assert [(line, column) for line, column, _ in problems(path)] == [(3, "x"), (5, "online")]
    table = tables.read_newcomers(path, skip_bad=True)
    assert [row.id for row in table.rows] == ["n1", "n3"]
    assert [cell.line for cell in table.skipped] == [3, 5]


def test_a_long_list_of_mistakes_is_cut_short(file):
    rows = [GOOD | {"id": f"n{number}", "online": "?"} for number in range(50)]

    with pytest.raises(tables.BadTable, match="and 30 more"):
        tables.read_newcomers(file(*rows))


def test_an_id_that_stands_twice_is_named_with_both_lines(file):
    assert problems(file(GOOD, GOOD)) == [(3, "id", "'n1' stands on line 2 too")]


def test_a_line_is_counted_in_the_file_and_not_in_rows(file):
    breaks = GOOD | {"interests": "music\ngarden"}

    ((line, column, _),) = problems(file(breaks, GOOD | {"id": "n2", "x": "?"}))
    assert (line, column) == (4, "x")


def test_a_row_with_too_few_cells_is_bad(file):
    good = ",".join(GOOD)
    assert problems(file(text=f"{good}\nn1,GM0344\n")) == [(2, "", "there are 2 cells, and the header names 15")]


def test_a_header_without_a_needed_column_is_refused_even_when_bad_rows_are_skipped(file):
    columns = [column for column in GOOD if column not in ("online", "session_minutes")]

    found = problems(file(GOOD, columns=columns), skip_bad=True)
    assert found == [(1, "online", "the header does not name this column")]


def test_a_header_that_names_a_column_twice_is_refused(file):
    assert problems(file(GOOD, columns=[*GOOD, "x"])) == [(1, "x", "the header names this column twice")]


def test_other_columns_are_passed_over(file):
    more = GOOD | {"obligation": "yes"}

    assert tables.read_newcomers(file(more, columns=more)).rows == tables.read_newcomers(file(GOOD)).rows


def test_a_byte_order_mark_and_empty_lines_do_no_harm(file):
    good = ",".join(GOOD)
    cells = ",".join(GOOD.values())

    assert len(tables.read_newcomers(file(text=f"\ufeff{good}\r\n\r\n{cells}\r\n\r\n")).rows) == 1


def test_what_is_not_utf8_or_not_csv_is_refused(tmp_path, file):
    latin = tmp_path / "latin.csv"
    latin.write_bytes(",".join(GOOD).encode() + "\ncafé".encode("latin-1"))

    assert "UTF-8" in problems(latin)[0][2]
    assert "not CSV" in problems(file(text=",".join(GOOD) + '\n"n1"x,2\n'))[0][2]
    assert problems(file(text=""))[0][0] == 1


def test_a_volunteer_takes_five_at_most_and_helps_from_a0_unless_told(tmp_path):
    path = tmp_path / "volunteers.csv"
    given = people.volunteer(capacity=5)
    tables.write_people(path, Volunteer, [given])
    assert tables.read_volunteers(path).rows == [given]

    path.write_text(path.read_text().replace(",A0,5", ",,6"))
    with pytest.raises(tables.BadTable, match="line 2, column capacity: 6 is not from 0 to 5"):
        tables.read_volunteers(path)


def test_a_blocked_pair_names_two_people(tmp_path):
    path = tmp_path / "blocked.csv"
    path.write_text("newcomer,volunteer\nn1,v1\nn2,\n")

    with pytest.raises(tables.BadTable, match="line 3, column volunteer: there is no id"):
        tables.read_blocked(path)
    assert tables.read_blocked(path, skip_bad=True).rows == [("n1", "v1")]


@settings(max_examples=100, deadline=None)
@given(st.lists(people.newcomers, unique_by=lambda p: p.id), st.lists(people.volunteers, unique_by=lambda p: p.id))
def test_what_is_written_is_read_back_the_same(tmp_path_factory, waiting, helping):
    folder = tmp_path_factory.mktemp("tables")
    tables.write_people(folder / "newcomers.csv", Newcomer, waiting)
    tables.write_people(folder / "volunteers.csv", Volunteer, helping)

    assert tables.read_newcomers(folder / "newcomers.csv").rows == waiting
    assert tables.read_volunteers(folder / "volunteers.csv").rows == helping


@pytest.mark.parametrize("kind", [Newcomer, Volunteer])
def test_every_fact_of_a_row_is_a_column_and_its_default_is_that_of_the_row(kind):
    columns = {fact.name: fact.default for fact in fields(kind) if fact.name != "id"}

    assert set(FACTS[kind]) == set(columns)
    for name, fact in FACTS[kind].items():
        if has_default(fact):
            assert fact.default == columns[name]
