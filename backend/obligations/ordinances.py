"""An ordinance as a file (TOML) becomes a version of the policy of a town: read, checked, and written once."""

import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from backend.meetings import paper
from backend.obligations import database, policy
from backend.obligations.models import PolicyVersion, Regime
from backend.obligations.policy import BadPolicy

HEAD = {"title", "regime", "valid_from", "ordinance_ref", "approved_by", "params", "sentences"}


class NotAfterTheLast(Exception):
    """A version begins after all versions before it: what was decided under those stays as it was."""


@dataclass(frozen=True, kw_only=True)
class Ordinance:
    """What an ordinance file says."""

    title: str
    regime: Regime
    valid_from: date
    ordinance_ref: str
    approved_by: str
    params: dict[str, Any]
    sentences: dict[str, str]

    @property
    def sha256(self) -> str:
        """Of everything that the file says."""
        return paper.checksum(
            {
                "title": self.title,
                "regime": self.regime.value,
                "valid_from": self.valid_from.isoformat(),
                "ordinance_ref": self.ordinance_ref,
                "approved_by": self.approved_by,
                "params": self.params,
                "sentences": self.sentences,
            }
        )


@dataclass(frozen=True, kw_only=True)
class Articles:
    """Where the ordinance that held on a day says what a line of hours rests on."""

    versions: list[tuple[date, dict[str, str]]]

    @classmethod
    def until(cls, day: date) -> "Articles":
        """Of all versions of the open town that began on or before this day, in one query."""
        rows = PolicyVersion.objects.filter(valid_from__lte=day).order_by("valid_from")
        return cls(versions=list(rows.values_list("valid_from", "sentences")))

    def of(self, rule: str, day: date) -> str:
        """For example "Artikel 7, derde lid"; empty where no sentence of the ordinance says it."""
        held = [sentences for since, sentences in self.versions if since <= day]
        return held[-1].get(rule, "").partition(":")[0] if held else ""


def read(text: str) -> Ordinance:
    """Read an ordinance file. Each parameter that it names has its sentence of the ordinance beside it.

    Raises:
        BadPolicy: no TOML, something missing, unknown or out of its range; the text names all mistakes.
    """
    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadPolicy(f"This is no TOML: {error}") from error
    if wrong := HEAD.symmetric_difference(given):
        raise BadPolicy(f"Missing or unknown: {', '.join(sorted(wrong))}.")
    params = _as_json(given["params"])
    policy.check(params)
    bare = sorted(set(params) ^ set(given["sentences"]))
    if bare:
        raise BadPolicy(
            f"Each parameter has its sentence and each sentence its parameter. Look at: {', '.join(bare)}."
        )
    try:
        regime = Regime(given["regime"])
    except ValueError as error:
        raise BadPolicy(f"regime: choose from {', '.join(Regime.values)}.") from error
    if not isinstance(given["valid_from"], date) or not policy.fits_regime(regime, given["valid_from"]):
        raise BadPolicy(f"valid_from: the law of {regime.value} does not hold on that day.")
    return Ordinance(**given | {"regime": regime, "params": params})


def _as_json(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _as_json(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_as_json(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


@database.deed
def put_in_force(ordinance: Ordinance, *, town: str, now: datetime) -> PolicyVersion:
    """Write the version; the same ordinance again changes nothing.

    Raises:
        NotAfterTheLast: another version begins on this day or later.
    """
    last = PolicyVersion.objects.select_for_update().order_by("-valid_from").first()
    if last and (last.sha256, last.valid_from) == (ordinance.sha256, ordinance.valid_from):
        return last
    if last and last.valid_from >= ordinance.valid_from:
        raise NotAfterTheLast
    return PolicyVersion.objects.create(
        municipality_id=town,
        regime=ordinance.regime,
        valid_from=ordinance.valid_from,
        title=ordinance.title,
        ordinance_ref=ordinance.ordinance_ref,
        approved_by=ordinance.approved_by,
        params=ordinance.params,
        sentences=ordinance.sentences,
        sha256=ordinance.sha256,
        imported_at=now,
    )
