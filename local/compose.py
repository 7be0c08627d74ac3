"""What can be known of ``docker-compose.yml`` without an engine: part of ``make lint``."""

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from local.folders import ROOT

SERVICES = {"beat", "desk", "front", "mail-catcher", "migrate", "postgres", "redis", "web", "worker"}
ONE_SHOT = {"migrate"}
CONDITIONS = {"service_healthy", "service_completed_successfully"}
ROOTS = {"", "0", "root"}
KEEPS_DATA = {"postgres"}


def faults(composed: Mapping[str, Any]) -> list[str]:
    """A sentence for each thing that would go wrong, or would be unsafe, in production."""
    services = composed.get("services") or {}
    found = [f"service {name} is missing" for name in sorted(SERVICES - services.keys())]
    for name, service in services.items():
        found += _faults_of_service(name, service, services)
    declared = set(composed.get("volumes") or {})
    used = {volume for service in services.values() for volume in _named_volumes(service)}
    found += [f"volume {name} is used and not declared" for name in sorted(used - declared)]
    found += [f"volume {name} is declared and not used" for name in sorted(declared - used)]
    return found


def _faults_of_service(name: str, service: Mapping[str, Any], services: Mapping[str, Any]) -> Iterator[str]:
    if "image" not in service and "build" not in service:
        yield f"{name} has neither an image nor a build"
    if str(service.get("user", "")).split(":")[0] in ROOTS:
        yield f"{name} runs as root: give it a user"
    if name not in ONE_SHOT and not (service.get("healthcheck") or {}).get("test"):
        yield f"{name} has no health check"
    if name in KEEPS_DATA and not list(_named_volumes(service)):
        yield f"{name} keeps its data in no volume"
    if str(service.get("image", ":fixed")).partition(":")[2] in {"", "latest"}:
        yield f"{name} names no version of its image"
    yield from _faults_of_order(name, service.get("depends_on") or {}, services)
    yield from _secrets_in(name, service.get("environment") or {})


def _faults_of_order(name: str, after: Any, services: Mapping[str, Any]) -> Iterator[str]:
    if not isinstance(after, dict):
        yield f"{name} depends on others without a condition"
        return
    for other, how in after.items():
        if other not in services:
            yield f"{name} depends on {other}, which does not exist"
        if how.get("condition") not in CONDITIONS:
            yield f"{name} does not wait until {other} is healthy or done"


def _secrets_in(name: str, environment: Mapping[str, Any]) -> Iterator[str]:
    for variable, value in environment.items():
        is_secret = any(word in variable for word in ("PASSWORD", "SECRET", "_KEY"))
        if is_secret and not str(value).startswith("${"):
            yield f"{name} has a secret in the file: {variable}"


def _named_volumes(service: Mapping[str, Any]) -> Iterator[str]:
    for volume in service.get("volumes") or []:
        source = volume.get("source", "") if isinstance(volume, dict) else str(volume).split(":")[0]
        if source and not source.startswith((".", "/", "~")):
            yield source


def main(path: Path = ROOT / "docker-compose.yml") -> None:
    """Exit status 1 with a line for each fault."""
    try:
        composed = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        sys.exit(f"{path.name} cannot be read: {error}")
    sys.exit("\n".join(faults(composed)) or None)


if __name__ == "__main__":
    main()
