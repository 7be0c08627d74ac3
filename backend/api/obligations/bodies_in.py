"""What a benefits system sends. Every body has a ``requestId``: sent twice it counts once."""

from rest_framework import serializers

from backend.api import bodies
from backend.obligations import participation
from backend.obligations.changes import CHANGES, UNDOES
from backend.obligations.considerations import Consideration
from backend.obligations.models import Ground, LegalBasis, ObligationDecision, SignalHandled, SignalKind

GROUNDS = [choice for choice in Ground.choices if choice[0] != Ground.SUSPENDED]
Kind = ObligationDecision.Kind


def _kinds(some: frozenset[Kind]) -> list[tuple[str, str]]:
    return [(kind.value, str(kind.label)) for kind in Kind if kind in some]


CHANGE_KINDS, UNDOING_KINDS = _kinds(CHANGES), _kinds(UNDOES)


class DecisionIn(bodies.Body):
    request_id = serializers.UUIDField()
    legal_basis = serializers.ChoiceField(choices=LegalBasis.choices)
    case_reference = serializers.CharField(max_length=40)
    decided_on = serializers.DateField()
    notified_on = serializers.DateField(default=None, allow_null=True)
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    minutes_per_week = serializers.IntegerField(min_value=0, max_value=1440)
    mandate_ref = serializers.CharField(max_length=40, default="", allow_blank=True)
    document_ref = serializers.CharField(max_length=60, default="", allow_blank=True)
    reasons = serializers.ListField(
        child=serializers.ChoiceField(choices=[each.value for each in Consideration]),
        default=list,
        max_length=len(Consideration),
        help_text="What was weighed; care and the distance to work are asked for where the ordinance splits on them.",
    )


class ObligationIn(DecisionIn):
    person_id = serializers.UUIDField()
    client_number = serializers.CharField(max_length=30)


class ChangeIn(bodies.Body):
    request_id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=CHANGE_KINDS)
    case_reference = serializers.CharField(max_length=40)
    decided_on = serializers.DateField()
    notified_on = serializers.DateField(default=None, allow_null=True)
    starts_on = serializers.DateField()
    ends_on = serializers.DateField(default=None, allow_null=True)
    minutes_per_week = serializers.IntegerField(
        min_value=0, max_value=1440, default=None, allow_null=True, help_text="For AMEND, and only then."
    )
    ground = serializers.ChoiceField(choices=GROUNDS, default="", help_text="For EXEMPT, and only then.")
    share_pct = serializers.IntegerField(
        min_value=1, max_value=100, default=None, allow_null=True, help_text="For EXEMPT, and only then."
    )
    review_on = serializers.DateField(default=None, allow_null=True)
    mandate_ref = serializers.CharField(max_length=40, default="", allow_blank=True)
    document_ref = serializers.CharField(max_length=60, default="", allow_blank=True)

    def complaints(self, data: object) -> dict[str, object]:
        """What a kind needs, and what it cannot have."""
        found = super().complaints(data)  # type: ignore[arg-type]
        given = data if isinstance(data, dict) else {}
        for name, kind in (("minutes_per_week", Kind.AMEND), ("ground", Kind.EXEMPT), ("share_pct", Kind.EXEMPT)):
            has_it, needs_it = given.get(name) not in (None, ""), given.get("kind") == kind
            if has_it != needs_it:
                found[name] = [f"{kind.value} needs this, and no other kind has it."]
        return found


class UndoingIn(bodies.Body):
    request_id = serializers.UUIDField()
    decision_id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=UNDOING_KINDS)
    case_reference = serializers.CharField(max_length=40)
    on = serializers.DateField()


class EndingIn(bodies.Body):
    request_id = serializers.UUIDField()
    on = serializers.DateField()
    case_reference = serializers.CharField(max_length=40)


class SignalIn(bodies.Body):
    request_id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=SignalKind.choices)
    key = serializers.DateField()
    outcome = serializers.ChoiceField(choices=SignalHandled.Outcome.choices)
    note = serializers.CharField(max_length=300, default="", allow_blank=True)


class StatementIn(bodies.Body):
    request_id = serializers.UUIDField()
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()


class ParticipationIn(StatementIn):
    route = serializers.ChoiceField(choices=sorted(participation.routes()))


class WeeksAsked(bodies.Body):
    """Which weeks: all that have a day between the two; without days the last thirteen."""

    since = serializers.DateField(required=False)
    until = serializers.DateField(required=False)


class MonthAsked(bodies.Body):
    """Which month, by any day of it."""

    month = serializers.RegexField(r"^\d{4}-(0[1-9]|1[0-2])$", help_text="For example 2026-11.")
