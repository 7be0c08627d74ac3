"""Results with language tables pass the checker, and what was tampered with does not."""

import csv
import json
from dataclasses import replace
from random import Random

import pytest
from hypothesis import assume, given, settings

import matching
from matching import check_venues, folder, generate, generate_tables, place_tables, tables
from tests.matching.tables import worlds
from tests.matching.test_venues import world as world_with_venues
from tests.matching.test_venues import worlds as worlds_with_venues


def written(path, world):
    """A round in a folder; gives the paths of its files."""
    path.mkdir(exist_ok=True)
    options = world["options"]
    names = [*folder.TABLES, *(["tables"] if options.groups else []), *(["venues"] if options.venues else [])]
    paths = dict.fromkeys(folder.PLACES) | {name: path / f"{name}.csv" for name in names}
    place_tables.write_newcomers(paths["newcomers"], world["newcomers"], options.groups, options.venues)
    place_tables.write_volunteers(paths["volunteers"], world["volunteers"], options.venues)
    tables.write(paths["blocked"], tables.BLOCKED_COLUMNS, world["blocked"])
    if options.groups:
        place_tables.write_tables(paths["tables"], options.groups)
    if options.venues:
        place_tables.write_venues(paths["venues"], options.venues)
    folder.write(path / "out", matching.solve(**world), paths, {})
    return paths


def failures(path, paths):
    return check_venues.VenuesCheck(path / "out", paths).failures()


@settings(max_examples=60, deadline=None)
@given(worlds(7))
def test_every_result_with_tables_passes(tmp_path_factory, world):
    path = tmp_path_factory.mktemp("round")

    assert failures(path, written(path, world)) == []


@settings(max_examples=60, deadline=None)
@given(worlds_with_venues(7))
def test_every_result_with_venues_passes(tmp_path_factory, world):
    path = tmp_path_factory.mktemp("round")

    assert failures(path, written(path, world)) == []


def test_a_result_with_venues_passes_where_people_also_meet_online_across_towns(tmp_path):
    """Once rule 8 was not asked in such a round: somebody who needs a venue met in person without any house."""
    world = world_with_venues(Random(96), 7)
    assert world["options"].online_across
    assert world["options"].venues.venues == ()

    assert failures(tmp_path, written(tmp_path, world)) == []


class Round:
    """A town with eight crowded tables, which a test may tamper with."""

    def __init__(self, path):
        people = generate.population(newcomers=300, volunteers=80, municipalities=1, seed=5)
        groups = generate_tables.groups(people, 8, seed=5)
        everybody = frozenset(person.id for person in people.newcomers)
        small = [matching.Table(**{**_facts(table), "seats": 2, "most_per_language": 1}) for table in groups.tables]
        options = matching.Options(
            groups=matching.Groups(tables=small, willing=everybody, mother_tongue=groups.mother_tongue)
        )
        world = {"newcomers": people.newcomers, "volunteers": people.volunteers, "blocked": people.blocked}
        self.path = path
        self.paths = written(path, world | {"day": generate.DAY, "options": options})
        self.report = json.loads((path / "out" / "report.json").read_text())
        with (path / "out" / "pairs.csv").open(newline="") as file:
            self.pairs = list(csv.DictReader(file))

    @property
    def told(self):
        """What the certificate says of tables."""
        return self.report["certificate"]["tables"]

    def seat(self):
        return next(row for row in self.pairs if row["mode"] == "table")

    def failures(self):
        (self.path / "out" / "report.json").write_text(json.dumps(self.report))
        rows = [[row[column] for column in folder.PAIR_COLUMNS] for row in self.pairs]
        tables.write(self.path / "out" / "pairs.csv", folder.PAIR_COLUMNS, rows)
        return "\n".join(failures(self.path, self.paths))


def _facts(table):
    return {name: getattr(table, name) for name in matching.Table.__dataclass_fields__}


@pytest.fixture
def round_(tmp_path):
    return Round(tmp_path)


def test_the_untouched_round_passes_and_has_what_the_others_change(round_):
    assert round_.failures() == ""
    assert round_.seat()
    assert any(round_.told["fillers"].values())


@pytest.mark.parametrize("column", ["score", "nearness", "time", "common_minutes", "suggested_slot", "mode"])
def test_a_number_of_a_seat_that_is_not_as_defined_is_found(round_, column):
    round_.seat()[column] += "1"

    assert column in round_.failures()


def test_a_seat_at_a_table_that_is_not_allowed_is_found(round_):
    with round_.paths["tables"].open(newline="") as file:
        leader = next(row for row in csv.DictReader(file) if row["id"] == round_.seat()["volunteer"])["volunteers"]
    with round_.paths["blocked"].open("a") as file:
        file.write(f"{round_.seat()['newcomer']},{leader}\n")

    assert "this is not an allowed pair" in round_.failures()


@pytest.mark.parametrize("header", ["volunteer,newcomer", "why,newcomer,volunteer"])
def test_blocked_pairs_are_read_by_the_names_in_the_header(round_, header):
    """Once the first two columns were taken: a seat at a blocked table passed, and right results failed."""
    seat, path = round_.seat(), round_.paths["blocked"]
    with path.open(newline="") as file:
        blocked = [*csv.DictReader(file), {"newcomer": seat["newcomer"], "volunteer": seat["volunteer"]}]
    for rows, said in ((blocked[:-1], ""), (blocked, "this is not an allowed pair")):
        columns = header.split(",")
        tables.write(path, columns, [[row.get(name, "x") for name in columns] for row in rows])

        assert (said in round_.failures()) if said else not round_.failures()


@pytest.mark.parametrize("name", ["tables", "seats", "seated", "allowed_seats"])
def test_a_count_of_tables_that_is_wrong_is_found(round_, name):
    round_.report["counts"][name] += 1

    assert f"report: the count of {name} is" in round_.failures()


def test_more_people_than_seats_is_found(round_):
    text = round_.paths["tables"].read_text()
    round_.paths["tables"].write_text(text.replace(",2,", ",1,"))

    assert round_.failures()


@pytest.mark.parametrize("part", ["closed", "prices"])
def test_a_node_that_was_left_out_of_the_certificate_is_found(round_, part):
    round_.told[part].pop()

    assert "certificate" in round_.failures() or "could have had a place" in round_.failures()


def test_a_wrong_gain_of_the_fillers_is_found(round_):
    table = next(one for one, gain in round_.told["fillers"].items() if gain)
    round_.told["fillers"][table] += 1

    assert f"the prices of {table} do not prove" in round_.failures()


def test_a_seat_that_is_given_to_nobody_is_found(round_):
    row = round_.seat()
    round_.pairs.remove(row)

    assert f"{row['newcomer']} is not in the result" in round_.failures()


@pytest.fixture
def housed(tmp_path):
    """Two pairs that need the one table of a house, and another house; gives the folder and its files."""
    people = generate.population(newcomers=120, volunteers=80, municipalities=1, seed=9)
    town = people.newcomers[0]
    homes = [one for one in people.volunteers if one.x is not None][:3]
    venues = [
        matching.Venue(
            id=f"h{number}",
            municipality=town.municipality,
            x=home.x,
            y=home.y,
            opening=tuple((day, 9 * 60, 22 * 60) for day in range(7)),
            tables=1,
            block_minutes=120,
        )
        for number, home in enumerate(homes)
    ]
    everybody = frozenset(person.id for person in people.newcomers)
    options = matching.Options(venues=matching.Venues(venues=venues, newcomers=everybody))
    world = {"newcomers": people.newcomers, "volunteers": people.volunteers, "blocked": people.blocked}
    return tmp_path, written(tmp_path, world | {"day": generate.DAY, "options": options})


def changed(path, old, new):
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_tables_given_out_as_defined_pass(housed):
    assert failures(*housed) == []


@pytest.mark.parametrize("new", [",2,", ",,"])
def test_another_table_than_the_defined_one_is_found(housed, new):
    changed(housed[0] / "out" / "places.csv", ",1,", new)

    assert "the table in places.csv is not as defined" in "\n".join(failures(*housed))


def test_a_pair_that_is_left_out_of_the_places_is_found(housed):
    places = housed[0] / "out" / "places.csv"
    places.write_text("\n".join(places.read_text().splitlines()[:-1]) + "\n")

    assert "does not hold exactly the pairs that need a venue" in "\n".join(failures(*housed))


@pytest.mark.parametrize("name", ["seatings", "need_a_venue", "without_a_table"])
def test_a_count_of_venues_that_is_wrong_is_found(housed, name):
    changed(housed[0] / "out" / "report.json", f'"{name}": ', f'"{name}": 1')

    assert f"report: the count of {name} is" in "\n".join(failures(*housed))


def test_a_wrong_price_of_a_block_is_found(housed):
    report = json.loads((housed[0] / "out" / "report.json").read_text())
    gains = report["certificate"]["venues"]["newcomers"]
    gains[next(iter(gains))] += 1
    (housed[0] / "out" / "report.json").write_text(json.dumps(report))

    assert "does not prove the best table" in "\n".join(failures(*housed))


def test_a_house_that_closes_is_found(housed):
    text = housed[1]["venues"].read_text()
    housed[1]["venues"].write_text(text.replace("09:00-22:00", "09:00-09:30"))

    assert "this is not an allowed pair" in "\n".join(failures(*housed))


@settings(max_examples=60, deadline=None)
@given(worlds(7))
def test_a_seat_that_is_pinned_is_kept_and_the_rest_passes(tmp_path_factory, world):
    seats = [(pair.newcomer, pair.volunteer) for pair in matching.solve(**world).pairs if pair.mode == "table"]
    assume(seats)
    pinned = world | {"options": replace(world["options"], pinned=(seats[0],))}
    path = tmp_path_factory.mktemp("round")

    result = matching.solve(**pinned)

    assert seats[0] in [(pair.newcomer, pair.volunteer) for pair in result.pairs]
    assert result.report["objectives"]["people"] == matching.solve(**world).report["objectives"]["people"]
    assert failures(path, written(path, pinned)) == []
