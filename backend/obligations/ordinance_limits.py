"""What the ordinance of the first day allows a decision to ask: basis, size, duration, renewal, grounds."""

from collections.abc import Sequence
from datetime import date, timedelta

from backend.obligations import policy
from backend.obligations.models import LegalBasis, ObligationDecision, PolicyVersion
from backend.obligations.policy import Params


class ModuleOff(Exception):
    """On this day no ordinance of the town lets anybody ask a counter-obligation."""


class AgainstOrdinance(Exception):
    """The ordinance of that day does not allow this; ``code`` names the parameter."""

    def __init__(self, code: str) -> None:
        super().__init__(f"The ordinance of that day does not allow this: {code}.")
        self.code = code


def version_on(day: date) -> tuple[PolicyVersion, Params]:
    """The ordinance of a day.

    Raises:
        ModuleOff: there is none that asks something.
    """
    found = policy.version_on(day)
    if found is None:
        raise ModuleOff
    return found, policy.params_of(found.params)


def check_imposed(
    params: Params,
    *,
    basis: LegalBasis,
    starts_on: date,
    ends_on: date,
    minutes: int,
    before: Sequence[ObligationDecision] = (),
) -> None:
    """Check a decision that asks something; ``before`` are the earlier ones of this person that still stand.

    Raises:
        AgainstOrdinance: with the first parameter that it breaks.
    """
    if basis not in params.legal_bases_allowed:
        raise AgainstOrdinance("legal_bases_allowed")
    if not params.min_minutes_per_week <= minutes <= params.max_minutes_per_week:
        raise AgainstOrdinance("max_minutes_per_week")
    if (ends_on - starts_on).days + 1 > params.max_duration_weeks * 7:
        raise AgainstOrdinance("max_duration_weeks")
    cool = timedelta(weeks=params.cooling_off_weeks)
    running = [each for each in before if each.ends_on and each.ends_on + cool >= starts_on]
    if len(running) > params.max_renewals:
        raise AgainstOrdinance("max_renewals")


def check_ground(params: Params, ground: str) -> None:
    """Check the ground of an exemption.

    Raises:
        AgainstOrdinance: the ordinance does not know it.
    """
    if ground not in params.exemption_grounds:
        raise AgainstOrdinance("exemption_grounds")
