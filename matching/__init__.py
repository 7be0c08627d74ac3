"""The matching engine: exact, fair, explained. Pure Python, numpy and scipy; knows no Django and no names."""

from matching.advise import Advice, advise
from matching.group_rows import Groups, Table
from matching.options import Options, Weights
from matching.pairs import MatchedPair
from matching.problem import BadProblem
from matching.report import ENGINE_VERSION
from matching.rounds import solve
from matching.rows import BadValue, Newcomer, Volunteer
from matching.solution import Result, Unmatched
from matching.venue_rows import Venue, Venues
from matching.venues import Place

__all__ = [
    "ENGINE_VERSION",
    "Advice",
    "BadProblem",
    "BadValue",
    "Groups",
    "MatchedPair",
    "Newcomer",
    "Options",
    "Place",
    "Result",
    "Table",
    "Unmatched",
    "Venue",
    "Venues",
    "Volunteer",
    "Weights",
    "advise",
    "solve",
]
