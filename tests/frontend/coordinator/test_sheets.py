"""Lists on paper: printed for a house and a day, and entered row by row."""

import uuid
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from backend.meetings import hours_rows, sheets
from backend.meetings.models import HoursEntry
from frontend.coordinator import sheet_forms
from tests import make

pytestmark = pytest.mark.usefixtures("town")

ON = "2026-11-18"


@pytest.fixture(autouse=True)
def noon(time_machine):
    time_machine.move_to(make.NOON, tick=False)


@pytest.fixture
def house():
    return make.centre()


@pytest.fixture
def browser():
    return make.browser_of(make.coordinator().account)


def meeting_in(house, **about):
    return make.meeting(centre=house, starts_at=make.NOON - timedelta(days=5), **about)


def fields(*rows):
    """The form as a browser sends it."""
    data = {"rows": ",".join(f"r{number}" for number in range(len(rows)))}
    for number, row in enumerate(rows):
        data |= {f"r{number}-{name}": value for name, value in ({"request_id": uuid.uuid4()} | row).items()}
    return data


def row_of(pair, **about):
    return {"met": "on", "pair": pair.pk, "starts_local": "12:00", "minutes": 90} | about


def enter(browser, house, data):
    return browser.post(f"/coordinator/lijst/{house.pk}/?on={ON}", data)


def test_the_list_of_a_day_stands_ready_to_enter_and_to_print(browser, house):
    meeting = meeting_in(house)

    page = browser.get(f"/coordinator/lijst/{house.pk}/?on={ON}").content.decode()
    printed = browser.get(f"/coordinator/lijst/{house.pk}.pdf?on={ON}")

    assert meeting.pair.volunteer.account.call_name in page
    assert 'value="12:00"' in page
    assert printed.content.startswith(b"%PDF-")
    assert b"pdfaid" in printed.content


def test_many_rows_are_entered_at_once(browser, house):
    meetings = [meeting_in(house) for _ in range(3)]

    answer = enter(browser, house, fields(*(row_of(meeting.pair) for meeting in meetings)))

    assert answer.status_code == 302
    assert HoursEntry.objects.count() == 3
    assert meetings[0].pair.volunteer.account.call_name not in _rows_left(browser, house)


def _rows_left(browser, house):
    return (
        browser.get(f"/coordinator/lijst/{house.pk}/?on={ON}")
        .content.decode()
        .split("<fieldset", 1)[1]
        .split("<select")[0]
    )


def test_a_sheet_sent_twice_is_entered_once(browser, house):
    data = fields(row_of(meeting_in(house).pair))

    for _ in range(2):
        assert enter(browser, house, data).status_code == 302

    assert HoursEntry.objects.count() == 1


def test_a_wrong_row_comes_back_with_what_to_do_and_what_was_typed_and_the_others_stand(browser, house):
    right, wrong, unsure = (meeting_in(house).pair for _ in range(3))

    answer = enter(
        browser,
        house,
        fields(row_of(right), row_of(wrong, minutes=999), row_of(unsure, met="", minutes=75)),
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Kies tussen een kwartier en vier uur." in page
    assert 'value="999"' in page
    assert 'value="75"' in page
    assert HoursEntry.objects.count() == 1
    assert 'name="rows" value="r1,r2"' in page


def test_an_overlap_names_the_other_pair_and_the_hours(browser, house):
    first = meeting_in(house).pair
    second = make.pair(volunteer=first.volunteer, place=2)

    page = enter(browser, house, fields(row_of(first), row_of(second, starts_local="13:00"))).content.decode()

    assert first.newcomer.account.call_name in page
    assert "tot <bdi>13:30</bdi>" in page or "tot 13:30" in page


def test_a_ticked_row_without_a_pair_or_a_time_says_what_is_missing(browser, house):
    page = enter(browser, house, fields({"met": "on", "pair": "", "minutes": ""})).content.decode()

    assert "Kies wie een afspraak hadden." in page


def test_for_others_the_lists_are_not_there(house):
    browser = make.browser_of(make.volunteer().account)

    assert browser.get("/coordinator/lijsten/").status_code == 404
    assert browser.get(f"/coordinator/lijst/{house.pk}.pdf").status_code == 404


def test_a_page_of_fifty_rows_asks_as_much_as_one_of_one(browser, house, django_assert_max_num_queries):
    for _ in range(5):
        meeting_in(house)

    with django_assert_max_num_queries(14):
        browser.get(f"/coordinator/lijst/{house.pk}/?on={ON}")


def test_a_planned_row_offers_its_own_pair_and_an_empty_one_offers_everybody(browser, house):
    names = [meeting_in(house).pair.volunteer.account.call_name for _ in range(3)] + ["Elsewhere"]
    make.pair(volunteer=make.volunteer(account=make.account(call_name="Elsewhere")))

    page = browser.get(f"/coordinator/lijst/{house.pk}/?on={ON}").content.decode()

    assert [page.count(f">{name} + ") for name in names] == [1 + sheet_forms.EMPTY_ROWS] * 3 + [
        sheet_forms.EMPTY_ROWS
    ]


def test_in_a_town_with_very_many_pairs_there_is_one_empty_row(browser, house, monkeypatch):
    monkeypatch.setattr(sheet_forms, "MANY_PAIRS", 1)
    first, other = meeting_in(house).pair, meeting_in(house).pair

    page = browser.get(f"/coordinator/lijst/{house.pk}/?on={ON}").content.decode()

    assert [page.count(f">{pair.volunteer.account.call_name} + ") for pair in (first, other)] == [2, 2]


def test_a_wrong_row_that_was_empty_still_offers_everybody(browser, house):
    wrong, other = make.pair(), make.pair()
    sent = {"rows": "e0", "e0-request_id": uuid.uuid4(), "e0-met": "on", "e0-pair": wrong.pk, "e0-minutes": 90}

    page = enter(browser, house, sent)

    assert page.status_code == 422
    assert f">{other.volunteer.account.call_name} + " in page.content.decode()


def test_the_printed_list_is_the_same_bytes_every_time(house):
    meeting_in(house)

    one, other = (sheets.as_pdf(house, make.MONDAY - timedelta(days=5), check_in="/hier/x/") for _ in range(2))

    assert one == other


class TestTakingARowBack:
    @pytest.fixture
    def entered(self, time_machine):
        """A coordinator, and the row of paper that he or she entered at noon."""
        time_machine.move_to(make.NOON, tick=False)
        meeting, by = make.meeting(), make.coordinator().account
        local = meeting.starts_at.astimezone(ZoneInfo("Europe/Amsterdam"))
        row = {"pair_id": meeting.pair_id, "on": local.date(), "starts_local": local.time(), "minutes": 90}
        about = {"by": by, "how": "Paper", "request_id": uuid.uuid4(), "now": make.NOON}
        return by, hours_rows.enter(row=hours_rows.Row(**row), **about)

    def take_back(self, by, line, request_id=None):
        path = f"/coordinator/uren/{line.pk}/terugnemen/"
        return make.browser_of(by).post(path, {"request_id": request_id or uuid.uuid4()}, follow=True)

    def test_has_a_button_and_twice_is_once(self, entered):
        by, line = entered
        lists = make.browser_of(by).get("/coordinator/lijsten/").content.decode()
        assert f"/coordinator/uren/{line.pk}/terugnemen/" in lists

        for _ in range(2):
            assert self.take_back(by, line).status_code == 200

        assert list(HoursEntry.objects.order_by("number").values_list("kind", flat=True)) == ["CLAIM", "REVERSE"]
        assert f"{line.pk}" not in make.browser_of(by).get("/coordinator/lijsten/").content.decode()

    def test_after_three_days_it_says_what_to_do_instead(self, entered, time_machine):
        by, line = entered
        time_machine.move_to(make.NOON + timedelta(hours=73), tick=False)

        page = self.take_back(by, line).content.decode()

        assert "wie er was" in page or "who was there" in page
        assert HoursEntry.objects.count() == 1

    def test_of_somebody_else_does_not_exist(self, entered):
        _by, line = entered

        assert self.take_back(make.coordinator().account, line).status_code == 404
