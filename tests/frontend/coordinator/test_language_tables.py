"""The coordinator's pages of language tables: which there are, who sits there, making, changing and closing."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from backend.pairs.models import FoundSeat, LanguageTable, TableSeat
from frontend.coordinator.leaders_field import FEW
from tests import make

pytestmark = pytest.mark.usefixtures("town")

TABLES = "/coordinator/tafels/"


@pytest.fixture
def browser():
    return make.browser_of(make.coordinator(account=make.account(language="en")).account)


def text(browser, path):
    return browser.get(path).content.decode()


def told(**about):
    """A form as a browser sends it."""
    given = {
        "name": "Wednesday morning",
        "centre": make.centre().pk,
        "weekday": "2",
        "starts_minute": "600",
        "minutes": "90",
        "seats": "8",
        "leaders": [make.volunteer().pk],
        "min_level": "A0",
        "max_level": "A2",
        "women_only": "on",
        "most_per_language": "2",
    }
    return given | about


class TestTheList:
    def test_says_what_to_do_when_there_is_none(self, browser):
        page = text(browser, TABLES)

        assert "There is no language table yet." in page
        assert f"{TABLES}nieuw/" in page

    def test_shows_seats_taken_and_who_leads(self, browser):
        table = make.language_table(name="Tafel Oost", leader=make.volunteer(account=make.account(call_name="Ria")))
        make.table_seat(table=table)
        make.table_offer(table=table)

        page = text(browser, TABLES)

        for words in ("Tafel Oost", "Ria", "1 of 4 taken", "1 person is asked"):
            assert words in page

    def test_fifty_tables_ask_as_many_questions_as_one(self, browser):
        centre, leader = make.centre(), make.volunteer()
        make.language_table(centre=centre, leader=leader)
        browser.get(TABLES)
        with CaptureQueriesContext(connection) as one:
            browser.get(TABLES)
        for _ in range(49):
            make.language_table(centre=centre, leader=leader)
        with CaptureQueriesContext(connection) as fifty:
            browser.get(TABLES)

        assert len(fifty) == len(one)


class TestWhoLeadsIt:
    """Where there are more volunteers than one reads at once."""

    @pytest.fixture(autouse=True)
    def many(self, town):
        for number in range(FEW + 1):
            make.volunteer(account=make.account(full_name=f"Somebody {number}"))

    def volunteer(self, name, **about):
        return make.volunteer(account=make.account(full_name=name, call_name=name.split()[0]), **about)

    def test_is_found_by_name_and_what_was_typed_stays(self, browser):
        ria = self.volunteer("Ria Jansen")
        assert "Ria Jansen" not in text(browser, f"{TABLES}nieuw/")

        typed = told(name="Half done", seats="5", leaders=[], find="leaders", leaders_find="jansen")
        page = browser.post(f"{TABLES}nieuw/", typed).content.decode()

        assert f'value="{ria.pk}"' in page
        assert 'value="Half done"' in page
        assert 'role="alert"' not in page
        assert not LanguageTable.objects.exists()

    def test_stays_ticked_while_another_is_looked_for(self, browser):
        ria, joke = self.volunteer("Ria Jansen"), self.volunteer("Joke Smit")

        typed = told(leaders=[ria.pk, "nonsense"], find="leaders", leaders_find="joke")
        page = browser.post(f"{TABLES}nieuw/", typed).content.decode()

        assert [f'value="{one.pk}"' in page for one in (ria, joke)] == [True, True]
        assert page.count("checked") == 2, "Ria, and for women only"

    def test_is_told_apart_from_a_namesake_by_the_neighbourhood(self, browser):
        ria = self.volunteer("Ria Jansen")

        typed = told(find="leaders", leaders_find="ria")
        page = browser.post(f"{TABLES}nieuw/", typed).content.decode()

        assert f"Ria Jansen · {ria.neighbourhood.name}" in page

    def test_may_be_nobody_and_then_the_page_says_what_to_type(self, browser):
        page = browser.post(f"{TABLES}nieuw/", told(find="leaders", leaders_find="zzz")).content.decode()

        assert "Nobody is found." in page

    def test_is_looked_for_while_a_table_is_changed_too(self, browser):
        table, ria = make.language_table(), self.volunteer("Ria Jansen")

        answer = browser.post(f"{TABLES}{table.pk}/", told(name="Other", find="leaders", leaders_find="ria"))

        assert f'value="{ria.pk}"' in answer.content.decode()
        assert LanguageTable.objects.get().name == table.name


class TestOneTable:
    def test_is_made(self, browser):
        answer = browser.post(f"{TABLES}nieuw/", told())

        table = LanguageTable.objects.get()
        assert answer["Location"] == f"{TABLES}{table.pk}/"
        assert (table.seats, table.max_level, table.women_only, table.most_per_language) == (8, "A2", True, 2)

    def test_what_is_wrong_is_said_and_what_was_typed_stays(self, browser):
        answer = browser.post(f"{TABLES}nieuw/", told(name="Half done", leaders=[], max_level="A0", min_level="B1"))

        assert answer.status_code == 422
        page = answer.content.decode()
        assert "Choose at least one volunteer." in page
        assert "Half done" in page

    def test_a_level_below_the_lowest_is_refused(self, browser):
        answer = browser.post(f"{TABLES}nieuw/", told(min_level="B1", max_level="A0"))

        assert "This level is lower than the one above." in answer.content.decode()

    def test_shows_who_sits_there_and_who_is_asked(self, browser):
        table = make.language_table()
        sits = make.newcomer(account=make.account(call_name="Samira"))
        is_asked = make.newcomer(account=make.account(call_name="Yonas"))
        make.table_seat(table=table, newcomer=sits)
        make.table_offer(table=table, newcomer=is_asked)

        page = text(browser, f"{TABLES}{table.pk}/")

        assert "Who sits there: 1 of 4" in page
        assert "Samira" in page
        assert "Yonas" in page

    def test_is_changed_but_not_below_the_seats_that_are_held(self, browser):
        table = make.language_table(seats=2)
        make.table_seat(table=table)
        make.table_offer(table=table)

        refused = browser.post(f"{TABLES}{table.pk}/", told(seats="1"))
        browser.post(f"{TABLES}{table.pk}/", told(seats="3"))

        assert "Free a seat first." in refused.content.decode()
        table.refresh_from_db()
        assert (table.name, table.seats) == ("Wednesday morning", 3)

    def test_a_seat_is_freed_and_the_table_is_closed(self, browser):
        seat = make.table_seat()

        browser.post(f"{TABLES}plaats/{seat.pk}/vrij/")
        assert TableSeat.objects.get().until is not None

        browser.post(f"{TABLES}{seat.table_id}/sluiten/")
        assert not LanguageTable.objects.going_on().exists()
        assert "Closed on" in text(browser, f"{TABLES}{seat.table_id}/")

    def test_does_not_exist_for_others(self):
        table, stranger = make.language_table(), make.browser_of(make.volunteer().account)

        assert stranger.get(f"{TABLES}{table.pk}/").status_code == 404
        assert stranger.post(f"{TABLES}{table.pk}/sluiten/").status_code == 404


def test_the_page_of_a_round_shows_the_seats_it_found(browser):
    this, table = make.matching_round(), make.language_table(name="Tafel Oost")
    person = make.newcomer(account=make.account(call_name="Samira"))
    FoundSeat.objects.create(
        municipality_id=make.TOWN, round=this, newcomer=person, table=table, score=70, distance_m=400
    )

    page = text(browser, f"/coordinator/ronde/{this.pk}/")

    assert "Seats at language tables" in page
    assert "Samira" in page
    assert "Tafel Oost" in page
