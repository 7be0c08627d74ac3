"""What a benefits system reads. Minutes are integers, days are local, both ends included."""

from typing import Any

from rest_framework import serializers

from backend.api import bodies
from backend.obligations.models import (
    ExemptionPeriod,
    HoursStatement,
    Obligation,
    ObligationDecision,
    ParticipationStatement,
    SignalHandled,
)


class ObligationOut(bodies.Shown[Obligation]):
    class Meta:
        model = Obligation
        fields = ["id", "person_id", "client_number", "linked_at"]
        read_only_fields = fields


class DecisionOut(bodies.Shown[ObligationDecision]):
    is_undone = serializers.SerializerMethodField()

    class Meta:
        model = ObligationDecision
        fields = [
            "id", "number", "kind", "legal_basis", "case_reference", "mandate_ref", "document_ref", "reasons",
            "decided_on", "notified_on", "objection_until", "starts_on", "ends_on", "minutes_per_week", "ground",
            "share_pct", "review_on", "undoes", "is_undone",
        ]  # fmt: skip
        read_only_fields = fields

    def get_is_undone(self, row: ObligationDecision) -> bool:
        """Withdrawn, or annulled after an objection: then it was never there."""
        return bool(row.undone_by.all())


class ExemptionOut(bodies.Shown[ExemptionPeriod]):
    class Meta:
        model = ExemptionPeriod
        fields = ["ground", "starts_on", "ends_on", "review_on", "share_pct", "decision"]
        read_only_fields = fields


class NotAskedOut(serializers.Serializer[Any]):
    reason = serializers.CharField(read_only=True)
    minutes = serializers.IntegerField(read_only=True)


class WeekOut(serializers.Serializer[Any]):
    week = serializers.CharField(source="label", read_only=True)
    monday = serializers.DateField(read_only=True)
    required_minutes = serializers.IntegerField(source="required", read_only=True)
    done_minutes = serializers.IntegerField(source="done", read_only=True)
    confirmed_minutes = serializers.IntegerField(source="confirmed", read_only=True)
    excused_minutes = serializers.IntegerField(source="excused", read_only=True)
    credited_minutes = serializers.IntegerField(source="credited", read_only=True)
    not_asked = NotAskedOut(source="asked.reasons", many=True, read_only=True)


class HoursOut(serializers.Serializer[Any]):
    """One meeting or other activity, what it is worth, and why not more. The other one is not named."""

    day = serializers.DateField(read_only=True)
    kind = serializers.CharField(read_only=True)
    claimed_minutes = serializers.IntegerField(source="claimed", read_only=True)
    confirmed_minutes = serializers.IntegerField(source="confirmed", read_only=True)
    excused_minutes = serializers.IntegerField(source="excused", read_only=True)
    credited_minutes = serializers.IntegerField(source="credited", read_only=True)
    reason = serializers.CharField(read_only=True, allow_null=True)
    rule = serializers.CharField(read_only=True)


class SignalOut(serializers.Serializer[Any]):
    kind = serializers.CharField(read_only=True)
    key = serializers.DateField(read_only=True)


class HandledOut(bodies.Shown[SignalHandled]):
    class Meta:
        model = SignalHandled
        fields = ["id", "kind", "key", "outcome", "note", "at"]
        read_only_fields = fields


class StatementOut(bodies.Shown[HoursStatement]):
    class Meta:
        model = HoursStatement
        fields = ["id", "starts_on", "ends_on", "figures", "figures_sha256", "issued_at"]
        read_only_fields = fields


class ParticipationOut(bodies.Shown[ParticipationStatement]):
    class Meta:
        model = ParticipationStatement
        fields = ["id", "route", "starts_on", "ends_on", "figures", "figures_sha256", "issued_at"]
        read_only_fields = fields


class MonthOut(serializers.Serializer[Any]):
    client_number = serializers.CharField(read_only=True)
    did_something = serializers.BooleanField(read_only=True)
