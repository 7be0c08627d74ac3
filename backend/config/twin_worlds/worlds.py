"""Two worlds that differ in one thing only, and what of it can be noticed."""

import tempfile
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import TypeVar
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.db import connection, models, transaction
from django.test.utils import override_settings
from django_scopes import scope

from backend.config.demo import characters, duties, town
from backend.config.demo.chance import dice
from backend.config.demo.populate import populate
from backend.config.demo.quiet import without_kicks
from backend.config.twin_worlds import canaries, samples, watching
from backend.config.twin_worlds.canaries import CANARY
from backend.config.twin_worlds.watching import Seen
from backend.meetings import feeds
from backend.meetings.local_time import moment
from backend.obligations.models import Obligation
from backend.pairs import rounds
from backend.people.models import Account, Volunteer
from backend.places.clock import local_today
from backend.places.models import ZONE
from notifications import sending

HOURS = (time(8, 30), time(12), time(18, 30), time(21, 30))
NEWCOMERS_TO_VOLUNTEERS = 1.5
PAST_WEEKS = 5
HOST = "testserver"  # whom the test client says that it asks
HAVE_A_CALENDAR = {"newcomer", "volunteer beside them"}


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """What was compared, and what can be told apart.

    Attributes:
        different: (role, path) of answers, and numbers of messages, log lines and cache keys, that are not the same.
        crossed: (role, path) of answers outside the desk for which the server read behind the wall.
        canaries: where the words of a duty stood in something that somebody else received or that is kept elsewhere.
        failed: (role, path) of answers that are errors of the server, and roles that were shown no page at all.
    """

    without: Seen
    with_duty: Seen
    different: list[str]
    crossed: list[str]
    canaries: list[str]
    failed: list[str]

    @property
    def is_clean(self) -> bool:
        """Whether nobody can notice anything."""
        return not (self.different or self.crossed or self.canaries or self.failed)


Leak = Callable[[Sequence[Volunteer]], object]
Lived = TypeVar("Lived")


def compare(
    *,
    flipped: int,
    seed: int,
    days: int,
    now: datetime,
    asked_by: Collection[str] | None = None,
    below: str = "/",
    leak: Leak | None = None,
) -> Comparison:
    """Fill an empty town, let it live some days twice, and compare what everybody received.

    Args:
        flipped: volunteers who have a duty in the second world.
        asked_by: only these roles look; all of them when it is None.
        below: they look at the addresses that begin with this, and at their calendars.
        leak: done in the second world only, to those volunteers: shows that the comparison sees it.

    Raises:
        PeopleAlready: the town is not empty.
    """
    volunteers = flipped + flipped // 5 + 4
    sizes = {"newcomers": round(volunteers * NEWCOMERS_TO_VOLUNTEERS), "volunteers": volunteers}
    populate(now=now, seed=seed, weeks=PAST_WEEKS, with_duties=False, **sizes)
    with scope(municipality=town.CULEMBORG):
        duties.put_ordinances_in_force(town=town.CULEMBORG, now=now)
    with without_kicks(), scope(municipality=town.CULEMBORG), tempfile.TemporaryDirectory() as folder:
        clock = Path(folder) / "clock"
        life = _Life(flipped=flipped, seed=seed, days=days, now=now, clock=clock, asked_by=asked_by, below=below)
        answering = {"ALLOWED_HOSTS": [HOST], "SECURE_SSL_REDIRECT": False}
        # What leaves an invented town is no business of the real journal, and would make it newer than its database.
        with override_settings(CLOCK_FILE=str(life.clock), DEMO=False, SEND_JOURNAL="", **answering):
            life.time_is(now)
            life.forgotten(life.warm_up)
            walled, with_duty, kept = life.forgotten(lambda: life.live_under_a_duty(leak))
            without = life.forgotten(lambda: life.live(walled=walled))
    return _compared(without, with_duty, kept)


@dataclass(kw_only=True)
class _Life:
    """Some days of the town, from the same evening on each time."""

    flipped: int
    seed: int
    days: int
    now: datetime
    clock: Path
    asked_by: Collection[str] | None
    below: str

    def __post_init__(self) -> None:
        everybody = list(Volunteer.objects.select_related("account").order_by("pk"))
        fixed = next(row for row in everybody if row.account.mail == characters.VOLUNTEER)
        others = dice(self.seed, "twin worlds").sample([row for row in everybody if row != fixed], len(everybody) - 1)
        self.chosen, self.beside = [fixed, *others[: self.flipped - 1]], others[-1]

    def time_is(self, now: datetime) -> None:
        """Views and tasks read this moment from now on."""
        self.clock.write_text(now.isoformat(), encoding="ascii")

    def forgotten(self, lived: Callable[[], Lived]) -> Lived:
        """Live, remember what was seen, and take everything back, as if it had not been."""
        numbers = _numbers()
        with transaction.atomic(), transaction.atomic(using="duties"), _ids_from(self.seed):
            seen = lived()
            for alias in settings.DATABASES:
                transaction.set_rollback(True, using=alias)
        _set_numbers(numbers)
        return seen

    def warm_up(self) -> Seen:
        """What is kept between requests (kinds of content, templates) is looked up once."""
        some = {role: account for role, account in self.roles().items() if role in {"coordinator", "operator"}}
        return watching.walk(some, samples.of(self.chosen, self.beside, []), own=[], calendars={}, below=self.below)

    def live_under_a_duty(self, leak: Leak | None) -> tuple[list[UUID], Seen, list[str]]:
        """The rows behind the wall, what was seen, and where the canary is kept on this side of the wall."""
        for row in self.chosen:
            canaries.impose(row, now=self.now)
        if leak:
            leak(self.chosen)
        walled = list(Obligation.objects.order_by("pk").values_list("pk", flat=True))
        return walled, self.live(walled=walled), _tables_with(CANARY)

    def live(self, *, walled: Sequence[UUID]) -> Seen:
        """Nights with rounds, days with reminders, and at the end everybody looks at everything."""
        seen = Seen()
        with watching.listening(seen):
            for day in range(self.days):
                for hour in HOURS:
                    now = moment(local_today(self.now) + timedelta(days=day + 1), hour, ZONE)
                    self.time_is(now)
                    sending.tick(now)
                rounds.run(town=town.CULEMBORG, now=now)
        known = samples.of(self.chosen, self.beside, walled)
        looked = watching.walk(self.roles(), known, own=self.own(), calendars=self._calendars(), below=self.below)
        looked.messages = sorted(seen.messages + looked.messages, key=watching.reader_of)
        looked.lines = seen.lines + looked.lines
        looked.cached = seen.cached + looked.cached
        return looked

    def _calendars(self) -> dict[str, str]:
        """Role to the address of the private calendar of somebody who learns or helps here."""
        who = {role: account for role, account in self.roles().items() if account and role in HAVE_A_CALENDAR}
        who |= {role: row.account for role, row in zip(self.own(), self.chosen, strict=False) if role in self.roles()}
        now, town_code = self.now + timedelta(days=self.days), town.CULEMBORG
        made = {role: feeds.make_new(account=account, town=town_code, now=now) for role, account in who.items()}
        return {role: address.removeprefix(settings.SITE_URL) for role, address in made.items()}

    def roles(self) -> dict[str, Account | None]:
        """Everybody but the caseworker of these people."""
        staff = {
            "coordinator": characters.COORDINATOR,
            "coordinator of one house": characters.COORDINATOR_OF_A_HOUSE,
            "programme manager": characters.PROGRAMME_MANAGER,
            "policy officer": characters.POLICY_OFFICER,
            "confidential adviser": characters.ADVISER,
            "another caseworker": characters.OTHER_CASEWORKER,
            "operator": characters.OPERATOR,
            "newcomer": characters.NEWCOMER,
        }
        known: dict[str, Account | None] = {role: Account.objects.get(mail=mail) for role, mail in staff.items()}
        people = dict(zip(self.own(), (row.account for row in self.chosen), strict=False))
        everybody = {"stranger": None} | known | {"volunteer beside them": self.beside.account} | people
        return {role: who for role, who in everybody.items() if self.asked_by is None or role in self.asked_by}

    def own(self) -> list[str]:
        """The roles of some of the people themselves."""
        return [f"volunteer {number} of those" for number in range(min(2, len(self.chosen)))]


def _compared(without: Seen, with_duty: Seen, kept: list[str]) -> Comparison:
    different = [
        f"{role}: {path}"
        for (role, path), answer in without.answers.items()
        if with_duty.answers[role, path] != answer
    ]
    for what in ("messages", "lines", "cached"):
        one, other = getattr(without, what), getattr(with_duty, what)
        differing = abs(len(one) - len(other)) + sum(a != b for a, b in zip(one, other, strict=False))
        different += [f"{differing} {what}"] * bool(differing)
    told = [
        f"{role}: {path}" for (role, path), answer in with_duty.answers.items() if CANARY.encode() in answer.whole
    ]
    told += ["a message" for message in with_duty.messages if CANARY.encode() in message]
    told += ["a log line" for line in with_duty.lines if CANARY in line]
    told += ["a key in the cache" for key in with_duty.cached if CANARY in key]
    return Comparison(
        without=without,
        with_duty=with_duty,
        different=different,
        crossed=[
            f"{role}: {path}"
            for (role, path), answer in with_duty.answers.items()
            if answer.walled_queries and not path.startswith(watching.DESK)
        ],
        canaries=told + kept,
        failed=failures(with_duty),
    )


def failures(seen: Seen) -> list[str]:
    """Errors of the server, and roles for whom nothing was there to be seen."""
    shown = {role for (role, _path), answer in seen.answers.items() if answer.is_page}
    blind = {role for role, _path in seen.answers} - shown
    errors = [f"{role}: {path}" for (role, path), answer in seen.answers.items() if answer.status >= 500]
    return errors + [f"{role}: no page at all" for role in sorted(blind)]


@contextmanager
def _ids_from(seed: int) -> Iterator[None]:
    """New rows get ids that follow from the seed, so that both worlds make the same; behind the wall they do not."""
    chance = dice(seed, "ids of twin worlds")
    fields = [
        model._meta.pk
        for model in apps.get_models()
        if isinstance(model._meta.pk, models.UUIDField) and model._meta.app_label != "obligations"
    ]
    for field in fields:
        field.get_default = lambda: UUID(int=chance.getrandbits(128), version=4)  # type: ignore[method-assign]
    try:
        yield
    finally:
        for field in fields:
            del field.get_default


def _numbers() -> list[tuple[str, int | None]]:
    """How far each sequence of the database has counted: a rollback does not turn it back."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT format('%I', sequencename), last_value FROM pg_sequences WHERE schemaname = current_schema()"
        )
        return list(cursor.fetchall())


def _set_numbers(numbers: list[tuple[str, int | None]]) -> None:
    with connection.cursor() as cursor:
        for name, last in numbers:
            cursor.execute("SELECT setval(%s::regclass, %s, %s)", [name, last or 1, last is not None])


def _tables_with(words: str) -> list[str]:
    """The tables on this side of the wall in which these words stand."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            quoted = connection.ops.quote_name(table)
            cursor.execute(f"SELECT count(*) FROM {quoted} AS line WHERE line::text LIKE %s", [f"%{words}%"])  # noqa: S608
            [(count,)] = cursor.fetchall()
            found += [f"table {table}"] * bool(count)
    return found
