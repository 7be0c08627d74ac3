"""What the ordinance of the first day allows a decision to ask: basis, size, duration, renewal, grounds."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from backend.obligations import policy
from backend.obligations.considerations import CARES, DISTANCE, Consideration
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
    reasons: Collection[str] = (),
    before: Sequence[ObligationDecision] = (),
) -> None:
    """Check a decision that asks something.

    ``reasons`` are codes of what was weighed (``considerations``); ``before`` are the earlier decisions of this
    person that still stand.

    Raises:
        AgainstOrdinance: with the first parameter that it breaks.
    """
    if basis not in params.legal_bases_allowed:
        raise AgainstOrdinance("legal_bases_allowed")
    if not params.min_minutes_per_week <= minutes <= params.max_minutes_per_week:
        raise AgainstOrdinance("max_minutes_per_week")
    _check_person(params, reasons, minutes)
    if (ends_on - starts_on).days + 1 > params.max_duration_weeks * 7:
        raise AgainstOrdinance("max_duration_weeks")
    cool = timedelta(weeks=params.cooling_off_weeks)
    running = [each for each in before if each.ends_on and each.ends_on + cool >= starts_on]
    if len(running) > params.max_renewals:
        raise AgainstOrdinance("max_renewals")


def _check_person(params: Params, reasons: Collection[str], minutes: int) -> None:
    wanted = DISTANCE.get(params.distance_to_labour_market)
    if wanted and wanted not in reasons:
        raise AgainstOrdinance("distance_to_labour_market")
    if CARES.isdisjoint(reasons):
        return
    refused = {
        "never": False,
        "while_caring": True,
        "reduce_hours": minutes >= params.default_minutes_per_week,
        "case_by_case": Consideration.CARE_FITS not in reasons,
    }
    if refused[params.exclude_if_informal_carer]:
        raise AgainstOrdinance("exclude_if_informal_carer")


def check_ground(params: Params, ground: str) -> None:
    """Check the ground of an exemption.

    Raises:
        AgainstOrdinance: the ordinance does not know it.
    """
    if ground not in params.exemption_grounds:
        raise AgainstOrdinance("exemption_grounds")
