"""Pairs: from a matching round over proposals to a newcomer and a volunteer who meet."""

from backend.pairs.models.casework import CaseNote, CoordinatorTask
from backend.pairs.models.checks import Moment, PairCheck
from backend.pairs.models.endings import PairFarewell, Side, side_of
from backend.pairs.models.fit import Fit, Mode
from backend.pairs.models.language_tables import FoundSeat, LanguageTable, TableLeader, TableOffer, TableSeat
from backend.pairs.models.pairs import Exclusion, Pair
from backend.pairs.models.pauses import PairPause
from backend.pairs.models.periods import PairPeriods
from backend.pairs.models.pins import Pin
from backend.pairs.models.proposals import Proposal
from backend.pairs.models.reasons import EndReason
from backend.pairs.models.rounds import FoundPair, MatchingRound, RoundArchive, UnmatchedReason

__all__ = [
    "CaseNote",
    "CoordinatorTask",
    "EndReason",
    "Exclusion",
    "Fit",
    "FoundPair",
    "FoundSeat",
    "LanguageTable",
    "MatchingRound",
    "Mode",
    "Moment",
    "Pair",
    "PairCheck",
    "PairFarewell",
    "PairPause",
    "PairPeriods",
    "Pin",
    "Proposal",
    "RoundArchive",
    "Side",
    "TableLeader",
    "TableOffer",
    "TableSeat",
    "UnmatchedReason",
    "side_of",
]
