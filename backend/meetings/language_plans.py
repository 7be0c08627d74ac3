"""The language plan (taalplan): drawn up by a coordinator, agreed to by both with one tap each."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from backend.meetings.models import GoalCode, LanguagePlan, MeetingSeries
from backend.pairs import states
from backend.pairs.locking import locked_pair
from backend.pairs.messages import owe_to_both
from backend.pairs.models import Pair, Side, side_of
from backend.people.models import Account, Coordinator
from backend.people.registration import RequestUsedBefore
from backend.places.clock import local_today
from backend.privacy import audit
from notifications import outbox
from notifications.kinds import About, Context, Kind, Reader, register, rows

LONGEST = timedelta(days=731)


class NoGoalChosen(Exception):
    """A language plan has at least one goal."""


class UntilIsNotAhead(Exception):
    """The last day lies in the future, and within two years."""


class NoDayYet(Exception):
    """These two have no weekly day and place yet: plan that first."""


class PlanWasReplaced(Exception):
    """There is a newer language plan by now: that one is to be signed."""


def _plans() -> QuerySet[LanguagePlan]:
    found: QuerySet[LanguagePlan] = LanguagePlan.objects.all()
    return found.select_related("pair__newcomer__account", "pair__volunteer__account")


def _to_sign(plan: LanguagePlan, recipient_id: UUID) -> Context | None:
    pair = plan.pair
    learns = pair.newcomer.account_id == recipient_id
    signed = plan.newcomer_signed_at if learns else plan.volunteer_signed_at
    if plan.replaced_at or signed or not pair.is_current:
        return None
    return {"other": (pair.volunteer if learns else pair.newcomer).account.call_name}


SIGN_YOUR_PLAN = register(
    Kind(
        name="sign_your_plan",
        template="messages/sign_your_plan",
        lifetime=timedelta(days=14),
        context=About(rows(_plans), _to_sign),
        who=Reader.EITHER,
        when=_("When a coordinator has written down what a pair agreed on."),
        path=lambda _plan_id: "/mijn/",
        sample=lambda: {"other": "Ria"},
    )
)


@transaction.atomic
def draw_up(
    *,
    pair_id: UUID,
    by: Account,
    goals: Sequence[str],
    until_on: date,
    request_id: UUID,
    now: datetime,
    own_words: str = "",
) -> LanguagePlan:
    """What these two agreed on, on the day and place of their meetings now; both are asked to sign. The same request
    is one plan; a newer one takes the place of an older one.

    Raises:
        Pair.DoesNotExist: ``by`` does not coordinate in the open town.
        RequestUsedBefore: this request was about another pair.
        NotInThisState: the pair has ended.
        NoGoalChosen, UntilIsNotAhead: not such a plan.
        NoDayYet: there is no weekly plan of meetings.
    """
    if not Coordinator.objects.filter(account=by, until=None).exists():
        raise Pair.DoesNotExist
    pair, today = locked_pair(pair_id, by), local_today(now)
    if known := LanguagePlan.objects.filter(drawn_up_by=by, request_id=request_id).first():
        if known.pair_id != pair.pk:
            raise RequestUsedBefore
        return known
    if not pair.is_current:
        raise states.NotInThisState
    chosen = [code for code in GoalCode.values if code in goals]
    if not chosen:
        raise NoGoalChosen
    if not today < until_on <= today + LONGEST:
        raise UntilIsNotAhead
    series = MeetingSeries.objects.filter(pair=pair, last_on=None).select_related("centre").first()
    if series is None:
        raise NoDayYet
    LanguagePlan.objects.in_force().filter(pair=pair).update(replaced_at=now)
    plan = LanguagePlan.objects.create(
        municipality_id=pair.municipality_id,
        pair=pair,
        goals=chosen,
        own_words=own_words,
        weekday=series.weekday,
        starts_local=series.starts_local,
        minutes=series.minutes,
        every_weeks=series.every_weeks,
        place=f"{series.centre.name}, {series.centre.address}" if series.centre else series.place_note,
        until_on=until_on,
        drawn_up_by=by,
        drawn_up_at=now,
        request_id=request_id,
    )
    owe_to_both(SIGN_YOUR_PLAN, of=pair, now=now, subject_id=plan.pk)
    audit.note(deed="language plan drawn up", about=plan, town=plan.municipality_id, by=by.pk, now=now)
    return plan


@transaction.atomic
def sign(*, plan_id: UUID, by: Account, now: datetime) -> LanguagePlan:
    """One of the two agrees. Twice is harmless; the message that asks for it is withdrawn.

    Raises:
        LanguagePlan.DoesNotExist: ``by`` is not one of the two.
        PlanWasReplaced: there is a newer one, or the pair has ended.
    """
    mine = LanguagePlan.objects.filter(pair__in=Pair.objects.of(by))
    pair = locked_pair(mine.values_list("pair_id", flat=True).get(pk=plan_id), by)
    plan = LanguagePlan.objects.select_for_update(no_key=True, of=("self",)).get(pk=plan_id)
    field = "newcomer_signed_at" if side_of(pair, by) == Side.NEWCOMER else "volunteer_signed_at"
    if getattr(plan, field) is not None:
        return plan
    if plan.replaced_at or not pair.is_current:
        raise PlanWasReplaced
    setattr(plan, field, now)
    plan.save(update_fields=[field])
    outbox.withdraw(SIGN_YOUR_PLAN, subject_id=plan.pk, now=now, recipient_id=by.pk)
    audit.note(deed="language plan signed", about=plan, town=plan.municipality_id, by=by.pk, now=now)
    return plan


def without_one() -> QuerySet[Pair]:
    """Current pairs of the open town whose language plan is missing or not signed by both, the oldest first."""
    signed = LanguagePlan.objects.signed().filter(pair=OuterRef("pk"))
    rows: QuerySet[Pair] = Pair.objects.current().filter(~Exists(signed))
    return rows.select_related("newcomer__account", "volunteer__account").order_by("started_on", "pk")
