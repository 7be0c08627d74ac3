"""Signals, the monthly bit, the ceiling, what another ordinance would mean, and a newcomer's own hours."""

import csv
import hashlib
import io
import uuid
from datetime import date, timedelta

import pytest

from backend.obligations import allowances, bus, dossier, participation, signals, simulation
from backend.obligations.models import (
    Ground,
    LegalBasis,
    Obligation,
    ObligationDecision,
    ParticipationStatement,
    SignalKind,
)
from backend.people.registration import RequestUsedBefore
from tests import make
from tests.backend.obligations.duties import caseworker_of, changed, letter, linked, said, stated, worked

pytestmark = pytest.mark.usefixtures("town")
Kind = ObligationDecision.Kind
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)


def seen(obligation, today=make.MONDAY):
    return signals.of_many([obligation], today=today)[obligation.pk]


class TestASignal:
    def test_is_raised_after_four_weeks_with_less_than_half(self):
        obligation = linked()

        assert [each.kind for each in seen(obligation).signals] == [SignalKind.BELOW]
        assert seen(obligation).standing == signals.Standing.BEHIND
        assert seen(obligation, make.MONDAY - DAY).signals == []

    def test_is_not_raised_for_who_does_half(self):
        obligation = linked()
        worked(obligation, days_ago=5, minutes=120)

        assert seen(obligation).signals == []
        assert seen(obligation).standing == signals.Standing.ON_TRACK

    def test_is_gone_when_a_person_said_what_came_of_it_and_does_nothing_itself(self):
        obligation = linked()
        [signal] = seen(obligation).signals
        signals.handle(
            obligation_id=obligation.pk,
            by=caseworker_of(obligation),
            signal=signal,
            outcome=signals.Outcome.TALK,
            note="",
            request_id=uuid.uuid4(),
            now=make.NOON,
        )

        assert seen(obligation).signals == []
        assert obligation.decisions.count() == 1

    def test_asks_to_look_at_an_exemption_again(self):
        obligation = linked()
        review = make.MONDAY + 10 * DAY
        changed(
            obligation,
            Kind.EXEMPT,
            starts_on=letter().starts_on,
            ground=Ground.CARE_TASKS,
            share_pct=100,
            review_on=review,
        )

        assert [(each.kind, each.key) for each in seen(obligation).signals] == [(SignalKind.EXEMPTION_REVIEW, review)]
        assert seen(obligation).standing == signals.Standing.NOTHING_ASKED

    def test_tells_that_a_decision_ends_soon(self):
        obligation = linked(decision=letter(ends_on=make.MONDAY + 28 * DAY))

        assert SignalKind.DECISION_ENDING in [each.kind for each in seen(obligation).signals]
        assert SignalKind.DECISION_ENDING not in [each.kind for each in seen(obligation, make.MONDAY - DAY).signals]

    def test_tells_that_nobody_was_found_in_the_time_to_search_which_asks_nothing(self):
        make.ordinance(search_period_weeks=4)
        obligation = linked(make.volunteer())

        assert [each.kind for each in seen(obligation).signals] == [SignalKind.SEARCH_OVER]
        assert seen(obligation).standing == signals.Standing.NOTHING_ASKED


def test_the_monthly_bit_is_yes_for_who_did_something_however_little_and_leaves_out_agreements():
    did, did_not = linked(client_number="A-1"), linked(client_number="A-2")
    linked(client_number="A-3", decision=letter(legal_basis=LegalBasis.VOLUNTARY))
    worked(did, days_ago=5, minutes=15)
    month = date(2026, 11, 1)

    rows = bus.of_month(list(Obligation.objects.all()), month=month, as_of=make.MONDAY)

    table = list(csv.reader(io.StringIO(bus.as_csv(rows, month=month))))
    assert table == [
        ["clientnummer", "maand", "uitvoering_tegenprestatie"],
        ["A-1", "2026-11", "1"],
        [did_not.client_number, "2026-11", "0"],
    ]


class TestTheCeiling:
    def pay(self, obligation, month, cents, **about):
        return allowances.note(
            obligation_id=obligation.pk,
            by=caseworker_of(obligation),
            month=month,
            cents=cents,
            **about,
            request_id=uuid.uuid4(),
            now=make.NOON,
        )

    @pytest.mark.parametrize(
        ("months", "cents", "near", "over"),
        [(2, 22000, False, False), (9, 22000, True, False), (1, 22001, False, True)],
    )
    def test_is_watched_by_month_and_by_year(self, months, cents, near, over):
        obligation = linked()
        for month in range(1, months + 1):
            self.pay(obligation, date(2026, month, 15), cents)

        [watch] = allowances.watch(obligation)

        assert (watch.paid_cents, watch.is_near, watch.is_over) == (months * cents, near, over)

    @pytest.mark.parametrize(
        ("year", "agreed", "is_over"),
        [(2026, 575, False), (2026, 576, True), (2024, 575, True), (2026, None, False)],
    )
    def test_of_an_hour_holds_where_an_amount_by_the_hour_was_agreed(self, year, agreed, is_over):
        obligation = linked()
        self.pay(obligation, date(year, 3, 1), 1000, hour_cents=agreed)
        self.pay(obligation, date(year, 4, 1), 1000)

        [watch] = allowances.watch(obligation)

        assert (watch.most_by_hour, watch.is_over_by_hour, watch.is_over) == (agreed, is_over, False)

    def test_of_a_year_without_amounts_is_refused(self):
        with pytest.raises(allowances.NoCeilingKnown):
            self.pay(linked(), date(2019, 1, 1), 100)


class TestASimulation:
    PERIOD = {"starts_on": make.MONDAY - 2 * WEEK, "ends_on": make.MONDAY - DAY, "as_of": make.MONDAY}

    def run(self, **wish):
        return simulation.simulate(list(Obligation.objects.all()), simulation.Wish(**wish), **self.PERIOD)

    def test_tells_for_how_many_and_how_much_and_changes_nothing(self):
        for _ in range(6):
            linked(decision=letter(minutes_per_week=1200))

        outcome = self.run(max_minutes_per_week=480)

        assert (outcome.people, outcome.affected) == (6, 6)
        assert (outcome.required_now, outcome.required_then) == (6 * 2 * 1200, 6 * 2 * 480)
        assert {each.periods.get().minutes_per_week for each in Obligation.objects.all()} == {1200}

    def test_tells_nothing_about_fewer_than_five(self):
        for _ in range(4):
            linked(decision=letter(minutes_per_week=1200))

        outcome = self.run(max_minutes_per_week=480)

        assert (outcome.people, outcome.affected, outcome.required_now, outcome.required_then) == (None,) * 4

    def test_tells_who_is_affected_by_what_is_asked_now(self):
        for minutes, count in ((240, 5), (480, 6), (1200, 7)):
            for _ in range(count):
                linked(decision=letter(minutes_per_week=minutes))

        outcome = self.run(max_minutes_per_week=480)

        assert (outcome.people, outcome.affected) == (18, 7)
        assert [(group.up_to, group.people, group.required_now, group.required_then) for group in outcome.groups] == [
            (240, 5, 5 * 2 * 240, 5 * 2 * 240),
            (480, 6, 6 * 2 * 480, 6 * 2 * 480),
            (1440, 7, 7 * 2 * 1200, 7 * 2 * 480),
        ]

    def test_hides_with_a_small_group_what_it_could_be_worked_out_from(self):
        for minutes, count in ((240, 1), (480, 5), (1200, 7)):
            for _ in range(count):
                linked(decision=letter(minutes_per_week=minutes))

        outcome = self.run(max_minutes_per_week=480)

        assert [(group.up_to, group.people) for group in outcome.groups] == [(240, None), (480, None), (1440, 7)]

    def test_tells_nothing_of_the_affected_when_all_but_a_few_are(self):
        for minutes, count in ((240, 1), (1200, 5)):
            for _ in range(count):
                linked(decision=letter(minutes_per_week=minutes))

        outcome = self.run(max_minutes_per_week=480)

        assert (outcome.people, outcome.affected, outcome.required_then, list(outcome.groups)) == (6, None, None, [])


class TestANewcomersOwnHours:
    def issued(self, newcomer, **about):
        given = {"route": "Z", "starts_on": date(2026, 11, 1), "ends_on": make.MONDAY, "request_id": uuid.uuid4()}
        return participation.issue(town=make.TOWN, by=newcomer.account, now=make.NOON, **given | about)

    def met(self, *, both):
        meeting = make.meeting()
        who = meeting.attendances.all() if both else meeting.attendances.filter(side="NEWCOMER")
        who.update(answer="HELD", answered_at=make.NOON)
        return meeting.pair.newcomer

    @pytest.mark.parametrize(("both", "confirmed"), [(True, 90), (False, 0)])
    def test_are_the_meetings_that_the_newcomer_says_took_place(self, both, confirmed):
        figures = self.issued(self.met(both=both)).figures

        assert (figures["minutes"], figures["confirmed"], figures["target_minutes"]) == (90, confirmed, 800 * 60)

    def test_are_printed_the_same_every_time_and_one_request_is_one_statement(self):
        newcomer, request_id = self.met(both=True), uuid.uuid4()
        one, same = (self.issued(newcomer, request_id=request_id) for _ in range(2))

        assert one == same
        assert participation.as_pdf(one) == participation.as_pdf(same)
        with pytest.raises(RequestUsedBefore):
            self.issued(newcomer, request_id=request_id, route="MAP")

    @pytest.mark.parametrize(
        ("layout", "sha256"),
        [
            ({}, "49e9930f04d1af63504c77cd530b85974f1e5d7652bfdc299abd7480873029be"),  # "0 uur 45 min"
            ({"layout": 2}, "e20177569532b46891ee07f87817e6b66f4cf1863a381a5ab8562561bf95d237"),  # "45 min"
        ],
    )
    def test_are_printed_for_ever_as_when_they_were_issued(self, layout, sha256):
        figures = {
            "municipality": "Culemborg", "person": "Amina Tesfay", "route": "Z", "law": "Besluit inburgering 2021",
            "target_minutes": 48000, "starts_on": "2026-01-05", "ends_on": "2026-01-31",
            "minutes": 45, "confirmed": 45, "meetings": [{"day": "2026-01-07", "minutes": 45, "both_say_so": True}],
            "issued_at": "2026-02-01T10:00+01:00",
        }  # fmt: skip
        frozen = ParticipationStatement(figures=figures | layout, figures_sha256="a" * 64, pk=uuid.UUID(int=7))

        assert hashlib.sha256(participation.as_pdf(frozen)).hexdigest() == sha256

    def test_are_for_newcomers_only_and_never_about_days_to_come(self):
        with pytest.raises(participation.NotANewcomer):
            self.issued(make.volunteer())
        with pytest.raises(participation.PeriodIsWrong):
            self.issued(self.met(both=True), ends_on=make.MONDAY + DAY)


def test_the_whole_file_holds_what_an_objection_needs_and_no_name_of_the_other():
    obligation = linked()
    worked(obligation)
    said(obligation)
    stated(obligation)
    pair = make.Pair.objects.get(volunteer__account=obligation.person_id)

    made = dossier.of(obligation, now=make.NOON)

    figures = made.figures
    assert [each["kind"] for each in figures["decisions"]] == ["IMPOSE"]
    assert figures["decisions"][0]["objection_until"] == "2026-12-07"
    assert figures["meetings"][0]["confirmed"].startswith("NEWCOMER ")
    assert figures["meetings"][0]["with"] == "A"
    assert [len(figures[name]) for name in ("statements", "words", "ordinances")] == [1, 1, 1]
    everything = dossier.as_json(made) + dossier.as_csv(made).encode()
    assert pair.newcomer.account.full_name.encode() not in everything
    assert dossier.as_pdf(made) == dossier.as_pdf(dossier.of(obligation, now=make.NOON))
