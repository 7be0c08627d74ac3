"""Hours are in a ledger that refuses to be emptied: see there."""

from tests.backend.meetings.conftest import empty_ledger_after_real_commits

__all__ = ["empty_ledger_after_real_commits"]
