"""How JSON is read. REST framework loads this while it starts, so nothing of its views may be imported here."""

from typing import Any

from djangorestframework_camel_case.parser import CamelCaseJSONParser
from rest_framework.exceptions import ParseError


class Parser(CamelCaseJSONParser):  # type: ignore[misc]
    """JSON of a decent depth."""

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        """The body with the names of its fields in our own notation.

        Raises:
            ParseError: it is not JSON, or cannot be read as such.
        """
        try:
            return super().parse(stream, media_type, parser_context)
        except RecursionError:
            raise ParseError("This JSON is nested too deeply.") from None
        except LookupError:
            raise ParseError("Send JSON as UTF-8.") from None
