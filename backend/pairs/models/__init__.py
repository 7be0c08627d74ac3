"""Pairs: from a matching round over proposals to a newcomer and a volunteer who meet."""

from backend.pairs.models.fit import Fit, Mode
from backend.pairs.models.language_tables import FoundSeat, LanguageTable, TableLeader, TableOffer, TableSeat
from backend.pairs.models.pairs import EndReason, Exclusion, Pair
from backend.pairs.models.pins import Pin
from backend.pairs.models.proposals import Proposal
from backend.pairs.models.rounds import FoundPair, MatchingRound, RoundArchive, UnmatchedReason

__all__ = [
    "EndReason",
    "Exclusion",
    "Fit",
    "FoundPair",
    "FoundSeat",
    "LanguageTable",
    "MatchingRound",
    "Mode",
    "Pair",
    "Pin",
    "Proposal",
    "RoundArchive",
    "TableLeader",
    "TableOffer",
    "TableSeat",
    "UnmatchedReason",
]
