"""What every answer carries, addresses that do not exist, and the description of it all."""

import json

import pytest
from django.core.management import call_command
from django.test import Client

from tests import make
from tests.api.client import V1, get, of

pytestmark = pytest.mark.usefixtures("town")


@pytest.mark.parametrize("path", ["municipalities", "newcomers", "nothing-here", "openapi.json", "municipalities/"])
def test_every_answer_names_the_version_and_is_not_kept(path):
    answer = get(Client(), path)

    assert answer["API-Version"] == "1.0.0"
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", ["municipalities/", "nothing-here", "", "newcomers/not-a-number/more"])
def test_an_address_that_does_not_exist_is_a_problem_of_404(path):
    answer = get(of(make.coordinator()), path)

    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    assert answer.json()["status"] == 404


def test_a_way_of_asking_that_is_not_offered_is_a_problem_of_405():
    answer = Client().delete(f"{V1}/municipalities")

    assert (answer.status_code, answer["Content-Type"]) == (405, "application/problem+json")


def test_towns_and_their_neighbourhoods_are_open_to_a_form_elsewhere():
    make.neighbourhood()

    assert [row["code"] for row in get(Client(), "municipalities").json()["results"]] == [make.TOWN]
    [row] = get(Client(), f"neighbourhoods?municipality={make.TOWN}").json()["results"]
    assert (row["code"], row["name"], row["district"]) == ("BU02160000", "Binnenstad", "Centre")
    assert get(Client(), "neighbourhoods").json()["errors"][0]["pointer"] == "/municipality"


def test_the_description_is_valid_without_a_warning(tmp_path):
    path = tmp_path / "openapi.json"
    call_command("spectacular", "--validate", "--fail-on-warn", "--format", "openapi-json", "--file", str(path))

    described = json.loads(path.read_text())
    assert described["openapi"].startswith("3.")
    assert not [path for path in described["paths"] if path != "/" and path.endswith("/")]


def test_the_description_is_read_without_login_from_anywhere():
    answer = get(Client(), "openapi.json")

    assert answer["Access-Control-Allow-Origin"] == "*"
    described = answer.json()
    assert {"/newcomers", "/proposals/{id}/approvals", "/meetings/{id}/answers"} <= set(described["paths"])
    [signing_up] = [name for name in described["components"]["schemas"] if name.startswith("NewcomerIn")]
    assert {"requestId", "fullName", "consentVersion"} <= set(
        described["components"]["schemas"][signing_up]["required"]
    )
