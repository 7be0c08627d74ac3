"""The policy officer tries out an ordinance and sees numbers; everything else of the desk does not exist for them."""

import uuid

import pytest
from django.urls import reverse

from backend.obligations.models import Obligation, ObligationDecision, PolicyVersion
from tests import make
from tests.backend.obligations.duties import letter, linked, with_buddy
from tests.frontend.strangers import OTHERS, masked, missing_page
from tests.frontend.taking_part.people import browser

pytestmark = pytest.mark.usefixtures("town")
PAGE = "/klantmanager/beleid/"


def test_reads_what_another_ordinance_means_in_numbers_and_changes_nothing():
    for n in range(6):
        linked(
            with_buddy(full_name=f"Gesina Hoekstra{n}"),
            client_number=f"K-{n}",
            decision=letter(minutes_per_week=1200),
        )
    before = list(ObligationDecision.objects.values()), list(PolicyVersion.objects.values())

    page = browser(make.policy_officer()).get(PAGE, {"hours": "8"}).content.decode()

    assert "198 hours" in page  # for six people, four weeks and a day, at eight hours a week
    assert "Hoekstra" not in page
    assert "K-1" not in page
    assert (list(ObligationDecision.objects.values()), list(PolicyVersion.objects.values())) == before


def test_reads_nothing_about_fewer_than_five():
    for _ in range(4):
        linked(decision=letter(minutes_per_week=1200))

    page = browser(make.policy_officer()).get(PAGE, {"hours": "8"})

    assert page.context["outcome"].people is None
    assert "–" in page.content.decode()


def test_arrives_there_after_logging_in():
    answer = browser(make.policy_officer()).get(reverse("public:my"))

    assert answer.headers["Location"] == PAGE


@pytest.mark.parametrize("name", ["caseload", "find", "take_over", "delegate", "come_back", "ordinance", "statistic"])
def test_has_no_other_page_of_the_desk(name):
    client, address = browser(make.policy_officer()), reverse(f"caseworker:{name}")

    for ask in (client.get, client.post):
        assert masked(ask(address)) == missing_page(client, address)


def test_sees_no_file_statement_or_person():
    obligation = linked()
    officer = make.policy_officer()
    client = browser(officer)

    assert not Obligation.objects.visible_to(officer.account).exists()
    for each in (obligation.pk, uuid.uuid4()):
        address = f"/klantmanager/dossier/{each}/"
        assert masked(client.get(address)) == missing_page(client, address)


@pytest.mark.parametrize("who", [name for name in OTHERS if name != "a policy officer"])
def test_is_the_only_one_with_this_page(who):
    client = browser(OTHERS[who]())

    for ask in (client.get, client.post):
        assert masked(ask(PAGE)) == missing_page(client, PAGE)


def test_takes_as_many_queries_for_many_clients_as_for_a_few(django_assert_max_num_queries):
    client = browser(make.policy_officer())

    def asked(most):
        with django_assert_max_num_queries(most, using="duties") as counted:
            client.get(PAGE, {"hours": "8"})
            return len(counted)

    linked(client_number="K-0")
    few = asked(30)
    for n in range(1, 8):
        linked(client_number=f"K-{n}")
    assert asked(few) == few
