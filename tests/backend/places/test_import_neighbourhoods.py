"""``manage.py import_neighbourhoods``: the division of CBS from a file, once or again."""

import gzip
import json
import time
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from backend.places.models import District, Municipality, Neighbourhood, PostcodeShare

ROOT = Path(__file__).resolve().parents[3]
CULEMBORG = ROOT / "backend" / "places" / "data" / "culemborg.csv"
WHOLE_COUNTRY = ROOT.parent / "shared" / "data"

pytestmark = pytest.mark.django_db


def load(*files, **options):
    said = StringIO()
    call_command("import_neighbourhoods", *map(str, files), stdout=said, **options)
    return said.getvalue()


def refuse(*files):
    said = StringIO()
    with pytest.raises(CommandError) as trouble:
        call_command("import_neighbourhoods", *map(str, files), stdout=said)
    return trouble.value.returncode, said.getvalue() + str(trouble.value)


@pytest.fixture
def write(tmp_path):
    def _write(text, name="places.csv"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return _write


def outlines(*features):
    square = [
        [143_000, 440_000],
        [143_400, 440_000],
        [143_400, 440_200],
        [143_000, 440_200],
        [143_000, 440_000],
    ]
    geometry = {"type": "Polygon", "coordinates": [square]}
    listed = [{"type": "Feature", "properties": about, "geometry": geometry} for about in features]
    return json.dumps({"type": "FeatureCollection", "features": listed})


class TestTheTableOfTheDemoTown:
    def test_gives_every_neighbourhood_its_district_its_town_and_its_place(self):
        load(CULEMBORG)

        assert Neighbourhood.objects.filter(municipality="GM0216", year=2024).count() == 20
        voorkoop = Neighbourhood.objects.get(code="BU02160006")
        assert (voorkoop.name, voorkoop.district.name, voorkoop.municipality.name) == (
            "Voorkoop Noord", "Culemborg Oost", "Culemborg",
        )  # fmt: skip
        assert (voorkoop.rd_x, voorkoop.rd_y, voorkoop.population) == (145_281, 440_853, 1_415)

    def test_shares_out_each_postcode_over_its_neighbourhoods(self):
        load(CULEMBORG)

        shares = PostcodeShare.objects.filter(pc4="4102").order_by("-share")
        assert [share.share for share in shares] == [Decimal(part) for part in ("0.295", "0.271", "0.255", "0.179")]

    def test_a_second_time_changes_nothing_and_says_so(self):
        load(CULEMBORG)
        before = list(Neighbourhood.objects.order_by("pk").values())

        said = load(CULEMBORG)

        assert "Nothing changed." in said
        assert list(Neighbourhood.objects.order_by("pk").values()) == before
        assert (District.objects.count(), PostcodeShare.objects.count()) == (2, 20)

    def test_opens_no_programme_by_itself(self):
        load(CULEMBORG)

        assert not Municipality.objects.with_programme().exists()


class TestBadRows:
    def test_are_named_by_line_with_the_reason_and_the_others_come_in(self, write):
        lines = CULEMBORG.read_text().splitlines()
        lines[3] = lines[3].replace("2170", "about 2000")
        lines[5] = lines[5].replace("GM0216", "GM0221")

        status, said = refuse(write("\n".join(lines)))

        assert status == 1
        assert 'line 4 (BU02160002): population "about 2000" is no whole number' in said
        assert "line 6 (BU02160004): BU02160004 lies in GM0216, but the row says GM0221" in said
        assert Neighbourhood.objects.count() == 18

    def test_a_line_that_was_cut_off_is_one(self, write):
        status, said = refuse(write(CULEMBORG.read_text() + "2024,BU02160109\n"))

        assert status == 1
        assert "line 22: 2 columns instead of 13" in said

    def test_a_code_that_stands_twice_is_used_once(self, write):
        _, said = refuse(write(CULEMBORG.read_text() + CULEMBORG.read_text().splitlines()[-1]))

        assert "BU02160108 stands in line 21 as well" in said
        assert Neighbourhood.objects.count() == 20

    def test_shares_of_unknown_neighbourhoods_say_what_to_import_first(self, write):
        shares = write("pc4,neighbourhood_code,population_share\n4101,BU02160000,0.5\n4101,BU99990000,0.5\n")
        load(CULEMBORG)

        status, said = refuse(shares)

        assert status == 1
        assert "line 3: BU99990000 is not in the division of 2024. Import its neighbourhoods" in said

    @pytest.mark.parametrize(
        ("text", "says"),
        [
            ("name;people\nBinnenstad;3\n", "No column with a code"),
            ("", "No column with a code"),
            ("code,name\n", "no rows"),
            ("code,name\nGM0216,Zuïd".encode("latin-1"), "not UTF-8"),
            ('{"type": "Topology"}', "no GeoJSON"),
        ],
    )
    def test_a_file_that_is_something_else_is_refused_as_a_whole(self, write, text, says):
        status, said = refuse(write(text))

        assert status == 2
        assert says in said

    def test_a_file_that_is_not_there_is_said(self, tmp_path):
        status, said = refuse(tmp_path / "nowhere.csv")

        assert status == 2
        assert "cannot be opened" in said


class TestWhatAFileDoesNotTell:
    def test_no_place_and_no_postcode_are_said_and_no_failure(self, write):
        said = load(write("code,name,pc4_main,lat,lon\nBU02160000,Binnenstad,,,\n"))

        assert "1 without a place on the map" in said
        assert "1 without a postcode" in said
        assert Neighbourhood.objects.get().rd_x is None

    def test_stays_as_it_was(self, write):
        load(CULEMBORG)

        load(write("code,name,population\nBU02160000,Binnenstad,3000\n"))

        binnenstad = Neighbourhood.objects.get(code="BU02160000")
        assert (binnenstad.population, binnenstad.rd_x) == (3_000, 143_874)
        assert binnenstad.district.name == "Culemborg Oost"
        assert binnenstad.municipality.name == "Culemborg"


class TestOutlines:
    def test_of_our_own_publication_give_the_middle(self, write):
        about = {"code": "BU02160000", "name": "Binnenstad", "municipality": "GM0216", "year": 2025}

        load(write(outlines(about), "outlines.geojson"))

        binnenstad = Neighbourhood.objects.get()
        assert (binnenstad.year, binnenstad.rd_x, binnenstad.rd_y) == (2025, 143_200, 440_100)
        assert (binnenstad.lat, binnenstad.lon) == pytest.approx((51.949, 5.216), abs=0.001)

    def test_of_the_national_publication_are_read_alike(self, write):
        about = {"statcode": "BU02160000", "statnaam": "Binnenstad", "gmCode": "GM0216"}
        about["jrstatcode"] = "2025BU02160000"

        load(write(outlines(about), "national.geojson"))

        assert Neighbourhood.objects.get().name == "Binnenstad"
        assert Neighbourhood.objects.get().year == 2025

    def test_without_names_move_only_what_is_known(self, write):
        load(CULEMBORG)
        line = json.dumps(json.loads(outlines({"code": "BU02160000"}))["features"][0], separators=(",", ":"))
        stranger = line.replace("BU02160000", "BU02160999")

        _, said = refuse(write(gzip.compress(f"{line}\n{stranger}\n".encode()), "outlines.ndjson.gz"))

        assert "feature 2: BU02160999 has no name" in said
        assert Neighbourhood.objects.get(code="BU02160000").rd_x == 143_200

    def test_of_a_later_year_leave_the_earlier_division_alone(self, write):
        load(CULEMBORG)
        about = {"code": "BU02160000", "name": "Oude Stad", "municipality": "GM0216", "year": 2025}

        load(write(outlines(about), "later.geojson"))

        assert set(Neighbourhood.objects.filter(code="BU02160000").values_list("year", "name")) == {
            (2024, "Binnenstad"), (2025, "Oude Stad"),
        }  # fmt: skip
        assert District.objects.get(code="WK021600", year=2025).name == "Culemborg Oost"
        assert Municipality.objects.get().division_year == 2025


class TestSharesOfPostcodes:
    def test_of_a_file_are_the_whole_truth_about_its_postcodes(self, write):
        load(CULEMBORG)

        load(write("pc4,neighbourhood_code,population_share\n4103,BU02160009,0.75\n4103,BU02160005,0.25\n"))
        load(write("pc4,neighbourhood_code,population_share\n4103,BU02160009,1\n"))

        assert list(PostcodeShare.objects.filter(pc4="4103").values_list("share", flat=True)) == [Decimal(1)]
        assert PostcodeShare.objects.filter(pc4="4102").count() == 4

    def test_of_a_file_are_not_lost_when_the_neighbourhoods_come_again(self, write):
        load(CULEMBORG)
        load(write("pc4,neighbourhood_code,population_share\n4103,BU02160009,0.75\n4103,BU02160005,0.25\n"))

        assert "Nothing changed." in load(CULEMBORG)


@pytest.mark.skipif(not WHOLE_COUNTRY.is_dir(), reason="the folder with the files of the whole country is not here")
class TestTheWholeCountry:
    def test_comes_in_within_seconds_and_again_without_a_change(self):
        started = time.monotonic()
        said = load(WHOLE_COUNTRY / "neighbourhoods.csv")
        took = time.monotonic() - started

        assert (Neighbourhood.objects.count(), Municipality.objects.count()) == (14_574, 342)
        assert "1 without a place on the map" in said
        assert "101 without a postcode" in said
        assert took < 30
        again = load(
            *(WHOLE_COUNTRY / name for name in ("neighbourhoods.csv", "districts.csv", "municipalities.csv"))
        )
        assert again.count("Nothing changed.") == 3
