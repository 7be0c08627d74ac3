"""Hours that come in as rows: from a paper sheet, or from a file."""

import uuid
from datetime import date, time, timedelta

import pytest
from django.core.management import CommandError, call_command

from backend.meetings import attendance, hours_rows, ledger, limits, verification
from backend.meetings.ledger import State
from backend.meetings.models import Attendance, HoursEntry, HoursInterval, Meeting
from backend.pairs.models import Pair
from tests import make
from tests.backend.meetings.hours import claim_at

pytestmark = pytest.mark.usefixtures("town")

LAST_WEDNESDAY = date(2026, 11, 18)


def row(pair, **about):
    given = {"pair_id": pair.pk, "on": LAST_WEDNESDAY, "starts_local": time(12), "minutes": 90} | about
    return hours_rows.Row(**given)


def enter(one, by=None, **about):
    given = {"how": "Paper sheet", "request_id": uuid.uuid4(), "now": make.NOON} | about
    return hours_rows.enter(row=one, by=by or make.coordinator().account, **given)


def state_of(line):
    return claim_at(line.meeting_id).state


class TestARow:
    def test_claims_the_hours_of_the_volunteer_at_the_planned_meeting(self):
        meeting = make.meeting(starts_at=make.NOON - timedelta(days=5))

        line = enter(row(meeting.pair))

        assert (line.meeting_id, line.person_id, line.minutes) == (
            meeting.pk,
            meeting.pair.volunteer.account_id,
            90,
        )
        assert line.reason == "Paper sheet"
        assert Pair.objects.get().last_met_on == LAST_WEDNESDAY

    def test_of_a_meeting_outside_the_plan_writes_it_down(self):
        pair = make.pair()

        line = enter(row(pair, starts_local=time(9)))

        meeting = Meeting.objects.get()
        assert (line.meeting_id, meeting.series, meeting.local_date) == (meeting.pk, None, LAST_WEDNESDAY)
        assert meeting.attendances.count() == 2

    def test_sent_twice_or_written_twice_is_one_line(self):
        pair, request_id, by = make.pair(), uuid.uuid4(), make.coordinator().account

        first = enter(row(pair), by, request_id=request_id)
        again = enter(row(pair), by, request_id=request_id)
        other_sheet = enter(row(pair), by)

        assert first == again == other_sheet
        assert HoursEntry.objects.count() == 1

    def test_of_two_meetings_on_one_day_are_two(self):
        pair = make.pair()

        enter(row(pair, starts_local=time(9)))
        enter(row(pair, starts_local=time(14)))

        assert HoursInterval.objects.count() == Meeting.objects.count() == 2

    def test_is_confirmed_by_the_newcomer_and_never_by_who_entered_it(self):
        meeting, by = make.meeting(), make.coordinator().account
        line = enter(row(meeting.pair), by)

        with pytest.raises(ledger.OwnHours):
            attendance.confirm_for(meeting_id=meeting.pk, by=by, reason="Me", request_id=uuid.uuid4(), now=make.NOON)
        attendance.answer(
            meeting_id=meeting.pk,
            by=meeting.pair.newcomer.account,
            answer=Attendance.Answer.HELD,
            minutes=None,
            request_id=uuid.uuid4(),
            now=make.NOON,
        )

        assert state_of(line) == State.CONFIRMED

    def test_that_overlaps_names_the_other_hours_and_writes_nothing(self):
        pair = make.pair(volunteer=make.volunteer(capacity=2))
        other = make.pair(volunteer=pair.volunteer, place=2)
        enter(row(pair))

        with pytest.raises(ledger.HoursOverlap) as refused:
            enter(row(other, starts_local=time(13)))

        assert refused.value.with_.meeting_id == Meeting.objects.get(pair=pair).pk
        assert HoursEntry.objects.count() == 1
        assert not Meeting.objects.filter(pair=other).exists()

    def test_of_a_meeting_with_other_hours_is_refused(self):
        pair = make.pair()
        enter(row(pair))

        with pytest.raises(hours_rows.HoursStandAlready):
            enter(row(pair, minutes=60))

    @pytest.mark.parametrize(
        ("about", "why"),
        [
            ({"minutes": 5}, limits.MinutesOutOfRange),
            ({"on": date(2026, 10, 1)}, hours_rows.NotTogetherThen),
            ({"on": date(2026, 11, 23), "starts_local": time(11)}, attendance.MeetingIsNotOver),
        ],
    )
    def test_that_cannot_be_is_refused(self, about, why):
        with pytest.raises(why):
            enter(row(make.pair(), **about))

    def test_of_more_than_a_year_ago_is_refused(self):
        pair = make.pair(started_on=date(2024, 1, 1))

        with pytest.raises(hours_rows.TooLongAgo):
            enter(row(pair, on=date(2025, 11, 1)))

    def test_is_entered_by_coordinators_only(self):
        pair = make.pair()

        with pytest.raises(Pair.DoesNotExist):
            enter(row(pair), pair.volunteer.account)


class TestUndoing:
    def test_frees_the_time_and_the_chain_holds(self):
        pair, by = make.pair(), make.coordinator().account
        line = enter(row(pair), by)

        for _ in range(2):
            hours_rows.undo(claim_id=line.pk, by=by, request_id=uuid.uuid4(), now=make.NOON)

        assert not HoursInterval.objects.exists()
        assert list(verification.faults()) == []
        assert enter(row(pair, minutes=60), by).minutes == 60

    def test_is_possible_for_72_hours(self):
        by = make.coordinator().account
        line, late = enter(row(make.pair()), by), make.NOON + timedelta(hours=72)

        with pytest.raises(attendance.AnswerIsFinal):
            hours_rows.undo(claim_id=line.pk, by=by, request_id=uuid.uuid4(), now=late)

    def test_is_for_who_entered_it(self):
        line, other = enter(row(make.pair())), make.coordinator().account

        with pytest.raises(HoursEntry.DoesNotExist):
            hours_rows.undo(claim_id=line.pk, by=other, request_id=uuid.uuid4(), now=make.NOON)


class TestAFile:
    @pytest.fixture(autouse=True)
    def noon(self, time_machine):
        time_machine.move_to(make.NOON, tick=False)

    def read(self, tmp_path, *lines, columns="date,start,minutes,volunteer,newcomer"):
        file = tmp_path / "hours.csv"
        file.write_text("\n".join([columns, *lines]), encoding="utf-8")
        by = make.coordinator().account.mail
        call_command("import_hours", file, town=make.TOWN, by=by, rejected=tmp_path / "rejected.csv")

    def line(self, pair, start="12:00", minutes="90", volunteer=None):
        return f"2026-11-18,{start},{minutes},{volunteer or pair.volunteer.account.mail},{pair.newcomer.account_id}"

    def test_is_entered_once_however_often_it_is_read(self, tmp_path):
        pair = make.pair()

        for _ in range(2):
            self.read(tmp_path, self.line(pair), self.line(pair, start="15:00"))

        assert HoursEntry.objects.count() == 2

    def test_with_wrong_lines_enters_the_others_and_says_what_to_do(self, tmp_path, capsys):
        pair = make.pair()
        wrong = [
            self.line(pair, minutes="x"),
            self.line(pair, start="13:00"),
            self.line(pair, volunteer="nobody@x.nl"),
        ]

        with pytest.raises(CommandError, match="3 lines were left out"):
            self.read(tmp_path, self.line(pair), *wrong)

        assert HoursEntry.objects.count() == 1
        rejected = (tmp_path / "rejected.csv").read_text()
        assert "Write the minutes as a whole number." in rejected
        assert "Correct the times here, or those hours first." in rejected or "Leave it out" in rejected
        assert "Look at the volunteer" in rejected

    def test_with_hours_that_overlap_says_with_what(self, tmp_path):
        pair = make.pair(volunteer=make.volunteer(capacity=2))
        other = make.pair(volunteer=pair.volunteer, place=2)

        with pytest.raises(CommandError, match="1 lines were left out"):
            self.read(tmp_path, self.line(pair), self.line(other, start="13:00"))

        assert HoursEntry.objects.count() == 1
        stands = "2026-11-18T11:00:00+00:00 to 2026-11-18T12:30:00+00:00"
        assert f"{stands}. Correct the times here, or those hours first." in (tmp_path / "rejected.csv").read_text()

    def test_that_names_no_columns_is_refused_as_a_whole(self, tmp_path):
        with pytest.raises(CommandError, match="does not name the columns"):
            self.read(tmp_path, "2026-11-18,12:00,90,a,b", columns="a,b,c")
