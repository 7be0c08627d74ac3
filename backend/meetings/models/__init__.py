"""Meetings: the weekly plan of a pair, each time that they meet, and the minutes that count."""

from backend.meetings.models.agreements import GoalCode, Introduction, LanguagePlan
from backend.meetings.models.calendar import Absence, Closure, OffBecause
from backend.meetings.models.calendar_feeds import CalendarFeed
from backend.meetings.models.hours import HoursCertificate, HoursEntry, HoursInterval
from backend.meetings.models.outcomes import CheckInMiss, Outcome, OutcomeWord, Why
from backend.meetings.models.plans import (
    Attendance,
    AttendanceAnswer,
    Meeting,
    MeetingMove,
    MeetingSeries,
    PlanningClash,
)
from backend.meetings.models.safety import SafetyReport
from backend.meetings.models.substitutions import Substitution

__all__ = [
    "Absence",
    "Attendance",
    "AttendanceAnswer",
    "CalendarFeed",
    "CheckInMiss",
    "Closure",
    "GoalCode",
    "HoursCertificate",
    "HoursEntry",
    "HoursInterval",
    "Introduction",
    "LanguagePlan",
    "Meeting",
    "MeetingMove",
    "MeetingSeries",
    "OffBecause",
    "Outcome",
    "OutcomeWord",
    "PlanningClash",
    "SafetyReport",
    "Substitution",
    "Why",
]
