"""What the ordinance makes of a person: carers, the distance to work, time to search, an activity of one's own."""

import uuid
from datetime import date, timedelta

import pytest

from backend.obligations import changes, decisions, signals
from backend.obligations.considerations import Consideration
from backend.obligations.facts import Extra, Kind, Reason, Requirement
from backend.obligations.models import Ground, ObligationDecision, SignalKind
from tests import make
from tests.backend.obligations.duties import caseworker_of, changed, letter, linked, undone
from tests.backend.obligations.sums import MONDAY, asked, facts, params, weeks_of

pytestmark = pytest.mark.usefixtures("town")
WEEK = timedelta(weeks=1)
EXEMPT = ObligationDecision.Kind.EXEMPT
CARE, CARE_FITS, NO_CARE = Consideration.CARE, Consideration.CARE_FITS, Consideration.NO_CARE


class TestWhoCaresForSomebody:
    def refusal(self, rule, *reasons, minutes=240):
        make.ordinance(exclude_if_informal_carer=rule, default_minutes_per_week=240)
        try:
            linked(decision=letter(reasons=reasons, minutes_per_week=minutes))
        except decisions.AgainstOrdinance as refused:
            return refused.code
        return None

    @pytest.mark.parametrize("rule", ["while_caring", "reduce_hours", "case_by_case"])
    def test_is_not_asked_the_same_without_more(self, rule):
        assert self.refusal(rule, CARE) == "exclude_if_informal_carer"

    @pytest.mark.parametrize("rule", ["never", "while_caring", "reduce_hours", "case_by_case"])
    def test_is_somebody_else_than_who_does_not(self, rule):
        assert self.refusal(rule, NO_CARE) is None

    def test_is_asked_nothing_as_long_as_that_lasts_where_the_ordinance_says_so(self):
        assert self.refusal("while_caring", CARE_FITS, minutes=60) == "exclude_if_informal_carer"

    def test_is_asked_less_than_usual_where_the_ordinance_says_so(self):
        assert self.refusal("reduce_hours", CARE_FITS, minutes=240) == "exclude_if_informal_carer"
        assert self.refusal("reduce_hours", CARE_FITS, minutes=239) is None

    def test_is_asked_what_goes_together_with_the_care_where_the_caseworker_decides(self):
        assert self.refusal("case_by_case", CARE_FITS) is None

    def test_is_asked_the_same_where_the_ordinance_makes_no_difference(self):
        assert self.refusal("never", CARE) is None

    def test_is_not_asked_more_later_either(self):
        make.ordinance(exclude_if_informal_carer="reduce_hours", default_minutes_per_week=240)
        obligation = linked(decision=letter(reasons=(CARE_FITS,), minutes_per_week=120))

        with pytest.raises(decisions.AgainstOrdinance):
            changed(obligation, ObligationDecision.Kind.AMEND, starts_on=make.MONDAY, minutes_per_week=240)


@pytest.mark.parametrize(
    ("rule", "reason", "is_allowed"),
    [
        ("any", None, True),
        ("near", Consideration.NEAR_TO_WORK, True),
        ("near", Consideration.FAR_FROM_WORK, False),
        ("far", Consideration.FAR_FROM_WORK, True),
        ("far", Consideration.NEAR_TO_WORK, False),
        ("far", None, False),
    ],
)
def test_something_is_asked_only_of_those_whom_the_ordinance_names_by_their_distance_to_work(
    rule, reason, is_allowed
):
    make.ordinance(distance_to_labour_market=rule)
    decision = letter(reasons=(reason,) if reason else ())

    if is_allowed:
        assert linked(decision=decision).decisions.get().reasons == list(decision.reasons)
        return
    with pytest.raises(decisions.AgainstOrdinance) as refused:
        linked(decision=decision)
    assert refused.value.code == "distance_to_labour_market"


class TestASingleParentOfAYoungChild:
    def exempted(self, obligation, ends_on, starts_on=make.MONDAY):
        about = {"ground": Ground.SINGLE_PARENT_CHILD_UNDER_5, "share_pct": 100, "review_on": ends_on}
        return changed(obligation, EXEMPT, starts_on=starts_on, ends_on=ends_on, **about)

    def test_is_exempted_up_to_a_day(self):
        with pytest.raises(changes.LongerThanFiveYears):
            self.exempted(linked(), None)

    def test_is_exempted_for_five_years_in_all(self):
        obligation = linked()
        self.exempted(obligation, make.MONDAY + timedelta(days=1800))

        with pytest.raises(changes.LongerThanFiveYears):
            self.exempted(obligation, date(2035, 3, 1), starts_on=date(2035, 1, 1))
        self.exempted(obligation, date(2035, 1, 20), starts_on=date(2035, 1, 1))

    def test_is_not_held_to_an_exemption_that_was_withdrawn(self):
        obligation = linked()
        undone(obligation, self.exempted(obligation, make.MONDAY + timedelta(days=1800)))

        assert self.exempted(obligation, make.MONDAY + timedelta(days=1800))


class TestTheTimeToSearch:
    def longer(self, obligation, *, today):
        [signal] = signals.of_many([obligation], today=today)[obligation.pk].signals
        about = {"signal": signal, "outcome": signals.Outcome.LONGER, "note": "", "now": make.NOON}
        return signals.handle(
            obligation_id=obligation.pk, by=caseworker_of(obligation), request_id=uuid.uuid4(), **about
        )

    def test_is_made_longer_by_the_same_weeks_as_often_as_the_ordinance_says(self):
        make.ordinance(search_period_weeks=2, search_period_extensions=1)
        obligation = linked(make.volunteer())
        first = letter().starts_on

        self.longer(obligation, today=first + 2 * WEEK)
        assert signals.of_many([obligation], today=first + 4 * WEEK - timedelta(days=1))[obligation.pk].signals == []

        with pytest.raises(signals.NoMoreTimeToSearch):
            self.longer(obligation, today=first + 4 * WEEK)

    def test_is_all_that_can_be_made_longer(self):
        obligation = linked()
        signal = signals.Signal(kind=SignalKind.BELOW, key=make.MONDAY - 4 * WEEK)

        with pytest.raises(signals.NoMoreTimeToSearch):
            signals.handle(
                obligation_id=obligation.pk,
                by=caseworker_of(obligation),
                signal=signal,
                outcome=signals.Outcome.LONGER,
                note="",
                request_id=uuid.uuid4(),
                now=make.NOON,
            )

    @pytest.mark.parametrize(("extensions", "reason"), [(1, Reason.SEARCH_PERIOD), (0, Reason.NO_BUDDY)])
    def test_names_the_days_on_which_nothing_is_asked(self, extensions, reason):
        policy = params(search_period_weeks=1, search_period_extensions=extensions)
        known = facts(asked(240), with_buddy=(), policy=policy, more_time_to_search=[MONDAY + WEEK])

        rows = weeks_of(known)

        assert [list(row.asked.less) for row in rows] == [
            [Reason.SEARCH_PERIOD],
            [reason],
            [Reason.NO_BUDDY],
            [Reason.NO_BUDDY],
        ]

    def test_that_another_duty_needed_makes_this_one_no_longer(self):
        before = Requirement(starts_on=MONDAY - 8 * WEEK, ends_on=MONDAY - timedelta(days=1), minutes_per_week=240)
        policy = params(search_period_weeks=1)
        known = facts(before, asked(240), with_buddy=(), policy=policy, more_time_to_search=[MONDAY - 7 * WEEK])

        assert list(weeks_of(known)[1].asked.less) == [Reason.NO_BUDDY]


@pytest.mark.parametrize(
    ("kind", "parameter"),
    [(Kind.OTHER_VOLUNTEERING, "existing_volunteering_counts"), (Kind.OWN_ACTIVITY, "own_activity_allowed")],
)
def test_volunteering_of_before_and_what_the_person_found_each_count_by_their_own_parameter(kind, parameter):
    def line(accepted=True, **about):
        extra = Extra(ref="x", kind=kind, day=MONDAY, minutes=120, is_accepted=accepted)
        [week] = weeks_of(facts(asked(240), extras=[extra], policy=params(**about)), days=7)
        return week.lines[0].credited, week.lines[0].reason, week.lines[0].rule

    assert line() == (120, None, "")
    assert line(**{parameter: False}) == (0, Reason.KIND_DOES_NOT_COUNT, parameter)
    assert line(accepted=False) == (0, Reason.WAITS_FOR_THE_CASEWORKER, parameter)
