"""The periods of a town: set from a day on, checked, with what held before written down."""

from datetime import date, timedelta

import pytest

from backend.pairs import periods
from backend.pairs.models import PairPeriods
from tests import make

pytestmark = pytest.mark.usefixtures("town")

PATH = "/coordinator/termijnen/"
FIGURES = {
    "trial_days": 28,
    "trial_meetings": 3,
    "first_check_days": 7,
    "nudge_days": 14,
    "help_days": 28,
    "evaluation_weeks": 12,
    "term_weeks": 40,
}


@pytest.fixture(autouse=True)
def noon(time_machine):
    time_machine.move_to(make.NOON, tick=False)


@pytest.mark.parametrize("role", [make.coordinator, make.programme_manager])
def test_hold_from_the_chosen_day_and_twice_is_once(role):
    browser, later = make.browser_of(role().account), make.MONDAY + timedelta(days=7)

    for _ in range(2):
        assert browser.post(PATH, FIGURES | {"from_on": later}).status_code == 302

    assert PairPeriods.objects.count() == 1
    assert periods.on(later).nudge == timedelta(days=14)
    assert periods.on(make.MONDAY).nudge == timedelta(days=21)


def test_what_held_before_stays_on_the_page():
    browser = make.browser_of(make.coordinator().account)
    browser.post(PATH, FIGURES | {"from_on": make.MONDAY})
    browser.post(PATH, FIGURES | {"from_on": make.MONDAY + timedelta(days=30), "nudge_days": 18})

    page = browser.get(PATH).content.decode()

    assert "14" in page
    assert "18" in page
    assert PairPeriods.objects.count() == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"from_on": date(2026, 1, 1)},
        {"nudge_days": 28},
        {"nudge_days": 3},
        {"term_weeks": 10},
        {"evaluation_weeks": 2},
        {"trial_meetings": 0},
    ],
)
def test_what_does_not_fit_is_refused_and_stays_typed(wrong):
    browser = make.browser_of(make.coordinator().account)

    answer = browser.post(PATH, FIGURES | {"from_on": make.MONDAY} | wrong)

    assert answer.status_code == 422
    assert 'value="40"' in answer.content.decode() or "term_weeks" in wrong
    assert not PairPeriods.objects.exists()


def test_do_not_exist_for_others():
    volunteer = make.volunteer()

    assert make.browser_of(volunteer.account).get(PATH).status_code == 404
    figures = periods.Figures(**FIGURES)
    with pytest.raises(PairPeriods.DoesNotExist):
        periods.change(town=make.TOWN, from_on=make.MONDAY, figures=figures, by=volunteer.account, now=make.NOON)
