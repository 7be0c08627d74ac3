"""Somebody does not feel safe: the two are kept apart in the same moment, and the confidential adviser calls.

Nobody is asked why. Only the confidential adviser of the town reads a report, and each reading is written down;
the other person, and the coordinator, see only that no meetings are planned. In a town without an adviser the
coordinators stand in. Whether the pair ends is decided by who may read the report.

Who stands in for a volunteer can be meant too, and can report: then these two are kept apart, and the pair goes on.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from backend.meetings import messages, planning, substitutes
from backend.meetings.models import Attendance, Meeting, SafetyReport, Substitution
from backend.pairs import exclusions, life, proposals
from backend.pairs.locking import locked_pair
from backend.pairs.models import EndReason, Exclusion, Pair
from backend.people.models import Account, Volunteer
from backend.people.registration import RequestUsedBefore
from backend.places.clock import local_today
from backend.privacy import audit

WITH_NAMES = ("pair__newcomer__account", "pair__volunteer__account", "substitute__account")
LATELY = timedelta(weeks=13)  # so long who stood in can be reported with one press; later by calling


@dataclass(frozen=True, kw_only=True)
class Meant:
    """Somebody whom a report can be about, as the reporter knows him or her.

    ``substitute_id`` is who stands in, when one of the two does so for ``usual_name``.
    """

    pair_id: UUID
    name: str
    substitute_id: UUID | None = None
    usual_name: str = ""


def whom(*, by: Account, today: date) -> list[Meant]:
    """Whom a report of ``by`` can be about, each once: the other of a pair, then who stands in or did so lately."""
    names = ("newcomer__account", "volunteer__account")
    pairs = Pair.objects.current().of(by).select_related(*names).order_by("started_on", "pk")
    found: dict[UUID, Meant] = {}
    for pair in pairs:
        other = _other(pair.newcomer.account, pair.volunteer.account, by)
        found.setdefault(other.pk, Meant(pair_id=pair.pk, name=other.call_name))
    part_in = Q(volunteer__account=by) | Q(pair__newcomer__account=by)
    standing = Substitution.objects.filter(part_in, until_on__gte=today - LATELY).exclude(
        lifted_on__lt=today - LATELY
    )
    everybody = ("volunteer__account", *(f"pair__{name}" for name in names))
    for each in standing.select_related(*everybody).order_by("from_on", "pk"):
        other, usual = _other(each.pair.newcomer.account, each.volunteer.account, by), each.pair.volunteer.account
        meant = Meant(
            pair_id=each.pair_id, name=other.call_name, substitute_id=each.volunteer_id, usual_name=usual.call_name
        )
        found.setdefault(other.pk, meant)
    return list(found.values())


def _other(newcomer: Account, volunteer: Account, by: Account) -> Account:
    return volunteer if newcomer == by else newcomer


@transaction.atomic
def report(
    *, pair_id: UUID, by: Account, request_id: UUID, now: datetime, substitute_id: UUID | None = None
) -> SafetyReport:
    """Stop all meetings of these two now, hide them from each other, never propose them again, and have ``by``
    called. A second report while nobody has called yet is the same report.

    Args:
        substitute_id: the volunteer who stands in for the one of this pair, when it is between the newcomer and him
            or her; None when it is between the two of the pair.

    Raises:
        Pair.DoesNotExist: ``by`` is not one of these two.
        RequestUsedBefore: this request was about somebody else.
    """
    pair, substitute = _locked_two(pair_id, substitute_id, by)
    if known := SafetyReport.objects.filter(account=by, request_id=request_id).first():
        if (known.pair_id, known.substitute) != (pair.pk, substitute):
            raise RequestUsedBefore
        return known
    mine = SafetyReport.objects.in_force().filter(pair=pair, substitute=substitute, account=by)
    if waiting := mine.open().first():
        return waiting
    made = SafetyReport.objects.create(
        municipality_id=pair.municipality_id,
        pair=pair,
        substitute=substitute,
        account=by,
        reported_at=now,
        request_id=request_id,
    )
    _keep_apart(made, now=now)
    messages.owe_a_call(report_id=made.pk, town=pair.municipality_id, now=now)
    audit.note(deed="safety.report", about=made, town=pair.municipality_id, by=by.pk, now=now)
    return made


@transaction.atomic
def read(*, report_id: UUID, by: Account, now: datetime) -> SafetyReport:
    """One report with its people; that ``by`` looked is written down each time.

    Raises:
        SafetyReport.DoesNotExist: ``by`` may not read it.
    """
    seen = SafetyReport.objects.visible_to(by)
    found = seen.select_related("account", *WITH_NAMES).get(pk=report_id)
    audit.note(deed="safety.read", about=found, town=found.municipality_id, by=by.pk, now=now)
    return found


@transaction.atomic
def called(*, report_id: UUID, by: Account, now: datetime, note: str = "") -> SafetyReport:
    """This person has been called. Twice is fine; a later note takes the place of an earlier one.

    Raises:
        SafetyReport.DoesNotExist: ``by`` may not read it.
    """
    found = _locked(report_id, by)
    if found.called_at is None:
        found.called_at, found.called_by = now, by
        audit.note(deed="safety.called", about=found, town=found.municipality_id, by=by.pk, now=now)
    found.note = note or found.note
    found.save(update_fields=["called_at", "called_by", "note"])
    return found


@transaction.atomic
def lift(*, report_id: UUID, by: Account, now: datetime) -> SafetyReport:
    """The two may meet and be planned again, as who reported it wishes. Twice is fine.

    Raises:
        SafetyReport.DoesNotExist: ``by`` may not read it.
    """
    found = _locked(report_id, by)
    if found.lifted_at is None:
        found.lifted_at, found.lifted_by = now, by
        found.save(update_fields=["lifted_at", "lifted_by"])
        _unseal(found, by, now)
        audit.note(deed="safety.lift", about=found, town=found.municipality_id, by=by.pk, now=now)
    return found


@transaction.atomic
def end(*, report_id: UUID, by: Account, now: datetime) -> Pair:
    """The pair ends; both hear it in the words of every end, and they stay apart for good. Twice is fine.

    Raises:
        SafetyReport.DoesNotExist: ``by`` may not read it, or it is about who stood in: then there is no pair to end.
    """
    found = _locked(report_id, by)
    if found.substitute_id:
        raise SafetyReport.DoesNotExist
    if found.pair.ended_on is not None:
        return found.pair
    today, reason = local_today(now), EndReason.BOUNDARY_CROSSED
    audit.note(deed="safety.end", about=found, town=found.municipality_id, by=by.pk, now=now)
    return life.end(pair_id=found.pair_id, by=None, on=max(today, found.pair.started_on), reason=reason, now=now)


def _locked(report_id: UUID, by: Account) -> SafetyReport:
    """The report, after its pair: everybody locks in this order."""
    pair_id = SafetyReport.objects.visible_to(by).values_list("pair_id", flat=True).get(pk=report_id)
    pair = locked_pair(pair_id, None)
    found: SafetyReport = SafetyReport.objects.select_for_update(no_key=True).get(pk=report_id)
    found.pair = pair
    return found


def _locked_two(pair_id: UUID, substitute_id: UUID | None, by: Account) -> tuple[Pair, Volunteer | None]:
    """The pair, and who stood in when it is about that one; once these two are a pair, it is about their pair."""
    if substitute_id is None:
        return locked_pair(Pair.objects.of(by).values_list("pk", flat=True).get(pk=pair_id), by), None
    part_in = Q(volunteer__account=by) | Q(pair__newcomer__account=by)
    stood_in = Substitution.objects.filter(part_in, pair=pair_id, volunteer=substitute_id).select_related("pair")
    found = stood_in.first()
    if found is None:
        raise Pair.DoesNotExist
    if theirs := Pair.objects.current().filter(newcomer=found.pair.newcomer_id, volunteer=substitute_id).first():
        return locked_pair(theirs.pk, by), None
    both = [found.pair.volunteer_id, substitute_id]
    volunteers = Volunteer.objects.select_for_update(no_key=True).filter(pk__in=both).order_by("pk")
    locked = {each.pk: each for each in volunteers}
    return locked_pair(pair_id, None), locked[substitute_id]


def _keep_apart(made: SafetyReport, *, now: datetime) -> None:
    newcomer, volunteer = made.pair.newcomer, made.substitute or made.pair.volunteer
    if made.substitute:
        substitutes.stop(pair=made.pair, volunteer=made.substitute, now=now)
    else:
        planning.stop(pair=made.pair, by=None, now=now)
    exclusions.exclude(made, Exclusion.Cause.SEALED, now)
    proposals.withdraw_between(newcomer, volunteer, now)
    _part_elsewhere(newcomer.account_id, volunteer.account_id, now=now)


def _part_elsewhere(newcomer: UUID, volunteer: UUID, *, now: datetime) -> None:
    """Whatever else would bring them together: a meeting of three is off; a language table goes on without the
    newcomer, whose seat stays."""
    here = Attendance.objects.filter(meeting=OuterRef("pk"), is_expected=True)
    both = Exists(here.filter(account=newcomer)), Exists(here.filter(account=volunteer))
    coming = Meeting.objects.going_on().filter(*both, starts_at__gt=now)
    tables = coming.of_tables().values("pk")
    Attendance.objects.filter(meeting__in=tables, account=newcomer).update(is_expected=False, coming_at=None)
    planning.call_off(list(coming.of_pairs().values_list("pk", flat=True)), by=None, now=now)


def _unseal(found: SafetyReport, by: Account, now: datetime) -> None:
    if SafetyReport.objects.in_force().between(found.newcomer_id, found.volunteer_id).exists():
        return  # the other of the two reported as well
    sealed = Exclusion.objects.filter(
        newcomer=found.newcomer_id, volunteer=found.volunteer_id, cause=Exclusion.Cause.SEALED
    )
    sealed.filter(lifted_at=None).update(lifted_at=now, lifted_by=by, lift_reason="safety")
