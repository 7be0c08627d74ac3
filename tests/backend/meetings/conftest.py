"""A ledger that refuses to be emptied has to be emptied between tests that really commit."""

import pytest
from django.db import connection


@pytest.fixture(autouse=True)
def empty_ledger_after_real_commits(request, _django_db_helper):
    """Before the database is flushed: take the guards away, empty the ledger, put them back."""
    yield
    marker = request.node.get_closest_marker("django_db")
    if marker is None or not marker.kwargs.get("transaction"):
        return
    with connection.cursor() as cursor:
        for table in ("meetings_hoursinterval", "meetings_hoursentry"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            cursor.execute(f"DELETE FROM {table}")
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
