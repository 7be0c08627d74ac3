"""The rows of periods follow from the decisions: read them all, and write the periods again."""

from backend.obligations import timeline
from backend.obligations.models import ExemptionPeriod, Obligation, ObligationDecision, RequirementPeriod
from backend.obligations.timeline import Kind, Timeline, Written

LAST_DAY_ONLY = {Kind.END}


def of(obligation: Obligation) -> Timeline:
    """What holds on which day, from the decisions of this person.

    Raises:
        PeriodsOverlap, NothingHoldsThen: the last decision cannot be.
    """
    return timeline.of([_written(row) for row in obligation.decisions.order_by("number")])


def follow(obligation: Obligation) -> Timeline:
    """Write the periods again; the caller holds the lock of the obligation.

    Raises:
        PeriodsOverlap, NothingHoldsThen: the last decision cannot be.
    """
    seen = of(obligation)
    about = {"municipality_id": obligation.municipality_id, "obligation": obligation}
    RequirementPeriod.objects.filter(obligation=obligation).delete()
    ExemptionPeriod.objects.filter(obligation=obligation).delete()
    RequirementPeriod.objects.bulk_create(
        RequirementPeriod(
            **about,
            decision_id=held.decision,
            starts_on=held.starts_on,
            ends_on=held.ends_on,
            minutes_per_week=held.minutes_per_week,
        )
        for held in seen.periods
    )
    ExemptionPeriod.objects.bulk_create(
        ExemptionPeriod(
            **about,
            decision_id=held.decision,
            ground=held.ground,
            starts_on=held.starts_on,
            ends_on=held.ends_on,
            review_on=held.review_on,
            share_pct=held.share_pct,
        )
        for held in seen.exemptions
    )
    return seen


def _written(row: ObligationDecision) -> Written:
    first = row.ends_on if row.kind in LAST_DAY_ONLY else row.starts_on
    return Written(
        id=row.pk,
        kind=Kind(row.kind),
        starts_on=first or row.decided_on,
        ends_on=None if row.kind in LAST_DAY_ONLY else row.ends_on,
        minutes_per_week=row.minutes_per_week,
        ground=row.ground,
        share_pct=row.share_pct or 100,
        review_on=row.review_on,
        undoes=row.undoes_id,
    )
