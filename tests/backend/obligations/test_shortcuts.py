"""Two shortcuts change no figure: days that are alike are counted together, and hours of other weeks are not read."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from backend.obligations import rules
from backend.obligations.facts import FOREVER, Relief, Span
from backend.obligations.policy import Policies
from tests.backend.obligations.sums import MONDAY, asked, facts, params, policies, weeks_of
from tests.backend.obligations.test_crediting_laws import days, known, quick

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
EVERY_DAY = [MONDAY + n * DAY for n in range(-31, 40)]
soon = st.dates(MONDAY, MONDAY + 4 * WEEK)
spans = st.builds(lambda first, n: Span(starts_on=first, ends_on=first + n * DAY), soon, st.integers(0, 10))
endless = st.builds(lambda first: Span(starts_on=first, ends_on=FOREVER), soon)


@st.composite
def ordinance(draw):
    """Free days and a time to search, or neither, or nothing that is asked at all."""
    free = sorted(draw(st.just([]) | st.lists(spans, min_size=1, max_size=2)), key=lambda each: each.starts_on)
    return params(
        enabled=draw(st.sampled_from([True, True, False])),
        rounding_minutes=1,
        holiday_weeks_free=draw(st.sampled_from([1, 6])),
        free_periods=[{"starts_on": str(each.starts_on), "ends_on": str(each.ends_on)} for each in free],
        search_period_weeks=draw(st.sampled_from([0, 2])),
        search_period_extensions=1,
    )


@st.composite
def changing(draw):
    """What can begin or end on any day of four weeks: a duty, an exemption, a buddy, a search, a break, a new law."""
    second = draw(soon)
    before = (second - MONDAY).days + 30 - draw(st.integers(0, 3))
    duties = [asked(700, MONDAY - 30 * DAY, days=before), asked(350, second, days=draw(st.integers(1, 40)))]
    laws = policies(draw(ordinance())).versions
    laws += [replace(laws[0], valid_from=draw(soon), params=draw(ordinance()))] * draw(st.integers(0, 1))
    exempt = st.builds(lambda span: Relief(starts_on=span.starts_on, ends_on=span.ends_on, share_pct=30), spans)
    return replace(
        facts(*duties),
        policies=Policies(versions=laws),
        reliefs=draw(st.lists(exempt, max_size=1)),
        with_buddy=draw(st.none() | st.lists(spans | endless, max_size=2)),
        away_since=draw(st.none() | soon),
        more_time_to_search=draw(st.lists(soon, max_size=1)),
    )


def day_by_day(seen):
    """The same with an exemption of nothing on every day: so each day may be unlike the day before."""
    nothing = [Relief(starts_on=day, ends_on=day, share_pct=0) for day in EVERY_DAY]
    return replace(seen, reliefs=[*seen.reliefs, *nothing])


@settings(quick, max_examples=200)
@given(changing())
def test_a_week_asks_the_same_when_its_days_are_counted_one_by_one(seen):
    together, alone = (weeks_of(each, days=35) for each in (seen, day_by_day(seen)))

    assert [week.asked for week in together] == [week.asked for week in alone]


@quick
@given(known(), days, st.integers(0, 60))
def test_hours_of_other_weeks_are_worth_nothing_in_these(seen, first, length):
    last = first + length * DAY
    night = {one.meeting: one.day for one in (*seen.claims, *seen.missed)}  # all that belongs to a meeting

    def of_these(rows):
        moved = [replace(one, day=night.get(one.meeting, one.day)) for one in rows]
        return moved, [one for one in moved if first - DAY <= one.day <= last]

    rows = {name: of_these(getattr(seen, name)) for name in ("claims", "missed", "extras")}
    of_all, near = (replace(seen, **{name: both[n] for name, both in rows.items()}) for n in (0, 1))

    about = {"starts_on": first, "ends_on": last}
    assert rules.weeks(near, **about) == rules.weeks(of_all, **about)
