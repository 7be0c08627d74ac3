"""What stands in the file of one person: the same for the caseworker and for the person."""

import uuid
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from backend.obligations import allowances, extra_hours, open_points, policy, statements
from backend.obligations.facts import monday_of
from backend.obligations.models import Obligation
from backend.people.models import Account
from backend.places import clock
from frontend.caseworker import forms, hours_picture, reason_words

WEEKS = 13
USUAL_WEEKS = 26
FORMS: dict[str, Callable[..., forms.Once]] = {  # on one page, so each with ids of its own
    "statement_form": partial(forms.StatementPeriod, auto_id="statement_%s"),
    "decision_form": partial(forms.DecisionLetter, auto_id="decision_%s"),
    "end_form": partial(forms.EndDuty, auto_id="end_%s"),
}


def today() -> date:
    """The day on the wall calendar."""
    return clock.local_today(clock.now())


def last_weeks(count: int) -> dict[str, date]:
    """The last full weeks and the one that goes on, up to today."""
    return {"starts_on": monday_of(today()) - timedelta(weeks=count - 1), "ends_on": today()}


def context(obligation: Obligation) -> dict[str, Any]:
    """Everything that both readers see: figures with their reasons, decisions, statements, words; newest first."""
    seen = statements.whole(obligation, as_of=today(), at_least_weeks=WEEKS)
    last = seen.overview.last(WEEKS)
    return {
        "obligation": obligation,
        "person": Account.objects.get(pk=obligation.person_id),
        "periods": obligation.periods.select_related("decision").order_by("-starts_on"),
        "exemptions": obligation.exemptions.order_by("-starts_on"),
        "decisions": obligation.decisions.prefetch_related("undone_by").order_by("-number"),
        "overview": last,
        "picture": hours_picture.drawn(last.weeks),
        "windows": list(reversed(seen.windows))[:4],
        "differences": reason_words.explained(last.weeks),
        "statements": obligation.statements.order_by("-issued_at"),
        "words": obligation.words.select_related("reply").order_by("-at"),
        "warnings": obligation.warnings.order_by("-sent_on", "-at"),
        "extra_hours": extra_hours.of(obligation),
        "allowances": allowances.watch(obligation, confirmed=open_points.confirmed_on(today())),
    }


def new_letter() -> dict[str, Any]:
    """What the form for a decision proposes: from today, for half a year or what is allowed, the usual hours."""
    rules = rules_of_today()
    weeks = min(USUAL_WEEKS, rules.max_duration_weeks) if rules else USUAL_WEEKS
    usual = {"hours_per_week": Decimal(rules.default_minutes_per_week) / 60} if rules else {}
    return usual | {
        "request_id": uuid.uuid4(),
        "decided_on": today(),
        "notified_on": today(),
        "starts_on": today(),
        "ends_on": today() + timedelta(weeks=weeks) - timedelta(days=1),
    }


def rules_of_today() -> policy.Params | None:
    """The parameters of the ordinance; None while the module is off."""
    version = policy.version_on(today())
    return policy.params_of(version.params) if version else None


def new_forms() -> dict[str, forms.Once]:
    """The forms that stand beside the file; a statement is proposed for the last full month."""
    month_end = today().replace(day=1) - timedelta(days=1)
    proposed = {
        "statement_form": {"starts_on": month_end.replace(day=1), "ends_on": month_end},
        "decision_form": new_letter(),
        "end_form": {"on": today()},
    }
    return {name: FORMS[name](initial={"request_id": uuid.uuid4()} | given) for name, given in proposed.items()}
