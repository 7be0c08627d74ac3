"""This room has a role and a schema of the database to itself, and so a transaction of its own in each deed."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from django.db import transaction

ALIAS = "duties"
Given = ParamSpec("Given")
Made = TypeVar("Made")


def deed(function: Callable[Given, Made]) -> Callable[Given, Made]:
    """All of it or nothing, here and in the rest of the database; what is written here is committed first.

    A deed of this room writes nowhere else: from the rest of the database it only reads, under locks that it
    holds until the end.
    """
    return transaction.atomic(transaction.atomic(using=ALIAS)(function))
