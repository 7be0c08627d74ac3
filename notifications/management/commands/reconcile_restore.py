"""After a backup was put back: learn from the send journal what has left, and go on sending."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from notifications import epoch


class Command(BaseCommand):
    """``manage.py reconcile_restore``"""

    help = "Mark as sent what the send journal holds, and end the pause of a restored or copied database."

    def handle(self, **_options: Any) -> None:
        try:
            done = epoch.reconcile()
        except epoch.NoJournal as error:
            raise CommandError(f"Put the send journal where SEND_JOURNAL says it is: {error}") from error
        self.stdout.write(f"{done.marked} messages had left and are marked as sent.")
        self.stdout.write(f"{done.unknown} messages left that this database does not know; they do not leave again.")
        self.stdout.write("Sending goes on.")
