"""What coordinators keep about a pair: notes, and tasks with a day and an owner. The two never see either."""

from typing import Self, TypeVar

from django.db import models
from django.db.models import Exists, Q
from django.utils.translation import gettext_lazy as _

from backend.pairs.models.pairs import Pair
from backend.people.models import Account, Coordinator
from backend.places.scope import TenantManager, TenantRow

Row = TypeVar("Row", bound=TenantRow, covariant=True)


class CaseworkQuerySet(models.QuerySet[Row]):
    """Which notes or tasks?"""

    def visible_to(self, account: Account) -> Self:
        """Those of the open town, for its coordinators; neither of a pair, nor who takes over, sees any."""
        return self.filter(Exists(Coordinator.objects.filter(account=account, until=None)))


class CaseNoteQuerySet(CaseworkQuerySet["CaseNote"]):
    """Which notes?"""


class CaseNote(TenantRow):
    """What a coordinator wrote down about a pair; it is never changed."""

    pair = models.ForeignKey(Pair, models.PROTECT, related_name="notes")
    text = models.CharField(max_length=1000)
    written_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    request_id = models.UUIDField()

    objects = TenantManager.from_queryset(CaseNoteQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["written_by", "request_id"], name="note_request_once_an_actor"),
            models.CheckConstraint(condition=~Q(text=""), name="note_says_something"),
        ]


class CoordinatorTaskQuerySet(CaseworkQuerySet["CoordinatorTask"]):
    """Which tasks?"""


class CoordinatorTask(TenantRow):
    """Something to do about a pair, before a day, by one coordinator."""

    class Kind(models.TextChoices):
        OWN = "OWN", _("Task")
        JOINT_MEETING = "JOINT_MEETING", _("Plan a meeting with the old and the new volunteer together")
        SUBSTITUTE = "SUBSTITUTE", _("Find another volunteer who stands in")

    pair = models.ForeignKey(Pair, models.PROTECT, related_name="tasks")
    kind = models.CharField(max_length=13, choices=Kind, default=Kind.OWN)
    text = models.CharField(max_length=300, blank=True)
    due_on = models.DateField()
    assigned_to = models.ForeignKey(Account, models.PROTECT, related_name="+")
    made_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    request_id = models.UUIDField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(Account, models.PROTECT, related_name="+", null=True, blank=True)

    objects = TenantManager.from_queryset(CoordinatorTaskQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["made_by", "request_id"], name="task_request_once_an_actor"),
            models.CheckConstraint(condition=~Q(kind="OWN") | ~Q(text=""), name="own_task_says_something"),
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None) | Q(done_at__isnull=False, done_by__isnull=False),
                name="a_task_that_is_done_says_by_whom",
            ),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "assigned_to", "due_on"],
                condition=Q(done_at=None),
                name="open_tasks_by_owner",
            )
        ]

    @property
    def says(self) -> str:
        """What there is to do, in the active language."""
        return self.text or str(self.get_kind_display())
