"""``manage.py import_centres``: the community centres of a town from a file, once or again."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from backend.places.models import CommunityCentre
from tests import make

pytestmark = pytest.mark.usefixtures("town")
HEADER = "name,address,neighbourhood_code,phone,tables,mon,tue,wed,thu,fri,sat,sun\n"
HOUSE = "De Zuidwester,Havendijk 1,BU02160000,0345 123456,4,09:00-12:30 13:00-17:00,,,,,,10:00-24:00\n"


@pytest.fixture
def load(tmp_path):
    """Imports a file of this text; gives what was printed and the exit status."""
    make.neighbourhood()

    def load(text):
        path, said = tmp_path / "centres.csv", StringIO()
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        try:
            call_command("import_centres", str(path), town=make.TOWN, stdout=said)
        except CommandError as trouble:
            return said.getvalue() + str(trouble), trouble.returncode
        return said.getvalue(), 0

    return load


def test_a_house_has_its_address_its_phone_its_tables_and_its_hours(load):
    assert load(HEADER + HOUSE) == ("1 of 1 community centres stand in GM0216.\n", 0)

    (house,) = CommunityCentre.objects.all()
    assert (house.name, house.address, house.phone, house.tables) == (
        "De Zuidwester",
        "Havendijk 1",
        "+31345123456",
        4,
    )
    hours = house.opening_hours.values_list("weekday", "opens_minute", "closes_minute").order_by("weekday", "pk")
    assert sorted(hours) == [(0, 540, 750), (0, 780, 1020), (6, 600, 1440)]


def test_a_second_time_gives_the_house_its_new_facts_and_loses_nothing(load):
    load(HEADER + HOUSE)
    before = CommunityCentre.objects.get().pk
    other = make.centre(name="Not in the file")

    assert load(HEADER + HOUSE.replace("Havendijk 1", "Havendijk 3"))[1] == 0

    assert CommunityCentre.objects.get(pk=before).address == "Havendijk 3"
    assert CommunityCentre.objects.filter(pk=other.pk).exists()
    assert CommunityCentre.objects.count() == 2


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("De Zuidwester", "", "column name: this is empty"),
        ("De Zuidwester", "Z" * 81, "column name: this is longer than 80 characters"),
        ("BU02160000", "BU99990000", "column neighbourhood_code: GM0216 has no neighbourhood BU99990000"),
        ("0345 123456", "12", "column phone: '12' is not a telephone number"),
        (",4,", ",four,", "column tables: 'four' is not a whole number"),
        ("09:00-12:30", "9-12", "column mon: '9-12' is not from when to when"),
        ("10:00-24:00", "10:00-24:30", "column sun: '10:00-24:30' is not from when to when"),
        ("10:00-24:00", "17:00-09:00", "column sun: '17:00-09:00' is not from when to when"),
        ("13:00-17:00", "12:00-17:00", "column mon: '09:00-12:30 12:00-17:00' overlaps"),
        ("Havendijk 1", "Havendijk 1, Culemborg", "column sun: more cells follow"),
    ],
)
def test_a_wrong_line_is_named_with_what_to_do_and_the_others_are_read(load, old, new, said):
    good = HOUSE.replace("De Zuidwester", "Het Appelhof")

    printed, status = load(HEADER + HOUSE.replace(old, new, 1) + good)

    assert f"centres.csv:2: {said}" in printed
    assert "1 of 2 community centres stand in GM0216." in printed
    assert status == 1
    assert [house.name for house in CommunityCentre.objects.all()] == ["Het Appelhof"]


def test_two_houses_of_one_name_are_not_taken_for_one(load):
    printed, status = load(HEADER + HOUSE + HOUSE.replace("Havendijk 1", "Havendijk 3"))

    assert "centres.csv:3: column name: 'De Zuidwester' stands in the file twice" in printed
    assert status == 1
    assert CommunityCentre.objects.get().address == "Havendijk 1"


@pytest.mark.parametrize(
    ("text", "said"),
    [("naam,adres\n", "does not name name, address"), (b"\xff\xfe", "codec"), ("", "does not name name")],
)
def test_a_file_that_cannot_be_read_says_why(load, text, said):
    printed, status = load(text)

    assert said in printed
    assert status == 2
