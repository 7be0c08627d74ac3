"""Weeks in quarter-hours against counting minute by minute."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching import time_windows
from tests.matching.people import free

quarter = st.integers(0, 95)
windows = st.builds(
    lambda weekday, one, other: (weekday, min(one, other) * 15, (max(one, other) + 1) * 15),
    st.integers(0, 6),
    quarter,
    quarter,
)
weeks = st.lists(windows, max_size=6)


def merged(some):
    """Windows with touching and overlapping ones joined, by hand."""
    found = []
    for weekday, starts, ends in sorted(some):
        if found and found[-1][0] == weekday and starts <= found[-1][2]:
            found[-1] = (weekday, found[-1][1], max(ends, found[-1][2]))
        else:
            found.append((weekday, starts, ends))
    return found


@given(weeks)
def test_overlapping_and_touching_windows_are_one(some):
    week = time_windows.weeks([some])[0]

    assert time_windows.windows(week) == merged(some)
    assert time_windows.minutes(week) == sum(ends - starts for _, starts, ends in merged(some))


@given(weeks, st.integers(1, 96))
def test_only_windows_of_the_length_count(some, quarters):
    week = time_windows.weeks([some])[0]

    long = [window for window in merged(some) if window[2] - window[1] >= quarters * 15]
    starts = {(d, minute) for d, first, last in long for minute in range(first, last - quarters * 15 + 1, 15)}
    can_start = time_windows.can_start(week, quarters)
    minutes = time_windows.minutes_of_meetings(can_start, quarters)
    assert minutes == sum(last - first for _, first, last in long)
    begin = time_windows.windows(can_start)
    assert {(d, minute) for d, first, last in begin for minute in range(first, last, 15)} == starts


@given(weeks)
def test_the_longest_window_is_the_earliest_of_the_longest(some):
    longest = time_windows.longest_window(time_windows.weeks([some])[0])

    assert longest == max(merged(some), key=lambda window: window[2] - window[1], default=None)


@pytest.mark.parametrize("text", ["mon 00:00-24:00", "wed 19:00-20:30", "sun 23:45-24:00"])
def test_a_window_is_written_as_it_is_read(text):
    assert time_windows.text(free(text)[0]) == text
