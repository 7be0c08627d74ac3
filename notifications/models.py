"""The outbox: a message is a row from the moment on which its cause is a fact."""

import uuid
from datetime import datetime
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Count, Q
from django.db.models.functions import Now

MAY_HAVE_LEFT = "may have left already"
SETTLED = ("sent_at", "expired_at", "withdrawn_at", "dead_at")


class Delivery(models.TextChoices):
    """How a sent message fared, in the words of Notify; empty until it is reported."""

    UNDERWAY = "UNDERWAY"
    DELIVERED = "DELIVERED"
    FAILED = "FAILED"


class MessageQuerySet(models.QuerySet["Message"]):
    """Which messages?"""

    def unsettled(self) -> Self:
        """Neither sent nor given up."""
        return self.filter(**dict.fromkeys(SETTLED))

    def due(self, now: datetime) -> Self:
        """Should have been sent by now and still can be, soonest to expire first."""
        return self.unsettled().filter(due_at__lte=now, expires_at__gt=now).order_by("expires_at", "due_at", "pk")

    def too_late(self, now: datetime) -> Self:
        """Not sent in time: these are never sent."""
        return self.unsettled().filter(expires_at__lte=now)

    def troubled(self, municipality: str) -> Self:
        """What could not reach somebody in this town, newest first: a person must call."""
        did_not_arrive = Q(dead_at__isnull=False) | Q(delivery=Delivery.FAILED)
        return self.filter(did_not_arrive, municipality=municipality, handled_at=None).order_by("-owed_at")

    def letters(self, municipality: str, now: datetime) -> Self:
        """Letters of this town that wait for somebody who prints them, soonest to expire first."""
        return self.due(now).filter(municipality=municipality, channel="letter")

    def notices(self, recipient_id: uuid.UUID, now: datetime, kinds: list[str]) -> Self:
        """What stands on somebody's own page, newest first."""
        mine = self.filter(recipient_id=recipient_id, kind__in=kinds, due_at__lte=now)
        return mine.order_by("-due_at", "pk")

    def by_outcome(self) -> dict[str, int]:
        """Counts for the operator."""
        outcomes = {name.removesuffix("_at"): Count("pk", filter=Q(**{f"{name}__isnull": False})) for name in SETTLED}
        return self.aggregate(waiting=Count("pk", filter=Q(**dict.fromkeys(SETTLED))), **outcomes)


class Message(models.Model):
    """One message to one person through one channel, at most once for an occurrence of its subject.

    The text is rendered at the moment of sending and not stored. ``recipient_id`` is an account, known here by
    its id only. ``due_at`` is the plan and stays; ``next_try_at`` is when a provider that said "later" is asked
    again. A lease (database clock) says which sender is busy with it. ``doubts`` counts the calls after which
    nobody knows whether it left, also the one that is going on. ``delivery`` is what the provider reported later:
    a message can be sent and still not arrive. ``carried_by`` is the message in whose mail it leaves, when several
    share one. ``read_at`` is when its reader saw it on the own page, ``handled_at`` when a person looked after
    one that did not arrive. The id follows from what it is about, so that a message that left before a backup was
    put back is known again when it is owed again.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.CharField(max_length=6, blank=True)
    recipient_id = models.UUIDField()
    channel = models.CharField(max_length=10)
    kind = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    occurrence = models.CharField(max_length=40, blank=True)
    owed_at = models.DateTimeField()
    due_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    next_try_at = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    lease_token = models.UUIDField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    doubts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    expired_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    dead_at = models.DateTimeField(null=True, blank=True)
    why = models.CharField(max_length=60, blank=True)
    last_tried_at = models.DateTimeField(null=True, blank=True)
    provider_id = models.CharField(max_length=60, blank=True)
    delivery = models.CharField(max_length=20, blank=True, choices=Delivery)
    delivery_at = models.DateTimeField(null=True, blank=True)
    carried_by = models.UUIDField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    handled_at = models.DateTimeField(null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(  # whatever the channel: a reader may choose another one in between
                fields=["recipient_id", "kind", "subject_id", "occurrence"], name="message_owed_once"
            ),
            models.CheckConstraint(
                condition=Q(sent_at=None, expired_at=None, withdrawn_at=None)
                | Q(sent_at=None, expired_at=None, dead_at=None)
                | Q(sent_at=None, withdrawn_at=None, dead_at=None)
                | Q(expired_at=None, withdrawn_at=None, dead_at=None),
                name="message_has_one_outcome_at_most",
            ),
        ]
        indexes = [
            models.Index(  # claiming: town by town, soonest to expire first
                fields=["municipality", "expires_at", "due_at"],
                condition=Q(**dict.fromkeys(SETTLED)),
                name="messages_to_send_by_town",
            ),
            models.Index(  # MessageQuerySet.too_late, outbox.oldest_due
                fields=["due_at", "expires_at"],
                condition=Q(**dict.fromkeys(SETTLED)),
                name="messages_to_send",
            ),
            models.Index(fields=["municipality", "dead_at"], name="messages_in_trouble"),
            models.Index(
                fields=["municipality"], condition=Q(delivery=Delivery.FAILED), name="messages_that_did_not_arrive"
            ),
            models.Index(fields=["carried_by"], condition=Q(carried_by__isnull=False), name="messages_in_a_digest"),
            models.Index(fields=["recipient_id", "-due_at"], name="messages_by_reader"),
            models.Index(fields=["kind", "subject_id"], name="messages_by_subject"),
        ]

    def __str__(self) -> str:
        return f"Message {self.pk}"


class Attempt(models.Model):
    """A call of a provider, committed before it is made: after a crash somebody knows that it may have left.

    Several are begun in one commit; ``called_at`` is when the turn of this one came. ``outcome`` is empty while
    the call goes on, and for ever when the sender died in it.
    """

    message = models.ForeignKey(Message, models.CASCADE, related_name="attempts")
    began_at = models.DateTimeField()
    called_at = models.DateTimeField(null=True, blank=True, db_default=Now())
    outcome = models.CharField(max_length=20, blank=True)
    answer = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"Attempt {self.pk}"


class Preference(models.Model):
    """What somebody chose about messages. Without a row: the best channel there is, everything, also on Sundays."""

    recipient_id = models.UUIDField(primary_key=True)
    channel = models.CharField(max_length=10, blank=True)
    sundays_off = models.BooleanField(default=False)
    declined = ArrayField(models.CharField(max_length=20), default=list, blank=True)

    def __str__(self) -> str:
        return "Preference"


class Circuit(models.Model):
    """Whether a channel's provider takes anything: after failures nobody asks it for a while."""

    channel = models.CharField(max_length=10, primary_key=True)
    failures = models.PositiveIntegerField(default=0)
    open_until = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"Circuit of {self.channel}"


class Bucket(models.Model):
    """How many messages a town may send through a channel at this moment; it fills up with time."""

    channel = models.CharField(max_length=10)
    municipality = models.CharField(max_length=6, blank=True)
    tokens = models.FloatField()
    filled_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "municipality"], name="one_bucket_a_town")]

    def __str__(self) -> str:
        return f"Bucket of {self.channel}"


class Departed(models.Model):
    """A message that left before an older database was put back, which does not know it: never to be sent again."""

    id = models.UUIDField(primary_key=True)
    left_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Departed {self.pk}"


class LinkToken(models.Model):
    """A link in a message: what it opens, for whom and until when. Only the hash of the token is kept."""

    token_sha256 = models.CharField(max_length=64, primary_key=True)
    recipient_id = models.UUIDField()
    municipality = models.CharField(max_length=6, blank=True)
    purpose = models.CharField(max_length=40)
    path = models.CharField(max_length=200)
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"LinkToken for {self.purpose}"


class Sender(models.Model):
    """The one row that says when the outbox was last looked after, and whether sending is paused.

    ``epoch`` and ``ticks`` stand in a file beside the journal too: an older or copied database differs from it.
    """

    id = models.BooleanField(primary_key=True, default=True)
    last_tick_at = models.DateTimeField(null=True, blank=True)
    paused_since = models.DateTimeField(null=True, blank=True)
    pause_reason = models.CharField(max_length=200, blank=True)
    epoch = models.UUIDField(null=True, blank=True)
    ticks = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=True), name="there_is_one_sender_row")]

    def __str__(self) -> str:
        return "Sender"
