"""A file in good order is read as columns, and gives what its rows give; any other one is read row by row."""

import csv
import io
from datetime import date
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings

from matching import Newcomer, Options, Volunteer, fingerprint, generate, report, sheets, tables
from matching.compiled import reading
from matching.kinds import columns_of
from tests.matching import people
from tests.matching.people import randoms
from tests.matching.test_tables import GOOD

ODD_IDS = ["a,b", 'say "hi"', "é", "نور", "line\nend", " led by a space", "x" * 70, "日本"]
READ = {Newcomer: tables.read_newcomers, Volunteer: tables.read_volunteers}


def some_people(kind, random):
    make = people.random_newcomer if kind is Newcomer else people.random_volunteer
    found = [make(random) for _ in range(random.choice([0, 1, 5, 12]))]
    ids = random.sample([*ODD_IDS, *(f"{number}" for number in range(40))], len(found))
    texts = [tables.cells(one, columns_of(kind)) for one in found]
    return [
        dict(zip(columns_of(kind), [one, *cells[1:]], strict=True)) for one, cells in zip(ids, texts, strict=True)
    ]


def untidy(cells, random):
    """The same facts as somebody might type them."""
    more = {"waits, since?": random.choice(["", "yes", 'a ""quoted"" word', "two\r\nlines"])}
    for column in ("languages", "interests", "goals"):
        words = cells[column].split()
        cells[column] = random.choice([" ", "  ", "\t"]).join(random.sample(words, len(words)))
        cells[column] += f" {words[0]} " if words and random.random() < 0.3 else ""
    parts = cells["availability"].split("; ")
    cells["availability"] = random.choice(["; ", ";", " ;  ", ";;"]).join(random.sample(parts, len(parts)))
    for column, default in (("session_minutes", "90"), ("min_level", "A0")):
        if cells.get(column) == default:
            cells[column] = random.choice(["", default])
    if random.random() < 0.3:
        cells["max_distance_m"] = cells["max_distance_m"].zfill(6)
    return cells | more


def a_file(kind, random):
    """A table in whatever dialect of RFC 4180, its columns in any order."""
    rows = [untidy(row, random) for row in some_people(kind, random)]
    columns = random.sample([*columns_of(kind), "waits, since?"], len(columns_of(kind)) + 1)
    text = io.StringIO()
    end = random.choice(["\n", "\r\n", "\r"])
    quoting = csv.QUOTE_ALL if end == "\r" else random.choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
    writer = csv.DictWriter(text, columns, quoting=quoting, lineterminator=end)
    writer.writeheader()
    for row in rows:
        writer.writerow(row)
        text.write(random.choice(["", "", end]))
    whole = text.getvalue()
    return (random.choice(["", "\ufeff"]) + (whole if random.random() < 0.7 else whole.rstrip("\r\n"))).encode()


def plain(sheet):
    """A sheet as lists that can be compared."""
    sets = {}
    for name, words in sheet.sets.items():
        texts = [words.words[code] for code in words.code.tolist()]
        sets[name] = [set(texts[a:b]) for a, b in zip(words.first, words.first[1:], strict=False)]
    columns = {name: column.tolist() for name, column in (*sheet.numbers.items(), *sheet.weeks.items())}
    return sheet.ids, sets, columns


def hashed(waiting, helping):
    return fingerprint.of(
        waiting, helping, [("a", "b")], day=date(2026, 11, 23), choices=report.options_of(Options())
    )


@settings(max_examples=300, deadline=None)
@given(randoms)
def test_a_file_in_good_order_gives_what_its_rows_give(tmp_path_factory, random):
    path, found = tmp_path_factory.mktemp("table") / "table.csv", {}
    for kind in (Newcomer, Volunteer):
        path.write_bytes(a_file(kind, random))
        found[kind] = (reading.sheet(path, kind), sheets.of(kind, READ[kind](path).rows))
        assert plain(found[kind][0]) == plain(found[kind][1])
    assert hashed(*(pair[0] for pair in found.values())) == hashed(*(pair[1] for pair in found.values()))


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("id", ""),
        ("municipality", "GM 0344"),
        ("municipality", ""),
        ("x", "5.2"),
        ("x", "1000001"),
        ("x", "1234567890"),
        ("y", "-"),
        ("y", "\u0663"),
        ("languages", "ARA"),
        ("languages", "ara\u00a0eng"),
        ("dutch_level", ""),
        ("availability", "mon 18:00"),
        ("availability", "mo 18:00-21:00x"),
        ("availability", "mon 18:10-21:00"),
        ("availability", "mon 21:00-18:00"),
        ("availability", "mon 22:00-24:15"),
        ("availability", "mon 18:00-19:75"),
        ("availability", "mon 18:00-21:00 tue 18:00-21:00"),
        ("availability", "mon 1\u0668:00-21:00"),
        ("max_distance_m", ""),
        ("max_distance_m", "+5"),
        ("online", "true"),
        ("gender", "v"),
        ("buddy_gender", "x"),
        ("session_minutes", "0"),
        ("goals", "chat"),
        ("waiting_since", "2026-02-30"),
        ("waiting_since", ""),
    ],
)
def test_an_odd_cell_leaves_the_file_to_the_rows(tmp_path, column, cell):
    path = tmp_path / "newcomers.csv"
    for text, is_read in ((GOOD[column], True), (cell, False)):
        tables.write(path, list(GOOD), [list((GOOD | {"id": "n0"}).values()), list((GOOD | {column: text}).values())])
        assert (reading.sheet(path, Newcomer) is not None) == is_read


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{header}\n{row},\n",
        "{header}\n{row}\n{row}\n",
        '{header}\n"{row}\n',
        '{header}\n"n1"x{rest}\n',
        "id\nn1\n",
    ],
)
def test_an_odd_file_is_left_to_the_rows(tmp_path, text):
    path, row = tmp_path / "newcomers.csv", ",".join(GOOD.values())
    path.write_text(text.format(header=",".join(GOOD), row=row, rest=row[2:]))
    assert reading.sheet(path, Newcomer) is None
    assert reading.sheet(tmp_path, Newcomer) is None


def test_pairs_are_read_and_odd_ones_left_to_the_rows(tmp_path):
    path = tmp_path / "blocked.csv"
    path.write_text('why,volunteer,newcomer\n"x,y",v1,n1\n,"v""2",n2\n')
    assert reading.pairs(path) == tables.read_blocked(path).rows == [("n1", "v1"), ("n2", 'v"2')]
    path.write_text("newcomer,volunteer\nn1,\n")
    assert reading.pairs(path) is None


class TestTheHash:
    def test_the_order_of_rows_does_not_matter(self):
        town = generate.population(newcomers=60, volunteers=40, municipalities=2, seed=3)
        shuffled = Random(1).sample(town.newcomers, len(town.newcomers))
        one, other = sheets.of(Newcomer, town.newcomers), sheets.of(Newcomer, shuffled)
        assert hashed(one, sheets.of(Volunteer, town.volunteers)) == hashed(
            other, sheets.of(Volunteer, town.volunteers[::-1])
        )

    @pytest.mark.parametrize("column", columns_of(Newcomer))
    def test_every_column_matters(self, column):
        one, other = people.newcomer("n1"), people.newcomer("n2")
        changed = {
            "x": None, "languages": frozenset(), "availability": (), "online": True, "gender": "f", "goals": {"talk"},
            "buddy_gender": "m", "interests": {"tea"}, "dutch_level": "B1", "waiting_since": date(2026, 9, 2),
        }.get(column, "n3" if column == "id" else "GM0001" if column == "municipality" else 61)  # fmt: skip
        helping = sheets.of(Volunteer, [])
        another = people.newcomer(**{"id": "n2", column: changed})
        assert hashed(sheets.of(Newcomer, [one, other]), helping) != hashed(
            sheets.of(Newcomer, [one, another]), helping
        )


def test_ids_are_put_in_the_order_of_their_code_points():
    random = Random(5)
    for letters in ("ab", "abé\U0001f600\uffff"):
        texts = ["".join(random.choices(letters, k=random.randint(0, 20))) for _ in range(300)]
        assert [texts[row] for row in sheets.in_order(texts)] == sorted(texts)
        assert np.array_equal(np.sort(sheets.in_order(texts)), np.arange(300))
