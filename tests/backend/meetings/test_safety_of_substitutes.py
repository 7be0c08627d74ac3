"""Somebody does not feel safe with who stands in: those two are apart at once, and the pair goes on."""

import uuid
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from backend.meetings import message_words, planning, safety, table_plans
from backend.meetings.models import Attendance, Meeting, SafetyReport, Substitution
from backend.pairs import handover, problem
from backend.pairs.models import CoordinatorTask, Exclusion, Pair
from notifications.models import Message
from tests import make
from tests.backend.meetings.test_planning import new_pair
from tests.backend.meetings.test_substitutes import FROM, UNTIL, arrange, meeting_on, volunteers_of

pytestmark = pytest.mark.usefixtures("town")

IN_THESE_DAYS, AFTER_THEM = date(2026, 12, 2), date(2026, 12, 16)
TUESDAY = make.MONDAY + timedelta(days=1)


@pytest.fixture
def pair():
    made = new_pair()
    planning.plan_due(make.NOON)
    return made


@pytest.fixture
def coordinator():
    return make.coordinator().account


@pytest.fixture
def standing(pair, coordinator):
    """Somebody stands in for the volunteer of the pair, on two Wednesdays."""
    return arrange(pair, coordinator)


def report(standing, by, **about):
    given = {"request_id": uuid.uuid4(), "now": make.NOON, "substitute_id": standing.volunteer_id} | about
    return safety.report(pair_id=standing.pair_id, by=by.account, **given)


def together(standing):
    """The coming meetings at which both the newcomer and who stood in are expected."""
    expected = Attendance.objects.filter(is_expected=True, starts_at__gt=make.NOON)
    both = [
        set(expected.filter(account=who.account).values_list("meeting_id", flat=True))
        for who in (standing.pair.newcomer, standing.volunteer)
    ]
    return both[0] & both[1]


sides = pytest.mark.parametrize("side", ["newcomer", "volunteer"])


def of(standing, side):
    return standing.pair.newcomer if side == "newcomer" else standing.volunteer


class TestAtOnce:
    @sides
    def test_these_two_meet_no_more_whoever_of_them_reports(self, standing, side):
        assert together(standing)

        report(standing, of(standing, side))

        assert not together(standing)
        assert not Substitution.objects.not_over(make.MONDAY).exists()

    @sides
    def test_nobody_comes_on_the_days_that_were_left_and_the_pair_meets_after_them(self, standing, side):
        report(standing, of(standing, side))
        planning.plan_due(make.NOON + timedelta(minutes=1))

        assert meeting_on(standing.pair, IN_THESE_DAYS).off_because == "VOLUNTEER_AWAY"
        assert meeting_on(standing.pair, AFTER_THEM).cancelled_at is None
        assert set(volunteers_of(standing.pair).values()) == {standing.pair.volunteer.account_id}
        assert planning.kept_apart([standing.pair_id]) == set()

    @sides
    def test_they_are_sealed_and_the_pair_is_not(self, standing, side):
        report(standing, of(standing, side))

        [sealed] = Exclusion.objects.all()
        two = (standing.pair.newcomer_id, standing.volunteer_id)
        assert (sealed.newcomer_id, sealed.volunteer_id, sealed.cause) == (*two, "SEALED")
        assert tuple(str(each) for each in two) in problem.excluded()

    def test_who_stood_in_is_no_candidate_any_more(self, standing, coordinator):
        report(standing, standing.pair.newcomer)

        assert standing.volunteer not in [each.volunteer for each in handover.candidates(standing.pair)]
        with pytest.raises(handover.DoesNotFit):
            arrange(standing.pair, coordinator, standing.volunteer)

    def test_nobody_hears_of_it_but_who_calls(self, standing):
        adviser = make.confidential_adviser()
        before = set(Message.objects.values_list("pk", flat=True))

        report(standing, standing.pair.newcomer)
        planning.plan_due(make.NOON)

        new = Message.objects.exclude(pk__in=before).values_list("recipient_id", "kind")
        assert list(new) == [(adviser.account_id, "call_as_adviser")]
        assert not Message.objects.filter(kind__startswith="stands_in", withdrawn_at=None).exists()

    def test_a_coordinator_is_asked_to_find_somebody_else_and_reads_no_name(self, standing, coordinator):
        make.confidential_adviser()

        report(standing, standing.pair.newcomer)

        task = CoordinatorTask.objects.get()
        assert (task.assigned_to, task.made_by, task.kind) == (coordinator, coordinator, "SUBSTITUTE")
        assert Substitution.objects.get().lifted_by is None
        assert not SafetyReport.objects.visible_to(coordinator).exists()

    def test_another_one_who_stands_in_brings_the_meetings_back(self, standing, coordinator):
        report(standing, standing.pair.newcomer)

        other = arrange(standing.pair, coordinator, make.volunteer())

        assert meeting_on(standing.pair, IN_THESE_DAYS).cancelled_at is None
        assert volunteers_of(standing.pair)[IN_THESE_DAYS] == other.volunteer.account_id

    def test_the_same_request_and_a_second_report_are_one(self, standing):
        request_id = uuid.uuid4()

        requests = (request_id, request_id, uuid.uuid4())
        made = {report(standing, standing.pair.newcomer, request_id=each) for each in requests}

        assert len(made) == CoordinatorTask.objects.count() == 1
        with pytest.raises(safety.RequestUsedBefore):
            report(standing, standing.pair.newcomer, request_id=request_id, substitute_id=None)


class TestWhoeverElseBringsThemTogether:
    def test_a_language_table_goes_on_without_the_newcomer_until_it_is_lifted(self, standing):
        table = make.language_table(weekday=0)
        table.table_leaders.create(municipality=table.municipality, volunteer=standing.volunteer)
        seat = make.table_seat(table=table, newcomer=standing.pair.newcomer)
        table_plans.catch_up(now=make.NOON)
        assert len(together(standing)) > 2

        made = report(standing, standing.pair.newcomer)

        assert not together(standing)
        table_plans.catch_up(now=make.NOON)
        assert not together(standing)
        seat.refresh_from_db()
        assert seat.until is None
        safety.lift(report_id=made.pk, by=make.confidential_adviser().account, now=make.NOON)
        table_plans.catch_up(now=make.NOON)
        assert together(standing)

    def test_once_they_are_a_pair_it_is_about_that_pair(self, standing):
        Pair.objects.filter(pk=standing.pair_id).update(ended_on=make.MONDAY, end_reason="MOVED")
        theirs = make.pair(newcomer=standing.pair.newcomer, volunteer=standing.volunteer)

        made = report(standing, standing.pair.newcomer)

        assert (made.pair, made.substitute) == (theirs, None)


class TestWhomItCanBeAbout:
    def names(self, role, today=TUESDAY):
        return [each.name for each in safety.whom(by=role.account, today=today)]

    def test_the_usual_volunteer_and_who_stands_in_or_did_so_lately(self, standing):
        newcomer, usual = standing.pair.newcomer, standing.pair.volunteer.account.call_name
        other = standing.volunteer.account.call_name

        assert self.names(newcomer) == [usual, other]
        assert self.names(newcomer, UNTIL + safety.LATELY) == [usual, other]
        assert self.names(newcomer, UNTIL + safety.LATELY + timedelta(days=1)) == [usual]

    def test_for_both_volunteers_the_newcomer_only(self, standing):
        learner = standing.pair.newcomer.account.call_name

        assert self.names(standing.volunteer) == self.names(standing.pair.volunteer) == [learner]

    def test_who_stood_in_twice_is_named_once(self, standing, coordinator):
        later = {"from_on": date(2027, 1, 11), "until_on": date(2027, 1, 17)}
        arrange(standing.pair, coordinator, standing.volunteer, **later)

        assert len(self.names(standing.pair.newcomer)) == 2
        report(standing, standing.pair.newcomer)
        assert not Substitution.objects.not_over(make.MONDAY).exists()

    def test_nobody_else_reports_about_them(self, standing):
        for stranger in (make.newcomer(), make.volunteer(), standing.pair.volunteer):
            with pytest.raises(Pair.DoesNotExist):
                report(standing, stranger)
        with pytest.raises(Pair.DoesNotExist):
            report(standing, standing.volunteer, substitute_id=None)
        with pytest.raises(Pair.DoesNotExist):
            report(standing, standing.pair.newcomer, substitute_id=make.volunteer().pk)


class TestAfterwards:
    def test_nobody_asks_whether_they_met_and_of_the_usual_volunteer_they_do(self, standing):
        theirs, usual = (meeting_on(standing.pair, day) for day in (IN_THESE_DAYS, AFTER_THEM))
        later = make.NOON + timedelta(days=10)

        report(standing, standing.pair.newcomer, now=later)

        asked = standing.pair.newcomer.account_id
        assert message_words.TOOK_PLACE(theirs.pk, asked) is None
        assert message_words.TOOK_PLACE(usual.pk, asked)

    def test_the_adviser_lets_them_meet_again_and_ends_no_pair(self, standing):
        adviser, made = make.confidential_adviser().account, report(standing, standing.pair.newcomer)

        with pytest.raises(SafetyReport.DoesNotExist):
            safety.end(report_id=made.pk, by=adviser, now=make.NOON)
        safety.lift(report_id=made.pk, by=adviser, now=make.NOON)

        assert standing.pair.is_current
        assert not Exclusion.objects.filter(lifted_at=None).exists()

    def test_they_stay_apart_while_the_report_of_the_other_one_stands(self, standing):
        adviser, made = make.confidential_adviser().account, report(standing, standing.pair.newcomer)
        report(standing, standing.volunteer)

        safety.lift(report_id=made.pk, by=adviser, now=make.NOON)

        assert Exclusion.objects.filter(lifted_at=None).exists()

    def test_a_report_about_the_pair_does_not_seal_who_stands_in(self, standing):
        report(standing, standing.pair.newcomer, substitute_id=None)

        [sealed] = Exclusion.objects.all()
        assert sealed.volunteer == standing.pair.volunteer
        assert not Meeting.objects.going_on().exists()


def _point_at(made, volunteer):
    with transaction.atomic(), connection.cursor() as cursor:
        SafetyReport.objects.filter(pk=made.pk).update(substitute=volunteer.pk)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_who_is_meant_is_a_volunteer_of_the_same_town(standing):
    made, elsewhere = report(standing, standing.pair.newcomer), make.volunteer(of=make.OTHER_TOWN)

    with pytest.raises(IntegrityError, match="report_about_a_volunteer_of_its_town"):
        _point_at(made, elsewhere)


def test_a_substitution_that_is_over_says_since_when(standing):
    with pytest.raises(IntegrityError), transaction.atomic():
        Substitution.objects.update(lifted_by=make.account())
    with pytest.raises(IntegrityError), transaction.atomic():
        Substitution.objects.update(lifted_on=FROM - timedelta(days=1))
