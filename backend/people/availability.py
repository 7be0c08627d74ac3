"""When people are free in an ordinary week, in local wall time and quarter hours."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from backend.people.models import Account, AvailabilitySlot

QUARTER = 15
DAY = 24 * 60


class NotAWindow(Exception):
    """A window lies on one day, begins before it ends, and does both on a quarter of an hour."""


@dataclass(frozen=True, kw_only=True, order=True)
class Window:
    """Free on a weekday (Monday is 0) between two minutes since midnight, half-open.

    Raises:
        NotAWindow: it is empty, leaves the day, or is not in quarter hours.
    """

    weekday: int
    starts_minute: int
    ends_minute: int

    def __post_init__(self) -> None:
        in_week = 0 <= self.weekday <= 6
        in_day = 0 <= self.starts_minute < self.ends_minute <= DAY
        if not in_week or not in_day or self.starts_minute % QUARTER or self.ends_minute % QUARTER:
            raise NotAWindow


def merged(windows: Iterable[Window]) -> tuple[Window, ...]:
    """In the order of the week; windows that overlap or touch are one."""
    week: list[Window] = []
    for window in sorted(windows):
        last = week[-1] if week else None
        if last and last.weekday == window.weekday and window.starts_minute <= last.ends_minute:
            week[-1] = Window(
                weekday=last.weekday,
                starts_minute=last.starts_minute,
                ends_minute=max(last.ends_minute, window.ends_minute),
            )
        else:
            week.append(window)
    return tuple(week)


@transaction.atomic
def replace_week(*, town: str, account_id: UUID, windows: Sequence[Window]) -> tuple[Window, ...]:
    """These windows, merged, are the week from now on, and nothing else; no windows means unknown.

    The week is that of the person, so that somebody who learns and helps fills it in once.
    """
    Account.objects.select_for_update(no_key=True).get(pk=account_id)
    week = merged(windows)
    mine = AvailabilitySlot.objects.filter(account_id=account_id)
    if _windows(mine) == week:
        return week
    mine.delete()
    AvailabilitySlot.objects.bulk_create(
        AvailabilitySlot(
            municipality_id=town,
            account_id=account_id,
            weekday=window.weekday,
            starts_minute=window.starts_minute,
            ends_minute=window.ends_minute,
        )
        for window in week
    )
    return week


def week_of(account_ids: Collection[UUID]) -> dict[UUID, list[Window]]:
    """The weeks of these people in one query; each id has an entry, empty when the week is unknown."""
    plain = plain_weeks_of(account_ids)
    return {
        account_id: [Window(weekday=d, starts_minute=s, ends_minute=e) for d, s, e in plain[account_id]]
        for account_id in plain
    }


def plain_weeks_of(account_ids: Collection[UUID]) -> dict[UUID, list[tuple[int, int, int]]]:
    """The same for thousands of people: each window as weekday, first minute, end."""
    weeks: dict[UUID, list[tuple[int, int, int]]] = {account_id: [] for account_id in account_ids}
    slots = AvailabilitySlot.objects.filter(account_id__in=weeks).order_by("account_id", "weekday", "starts_minute")
    for account_id, weekday, starts, ends in slots.values_list(
        "account_id", "weekday", "starts_minute", "ends_minute"
    ):
        weeks[account_id].append((weekday, starts, ends))
    return weeks


def _windows(slots: Iterable[AvailabilitySlot]) -> tuple[Window, ...]:
    return tuple(sorted(_window(slot) for slot in slots))


def _window(slot: AvailabilitySlot) -> Window:
    return Window(weekday=slot.weekday, starts_minute=slot.starts_minute, ends_minute=slot.ends_minute)
