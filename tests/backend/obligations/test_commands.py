"""The commands of an operator: an ordinance put in force, and the month of a town for the national statistic."""

import csv
import io

import pytest
from django.core.management import CommandError, call_command
from django_scopes import scope

from backend.obligations.models import PolicyVersion
from local.folders import ROOT
from tests import make
from tests.backend.obligations.duties import letter, linked, worked

SAMPLE = ROOT / "docs" / "policy" / "four-to-eight-hours.toml"
pytestmark = pytest.mark.usefixtures("town")


def printed(*arguments, **options):
    out = io.StringIO()
    call_command(*arguments, stdout=out, **options)
    return out.getvalue()


@pytest.fixture(autouse=True)
def noon(time_machine):
    time_machine.move_to(make.NOON, tick=False)


class TestTheMonthlyStatistic:
    def rows(self, month):
        return list(csv.reader(io.StringIO(printed("bus_export", make.TOWN, month))))

    def test_is_printed_for_all_clients_of_the_town_without_a_name(self):
        did = linked(client_number="A-2")
        worked(did, days_ago=5)
        linked(client_number="A-1")

        rows = self.rows("2026-11")

        assert rows == [
            ["clientnummer", "maand", "uitvoering_tegenprestatie"],
            ["A-1", "2026-11", "0"],
            ["A-2", "2026-11", "1"],
        ]

    def test_has_nobody_of_another_town_and_nobody_before_the_duty_began(self):
        with scope(municipality=make.OTHER_TOWN):
            elsewhere = make.caseworker(of=make.OTHER_TOWN)
            linked(make.volunteer(of=make.OTHER_TOWN), elsewhere, town=make.OTHER_TOWN)
        linked(client_number="A-1")

        assert len(self.rows("2026-11")) == 2
        assert len(self.rows("2026-09")) == 1

    @pytest.mark.parametrize("month", ["2026-13", "november", "2026"])
    def test_names_a_month_or_says_how(self, month):
        with pytest.raises(CommandError, match="2026-11"):
            printed("bus_export", make.TOWN, month)


class TestAnOrdinance:
    def test_is_put_in_force_once(self):
        PolicyVersion.objects.all().delete()

        first, second = (printed("import_policy", str(SAMPLE), town=make.TOWN) for _ in range(2))

        assert first == second
        assert "in force in GM0216 from 2015-01-01" in first
        assert PolicyVersion.objects.count() == 1

    def test_of_an_unknown_town_or_that_cannot_be_read_is_refused(self, tmp_path):
        broken = tmp_path / "broken.toml"
        broken.write_text("title = ")

        with pytest.raises(CommandError, match="GM9999"):
            printed("import_policy", str(SAMPLE), town="GM9999")
        with pytest.raises(CommandError, match="TOML"):
            printed("import_policy", str(broken), town=make.TOWN)

    def test_that_begins_before_the_last_one_is_refused(self):
        linked(decision=letter())

        with pytest.raises(CommandError, match="later valid_from"):
            printed("import_policy", str(SAMPLE), town=make.TOWN)
