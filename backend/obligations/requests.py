"""A deed of a caseworker that may be sent twice: the same words give the same row, other words are refused."""

import hashlib
import json
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db import models
from django.db.models import Max
from django_scopes import scopes_disabled

from backend.obligations.models import Obligation, ObligationDecision
from backend.people.models import Account
from backend.people.registration import RequestUsedBefore

MOMENTS = frozenset({"at", "since", "issued_at"})


@dataclass(frozen=True, kw_only=True)
class Request:
    """A deed that somebody sends, perhaps twice."""

    deed: str
    by: Account
    about: uuid.UUID
    letter: dict[str, Any]
    request_id: uuid.UUID
    now: datetime

    @property
    def hash(self) -> str:
        """SHA-256 of who sent what; the moment is not part of it."""
        body = {"deed": self.deed, "by": self.by.pk, "about": self.about} | self.letter
        return hashlib.sha256(json.dumps(body, sort_keys=True, default=str).encode()).hexdigest()

    def known(self) -> ObligationDecision | None:
        """The decision that this request wrote before.

        Raises:
            RequestUsedBefore: it wrote something else.
        """
        with scopes_disabled():  # a request id is unique over all towns; what is not the caller's has another hash
            found = ObligationDecision.objects.filter(request_id=self.request_id).first()
        if found and found.request_hash != self.hash:
            raise RequestUsedBefore
        return found

    def write(self, obligation: Obligation, **about: Any) -> ObligationDecision:
        """The row that says who decided what; the caller holds the lock of the obligation."""
        last = obligation.decisions.aggregate(last=Max("number"))["last"]
        return ObligationDecision.objects.create(
            municipality_id=obligation.municipality_id,
            obligation=obligation,
            number=(last or 0) + 1,
            decided_by=self.by.pk,
            written_at=self.now,
            request_id=self.request_id,
            request_hash=self.hash,
            **about,
        )


Row = TypeVar("Row", bound=models.Model)


def once(model: type[Row], *, request_id: uuid.UUID, **about: Any) -> Row:
    """The row that this request wrote before, or a new one. Moments may differ, everything else may not.

    Raises:
        RequestUsedBefore: the request wrote something else.
    """
    rows: models.Manager[Row] = model.objects  # type: ignore[attr-defined]
    with scopes_disabled():  # as above: what is not the caller's says something else
        found = rows.filter(request_id=request_id).first()
    if found is None:
        return rows.create(request_id=request_id, **about)
    said = {name: value for name, value in about.items() if name not in MOMENTS}
    if any(getattr(found, name) != value for name, value in said.items()):
        raise RequestUsedBefore
    return found
