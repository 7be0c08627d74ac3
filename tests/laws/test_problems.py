"""Every exception that a deed of the domain may raise has its HTTP status, in one table."""

import importlib
import inspect
import pkgutil

import pytest

import backend
from backend.api.problems import STATUS_OF

ROOMS = ("people", "pairs", "meetings", "obligations")


def _exceptions():
    for room in ROOMS:
        package = importlib.import_module(f"{backend.__name__}.{room}")
        for found in pkgutil.iter_modules(package.__path__):
            if found.ispkg:
                continue
            module = importlib.import_module(f"{package.__name__}.{found.name}")
            for name, thing in inspect.getmembers(module, inspect.isclass):
                if issubclass(thing, Exception) and thing.__module__ == module.__name__:
                    yield pytest.param(thing, id=f"{room}.{found.name}.{name}")


@pytest.mark.parametrize("error", list(_exceptions()))
def test_a_public_exception_stands_in_the_table(error):
    assert error in STATUS_OF


@pytest.mark.parametrize("error", list(_exceptions()))
def test_a_public_exception_says_in_a_sentence_what_is_wrong(error):
    assert (error.__doc__ or "").strip().endswith(".")
