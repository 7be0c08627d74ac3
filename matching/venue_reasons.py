"""The smallest change of a newcomer where a pair may need a venue: each kind is asked with that rule inside.

As in ``explain``, the answer of solving again without solving again. A pair that needs a venue can meet while one is
open that both may use and reach; every such pair and venue is one way to meet, and the smallest change is taken over
all ways. Whether a table is free there is no rule of a pair (docs/matching.md, "Venues").
"""

from dataclasses import replace

import numpy as np

from matching import explain, feasibility, time_windows, venues
from matching.explain import Change
from matching.problem import Problem, Rows
from matching.queue import Kept
from matching.rows import MAX_DISTANCE_M
from matching.time_windows import Week
from matching.venue_rows import Venues


def own_changes(problem: Problem, given: Venues, kept: Kept, newcomer: int) -> list[Change]:
    """The smallest change of each kind that needs nobody else, for an unmatched newcomer (row)."""
    own = explain.among_helpful(problem, kept, newcomer)
    if own is None:
        return []
    hours = _hours(own, given, explain.all_but(own, "time"))
    could_start = time_windows.can_start(hours, int(own.session_quarters[0]))
    found = (
        explain.window_among(own, could_start),
        _more_distance(own, given),
        _online_too(own, given),
        explain.session_within(own, hours),
    )
    return [change for change in found if change]


def _hours(own: Problem, given: Venues, v: Rows) -> Week:
    """(ways, 7, 2) when the newcomer could meet these volunteers: they are free and, if need be, a venue is open."""
    is_needed = venues.needs_venue(own, given, np.zeros_like(v), v)
    weeks, left = [own.volunteers.free[v[~is_needed]]], v[is_needed]
    for venue in given.venues:
        near = left[venues.can_reach(own, venue, np.zeros_like(left), left)]
        weeks.append(own.volunteers.free[near] & time_windows.weeks([venue.opening])[0])
    return np.concatenate(weeks)


def _more_distance(own: Problem, given: Venues) -> Change | None:
    """The fewest metres more: to the volunteer and, if need be, to a venue, whichever is further."""
    reach = int(own.newcomers.reach[0])
    farthest = np.full_like(own.newcomers.reach, MAX_DISTANCE_M)
    anywhere = replace(own, newcomers=replace(own.newcomers, reach=farthest))
    v = explain.all_but(own, "place")
    v = v[feasibility.in_person(anywhere, np.zeros_like(v), v)]
    is_needed = venues.needs_venue(anywhere, given, np.zeros_like(v), v)
    squares, left = [_squares_to(own, v[~is_needed])], v[is_needed]
    for venue in given.venues:
        opens = time_windows.weeks([venue.opening])[0]
        near = left[venues.can_reach(anywhere, venue, np.zeros_like(left), left)]
        near = near[(venues.starts(own, np.zeros_like(near), near, opens) != 0).any(axis=(1, 2))]
        squares.append(np.maximum(_squares_to(own, near), venues.squares(own.newcomers.home[:1], venue)))
    every = np.concatenate(squares)
    return explain.metres_to(int(every.min()), reach) if len(every) else None


def _squares_to(own: Problem, v: Rows) -> Rows:
    return feasibility.squared_distance(own, np.zeros_like(v), v)


def _online_too(own: Problem, given: Venues) -> Change | None:
    """Who lives near meets in person all the same, and then needs the venue that one of them asked for."""
    v = explain.those_online(own)
    return explain.ONLINE_TOO if venues.have_a_venue(own, given, np.zeros_like(v), v).any() else None
