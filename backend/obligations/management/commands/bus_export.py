"""The monthly yes or no of a whole town for the national statistic: ``manage.py bus_export GM0216 2026-11``."""

from argparse import ArgumentParser
from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django_scopes import scope

from backend.obligations import bus
from backend.obligations.models import Obligation
from backend.places import clock


class Command(BaseCommand):
    """Client numbers only, no names."""

    help = "Print the month of a town as CSV: client number, month, 1 or 0."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("town", metavar="GMxxxx", help="CBS code of the municipality")
        parser.add_argument("month", metavar="YYYY-MM", help="the month, for example 2026-11")

    def handle(self, *, town: str, month: str, **options: object) -> None:
        try:
            first = date.fromisoformat(f"{month}-01")
        except ValueError as error:
            raise CommandError("Name a month, for example 2026-11.") from error
        with scope(municipality=town):
            found = bus.of_month(list(Obligation.objects.all()), month=first, as_of=clock.local_today(clock.now()))
        self.stdout.write(bus.as_csv(found, month=first), ending="")
