"""The compose file holds to what can be known of it without an engine."""

import copy
from collections.abc import Callable
from typing import Any

import pytest
import yaml

from local import compose
from local.folders import ROOT

OURS = yaml.safe_load(ROOT.joinpath("docker-compose.yml").read_text("utf-8"))


def _without(service: str, *keys: str) -> Callable[[dict[str, Any]], object]:
    return lambda composed: [composed["services"][service].pop(key) for key in keys]


def _with(service: str, **about: object) -> Callable[[dict[str, Any]], object]:
    return lambda composed: composed["services"][service].update(about)


def test_ours_has_no_fault():
    assert compose.faults(OURS) == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda composed: composed["services"].pop("beat"), "service beat is missing"),
        (_without("web", "user"), "web runs as root: give it a user"),
        (_with("worker", user="0:0"), "worker runs as root: give it a user"),
        (_without("redis", "healthcheck"), "redis has no health check"),
        (_without("postgres", "volumes"), "postgres keeps its data in no volume"),
        (_with("postgres", image="postgres"), "postgres names no version of its image"),
        (_with("redis", image="redis:latest"), "redis names no version of its image"),
        (_with("web", depends_on=["redis"]), "web depends on others without a condition"),
        (_with("web", depends_on={"redis": {}}), "web does not wait until redis is healthy or done"),
        (
            _with("web", depends_on={"queue": {"condition": "service_healthy"}}),
            "web depends on queue, which does not exist",
        ),
        (_with("web", environment={"SECRET_KEY": "abc"}), "web has a secret in the file: SECRET_KEY"),
        (_with("web", volumes=["uploads:/uploads"]), "volume uploads is used and not declared"),
        (lambda composed: composed["volumes"].update(old=None), "volume old is declared and not used"),
        (_without("mail-catcher", "build", "image"), "mail-catcher has neither an image nor a build"),
    ],
)
def test_a_fault_is_found(change, fault):
    changed = copy.deepcopy(OURS)

    change(changed)

    assert fault in compose.faults(changed)
