"""What every answer carries, addresses that do not exist, and the description of it all."""

import base64
import json
import uuid

import pytest
from django.core.management import call_command
from django.test import Client
from drf_spectacular.generators import SchemaGenerator

from backend.pairs import rounds
from backend.places.models import PostcodeShare
from tests import make
from tests.api.client import V1, get, of, post

pytestmark = pytest.mark.usefixtures("town")
NUL_IN_A_CURSOR = base64.b64encode(b"p=%00").decode()


@pytest.mark.parametrize("path", ["municipalities", "newcomers", "nothing-here", "openapi.json", "municipalities/"])
def test_every_answer_names_the_version_and_is_not_kept(path):
    answer = get(Client(), path)

    assert answer["API-Version"] == "1.0.0"
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_an_error_of_our_own_carries_the_same_and_tells_nothing(monkeypatch):
    def fails(**_about):
        raise RuntimeError("the secret of the house")

    monkeypatch.setattr(rounds, "ask", fails)
    answer = post(of(make.coordinator()), "matching-rounds", {"requestId": str(uuid.uuid4())})

    assert (answer.status_code, answer["Content-Type"]) == (500, "application/problem+json")
    assert (answer["API-Version"], answer["Cache-Control"]) == ("1.0.0", "no-store")
    assert b"secret" not in answer.content


@pytest.mark.parametrize("path", ["municipalities/", "nothing-here", "", "newcomers/not-a-number/more"])
def test_an_address_that_does_not_exist_is_a_problem_of_404(path):
    answer = get(of(make.coordinator()), path)

    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    assert answer.json()["status"] == 404


def test_a_way_of_asking_that_is_not_offered_is_a_problem_of_405():
    answer = Client().delete(f"{V1}/municipalities")

    assert (answer.status_code, answer["Content-Type"]) == (405, "application/problem+json")


def test_a_format_that_is_not_offered_is_a_problem_of_406():
    answer = Client().get(f"{V1}/municipalities", headers={"accept": "text/html"})

    assert (answer.status_code, answer["Content-Type"]) == (406, "application/problem+json")


def test_the_version_of_the_description_is_that_of_the_answers():
    answer = get(Client(), "openapi.json")

    assert answer.json()["info"]["version"] == answer["API-Version"]


def test_moments_are_told_in_utc():
    pair = make.proposal()

    assert get(of(make.coordinator()), f"proposals/{pair.pk}").json()["madeAt"] == "2026-11-23T11:00:00Z"


def test_neighbourhoods_come_by_name_and_those_of_a_postcode_with_most_people_first():
    rows = {name: make.neighbourhood(f"BU0216000{n}", name=name) for n, name in enumerate("CBA")}
    for name, share in {"A": "0.1", "B": "0.7", "C": "0.2"}.items():
        PostcodeShare.objects.create(pc4="4101", neighbourhood=rows[name], share=share)

    def names(asked):
        page = get(Client(), f"neighbourhoods?municipality={make.TOWN}&pageSize=2{asked}").json()
        rest = Client().get(page["next"]).json()
        return [row["name"] for row in (*page["results"], *rest["results"])]

    assert names("") == ["A", "B", "C"]
    assert names("&postcode=4101%20AB") == ["B", "C", "A"]


@pytest.mark.parametrize(
    ("asked", "pointer"),
    [
        ("neighbourhoods", "/municipality"),
        ("neighbourhoods?municipality=%00", "/municipality"),
        (f"neighbourhoods?municipality={make.TOWN}&postcode=old", "/postcode"),
        (f"municipalities?cursor={NUL_IN_A_CURSOR}", "/cursor"),
        ("municipalities?cursor=zzzz", "/cursor"),
        ("municipalities?pageSize=0", "/pageSize"),
        ("municipalities?pageSize=-1", "/pageSize"),
        ("municipalities?pageSize=many", "/pageSize"),
        ("municipalities?pageSize=%D9%A3", "/pageSize"),
    ],
)
def test_what_cannot_be_asked_is_said_where_it_stands(asked, pointer):
    answer = get(Client(), asked)

    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert {(error["in"], error["pointer"]) for error in answer.json()["errors"]} == {("query", pointer)}


def test_towns_and_their_neighbourhoods_are_open_to_a_form_elsewhere():
    make.neighbourhood()

    assert [row["code"] for row in get(Client(), "municipalities").json()["results"]] == [make.TOWN]
    [row] = get(Client(), f"neighbourhoods?municipality={make.TOWN}").json()["results"]
    assert (row["code"], row["name"], row["district"]) == ("BU02160000", "Binnenstad", "Centre")


def test_the_description_is_valid_without_a_warning(tmp_path):
    path = tmp_path / "openapi.json"
    call_command("spectacular", "--validate", "--fail-on-warn", "--format", "openapi-json", "--file", str(path))

    described = json.loads(path.read_text())
    assert described["openapi"].startswith("3.")
    assert not [path for path in described["paths"] if path != "/" and path.endswith("/")]


def test_the_description_tells_what_goes_wrong_and_that_other_fields_are_refused():
    described = get(Client(), "openapi.json").json()

    operations = [each for path in described["paths"].values() for each in path.values()]
    assert all("default" in each["responses"] for each in operations)
    assert all("400" in each["responses"] for each in operations if "requestBody" in each)
    assert described["components"]["responses"]["Problem"]["content"].keys() == {"application/problem+json"}
    assert described["components"]["schemas"]["NewcomerIn"]["additionalProperties"] is False
    weeks = described["paths"]["/obligations/{id}/weeks"]["get"]["responses"]["200"]
    assert weeks["content"]["application/json"]["schema"]["type"] == "array"


def test_the_description_is_made_once_however_often_anybody_asks(monkeypatch):
    first = get(Client(), "openapi.json").content

    def made_again(*about):
        raise AssertionError

    monkeypatch.setattr(SchemaGenerator, "parse", made_again)
    assert get(Client(), "openapi.json").content == first


def test_the_description_is_read_without_login_from_anywhere():
    answer = get(Client(), "openapi.json")

    assert answer["Access-Control-Allow-Origin"] == "*"
    described = answer.json()
    assert {"/newcomers", "/proposals/{id}/approvals", "/meetings/{id}/answers"} <= set(described["paths"])
    [signing_up] = [name for name in described["components"]["schemas"] if name.startswith("NewcomerIn")]
    assert {"requestId", "fullName", "consentVersion"} <= set(
        described["components"]["schemas"][signing_up]["required"]
    )
