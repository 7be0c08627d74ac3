"""Counter-obligations: duties and decisions, the ordinance as data, and the file of one person. Behind the wall."""

from backend.obligations.models.base import LegalBasis, WalledRow, _Days, _OneObligation
from backend.obligations.models.desk import (
    AllowancePaid,
    Assignment,
    ExtraHours,
    ParticipationStatement,
    PersonWord,
    Reply,
    SignalHandled,
    SignalKind,
    WarningSent,
)
from backend.obligations.models.duties import (
    Booking,
    Delegation,
    ExemptionPeriod,
    Ground,
    HoursStatement,
    Obligation,
    ObligationDecision,
    RequirementPeriod,
)
from backend.obligations.models.policy import PolicyVersion, Regime

__all__ = [
    "AllowancePaid",
    "Assignment",
    "Booking",
    "Delegation",
    "ExemptionPeriod",
    "ExtraHours",
    "Ground",
    "HoursStatement",
    "LegalBasis",
    "Obligation",
    "ObligationDecision",
    "ParticipationStatement",
    "PersonWord",
    "PolicyVersion",
    "Regime",
    "Reply",
    "RequirementPeriod",
    "SignalHandled",
    "SignalKind",
    "WalledRow",
    "WarningSent",
    "_Days",
    "_OneObligation",
]
