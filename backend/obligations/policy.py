"""The ordinance of a day: its parameters, checked, with the sentence behind each; from when to when a law holds.

Nothing here has a default town: without a version that says ``enabled`` the module is off and asks nothing.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache, cached_property
from itertools import chain
from pathlib import Path
from typing import Any

import jsonschema

from backend.obligations.models import PolicyVersion, Regime

SETS = ("legal_bases_allowed", "exemption_grounds", "creditable_kinds", "confirmed")
A_DAY = timedelta(days=1)
SCHEMA = Path(__file__).parent / "policy_schema.json"

# From the first up to and including the last day (docs/policy/counter-obligation.md). 2026 is a year of grace, in
# which a town may already work under the new law; the old one ends with it.
REGIME_DAYS = {
    Regime.WWB_2012: (date(2012, 1, 1), date(2014, 12, 31)),
    Regime.PW_2015: (date(2015, 1, 1), date(2026, 12, 31)),
    Regime.PW_2027: (date(2026, 1, 1), date.max),
}


class BadPolicy(Exception):
    """The ordinance cannot be read; the text says which parameter is wrong and what is allowed."""


@dataclass(frozen=True, kw_only=True)
class FreePeriod:
    """Days on which nothing is asked, both included."""

    starts_on: date
    ends_on: date


@dataclass(frozen=True, kw_only=True)
class Params:
    """The parameters that change a figure or a deed; those of ``policy_schema.json``, units in the names."""

    enabled: bool
    legal_bases_allowed: frozenset[str]
    min_minutes_per_week: int
    max_minutes_per_week: int
    default_minutes_per_week: int
    max_duration_weeks: int
    max_renewals: int
    cooling_off_weeks: int
    search_period_weeks: int
    search_period_extensions: int
    own_activity_allowed: bool
    existing_volunteering_counts: bool
    distance_to_labour_market: str
    exclude_if_informal_carer: str
    exemption_grounds: frozenset[str]
    creditable_kinds: frozenset[str]
    preparation_cap_minutes_per_session: int
    no_show_by_learner_credit: str
    late_cancellation_hours: int
    averaging_weeks: int
    carry_over_max_minutes: int
    rounding_minutes: int
    confirmation_required: str
    auto_confirm_after_days: int
    claim_deadline_days: int
    holiday_weeks_free: int
    travel_max_minutes_one_way: int
    signal_after_weeks: int
    signal_below_pct: int
    objection_days: int
    reduction_pct: int
    reduction_months: int
    confirmed: frozenset[str]
    free_periods: tuple[FreePeriod, ...] = ()

    def is_free(self, day: date) -> bool:
        """Whether this day is in one of the free weeks of its year; more weeks than the ordinance frees are not."""
        left = self.holiday_weeks_free * 7
        for period in self.free_periods:
            if period.starts_on.year != day.year:
                continue
            days = min(left, (period.ends_on - period.starts_on).days + 1)
            if 0 <= (day - period.starts_on).days < days:
                return True
            left -= days
        return False


@dataclass(frozen=True, kw_only=True)
class Policy:
    """A version of the ordinance, for the pure rules. ``key`` names it in figures (its SHA-256)."""

    regime: str
    valid_from: date
    params: Params
    key: str = ""

    @property
    def last_day(self) -> date:
        """The last day on which the law of this version holds."""
        return REGIME_DAYS[Regime(self.regime)][1]


@dataclass(frozen=True, kw_only=True)
class Policies:
    """All versions of a town, oldest first."""

    versions: Sequence[Policy] = field(default_factory=tuple)
    _known: dict[date, Policy | None] = field(default_factory=dict, init=False, repr=False, compare=False)

    def on(self, day: date) -> Policy | None:
        """The latest version that has begun, while its law holds and the module is on; None when nothing is asked."""
        if day not in self._known:  # a caseload asks for the same days again and again
            self._known[day] = self._on(day)
        return self._known[day]

    @cached_property
    def turns(self) -> frozenset[date]:
        """The days that may be unlike the day before: a version begins, a law is over, or a free week is near."""
        found = {each.valid_from for each in self.versions}
        found |= {each.last_day + A_DAY for each in self.versions if each.last_day < date.max}
        for free in chain.from_iterable(each.params.free_periods for each in self.versions):
            found |= {free.starts_on + n * A_DAY for n in range((free.ends_on - free.starts_on).days + 2)}
        return frozenset(found)

    def _on(self, day: date) -> Policy | None:
        begun = next((each for each in reversed(self.versions) if each.valid_from <= day), None)
        return begun if begun and day <= begun.last_day and begun.params.enabled else None


@cache
def schema() -> dict[str, Any]:
    """The JSON schema of the parameters."""
    loaded: dict[str, Any] = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return loaded


def check(params: Mapping[str, Any]) -> None:
    """Check the shape, the limits, and what belongs together.

    Raises:
        BadPolicy: with every mistake in one text.
    """
    found = sorted(jsonschema.Draft202012Validator(schema()).iter_errors(params), key=lambda each: list(each.path))
    mistakes = [f"{'.'.join(map(str, each.path)) or 'params'}: {each.message}" for each in found]
    if not mistakes:
        whole = with_defaults(params)
        least, usual, most = (whole[f"{which}_minutes_per_week"] for which in ("min", "default", "max"))
        if not least <= usual <= most:
            mistakes.append(f"default_minutes_per_week: {usual} does not lie between {least} and {most}")
        if any(period["ends_on"] < period["starts_on"] for period in whole["free_periods"]):
            mistakes.append("free_periods: a period ends before it starts")
    if mistakes:
        raise BadPolicy("\n".join(mistakes))


def with_defaults(params: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters, with the defaults of the schema for those that the ordinance does not name."""
    return {name: params.get(name, about["default"]) for name, about in schema()["properties"].items()}


def params_of(given: Mapping[str, Any]) -> Params:
    """The parameters as the rules read them."""
    whole = with_defaults(given)
    sets: dict[str, Any] = {name: frozenset(whole[name]) for name in SETS}
    free = sorted(
        (date.fromisoformat(p["starts_on"]), date.fromisoformat(p["ends_on"])) for p in whole["free_periods"]
    )
    periods = tuple(FreePeriod(starts_on=starts_on, ends_on=ends_on) for starts_on, ends_on in free)
    plain: dict[str, Any] = {
        name: whole[name] for name in Params.__dataclass_fields__ if name not in sets and name != "free_periods"
    }
    return Params(**plain, **sets, free_periods=periods)


def as_policy(version: PolicyVersion) -> Policy:
    """The row as a value."""
    return Policy(
        regime=version.regime,
        valid_from=version.valid_from,
        params=params_of(version.params),
        key=version.sha256,
    )


def policies() -> Policies:
    """All versions of the open town, in one query."""
    return Policies(versions=[as_policy(version) for version in PolicyVersion.objects.order_by("valid_from")])


def version_on(day: date) -> PolicyVersion | None:
    """The row that holds on this day in the open town; None while the module is off."""
    rows = {row.valid_from: row for row in PolicyVersion.objects.order_by("valid_from")}
    found = Policies(versions=[as_policy(row) for row in rows.values()]).on(day)
    return rows[found.valid_from] if found else None


def fits_regime(regime: Regime, valid_from: date) -> bool:
    """Whether a version under this law can begin on this day."""
    first, last = REGIME_DAYS[regime]
    return first <= valid_from <= last
