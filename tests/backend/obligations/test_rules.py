"""Minutes asked, done, excused and credited per week: the arithmetic that a caseworker and a citizen both check."""

from datetime import date, timedelta

import pytest

from backend.obligations.facts import Claim, Extra, Kind, Missed, Reason, Relief, Word, monday_of
from tests.backend.obligations.sums import MONDAY, asked, facts, params, weeks_of

WEEK = timedelta(weeks=1)
DAY = timedelta(days=1)


class TestRequiredMinutes:
    def test_of_a_full_week_are_those_of_the_decision(self):
        [week] = weeks_of(facts(asked(240)), days=7)

        assert (week.label, week.required, week.asked.less) == ("2026-W45", 240, {})

    @pytest.mark.parametrize("minutes", [0, 100, 240, 1440])
    def test_of_a_full_week_are_not_rounded(self, minutes):
        [week] = weeks_of(facts(asked(minutes)), days=7)

        assert week.required == minutes

    @pytest.mark.parametrize(
        ("minutes", "days", "required"),
        [
            (240, 1, 30),  # 34.3
            (240, 2, 60),  # 68.57 minutes, in favour of the person
            (240, 5, 165),  # 171.4
            (210, 4, 120),  # exactly, so nothing is rounded away
            (1440, 6, 1230),  # 1234.3
            (90, 1, 0),  # 12.9: less than a quarter of an hour is nothing
        ],
    )
    def test_of_a_part_of_a_week_are_the_same_part_rounded_down(self, minutes, days, required):
        [week] = weeks_of(facts(asked(minutes, days=days)), days=7)

        assert week.required == required

    def test_are_none_before_the_first_and_after_the_last_day(self):
        rows = weeks_of(facts(asked(240, days=7)), starts_on=MONDAY - WEEK, days=22)

        assert [row.required for row in rows] == [0, 240, 0, 0]

    def test_of_two_decisions_in_one_week_are_rounded_once(self):
        [week] = weeks_of(facts(asked(100, days=3), asked(50, starts_on=MONDAY + 3 * DAY, days=4)), days=7)

        assert week.required == 60  # (300 + 200) / 7 = 71.4

    def test_of_the_weeks_at_the_edges_of_a_period_are_those_of_the_days_inside(self):
        rows = weeks_of(facts(asked(240)), starts_on=MONDAY + 3 * DAY, days=13)

        assert [row.required for row in rows] == [135, 240, 60]  # four sevenths, all, two sevenths

    def test_change_in_the_middle_of_a_week_with_the_decision(self):
        [week] = weeks_of(facts(asked(420, days=3), asked(210, starts_on=MONDAY + 3 * DAY, days=4)), days=7)

        assert week.required == 3 * 60 + 4 * 30

    @pytest.mark.parametrize(("share", "required"), [(50, 120), (30, 165), (100, 0)])
    def test_of_a_partial_exemption_are_the_rest_of_the_hundred(self, share, required):
        relief = Relief(starts_on=MONDAY, ends_on=MONDAY + 6 * DAY, share_pct=share)

        [week] = weeks_of(facts(asked(240), reliefs=[relief]), days=7)

        assert week.required == required
        assert week.asked.full == 240 == required + sum(week.asked.less.values())

    def test_name_a_reason_for_every_minute_that_is_not_asked(self):
        reliefs = [
            Relief(starts_on=MONDAY, ends_on=MONDAY, reason=Reason.SUSPENDED),
            Relief(starts_on=MONDAY + DAY, ends_on=MONDAY + 2 * DAY),
        ]

        [week] = weeks_of(facts(asked(210), reliefs=reliefs), days=7)

        assert week.required == 120
        assert week.asked.less == {Reason.SUSPENDED: 30, Reason.EXEMPT: 60}

    def test_are_none_in_the_free_weeks_and_no_more_weeks_are_free_than_the_ordinance_says(self):
        free = [{"starts_on": str(MONDAY + WEEK), "ends_on": str(MONDAY + 3 * WEEK - DAY)}]

        rows = weeks_of(facts(asked(240), policy=params(holiday_weeks_free=1, free_periods=free)), days=28)

        assert [row.required for row in rows] == [240, 0, 240, 240]

    def test_are_none_while_no_buddy_is_there_and_that_is_never_the_persons_failure(self):
        rows = weeks_of(facts(asked(240), with_buddy=[], policy=params(search_period_weeks=2)), days=28)

        assert [row.required for row in rows] == [0] * 4
        assert [list(row.asked.less) for row in rows] == [[Reason.SEARCH_PERIOD]] * 2 + [[Reason.NO_BUDDY]] * 2

    def test_go_on_for_who_does_not_want_to_be_matched(self):
        rows = weeks_of(facts(asked(240), with_buddy=[], away_since=MONDAY + WEEK), days=14)

        assert [row.required for row in rows] == [0, 240]


def claim(day=MONDAY, minutes=90, *, ref="", meeting="", **about):
    name = ref or f"{day} {minutes}"
    given = {"clock_minutes": minutes} | about
    return Claim(ref=name, meeting=meeting or name, day=day, minutes=minutes, **given)


def only_line(**about):
    requirement = about.pop("asked", asked(240))
    [week] = weeks_of(facts(requirement, **about), days=7)
    return week.lines[0]


class TestAMeeting:
    def test_counts_in_the_week_of_its_day(self):
        claims = [claim(), claim(MONDAY + 6 * DAY, 60), claim(MONDAY + 7 * DAY, 30)]

        rows = weeks_of(facts(asked(240), claims=claims), days=14)

        assert [(row.done, row.confirmed, row.credited) for row in rows] == [(150, 150, 150), (30, 30, 30)]

    @pytest.mark.parametrize(
        ("word", "done", "reason"),
        [
            (Word.DISPUTED, 0, Reason.DISPUTED),
            (Word.REJECTED, 0, Reason.REJECTED),
            (Word.REVERSED, 0, Reason.TAKEN_BACK),
            (Word.CLAIMED, 90, Reason.WAITS_FOR_A_WORD),
        ],
    )
    def test_that_does_not_stand_or_waits_counts_nothing_and_says_why(self, word, done, reason):
        line = only_line(claims=[claim(word=word)], as_of=MONDAY + 6 * DAY)

        assert (line.claimed, line.done, line.credited, line.reason) == (90, done, 0, reason)

    def test_that_nobody_confirmed_counts_when_the_other_was_silent_for_two_weeks(self):
        late, early = (only_line(claims=[claim(word=Word.CLAIMED)], as_of=MONDAY + n * DAY) for n in (14, 13))

        assert (late.credited, late.reason) == (90, Reason.CONFIRMED_BY_SILENCE)
        assert (early.credited, early.reason) == (0, Reason.WAITS_FOR_A_WORD)

    def test_outside_the_period_is_kept_and_counts_nothing(self):
        [week] = weeks_of(facts(asked(240, days=1), claims=[claim(MONDAY + DAY)]), days=7)

        assert (week.done, week.credited, week.lines[0].reason) == (90, 0, Reason.OUTSIDE_PERIOD)

    def test_credits_once_however_often_it_is_claimed(self):
        twice = [claim(ref="a", meeting="m"), claim(ref="b", meeting="m")]

        [week] = weeks_of(facts(asked(240), claims=twice), days=7)

        assert [(line.credited, line.reason) for line in week.lines] == [(90, None), (0, Reason.SAME_SESSION_TWICE)]

    def test_never_counts_for_longer_than_the_clock_ran(self):
        line = only_line(claims=[claim(minutes=90, clock_minutes=60)])

        assert (line.claimed, line.done, line.credited) == (90, 60, 60)
        assert (line.reason, line.rule) == (Reason.LONGER_THAN_THE_CLOCK, "from start to end")

    def test_longer_than_the_clock_says_so_also_when_silence_confirmed_it(self):
        silent = claim(minutes=90, clock_minutes=60, word=Word.CLAIMED)

        late, early = (only_line(claims=[silent], as_of=MONDAY + n * DAY) for n in (14, 13))

        assert (late.credited, late.reason) == (60, Reason.LONGER_THAN_THE_CLOCK)
        assert (early.credited, early.reason) == (0, Reason.WAITS_FOR_A_WORD)

    def test_claimed_after_the_deadline_counts_nothing(self):
        assert only_line(claims=[claim(claimed_on=MONDAY + 28 * DAY)]).credited == 90
        assert only_line(claims=[claim(claimed_on=MONDAY + 29 * DAY)]).reason == Reason.CLAIMED_TOO_LATE

    def test_needs_the_coordinators_word_where_the_ordinance_says_so(self):
        strict = {"policy": params(confirmation_required="coordinator_only"), "as_of": MONDAY}

        assert only_line(claims=[claim()], **strict).reason == Reason.WAITS_FOR_A_WORD
        assert only_line(claims=[claim(word=Word.CONFIRMED_BY_COORDINATOR)], **strict).credited == 90

    def test_under_a_basis_that_the_ordinance_does_not_know_counts_nothing_and_nothing_is_asked(self):
        [week] = weeks_of(
            facts(asked(240), claims=[claim()], policy=params(legal_bases_allowed=["VOLUNTARY"])), days=7
        )

        assert (week.required, week.credited) == (0, 0)
        assert week.lines[0].reason == Reason.NOTHING_ASKED_BY_LAW


class TestAMissedMeeting:
    @pytest.mark.parametrize(
        ("rule", "planned", "excused"),
        [("none", 90, 0), ("planned_minutes_max_60", 90, 60), ("planned_minutes_max_60", 45, 45), ("full", 90, 90)],
    )
    def test_counts_as_the_ordinance_says_when_the_other_did_not_come(self, rule, planned, excused):
        missed = Missed(meeting="m", day=MONDAY, planned_minutes=planned)

        line = only_line(missed=[missed], policy=params(no_show_by_learner_credit=rule))

        assert (line.excused, line.reason) == (excused, Reason.OTHER_DID_NOT_COME)

    def test_counts_nothing_when_the_person_did_not_come(self):
        line = only_line(missed=[Missed(meeting="m", day=MONDAY, planned_minutes=90, why=Reason.OWN_ABSENCE)])

        assert (line.excused, line.reason) == (0, Reason.OWN_ABSENCE)

    @pytest.mark.parametrize(("late_hours", "excused"), [(24, 0), (25, 60), (0, 0), (168, 60)])
    def test_that_the_other_called_off_counts_when_the_ordinance_calls_that_late(self, late_hours, excused):
        missed = Missed(meeting="m", day=MONDAY, planned_minutes=90, why=Reason.OTHER_CALLED_OFF, hours_ahead=24)

        line = only_line(missed=[missed], policy=params(late_cancellation_hours=late_hours))

        assert line.excused == excused
        assert line.reason == (Reason.OTHER_CALLED_OFF if excused else Reason.OTHER_CALLED_OFF_IN_TIME)

    @pytest.mark.parametrize("why", [Reason.HOLIDAY, Reason.HOUSE_CLOSED])
    def test_on_a_day_that_is_free_anyway_is_not_excused_a_second_time(self, why):
        free = params(
            holiday_weeks_free=1,
            free_periods=[{"starts_on": MONDAY.isoformat(), "ends_on": (MONDAY + 6 * DAY).isoformat()}],
        )
        missed = Missed(meeting="m", day=MONDAY, planned_minutes=90, why=why)

        line = only_line(missed=[missed], policy=free)

        assert (line.excused, line.reason) == (0, Reason.FREE_WEEKS)

    def test_is_excused_once_however_often_it_is_told_and_its_preparation_counts(self):
        missed = [Missed(meeting="m", day=MONDAY + n * DAY, planned_minutes=90) for n in range(2)]
        prepared = Extra(ref="p", kind=Kind.PREPARATION, day=MONDAY, minutes=20, meeting="m")

        [week] = weeks_of(facts(asked(240), missed=missed, extras=[prepared]), days=7)

        assert [(line.excused, line.credited, line.reason) for line in week.lines] == [
            (60, 0, Reason.OTHER_DID_NOT_COME),
            (0, 20, None),
            (0, 0, Reason.SAME_SESSION_TWICE),
        ]

    def test_that_was_held_after_all_counts_once(self):
        [week] = weeks_of(
            facts(
                asked(240), claims=[claim(meeting="m")], missed=[Missed(meeting="m", day=MONDAY, planned_minutes=90)]
            ),
            days=7,
        )

        assert (week.credited, week.excused) == (90, 0)


class TestOtherHours:
    def test_of_preparation_count_up_to_half_an_hour_for_a_meeting_that_counts(self):
        def prepared(minutes, meeting="m"):
            extra = Extra(ref="p", kind=Kind.PREPARATION, day=MONDAY, minutes=minutes, meeting=meeting)
            [week] = weeks_of(facts(asked(240), claims=[claim(meeting="m")], extras=[extra]), days=7)
            line = next(line for line in week.lines if line.kind == Kind.PREPARATION)
            return line.credited, line.reason

        assert prepared(30) == (30, None)
        assert prepared(45) == (30, Reason.PREPARATION_CAP)
        assert prepared(30, meeting="another") == (0, Reason.NO_MEETING_BESIDE_IT)

    @pytest.mark.parametrize(
        ("kind", "accepted", "credited", "reason"),
        [
            (Kind.TRAINING, True, 120, None),
            (Kind.TRAINING, False, 0, Reason.WAITS_FOR_THE_CASEWORKER),
            (Kind.OTHER_VOLUNTEERING, True, 120, None),
            (Kind.TRAVEL, False, 0, Reason.KIND_DOES_NOT_COUNT),
        ],
    )
    def test_of_another_kind_count_as_the_ordinance_says(self, kind, accepted, credited, reason):
        line = only_line(extras=[Extra(ref="x", kind=kind, day=MONDAY, minutes=120, is_accepted=accepted)])

        assert (line.credited, line.reason) == (credited, reason)

    def test_of_travel_count_up_to_the_way_there_and_back(self):
        kinds = ["MEETING", "TRAVEL"]
        line = only_line(
            extras=[Extra(ref="x", kind=Kind.TRAVEL, day=MONDAY, minutes=90)], policy=params(creditable_kinds=kinds)
        )

        assert (line.credited, line.reason) == (60, Reason.TRAVEL_CAP)


@pytest.mark.parametrize(("day", "monday"), [(0, 0), (6, 0), (7, 7), (-1, -7)])
def test_a_week_begins_on_monday(day, monday):
    assert monday_of(MONDAY + timedelta(days=day)) == MONDAY + timedelta(days=monday)


def test_a_period_that_ends_before_it_starts_is_refused():
    with pytest.raises(ValueError, match="ends before it starts"):
        weeks_of(facts(), days=0)


def test_weeks_of_a_year_with_53_are_named_as_iso_does_and_the_law_ends_with_the_year():
    rows = weeks_of(facts(asked(240, days=84)), starts_on=date(2026, 12, 21), days=21)

    assert [row.label for row in rows] == ["2026-W52", "2026-W53", "2027-W01"]
    assert [row.required for row in rows] == [240, 135, 0]  # four days of week 53 are in 2026
    assert rows[1].asked.less == {Reason.NOTHING_ASKED_BY_LAW: 102, Reason.ROUNDING: 3}
