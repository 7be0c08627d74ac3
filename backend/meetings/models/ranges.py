"""A person and a span of time as ranges, for exclusion constraints that need no extension."""

from django.contrib.postgres.fields import DateTimeRangeField
from django.db.models import F, Func, Value


class OnePerson(Func):
    """A person as a range that overlaps only with itself, for exclusion constraints without extensions."""

    function = "uuidrange"

    def __init__(self, person: str) -> None:
        super().__init__(F(person), F(person), Value("[]"))


class Span(Func):
    """From a moment up to, not including, another."""

    function = "tstzrange"
    output_field = DateTimeRangeField()

    def __init__(self, starts: str, ends: str) -> None:
        super().__init__(F(starts), F(ends), Value("[)"))
