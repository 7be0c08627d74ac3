"""What the board shows: counted and fetched once, whatever the size of the town."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from backend.meetings import language_plans, ledger, silence
from backend.meetings.models import PlanningClash, SafetyReport
from backend.pairs.models import CoordinatorTask, MatchingRound, Pair, PairCheck, Proposal, UnmatchedReason
from backend.people.models import Account, Newcomer, Volunteer
from backend.places import neighbourhoods
from backend.places.clock import local_today
from frontend.coordinator import round_figures
from notifications.models import Message

SILENT_SHOWN = 5
CALLS_SHOWN = 5
PROPOSALS_SHOWN = 8
ADVICE_SHOWN = 1


@dataclass(frozen=True, kw_only=True)
class Figures:
    """Counts at the top of the board."""

    waiting: int
    longest_weeks: int
    free_volunteers: int
    pending: int
    pairs: int
    silent: int


def waiting_newcomers() -> QuerySet[Newcomer]:
    """Who takes part and has no buddy, longest waiting first."""
    paired = Pair.objects.current().filter(newcomer=OuterRef("pk"))
    rows: QuerySet[Newcomer] = Newcomer.objects.taking_part().filter(~Exists(paired))
    return rows.select_related("account", "neighbourhood").order_by("waiting_since", "pk")


def all_newcomers() -> QuerySet[Newcomer]:
    """Everybody who learns or waits, also who has a buddy (``has_buddy``) or takes a break, by name."""
    paired = Pair.objects.current().filter(newcomer=OuterRef("pk"))
    rows: QuerySet[Newcomer] = Newcomer.objects.filter(left_on=None).annotate(has_buddy=Exists(paired))
    return rows.select_related("account", "neighbourhood").order_by("account__full_name", "pk")


def free_volunteers() -> QuerySet[Volunteer]:
    """Who takes part and helps nobody yet."""
    paired = Pair.objects.current().filter(volunteer=OuterRef("pk"))
    rows: QuerySet[Volunteer] = Volunteer.objects.taking_part().filter(~Exists(paired), capacity__gt=0)
    return rows.select_related("account", "neighbourhood").order_by("registered_at", "pk")


def silent_rows(today: date) -> list[dict[str, Any]]:
    """The pairs that have been silent for longest, and why."""
    pairs = list(silence.silent(today)[:SILENT_SHOWN])
    reasons = silence.why(pairs, today)
    return [{"pair": pair, "why": reasons[pair.pk]} for pair in pairs]


def figures(account: Account, today: date) -> Figures:
    """Six counts."""
    waiting = waiting_newcomers()
    first = waiting.values_list("waiting_since", flat=True).first()
    pairs = Pair.objects.visible_to(account)
    return Figures(
        waiting=waiting.count(),
        longest_weeks=(today - first).days // 7 if first else 0,
        free_volunteers=free_volunteers().count(),
        pending=Proposal.objects.visible_to(account).filter(state=Proposal.State.PENDING).count(),
        pairs=pairs.current().count(),
        silent=silence.silent(today).count(),
    )


def last_round() -> MatchingRound | None:
    """The round of the town whose proposals are the newest."""
    return MatchingRound.objects.published().first()


def round_to_see() -> MatchingRound | None:
    """A round after it that is underway, waits for a decision, or has failed."""
    newest = MatchingRound.objects.for_list().first()
    return newest if newest and newest.state not in MatchingRound.DECIDED else None


def unmatched(of_round: MatchingRound | None, limit: int = 5) -> list[UnmatchedReason]:
    """Who got no proposal in a round and still waits, longest waiting first."""
    if of_round is None:
        return []
    rows = of_round.unmatched_reasons.filter(newcomer__in=waiting_newcomers())
    return list(rows.select_related("newcomer__account").order_by("newcomer__waiting_since", "pk")[:limit])


def pairs_with_clashes(today: date) -> QuerySet[Pair]:
    """Current pairs with a plan that does not fit on days to come, since one of them is elsewhere then."""
    ahead = PlanningClash.objects.filter(series__pair=OuterRef("pk"), series__last_on=None, local_date__gte=today)
    return Pair.objects.current().filter(Exists(ahead)).for_board()


def to_call(town: str) -> int:
    """How many people could not be reached by a message."""
    return Message.objects.troubled(town).values("recipient_id").distinct().count()


def context(account: Account, town: str, now: datetime) -> dict[str, Any]:
    """Everything on the board."""
    today, newest = local_today(now), last_round()
    proposals = Proposal.objects.visible_to(account).filter(state=Proposal.State.PENDING).for_board()
    return {
        "figures": figures(account, today),
        "proposals": list(proposals[:PROPOSALS_SHOWN]),
        "unmatched": unmatched(newest),
        "round": newest,
        "round_to_see": round_to_see(),
        "advice": round_figures.advice(newest, neighbourhoods.all_of(town=town), ADVICE_SHOWN),
        "silent": silent_rows(today),
        "disputes": len(ledger.disputed()),
        "not_safe": SafetyReport.objects.visible_to(account).open().count(),
        "clashes": pairs_with_clashes(today).count(),
        "to_call": to_call(town),
        "letters": Message.objects.letters(town, now).count(),
        "want_a_call": list(
            PairCheck.objects.visible_to(account)
            .filter(wants_a_call=True, called_at=None)
            .select_related("said_by", "pair__newcomer__account", "pair__volunteer__account")
            .order_by("said_at")[:CALLS_SHOWN]
        ),
        "my_tasks": CoordinatorTask.objects.filter(assigned_to=account, done_at=None, due_on__lte=today).count(),
        "without_plan": language_plans.without_one().count(),
        "today": today,
        "round_request": uuid.uuid4(),
    }
