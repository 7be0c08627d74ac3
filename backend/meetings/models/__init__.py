"""Meetings: the weekly plan of a pair, each time that they meet, and the minutes that count."""

from backend.meetings.models.hours import HoursCertificate, HoursEntry, HoursInterval
from backend.meetings.models.plans import (
    Attendance,
    AttendanceAnswer,
    Meeting,
    MeetingSeries,
    PlanningClash,
)
from backend.meetings.models.safety import SafetyReport

__all__ = [
    "Attendance",
    "AttendanceAnswer",
    "HoursCertificate",
    "HoursEntry",
    "HoursInterval",
    "Meeting",
    "MeetingSeries",
    "PlanningClash",
    "SafetyReport",
]
