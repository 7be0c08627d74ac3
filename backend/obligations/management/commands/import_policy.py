"""Put an ordinance in force: ``manage.py import_policy docs/policy/four-to-eight-hours.toml --town GM0216``."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django_scopes import scope

from backend.obligations import ordinances, policy
from backend.places import clock
from backend.places.models import Municipality


class Command(BaseCommand):
    """Reads, checks and writes one version of the policy of a town."""

    help = "Put an ordinance in force from its first day on."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="an ordinance in TOML, see docs/policy")
        parser.add_argument("--town", required=True, metavar="GMxxxx", help="CBS code of the municipality")

    def handle(self, *, file: Path, town: str, **options: object) -> None:
        if not Municipality.objects.filter(code=town).exists():
            raise CommandError(f"{town} is not known here. Import its neighbourhoods first.")
        try:
            ordinance = ordinances.read(file.read_text(encoding="utf-8"))
        except (OSError, policy.BadPolicy) as error:
            raise CommandError(str(error)) from error
        with scope(municipality=town):
            try:
                version = ordinances.put_in_force(ordinance, town=town, now=clock.now())
            except ordinances.NotAfterTheLast as error:
                raise CommandError(
                    "Another version begins on this day or later. Choose a later valid_from."
                ) from error
        self.stdout.write(f"{version.title}: in force in {town} from {version.valid_from} ({version.sha256[:16]}).")
