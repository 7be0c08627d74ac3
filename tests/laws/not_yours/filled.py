"""Bodies that would do the deed: the forms that who may see the page gets, filled in; and JSON by its description."""

import uuid
from collections.abc import Iterable
from html.parser import HTMLParser
from typing import Any

from django.urls import resolve
from drf_spectacular.generators import SchemaGenerator

from tests.laws.not_yours.asking import ID

DAY = "2026-12-04"
TYPED = {"date": DAY, "time": "18:00", "number": "60", "email": "a@example.org", "tel": "0612345678"}
JSON = {"date": DAY, "time": "18:00", "boolean": True, "integer": 60, "number": 1, "string": "Because"}


class Forms(HTMLParser):
    """Every form of a page, filled in: of a choice the first, of a tick a tick."""

    def __init__(self, path: str, page: str) -> None:
        super().__init__()
        self.path, self.found = path, []
        self.list_name = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        about = dict(attrs)
        if tag == "form":
            self.found.append((about.get("action") or self.path, about.get("method", "get"), {}))
        elif tag in {"input", "textarea", "button", "select"} and self.found and about.get("name"):
            self._field(tag, about)
        elif tag == "option" and self.list_name and about.get("value"):
            self.found[-1][2].setdefault(self.list_name, about["value"])

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self.list_name = ""

    def _field(self, tag: str, about: dict[str, str | None]) -> None:
        name, form = about["name"], self.found[-1][2]
        if tag == "select":
            self.list_name = name
        elif name == "request_id":
            form[name] = str(uuid.uuid4())
        else:
            form.setdefault(name, about.get("value") or TYPED.get(about.get("type"), "Because"))


def posts(path: str, page: str) -> Iterable[tuple[str, dict[str, str]]]:
    """(address, body) of every form of this page that sends something."""
    for action, method, body in Forms(path, page).found:
        if method.lower() == "post":
            yield action.partition("?")[0] or path, body


def description() -> dict[str, Any]:
    """The OpenAPI document."""
    return SchemaGenerator().get_schema(request=None, public=True)


def bodies_of_the_api() -> dict[str, dict[str, Any]]:
    """Name of an address to the JSON that its POST takes."""
    whole = description()
    return {
        resolve("/api/v1" + path.replace("{id}", str(uuid.uuid4()))).view_name: body_of(operations["post"], whole)
        for path, operations in whole["paths"].items()
        if "post" in operations
    }


def body_of(operation: dict[str, Any], whole: dict[str, Any]) -> dict[str, Any]:
    """JSON that this operation takes."""
    content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    return _value(content["schema"], whole) if content else {}


def _value(schema: dict[str, Any], whole: dict[str, Any]) -> Any:
    if "$ref" in schema:
        return _value(whole["components"]["schemas"][schema["$ref"].rpartition("/")[2]], whole)
    for several in ("allOf", "oneOf", "anyOf"):
        if several in schema:
            return _value(schema[several][0], whole)
    if "enum" in schema:
        return schema["enum"][0]
    if schema.get("type") == "object":
        return {name: _value(each, whole) for name, each in schema.get("properties", {}).items()}
    if schema.get("type") == "array":
        return [_value(schema["items"], whole)]
    if schema.get("format") == "uuid":
        return str(uuid.uuid4())
    return JSON.get(schema.get("format", ""), JSON.get(schema.get("type", ""), "Because"))


def ids_in_json(body: dict[str, Any]) -> list[str]:
    """The fields that hold the id of a row; that of the request itself is none."""
    return [name for name, value in body.items() if name != "requestId" and ID.fullmatch(str(value))]
