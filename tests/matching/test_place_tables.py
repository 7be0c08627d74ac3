"""Tables and venues as files: written, read again, refused by line and column, and solved from a shell."""

import csv

import pytest

from matching import Groups, Venues, folder, place_tables
from matching.__main__ import main
from matching.tables import BadTable
from tests.matching.people import newcomer, volunteer
from tests.matching.tables import table
from tests.matching.test_venues import venue


@pytest.fixture
def given(tmp_path):
    """Two people, a table and a venue in a folder; gives the paths by name."""
    paths = {name: tmp_path / f"{name}.csv" for name in (*folder.TABLES, *folder.PLACES)}
    groups = Groups(
        tables=[table(seated=("ara", "ara"), most_per_language=3)],
        willing=frozenset({"n1"}),
        mother_tongue={"n1": "ara"},
    )
    venues = Venues(venues=[venue(taken=((0, 1110, 1200),))], newcomers=frozenset({"n1"}))
    place_tables.write_newcomers(paths["newcomers"], [newcomer("n1"), newcomer("n2")], groups, venues)
    place_tables.write_volunteers(paths["volunteers"], [volunteer()], venues)
    place_tables.write_tables(paths["tables"], groups)
    place_tables.write_venues(paths["venues"], venues)
    paths["blocked"].write_text("newcomer,volunteer\n", encoding="utf-8")
    return paths


def changed(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_what_is_written_is_read_again(given):
    read = place_tables.read(given)

    assert read.groups.tables == [table(seated=("ara", "ara"), most_per_language=3)]
    assert (read.groups.willing, read.groups.mother_tongue) == ({"n1"}, {"n1": "ara"})
    assert read.venues.venues == [venue(taken=((0, 1110, 1200),))]
    assert (read.venues.newcomers, read.venues.volunteers) == ({"n1"}, frozenset())


def test_the_columns_about_places_may_be_left_out(given):
    for name, kept in (("newcomers", 15), ("volunteers", 14)):
        with given[name].open(newline="", encoding="utf-8") as file:
            rows = [row[:kept] for row in csv.reader(file)]
        given[name].write_text("".join(",".join(row) + "\n" for row in rows), encoding="utf-8")

    read = place_tables.read(given)
    assert (read.groups.willing, read.venues.newcomers) == (frozenset(), frozenset())


def test_without_the_files_nobody_is_asked(given):
    changed(given["newcomers"], "yes,ara,yes", "perhaps,ara,yes")

    assert place_tables.read(given | {"tables": None, "venues": None}).groups is None


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("newcomers", "yes,ara,yes", "perhaps,ara,yes", "line 2, column group: 'perhaps' is not yes or no"),
        ("newcomers", "yes,ara,yes", "yes,arabic,yes", "line 2, column mother_tongue: 'arabic' is not a code"),
        ("newcomers", "yes,ara,yes", "yes,ara,1", "line 2, column needs_venue: '1' is not yes or no"),
        ("tables", "mon 18:30-20:00", "mon 18:30", "line 2, column sessions: 'mon 18:30' is not a window"),
        ("tables", ",leader,", ",,", "line 2, column volunteers: a table needs at least one"),
        ("tables", ",4,", ",many,", "line 2, column seats: 'many' is not a whole number"),
        ("venues", "mon 09:00-21:00", "", "line 2, column opening: a venue needs at least one"),
        ("venues", ",90,", ",50,", "line 2, column block_minutes: 50 is no number of whole quarters"),
    ],
)
def test_a_cell_that_cannot_be_used_is_named_with_line_and_column(given, name, old, new, said):
    changed(given[name], old, new)

    with pytest.raises(BadTable) as refused:
        place_tables.read(given)
    assert said in str(refused.value)


def test_with_skip_bad_the_word_is_left_out_and_named(given):
    changed(given["newcomers"], "yes,ara,yes", "perhaps,ara,yes")

    read = place_tables.read(given, skip_bad=True)
    assert read.groups.willing == frozenset()
    assert [cell.line for cell in read.skipped["newcomers_on_places"]] == [2]


def shell(given, *arguments):
    named = [part for name in given for part in (f"--{name}", str(given[name]))]
    return main([str(one) for one in arguments] + named)


def rows(path):
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.reader(file))


def test_a_round_with_places_from_a_shell(given, tmp_path):
    assert shell(given, "solve", "--date", "2026-11-23", "--out", tmp_path / "out") == 0

    pairs = {row[0]: row[1:3] for row in rows(tmp_path / "out" / "pairs.csv")[1:]}
    assert pairs == {"n1": ["t1", "table"], "n2": ["v1", "in_person"]}
    assert rows(tmp_path / "out" / "places.csv") == [["newcomer", "volunteer", "venue", "table", "slot"]]


def test_where_a_pair_meets_stands_in_places(given, tmp_path):
    changed(given["newcomers"], "no,,no", "no,,yes")

    assert shell(given, "solve", "--date", "2026-11-23", "--out", tmp_path / "out") == 0
    assert rows(tmp_path / "out" / "places.csv")[1:] == [["n2", "v1", "h1", "1", "mon 18:00-19:30"]]


def test_explain_reads_the_places_of_the_round_again(given, tmp_path, capsys):
    changed(given["volunteers"], ",1,no", ",0,no")
    shell(given, "solve", "--date", "2026-11-23", "--out", tmp_path / "out")
    capsys.readouterr()

    assert main(["explain", str(tmp_path / "out"), "--newcomer", "n2"]) == 0
    said = capsys.readouterr().out
    assert "allowed=1 places=0" in said
    assert "table t1 mon 18:30-20:00: a match, confirmed by solving again (asks 60 minutes)" in said


def test_generated_people_are_the_same_with_tables(tmp_path):
    many = ["--newcomers", "40", "--volunteers", "20", "--municipalities", "1", "--seed", "3"]
    main(["generate", *many, "--out", str(tmp_path / "plain")])
    main(["generate", *many, "--tables", "3", "--out", str(tmp_path / "more")])

    plain, more = (rows(tmp_path / name / "newcomers.csv") for name in ("plain", "more"))
    assert [row[: len(plain[0])] for row in more] == plain
    assert len(rows(tmp_path / "more" / "tables.csv")) == 4
    assert {row[-2] for row in more[1:]} == {"yes", "no"}
