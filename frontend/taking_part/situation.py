"""What happens now, for one person: read in a fixed number of queries, so that a page asks nothing itself."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from uuid import UUID

from django.db.models import Prefetch, Q

from backend.meetings import asking, attendance, check_in, company, held_words, ledger, planning, venues
from backend.meetings.claims import ClaimState
from backend.meetings.models import Attendance, LanguagePlan, Meeting, MeetingSeries, Substitution
from backend.meetings.models.plans import MeetingQuerySet
from backend.pairs import exclusions, explanations
from backend.pairs.models import EndReason, Moment, Pair, PairPause, Proposal, Side
from backend.people.models import Account, Newcomer, Volunteer
from backend.places.clock import local_today
from backend.places.models import CommunityCentre
from frontend import language_names
from frontend.taking_part.audience import Audience

ASK_BACK_TO = timedelta(weeks=8)
SHOWN_AHEAD = 4


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A proposal as this person sees it: the other one by call name only."""

    proposal: Proposal
    other_name: str
    is_accepted_by_me: bool
    house: CommunityCentre | None
    why: Sequence[str]

    @property
    def ends_minute(self) -> int:
        """When a meeting ends, in minutes since local midnight."""
        return self.proposal.starts_minute + self.proposal.minutes


@dataclass(frozen=True, kw_only=True)
class Together:
    """A pair as this person sees it."""

    pair: Pair
    other: Account
    series: MeetingSeries | None
    is_kept_apart: bool
    pause: PairPause | None = None
    proposed_pause: PairPause | None = None
    language_plan: LanguagePlan | None = None
    waits_for_my_signature: bool = False

    @property
    def phone(self) -> str:
        """For a call when one is late; never shown while the two are kept apart."""
        return "" if self.is_kept_apart else self.other.phone

    @property
    def mail(self) -> str:
        """The same for who has no phone."""
        return "" if self.is_kept_apart or self.other.phone else self.other.mail


@dataclass(frozen=True, kw_only=True)
class StandsIn:
    """A substitution as this person sees it; who stands in sees what the two practise for, and nothing else."""

    about: Substitution
    is_me: bool
    language_plan: LanguagePlan | None

    @property
    def other(self) -> Account:
        """Whom this person meets then: the newcomer, or who stands in."""
        return self.about.pair.newcomer.account if self.is_me else self.about.volunteer.account


@dataclass(frozen=True, kw_only=True)
class Question:
    """How it goes with a pair, asked of this person."""

    pair: Pair
    other_name: str
    moment: Moment


@dataclass(frozen=True, kw_only=True)
class Met:
    """A meeting at which this person is or was expected, and what was said of it."""

    meeting: Meeting
    mine: Attendance
    others: Sequence[Attendance]
    claim: ClaimState | None = None

    @property
    def theirs(self) -> Attendance | None:
        """Of the other one, when it is one person."""
        return self.others[0] if len(self.others) == 1 else None

    @property
    def other_name(self) -> str:
        """By which the others are called; at a language table its name when nobody else is expected."""
        table = self.meeting.table
        return company.names(self.others) or (table.name if table else "")

    @property
    def is_of_a_table(self) -> bool:
        """A language table meets: one person cannot move it for all."""
        return self.meeting.table_id is not None

    @property
    def with_whom(self) -> str:
        """What is named when it is asked whether it was held: the language table, or the other one."""
        table = self.meeting.table
        return table.name if table else self.other_name

    @property
    def words(self) -> held_words.Words:
        """How it is asked, by the part that this person has in it, whether it was held."""
        return held_words.WORDS[company.part_of(self.meeting, self.mine.side)]

    @property
    def said(self) -> held_words.Said:
        """The words of the answer. Raises KeyError while there is none."""
        return self.words.answers[self.mine.answer]

    @property
    def weekday(self) -> int:
        """On which weekday, by the calendar on the wall."""
        return self.meeting.local_date.weekday()

    @property
    def door_code(self) -> str:
        """The digits for the screen at the door of the house; empty for a meeting elsewhere."""
        centre_id = self.meeting.centre_id
        return check_in.code_of(self.mine.account_id, centre_id, self.meeting.local_date) if centre_id else ""

    @property
    def changeable_until(self) -> datetime | None:
        """The last moment to change the answer; None while there is no answer."""
        return attendance.changeable_until(self.mine)


@dataclass(frozen=True)
class Situation:
    """Everything that the page of one person shows, at one moment."""

    audience: Audience
    role: Newcomer | Volunteer
    now: datetime

    @cached_property
    def offers(self) -> Sequence[Offer]:
        """Proposals that wait for this person or for the other one, oldest first."""
        offered = Proposal.objects.filter(
            state=Proposal.State.OFFERED, **{self.audience.name: self.role}
        ).select_related("newcomer__account", "newcomer__neighbourhood", "volunteer__account", "centre")
        found = list(offered.order_by("decided_at", "pk"))
        houses = venues.Houses(self.today) if found else None
        return [self._offer(proposal, houses) for proposal in found]

    def _offer(self, proposal: Proposal, houses: venues.Houses | None) -> Offer:
        return Offer(
            proposal=proposal,
            other_name=getattr(proposal, self.audience.other).account.call_name,
            is_accepted_by_me=getattr(proposal, f"{self.audience.name}_accepted_at") is not None,
            house=planning.house_for(proposal, houses) if houses else None,
            why=explanations.why_together(proposal, name_of=language_names.name),
        )

    @cached_property
    def together(self) -> Sequence[Together]:
        """The current pairs, the longest first."""
        pairs = (
            Pair.objects.current()
            .filter(**{self.audience.name: self.role})
            .select_related("newcomer__account", "volunteer__account")
            .prefetch_related("pauses")
            .prefetch_related(Prefetch("series", MeetingSeries.objects.filter(last_on=None).select_related("centre")))
            .order_by("started_on", "pk")
        )
        apart = planning.kept_apart([pair.pk for pair in pairs])
        plans = {plan.pair_id: plan for plan in LanguagePlan.objects.in_force().filter(pair__in=pairs)}
        unsigned = {plan.pair_id for plan in plans.values() if not getattr(plan, f"{self.audience.name}_signed_at")}
        return [
            Together(
                pair=pair,
                other=getattr(pair, self.audience.other).account,
                series=next(iter(pair.series.all()), None),
                is_kept_apart=pair.pk in apart,
                pause=next((each for each in pair.pauses.all() if each.covers(self.today)), None),
                language_plan=plans.get(pair.pk),
                waits_for_my_signature=pair.pk in unsigned,
                proposed_pause=next((each for each in pair.pauses.all() if each.waits_on(self.today)), None),
            )
            for pair in pairs
        ]

    @cached_property
    def substitutions(self) -> Sequence[StandsIn]:
        """Who stands in for whom from today on: in the own pairs, or this person in somebody else's. Where the two of
        the pair are kept apart nobody meets, and so nobody stands in."""
        everybody = ("pair__newcomer__account", "pair__volunteer__account", "volunteer__account")
        mine = Q(**{f"pair__{self.audience.name}": self.role})
        if self.audience.side == Attendance.Side.VOLUNTEER:
            mine |= Q(volunteer=self.role.pk)
        found = Substitution.objects.not_over(self.today).filter(mine, pair__ended_on=None).select_related(*everybody)
        signed = LanguagePlan.objects.signed().filter(pair__in=found.values("pair"))
        plans = {plan.pair_id: plan for plan in signed} if found else {}
        apart = planning.kept_apart([each.pair_id for each in found]) if found else set()
        return [
            StandsIn(about=each, is_me=each.volunteer_id == self.role.pk, language_plan=plans.get(each.pair_id))
            for each in found
            if each.pair_id not in apart
        ]

    @property
    def proposed_pauses(self) -> Sequence[Together]:
        """Pairs for which the coordinator proposes a pause, and nobody has answered yet."""
        return [each for each in self.together if each.proposed_pause and not each.is_kept_apart]

    @cached_property
    def questions(self) -> Sequence[Question]:
        """Pairs of which this person is asked now how it goes, or how it went."""
        mine = asking.lately(self.today).filter(**{self.audience.name: self.role})
        pairs = list(mine.select_related("newcomer__account", "volunteer__account").order_by("started_on", "pk"))
        return [
            Question(pair=pair, other_name=getattr(pair, self.audience.other).account.call_name, moment=moment)
            for pair, moment, sides in asking.open_questions(pairs, self.today)
            if Side(self.audience.side) in sides
        ]

    @property
    def plans_to_sign(self) -> Sequence[Together]:
        """Pairs whose language plan waits for this person's yes."""
        return [each for each in self.together if each.waits_for_my_signature and not each.is_kept_apart]

    @property
    def is_paused(self) -> bool:
        """Every pair of this person has a pause today."""
        return bool(self.together) and all(each.pause for each in self.together)

    @cached_property
    def today(self) -> date:
        """The day on the wall calendar."""
        return local_today(self.now)

    @property
    def tomorrow(self) -> date:
        """The day after it."""
        return self.today + timedelta(days=1)

    @property
    def next_week(self) -> date:
        """From this day on the name of a weekday alone is not clear enough."""
        return self.today + timedelta(days=7)

    @property
    def open_offers(self) -> Sequence[Offer]:
        """Offers that wait for this person."""
        return [offer for offer in self.offers if not offer.is_accepted_by_me]

    @property
    def awaited_offers(self) -> Sequence[Offer]:
        """Offers to which this person said yes, and which wait for the other one."""
        return [offer for offer in self.offers if offer.is_accepted_by_me]

    @property
    def is_waiting(self) -> bool:
        """Neither a pair nor a proposal, and not on a break."""
        return not self.together and not self.offers and self.role.takes_part

    @property
    def is_apart(self) -> bool:
        """Every pair of this person is kept apart: there are no meetings now."""
        return bool(self.together) and all(each.is_kept_apart for each in self.together)

    @cached_property
    def coming(self) -> Sequence[Met]:
        """The next meetings, soonest first; one that goes on now is among them."""
        meetings = self._mine(attendances__is_expected=True).after(self.now).filter(pair__ended_on=None)
        return self._met(list(meetings[:SHOWN_AHEAD]))

    @cached_property
    def days_off(self) -> Sequence[Met]:
        """The next days on which this person would meet somebody but does not, soonest first."""
        expected = Meeting.objects.filter(
            Q(series=None) | Q(series__last_on=None),
            attendances__account=self.role.account,
            attendances__side=self.audience.side,
            pair__ended_on=None,
            starts_at__gt=self.now,
        )
        off = expected.off_by_a_day().select_related("centre", "pair", "table")
        meetings = off.prefetch_related(Prefetch("attendances", Attendance.objects.select_related("account")))
        return [met(meeting, self.audience, self.role.account, {}) for meeting in meetings[:SHOWN_AHEAD]]

    @cached_property
    def past(self) -> Sequence[Met]:
        """Meetings of the last weeks, last one first."""
        since = self.now - ASK_BACK_TO
        return self._met(list(self._mine().over_at(self.now).filter(starts_at__gte=since)))

    @cached_property
    def unanswered(self) -> Sequence[Met]:
        """Of these this person has not said whether they took place, and is asked."""
        return [met for met in self.past if not met.mine.answer and self._may_be_spoken_of(met)]

    @cached_property
    def changeable(self) -> Sequence[Met]:
        """Of these the answer was given lately and may still be changed."""
        return [
            met
            for met in self.past
            if met.changeable_until and self.now < met.changeable_until and self._may_be_spoken_of(met)
        ]

    def _may_be_spoken_of(self, met: Met) -> bool:
        """Not where it would hurt: they are kept apart, or one of them did not feel safe."""
        pair, apart = met.meeting.pair, {each.pair.pk for each in self.together if each.is_kept_apart}
        if pair is None:
            return True
        is_sealed = any(each.account_id in self._sealed_from for each in met.others)
        return not (is_sealed or pair.pk in apart or pair.end_reason == EndReason.BOUNDARY_CROSSED)

    @cached_property
    def _sealed_from(self) -> Collection[UUID]:
        return exclusions.sealed_from(self.role.account)

    def _mine(self, **also: bool) -> MeetingQuerySet:
        return (
            Meeting.objects.going_on()
            .filter(attendances__account=self.role.account, attendances__side=self.audience.side, **also)
            .select_related("centre", "pair", "table")
            .prefetch_related(Prefetch("attendances", Attendance.objects.select_related("account")))
        )

    def _met(self, meetings: Sequence[Meeting]) -> Sequence[Met]:
        claims = ledger.claims_by_person([meeting.pk for meeting in meetings])
        return [met(meeting, self.audience, self.role.account, claims[meeting.pk]) for meeting in meetings]


def met(meeting: Meeting, audience: Audience, account: Account, claims: Mapping[UUID, ClaimState]) -> Met:
    """One meeting as this person sees it, with the own hours or those to confirm.

    ``meeting`` comes with its table, and with its attendances and their accounts.
    """
    mine = next(each for each in meeting.attendances.all() if each.account_id == account.pk)
    is_own = audience.side == Attendance.Side.VOLUNTEER
    claim = claims.get(account.pk) if is_own else next(iter(claims.values()), None)
    return Met(meeting=meeting, mine=mine, others=company.others(meeting, account.pk), claim=claim)
