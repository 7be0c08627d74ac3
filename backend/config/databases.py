"""Which role of the database reads which rows: the counter-obligations have a schema and a role of their own.

``DUTIES_DATABASE_URL`` names that role. A process that is not given it (the web server of everybody else, the
workers, beat) cannot read a row of that room, whatever its code would do: the database refuses.
"""

from typing import Any

from django.db import models

ROOM, ALIAS = "obligations", "duties"


class BehindTheWall:
    """Rows of the obligations room are read, written and migrated by its own role; all others by the usual one."""

    def db_for_read(self, model: type[models.Model], **hints: Any) -> str | None:
        """The alias of the walled role for rows of that room."""
        return ALIAS if model._meta.app_label == ROOM else None

    db_for_write = db_for_read

    def allow_relation(self, one: models.Model, other: models.Model, **hints: Any) -> bool:
        """No relation crosses the wall."""
        return (one._meta.app_label == ROOM) == (other._meta.app_label == ROOM)

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        """Tables of that room are made by its role, in its schema, and nothing else is."""
        return (db == ALIAS) == (app_label == ROOM)
