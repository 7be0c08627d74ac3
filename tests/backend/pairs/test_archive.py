"""The files of a round: somebody else can check them, and nobody can be recognised in them."""

import csv
import io
import json
import zipfile
from datetime import timedelta

import pytest
from django_scopes import scope

from backend.pairs import archive
from backend.pairs.models import RoundArchive
from backend.privacy.models import AuditEntry
from matching.__main__ import main as matching
from tests import make
from tests.backend.pairs.searching import looked_at, publish

pytestmark = pytest.mark.usefixtures("town")


@pytest.fixture
def dry():
    """A pinned pair, one that was found, one whose first choice is forbidden, and two who wait."""
    volunteer = make.volunteer(goals=["WORK"], interests=["COOKING"])
    newcomers = [make.newcomer(goals=["WORK"]), make.newcomer(week=[(0, *make.EVENING)]), make.newcomer(week=[])]
    make.pin(newcomer=make.newcomer(), volunteer=make.volunteer())
    apart = {"newcomer_id": newcomers[0].pk, "volunteer_id": make.volunteer().pk}
    volunteer.exclusions.model.objects.create(municipality_id=make.TOWN, cause="ENDED", since=make.NOON, **apart)
    return looked_at()


@pytest.fixture
def unpacked(dry, tmp_path):
    with zipfile.ZipFile(io.BytesIO(dry.archive.files)) as files:
        files.extractall(tmp_path)
    return tmp_path


def rows(folder, name):
    return list(csv.DictReader((folder / f"{name}.csv").read_text().splitlines()))


def tables(folder):
    return [word for name in ("newcomers", "volunteers", "blocked") for word in (f"--{name}", f"{folder / name}.csv")]


def test_holds_what_went_in_and_what_came_out(dry, unpacked):
    names = ["newcomers", "volunteers", "blocked", "pinned", "pairs", "unmatched"]

    assert [len(rows(unpacked, name)) for name in names] == [4, 3, 1, 1, 2, 2]
    report = json.loads((unpacked / "report.json").read_text())
    assert (report["input_hash"], report["engine_version"]) == (dry.input_hash, dry.engine_version)
    assert {"certificate", "seconds", "objectives"} <= set(report)


def test_passes_the_check_of_the_command_line(unpacked, capsys):
    assert matching(["check", str(unpacked), *tables(unpacked)]) == 0


def test_fails_the_check_when_somebody_has_changed_it(unpacked):
    pairs = unpacked / "pairs.csv"
    pairs.write_text("".join(pairs.read_text().splitlines(keepends=True)[:-1]))

    assert matching(["check", str(unpacked), *tables(unpacked)]) == 1


def test_gives_the_same_round_when_it_is_solved_again(dry, unpacked, tmp_path):
    out, pinned = tmp_path / "again", unpacked / "pinned.csv"

    matching(["solve", *tables(unpacked), "--pinned", str(pinned), "--date", str(dry.day), "--out", str(out)])

    assert json.loads((out / "report.json").read_text())["input_hash"] == dry.input_hash
    assert (out / "pairs.csv").read_text() == (unpacked / "pairs.csv").read_text()
    assert (out / "unmatched.csv").read_text() == (unpacked / "unmatched.csv").read_text()


def test_names_nobody(dry, unpacked):
    everything = "".join(path.read_text() for path in unpacked.iterdir() if path.is_file())

    for pair in dry.found_pairs.all():
        for person in (pair.newcomer, pair.volunteer):
            account = person.account
            for about in (account.full_name, account.call_name, account.mail, person.pk, account.pk):
                assert str(about) not in everything
    assert {row["newcomer"] for row in rows(unpacked, "pairs")} <= {f"n000{number}" for number in range(1, 5)}


class TestFetching:
    def test_stands_on_the_record(self, dry):
        by = make.coordinator().account

        found = archive.fetch(round_id=dry.pk, by=by, now=make.NOON)

        assert bytes(found.files) == bytes(dry.archive.files)
        assert AuditEntry.objects.get(deed="round exported").actor_id == by.pk

    def test_is_for_coordinators_of_the_town(self, dry):
        with pytest.raises(RoundArchive.DoesNotExist):
            archive.fetch(round_id=dry.pk, by=make.account(), now=make.NOON)
        with scope(municipality=make.OTHER_TOWN):
            theirs = make.coordinator(of=make.OTHER_TOWN).account
            with pytest.raises(RoundArchive.DoesNotExist):
                archive.fetch(round_id=dry.pk, by=theirs, now=make.NOON)


def test_is_removed_after_three_months_and_the_round_stays(dry):
    assert archive.forget_old(make.NOON + timedelta(days=90)) == 0
    assert archive.forget_old(make.NOON + timedelta(days=90, seconds=1)) == 1

    assert publish(dry).found_pairs.count() == 2
