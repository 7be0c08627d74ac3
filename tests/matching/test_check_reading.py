"""The checker reads a table in two ways, at once and row by row, and both say the same of every file."""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from matching import check_cells, check_columns, folder, generate
from matching.check_cells import Written, column, together
from matching.check_reading import read, read_at_once, read_row_by_row
from tests.matching.test_check import written

USUAL = st.text(st.sampled_from("ab01- ;é\u2028"), max_size=12)
ODD = st.text(st.sampled_from('ab01,"\r\n\0 ;é\ufeff'), max_size=12)
FILES = st.lists(st.tuples(USUAL, USUAL, USUAL)).map(lambda rows: "".join(f"{','.join(row)}\n" for row in rows))


def seen(reading):
    """What stands in each column, or the error that came instead."""
    try:
        return {name: (cells.texts, cells.number.tolist()) for name, cells in reading().items()}
    except (ValueError, LookupError) as error:
        return type(error)


def both_ways(path, data, skipped=frozenset()):
    path.write_bytes(data)
    return seen(lambda: read(path, sorted(skipped))), seen(lambda: read_row_by_row(path, skipped))


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return tmp_path_factory.mktemp("table") / "table.csv"


@given(FILES, st.frozensets(st.integers(2, 9)), st.sampled_from(["", "\ufeff"]))
def test_a_file_in_good_order_is_read_at_once_as_row_by_row(path, rows, skipped, mark):
    data = f"{mark}id,two,three\n{rows}".encode()

    at_once, row_by_row = both_ways(path, data, skipped)

    assert at_once == row_by_row
    assert read_at_once(data, skipped) is not None


@given(
    st.one_of(ODD.map(str.encode), st.binary(max_size=20), st.tuples(FILES, ODD).map(lambda f: "".join(f).encode()))
)
@example(b"id,x\n1,2\n\n3,4\n")
@example(b"id,x\n1\n2,3,4\n")
@example(b"id\n1\n\n2\n")
@example(b"")
def test_any_other_file_is_read_as_row_by_row(path, data):
    at_once, row_by_row = both_ways(path, data)

    assert at_once == row_by_row


def test_the_tables_of_a_round_are_read_at_once(tmp_path):
    people = generate.population(newcomers=150, volunteers=70, municipalities=2, seed=5)
    world = {"newcomers": people.newcomers, "volunteers": people.volunteers, "blocked": people.blocked}
    paths = [*written(tmp_path, world | {"day": generate.DAY}).values()]
    paths += [tmp_path / "out" / "pairs.csv", tmp_path / "out" / "unmatched.csv"]

    for each in paths:
        at_once = seen(lambda each=each: read_at_once(each.read_bytes(), frozenset()))
        assert at_once == seen(lambda each=each: read_row_by_row(each, frozenset()))
    assert len(paths) == len(folder.TABLES) + 2


def test_a_cell_that_is_much_longer_than_the_rest_is_read_too(path):
    rows = [f"{row},{'long' * 20_000 if row == 7 else row}\n" for row in range(500)]

    at_once, row_by_row = both_ways(path, f"id,text\n{''.join(rows)}".encode())

    assert at_once == row_by_row


CELLS = st.lists(
    st.one_of(st.integers(-9, 10**9).map(str), st.sampled_from(["", "007", "+5", " 6 ", "1_0", "9" * 17]))
)


@given(CELLS)
def test_whole_numbers_are_those_that_each_cell_says(path, cells):
    path.write_text("".join(f"{cell},\n" for cell in ["x", *cells]))
    told = read(path)["x"]

    assert told.whole().tolist() == [int(cell or 0) for cell in cells]
    assert told.is_told().tolist() == [cell != "" for cell in cells]


@given(
    st.lists(st.tuples(st.integers(0, 10**9), st.sampled_from(["", "0", "1", "+"]), st.sampled_from(["", " ", "x"])))
)
def test_a_cell_says_a_number_when_it_is_written_just_so(path, told):
    numbers, cells = [number for number, *_ in told], [f"{before}{number}{behind}" for number, before, behind in told]
    path.write_text("".join(f"{cell},\n" for cell in ["x", *cells]))
    differs = [cell != str(number) for number, cell in zip(numbers, cells, strict=True)]

    for column_ in (read(path)["x"], column(cells)):
        assert column_.differs(Written(np.array(numbers, dtype=np.int64))).tolist() == differs


@given(st.lists(USUAL), st.lists(USUAL))
def test_columns_of_two_files_share_their_texts_as_if_they_were_one(path, upper, lower):
    columns = []
    for cells in (upper, lower):
        path.write_text("".join(f"{cell},\n" for cell in ["x", *cells]))
        columns.append(read(path)["x"])

    at_once, one_by_one = together(*columns), together(column(upper), column(lower))

    assert [list(cells) for cells in at_once] == [upper, lower]
    assert [cells.texts for cells in at_once] == [cells.texts for cells in one_by_one]
    assert at_once[0].texts == at_once[1].texts == list(dict.fromkeys([*upper, *lower][::-1]))[::-1]


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3))))
def test_on_the_hash_hangs_no_answer(cells):
    """Where all meet in one place, each is still told from the others."""
    words = np.array(cells, dtype=np.uint64).reshape(-1, 2).T
    last = [len(cells) - 1 - cells[::-1].index(cell) for cell in cells]

    assert check_cells.last_alike(words).tolist() == last
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(check_cells, "ODD", 0)
        assert check_cells.last_alike(words).tolist() == last


@given(st.lists(st.text(st.sampled_from("abc \t\u00a0"), max_size=9)))
def test_words_are_those_between_any_white_space(cells):
    bits = check_columns.mentioned(column(cells))

    for one, words in zip(cells, bits, strict=True):
        for other, others in zip(cells, bits, strict=True):
            assert int(np.bitwise_count(words & others).sum()) == len({*one.split()} & {*other.split()})


@given(st.lists(st.lists(st.sampled_from(["mon 09:00-10:00", "mon 10:00-12:30", " sun 23:00-24:00", "", " "]))))
def test_a_week_has_the_quarters_of_all_its_windows(weeks):
    texts = [";".join(windows) for windows in weeks]
    bits, hours = check_columns.weeks_in_use(texts)

    for text, words in zip(texts, bits, strict=True):
        is_free = np.unpackbits(words.view(np.uint8), bitorder="little")[: len(hours)]
        assert sum(1 << hour for hour, free in zip(hours, is_free, strict=False) if free) == check_columns.week(text)
