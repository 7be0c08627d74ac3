"""Every address of the product, and paths to ask it with."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^)]*\)")


class NoSample(Exception):
    """An address has a parameter for which there is no row to ask it with: give it one in ``samples``."""


def addresses(patterns: Sequence[Any] | None = None, prefix: str = "", space: str = "") -> Iterator[tuple[str, str]]:
    """(name, route) of every address of the product."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from addresses(pattern.url_patterns, prefix + str(pattern.pattern), inner)
        elif isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name or ''}", prefix + str(pattern.pattern)


def paths(name: str, route: str, samples: Mapping[str, Sequence[object]]) -> list[str]:
    """The paths of a route, one for each sample of each of its parameters.

    Raises:
        NoSample: a parameter has none.
    """
    found = [re.sub(r"\^|\\Z|\$", "", route)]
    for first, second in PARAMETER.findall(route):
        parameter = first or second
        key = _key_of_the_api(name, samples) if parameter == "pk" else parameter
        if key not in samples:
            raise NoSample(f"{route}: {parameter}")
        here = re.compile(rf"<(?:\w+:)?{parameter}>|\(\?P<{parameter}>[^)]*\)")
        found = [here.sub(str(value), path) for path in found for value in samples[key]]
    return ["/" + path.lstrip("/") for path in found]


def _key_of_the_api(name: str, samples: Mapping[str, Sequence[object]]) -> str:
    """The address named ``matching-round-publish`` is about a ``matching_round_id``."""
    known = [key for key in samples if name.startswith(key.removesuffix("_id").replace("_", "-") + "-")]
    return max(known, key=len, default="")
