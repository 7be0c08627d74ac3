"""What three people hear when somebody stands in for a volunteer: the newcomer, who stands in, and the usual one."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from backend.meetings import calendar_parts, words
from backend.meetings.messages import PAGE_OF
from backend.meetings.models import Attendance, Substitution
from backend.pairs.models import Pair
from notifications import outbox
from notifications.kinds import About, Context, Kind, Reader, register, rows

Side = Attendance.Side


def _substitutions() -> QuerySet[Substitution]:
    everybody = ("pair__newcomer__account", "pair__volunteer__account", "volunteer__account")
    found: QuerySet[Substitution] = Substitution.objects.select_related(*everybody)
    return found


def _stands_in(about: Substitution, recipient_id: UUID) -> Context | None:
    pair = about.pair
    if not pair.is_current or (about.lifted_on and not about.lifted_by_id):
        return None
    roles = {pair.newcomer.account_id: "NEWCOMER", pair.volunteer.account_id: "USUAL"}
    with words.for_reader(recipient_id) as say:
        return {
            "role": roles.get(recipient_id, "STANDS_IN"),
            "newcomer": say.name(pair.newcomer.account.call_name),
            "usual": say.name(pair.volunteer.account.call_name),
            "other": say.name(about.volunteer.account.call_name),
            "from_on": about.from_on.isoformat(),
            "until_on": about.until_on.isoformat(),
            "is_over": "yes" if about.lifted_on else "",
        }


def _sample() -> Context:
    names = {"newcomer": "Amina", "usual": "Ria", "other": "Joop"}
    return {"role": "NEWCOMER", **names, "from_on": "2026-11-25", "until_on": "2026-12-16", "is_over": ""}


STANDS_IN = {
    side: register(
        Kind(
            name=f"stands_in_{side.lower()}",
            template="messages/stands_in",
            lifetime=timedelta(days=7),
            context=About(rows(_substitutions), _stands_in),
            who=Reader(side),
            when=_("When another volunteer stands in for some weeks, or does so no longer."),
            path=lambda _subject_id, page=PAGE_OF[side]: page,  # type: ignore[misc]
            sample=_sample,
            calendar=calendar_parts.of_substitution,
        )
    )
    for side in Side
}


def withdraw(about: Substitution, *, now: datetime) -> None:
    """Nobody hears of it any more."""
    for kind in STANDS_IN.values():
        outbox.withdraw(kind, subject_id=about.pk, now=now)


def owe(about: Substitution, pair: Pair, *, now: datetime) -> None:
    """To all three: that it is so, and later that it is over earlier; what has not left by then stays."""
    if about.lifted_on:
        withdraw(about, now=now)
    people = [
        (Side.NEWCOMER, pair.newcomer.account_id),
        (Side.VOLUNTEER, pair.volunteer.account_id),
        (Side.VOLUNTEER, about.volunteer.account_id),
    ]
    outbox.owe_many(
        outbox.message(
            STANDS_IN[side],
            recipient_id=account_id,
            subject_id=about.pk,
            now=now,
            municipality=about.municipality_id,
            occurrence="over" if about.lifted_on else "",
        )
        for side, account_id in people
    )
