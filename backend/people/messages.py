"""What people hear from this room: the code to log in, and a welcome after signing up."""

from datetime import datetime, timedelta

from backend.people.models import Account, LoginCode, Newcomer, Volunteer
