"""The ordinance as data: read from a file, checked, put in force once, and never changed after it was used."""

from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django_scopes import scope

from backend.obligations import decisions, ordinances, policy
from backend.obligations.models import PolicyVersion, Regime
from tests import make
from tests.backend.obligations.duties import letter, linked

SAMPLES = Path(__file__).resolve().parents[3] / "docs" / "policy"
FOUR_TO_EIGHT = SAMPLES / "four-to-eight-hours.toml"


def changed(old, new):
    return FOUR_TO_EIGHT.read_text(encoding="utf-8").replace(old, new)


@pytest.mark.parametrize("file", sorted(SAMPLES.glob("*.toml")), ids=lambda file: file.stem)
def test_every_sample_ordinance_can_be_read_and_has_a_sentence_for_each_parameter(file):
    read = ordinances.read(file.read_text(encoding="utf-8"))

    assert set(read.params) == set(read.sentences) != set()
    assert policy.fits_regime(read.regime, read.valid_from)


@pytest.mark.parametrize(
    ("old", "new", "advice"),
    [
        ("max_minutes_per_week = 480", "max_minutes_per_week = 4800", "4800 is greater than the maximum of 1440"),
        ("max_minutes_per_week = 480", "max_minutes_per_week = 120", "240 does not lie between 60 and 120"),
        ("averaging_weeks = 4", 'averaging_weeks = "four"', "averaging_weeks: 'four' is not of type 'integer'"),
        ("averaging_weeks = 4", "averaging_weaks = 4", "averaging_weaks"),
        ('averaging_weeks = "Artikel', 'something = "Artikel', "averaging_weeks, something"),
        ('regime = "PW_2015"', 'regime = "PW_2020"', "WWB_2012, PW_2015, PW_2027"),
        ('regime = "PW_2015"', 'regime = "PW_2027"', "does not hold on that day"),
        ('approved_by = "gemeenteraad"', "", "approved_by"),
        ("[params]", "[params", "This is no TOML"),
    ],
)
def test_what_is_wrong_in_an_ordinance_is_named(old, new, advice):
    with pytest.raises(policy.BadPolicy) as refusal:
        ordinances.read(changed(old, new))

    assert advice in str(refusal.value)


def test_the_defaults_of_the_schema_make_parameters():
    params = policy.params_of({"enabled": True})

    assert (params.default_minutes_per_week, params.averaging_weeks, params.rounding_minutes) == (240, 4, 15)
    assert params.legal_bases_allowed == {"PW_9_1_C"}


@pytest.fixture
def nothing_in_force(town):
    PolicyVersion.objects.all().delete()


@pytest.mark.usefixtures("nothing_in_force")
class TestInForce:
    def put(self, text=None, now=make.NOON):
        return ordinances.put_in_force(
            ordinances.read(text or FOUR_TO_EIGHT.read_text("utf-8")), town=make.TOWN, now=now
        )

    def test_is_the_latest_version_that_has_begun_while_its_law_holds(self):
        old = self.put()
        new = self.put((SAMPLES / "social-participation-2027.toml").read_text("utf-8"))

        assert policy.version_on(date(2014, 12, 31)) is None
        assert policy.version_on(date(2026, 12, 31)) == old
        assert policy.version_on(date(2027, 1, 1)) == new

    def test_is_nothing_after_2026_without_a_version_under_the_new_law(self):
        self.put()

        assert policy.version_on(date(2027, 1, 1)) is None

    def test_is_nothing_where_the_town_imposes_nothing(self):
        self.put((SAMPLES / "imposes-nothing.toml").read_text("utf-8"))

        assert policy.version_on(make.MONDAY) is None

    def test_twice_is_one_version(self):
        assert self.put() == self.put()

    def test_never_begins_before_another_version_does(self):
        self.put()

        with pytest.raises(ordinances.NotAfterTheLast):
            self.put(changed("max_duration_weeks = 26", "max_duration_weeks = 20"))

    def test_may_be_mended_until_a_decision_rests_on_it(self):
        make.ordinance()
        PolicyVersion.objects.update(title="Mended")
        obligation = linked()

        assert obligation.decisions.get().policy_version == PolicyVersion.objects.get()
        for deed in (lambda: PolicyVersion.objects.update(title="Changed"), PolicyVersion.objects.all().delete):
            with pytest.raises(IntegrityError), transaction.atomic(using="duties"):
                deed()
        assert PolicyVersion.objects.get().title == "Mended"


@pytest.mark.usefixtures("town")
class TestTheModule:
    def test_is_off_until_an_ordinance_says_otherwise(self):
        PolicyVersion.objects.all().delete()

        with pytest.raises(decisions.ModuleOff):
            linked()

    @pytest.mark.parametrize(
        ("params", "about", "broken"),
        [
            ({"max_minutes_per_week": 480}, {"minutes_per_week": 481}, "max_minutes_per_week"),
            ({"min_minutes_per_week": 120}, {"minutes_per_week": 119}, "max_minutes_per_week"),
            ({"max_duration_weeks": 13}, {"ends_on": date(2027, 1, 25)}, "max_duration_weeks"),
            ({"legal_bases_allowed": ["VOLUNTARY"]}, {}, "legal_bases_allowed"),
        ],
    )
    def test_lets_nobody_ask_what_the_ordinance_does_not_allow(self, params, about, broken):
        make.ordinance(**params)

        with pytest.raises(decisions.AgainstOrdinance) as refusal:
            linked(decision=letter(**about))

        assert refusal.value.code == broken

    def test_asks_up_to_and_including_what_the_ordinance_allows(self):
        make.ordinance(max_minutes_per_week=480, max_duration_weeks=13)

        made = linked(decision=letter(minutes_per_week=480, ends_on=date(2027, 1, 24)))

        assert made.periods.get().minutes_per_week == 480


@pytest.mark.usefixtures("nothing_in_force")
class TestTheCommand:
    def test_puts_an_ordinance_in_force_in_one_town(self, capsys):
        call_command("import_policy", str(FOUR_TO_EIGHT), town=make.TOWN)

        assert "in force in GM0216 from 2015-01-01" in capsys.readouterr().out
        assert PolicyVersion.objects.get().regime == Regime.PW_2015
        with scope(municipality=make.OTHER_TOWN):
            assert PolicyVersion.objects.get().title == "Ordinance"

    @pytest.mark.parametrize(("file", "code"), [("nowhere.toml", make.TOWN), (str(FOUR_TO_EIGHT), "GM9999")])
    def test_says_what_is_missing(self, file, code):
        with pytest.raises(CommandError):
            call_command("import_policy", file, town=code)
