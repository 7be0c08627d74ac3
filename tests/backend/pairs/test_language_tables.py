"""Language tables: a round seats people there, who say yes or no; seats are held, freed and never given twice."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from backend.pairs import language_tables, problem, rounds, table_offers
from backend.pairs.language_tables import TableFacts
from backend.pairs.models import (
    Exclusion,
    FoundSeat,
    LanguageTable,
    Pair,
    Proposal,
    RoundArchive,
    TableOffer,
    TableSeat,
    UnmatchedReason,
)
from matching.__main__ import main
from notifications.models import Message
from tests import make
from tests.backend.pairs.searching import looked_at, publish, run

pytestmark = pytest.mark.usefixtures("town")

State = TableOffer.State


def kinds():
    return sorted(Message.objects.values_list("kind", flat=True))


class TestARound:
    def test_offers_a_free_seat_to_who_is_willing(self):
        newcomer, table = make.newcomer(joins_tables=True), make.language_table()

        done = run()

        offer = TableOffer.objects.get()
        assert (offer.newcomer, offer.table, offer.round, offer.state) == (newcomer, table, done, State.OFFERED)
        assert offer.answer_before == make.NOON + timedelta(days=7)
        assert "table_offered" in kinds()

    def test_says_nothing_before_it_is_published(self):
        make.newcomer(joins_tables=True)
        make.language_table()

        dry = looked_at()
        assert (FoundSeat.objects.count(), TableOffer.objects.count()) == (1, 0)

        publish(dry)
        assert TableOffer.objects.count() == 1

    def test_asks_who_is_not_willing_whether_a_table_is_fine_too(self):
        make.newcomer()
        table = make.language_table()

        run()

        change = UnmatchedReason.objects.get().smallest_change
        assert (change["kind"], change["weekday"], change["starts_minute"]) == ("table", 2, table.starts_minute)
        assert not TableOffer.objects.exists()

    def test_a_buddy_who_fits_better_comes_first(self):
        make.newcomer(joins_tables=True, goals=["WORK"])
        make.volunteer(goals=["WORK"])
        make.language_table()

        run()

        assert (Proposal.objects.count(), TableOffer.objects.count()) == (1, 0)

    def test_seats_no_more_people_than_there_are_seats_and_as_many_of_a_tongue_as_the_table_wants(self):
        table = make.language_table(seats=3, most_per_language=1)
        make.table_seat(table=table, newcomer=make.newcomer(joins_tables=True, mother_tongue="tir"))
        for tongue in ("tir", "ara", "ara", "pol", "som"):
            make.newcomer(joins_tables=True, mother_tongue=tongue)

        run()

        offered = [offer.newcomer.mother_tongue for offer in TableOffer.objects.select_related("newcomer")]
        assert len(offered) == len(set(offered)) == 2
        assert "tir" not in offered

    def test_who_is_kept_from_the_leader_is_not_seated(self):
        newcomer, leader = make.newcomer(joins_tables=True), make.volunteer(capacity=0)
        make.language_table(leader=leader)
        Exclusion.objects.create(
            municipality_id=make.TOWN, newcomer=newcomer, volunteer=leader, cause="SEALED", since=make.NOON
        )

        run()

        assert not TableOffer.objects.exists()

    def test_a_closed_table_seats_nobody(self):
        make.newcomer(joins_tables=True)
        make.language_table(closed_on=make.MONDAY)

        run()

        assert not FoundSeat.objects.exists()

    def test_without_tables_the_engine_is_told_of_none(self):
        make.newcomer(joins_tables=True, mother_tongue="tir")

        done = run()

        done.refresh_from_db()
        assert "tables" not in done.report["certificate"]

    def test_its_files_are_solved_alike_from_a_shell(self, tmp_path):
        make.newcomer(joins_tables=True, mother_tongue="tir")
        make.language_table(most_per_language=1)
        done = run()

        zipfile.ZipFile(io.BytesIO(bytes(RoundArchive.objects.get(round=done).files))).extractall(tmp_path)
        named = [
            part
            for name in ("newcomers", "volunteers", "blocked", "tables")
            for part in (f"--{name}", str(tmp_path / f"{name}.csv"))
        ]
        assert main(["solve", *named, "--date", done.day.isoformat(), "--out", str(tmp_path / "again")]) == 0
        report = json.loads((tmp_path / "again" / "report.json").read_text())
        assert report["input_hash"] == done.input_hash
        assert (tmp_path / "again" / "pairs.csv").read_bytes() == (tmp_path / "pairs.csv").read_bytes()


class TestAnswering:
    def test_yes_takes_the_seat_and_the_leader_hears_it(self):
        offer = make.table_offer()

        for _twice in range(2):
            table_offers.accept(offer_id=offer.pk, by=offer.newcomer.account, now=make.NOON)

        seat = TableSeat.objects.get()
        assert (seat.newcomer, seat.table, seat.since, seat.until) == (offer.newcomer, offer.table, make.MONDAY, None)
        assert kinds() == ["table_joined"]

    def test_no_frees_the_seat(self):
        offer = make.table_offer()

        for _twice in range(2):
            table_offers.decline(offer_id=offer.pk, by=offer.newcomer.account, now=make.NOON)

        assert LanguageTable.objects.with_seats().get().free == 4
        assert problem.waiting().count() == 1

    def test_an_answer_of_somebody_else_is_about_nothing(self):
        offer = make.table_offer()

        for deed in (table_offers.accept, table_offers.decline):
            with pytest.raises(TableOffer.DoesNotExist):
                deed(offer_id=offer.pk, by=make.account(), now=make.NOON)

    @pytest.mark.parametrize("late", [timedelta(days=7), timedelta(days=8)])
    def test_too_late_is_too_late(self, late):
        offer = make.table_offer()

        with pytest.raises(table_offers.TableOfferClosed):
            table_offers.accept(offer_id=offer.pk, by=offer.newcomer.account, now=make.NOON + late)

    def test_who_found_a_buddy_meanwhile_has_no_seat_as_well(self):
        offer = make.table_offer()
        make.pair(newcomer=offer.newcomer)

        with pytest.raises(table_offers.TableOfferClosed):
            table_offers.accept(offer_id=offer.pk, by=offer.newcomer.account, now=make.NOON)
        assert Pair.objects.count() == 1

    def test_without_an_answer_it_expires(self):
        offer = make.table_offer()

        assert table_offers.expire_due(now=make.NOON + timedelta(days=6)) == 0
        assert table_offers.expire_due(now=offer.answer_before) == 1
        assert problem.waiting().count() == 1


class TestSeats:
    def test_who_sits_or_is_asked_does_not_wait(self):
        make.table_offer()
        make.table_seat()

        assert not problem.waiting().exists()

    def test_leaving_frees_the_seat_and_keeps_the_place_in_the_queue(self):
        seat = make.table_seat()
        since = seat.newcomer.waiting_since

        for _twice in range(2):
            language_tables.leave(seat_id=seat.pk, by=seat.newcomer.account, now=make.NOON)

        assert problem.waiting().get().waiting_since == since
        assert LanguageTable.objects.with_seats().get().free == 4

    def test_nobody_frees_the_seat_of_somebody_else_but_a_coordinator(self):
        seat = make.table_seat()

        with pytest.raises(TableSeat.DoesNotExist):
            language_tables.leave(seat_id=seat.pk, by=make.newcomer().account, now=make.NOON)
        assert language_tables.leave(seat_id=seat.pk, by=make.coordinator().account, now=make.NOON).until

    def test_nobody_sits_at_two_tables(self):
        seat = make.table_seat()

        with pytest.raises(IntegrityError), transaction.atomic():
            make.table_seat(newcomer=seat.newcomer)

    def test_a_seat_that_was_taken_since_the_round_is_not_offered(self):
        table = make.language_table(seats=1)
        make.newcomer(joins_tables=True)
        dry = looked_at()
        make.table_seat(table=table)

        publish(dry)

        assert not TableOffer.objects.exists()


def facts(**about):
    given = {
        "name": "Tafel",
        "centre": about.get("centre") or make.centre(),
        "leaders": [make.volunteer()],
        "weekday": 2,
        "starts_minute": 600,
        "seats": 2,
    }
    return TableFacts(**(given | about))


class TestMaking:
    def test_a_coordinator_makes_changes_and_closes_a_table(self):
        by, about = make.coordinator().account, facts()
        table = language_tables.make(town=make.TOWN, facts=about, by=by, now=make.NOON)
        other = facts(centre=about.centre, seats=5)

        language_tables.change(table_id=table.pk, facts=other, by=by, now=make.NOON)
        table.refresh_from_db()
        assert (table.seats, list(table.leaders.all())) == (5, list(other.leaders))

        language_tables.close(table_id=table.pk, by=by, now=make.NOON)
        assert not LanguageTable.objects.going_on().exists()

    def test_closing_tells_who_sits_there_and_who_is_asked(self):
        table = make.language_table()
        make.table_seat(table=table)
        make.table_offer(table=table)

        for _twice in range(2):
            language_tables.close(table_id=table.pk, by=make.coordinator().account, now=make.NOON)

        assert kinds() == ["table_closed", "table_closed"]
        assert problem.waiting().count() == 2

    def test_seats_that_people_hold_cannot_be_taken_away(self):
        table = make.language_table(seats=2)
        make.table_seat(table=table)
        make.table_offer(table=table)

        with pytest.raises(language_tables.TooFewSeats):
            language_tables.change(
                table_id=table.pk, facts=facts(seats=1), by=make.coordinator().account, now=make.NOON
            )

    def test_two_tables_have_two_names_and_each_a_leader(self):
        by, table = make.coordinator().account, make.language_table(name="Tafel")

        with pytest.raises(language_tables.NameIsTaken):
            language_tables.make(town=make.TOWN, facts=facts(), by=by, now=make.NOON)
        with pytest.raises(language_tables.NoLeader):
            language_tables.make(town=make.TOWN, facts=facts(name="Andere", leaders=[]), by=by, now=make.NOON)
        assert LanguageTable.objects.get() == table

    def test_only_a_coordinator_does(self):
        with pytest.raises(LanguageTable.DoesNotExist):
            language_tables.make(town=make.TOWN, facts=facts(), by=make.account(), now=make.NOON)


def test_a_round_that_publishes_itself_offers_seats_too():
    make.newcomer(joins_tables=True)
    make.language_table()

    rounds.run(town=make.TOWN, now=make.NOON)

    assert TableOffer.objects.count() == 1
