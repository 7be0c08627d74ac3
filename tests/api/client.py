"""Calling the API as somebody: JSON in, JSON out."""

import json
import uuid
from typing import Any

from django.test import Client

from backend.people import consent
from tests import make

V1 = "/api/v1"


def of(role: Any) -> Client:
    """Logged in as the person behind a role."""
    return make.browser_of(role.account)


def post(client: Client, path: str, body: Any = None) -> Any:
    text = body if isinstance(body, str) else json.dumps({} if body is None else body)
    return client.post(f"{V1}/{path}", text, content_type="application/json")


def get(client: Client, path: str) -> Any:
    return client.get(f"{V1}/{path}")


def sign_up(**about: Any) -> dict[str, Any]:
    """A body for a newcomer or a volunteer."""
    return {
        "requestId": str(uuid.uuid4()),
        "municipality": make.TOWN,
        "fullName": "Amina Tesfay",
        "callName": "Amina",
        "phone": "06 12345678",
        "neighbourhood": "BU02160000",
        "languages": ["tir", "amh"],
        "week": [{"weekday": 2, "startsMinute": 1080, "endsMinute": 1260}],
        "consentVersion": consent.CURRENT,
    } | about
