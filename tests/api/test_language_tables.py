"""Language tables through the API: who may see them, seats offered and taken, and what a second click does."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_scopes import scope

from backend.pairs.models import TableSeat
from tests import make
from tests.api.client import get, of, post

pytestmark = pytest.mark.usefixtures("town")

LATER = make.NOON.replace(year=2099)


def ids(client, path):
    return [row["id"] for row in get(client, path).json()["results"]]


class TestTables:
    def test_are_read_with_their_hours_and_free_seats(self):
        table = make.language_table(seats=6, languages=["tir"])
        make.table_seat(table=table)
        make.table_offer(table=table)

        [row] = get(of(make.coordinator()), "language-tables").json()["results"]

        assert (row["weekday"], row["startsMinute"], row["minutes"]) == (2, 1140, 90)
        assert (row["seats"], row["free"], row["languages"]) == (6, 4, ["tir"])
        assert row == get(of(make.coordinator()), f"language-tables/{table.pk}").json()

    def test_are_seen_by_who_leads_sits_or_is_asked_and_by_nobody_else(self):
        leader = make.volunteer()
        table = make.language_table(leader=leader)
        asked, sitting = make.table_offer(table=table).newcomer, make.table_seat(table=table).newcomer
        make.language_table()

        for role in (leader, asked, sitting):
            assert ids(of(role), "language-tables") == [str(table.pk)]
        for role in (make.newcomer(), make.volunteer(), make.caseworker(), make.programme_manager()):
            assert ids(of(role), "language-tables") == []


class TestSeats:
    def test_a_seat_is_taken_once_however_often_the_yes_is_sent(self):
        offer = make.table_offer(answer_before=LATER)
        newcomer = of(offer.newcomer)

        answers = [post(newcomer, f"table-offers/{offer.pk}/acceptances") for _ in range(2)]

        assert [(answer.status_code, answer.json()["state"]) for answer in answers] == [(201, "ACCEPTED")] * 2
        [seat] = get(newcomer, "table-seats").json()["results"]
        assert (seat["table"], seat["offer"], seat["until"]) == (str(offer.table_id), str(offer.pk), None)

    def test_a_no_is_kept_and_a_yes_after_it_comes_too_late(self):
        offer = make.table_offer(answer_before=LATER)
        newcomer = of(offer.newcomer)

        assert post(newcomer, f"table-offers/{offer.pk}/declines").json()["state"] == "DECLINED"
        assert post(newcomer, f"table-offers/{offer.pk}/acceptances").status_code == 409
        assert not TableSeat.objects.exists()

    def test_a_seat_is_given_up_by_the_newcomer_or_a_coordinator(self):
        first, second = make.table_seat(), make.table_seat()

        for client, seat in ((of(first.newcomer), first), (of(make.coordinator()), second)):
            answer = post(client, f"table-seats/{seat.pk}/departures")
            assert (answer.status_code, answer.json()["until"] is None) == (201, False)

    def test_only_the_newcomer_says_yes(self):
        offer = make.table_offer(answer_before=LATER)

        for role in (make.coordinator(), make.newcomer(), offer.table.leaders.get()):
            answer = post(of(role), f"table-offers/{offer.pk}/acceptances")
            assert answer.status_code == 404
        assert not TableSeat.objects.exists()

    def test_who_leads_a_table_reads_no_seats_of_others(self):
        table = make.table_seat(table=make.table_offer().table).table

        for path in ("table-seats", "table-offers"):
            assert ids(of(table.leaders.get()), path) == []


def test_not_yours_equals_what_does_not_exist_byte_for_byte():
    with scope(municipality=make.OTHER_TOWN):
        theirs = make.table_seat(of=make.OTHER_TOWN)
        offer = make.table_offer(of=make.OTHER_TOWN)
    rows = {"language-tables": theirs.table_id, "table-seats": theirs.pk, "table-offers": offer.pk}

    for role in (make.coordinator(), make.newcomer(), make.volunteer(), make.caseworker()):
        for path, pk in rows.items():
            hidden, missing = (get(of(role), f"{path}/{one}") for one in (pk, uuid.uuid4()))
            assert (hidden.status_code, hidden.content) == (404, missing.content)
            assert dict(hidden.headers) == dict(missing.headers)


@pytest.mark.parametrize("path", ["language-tables", "table-offers", "table-seats"])
def test_a_list_takes_as_many_queries_for_many_as_for_one(path):
    coordinator = of(make.coordinator())

    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert get(coordinator, path).status_code == 200
        return len(asked)

    make.table_seat(table=make.table_offer().table)
    get(coordinator, path)
    one = queries()
    for _ in range(10):
        make.table_seat(table=make.table_offer().table)
    assert queries() == one
