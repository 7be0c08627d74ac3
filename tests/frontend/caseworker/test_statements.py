"""The statement as PDF and CSV: for the caseworker and the person; for all others it does not exist."""

import uuid

import pytest
from django.urls import reverse

from tests import make
from tests.backend.obligations.duties import linked, stated, worked
from tests.frontend.caseworker.people import caseworker_of, person_of
from tests.frontend.strangers import OTHERS, masked, missing_page

FORMATS = ["statement_pdf", "statement_csv"]


@pytest.mark.parametrize("reader", [caseworker_of, person_of])
class TestAStatement:
    def test_is_read_as_csv(self, reader):
        obligation = linked()
        worked(obligation, minutes=90)
        made = stated(obligation)

        answer = reader(obligation).get(reverse("caseworker:statement_csv", args=[made.pk]))

        assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
        assert answer.headers["Content-Disposition"] == 'attachment; filename="urenverklaring-2026-11-23.csv"'
        assert "2026-W47,2026-11-16,240,90,90" in answer.content.decode()

    def test_is_read_as_pdf(self, reader):
        obligation = linked()
        made = stated(obligation)

        answer = reader(obligation).get(reverse("caseworker:statement_pdf", args=[made.pk]))

        assert answer.headers["Content-Type"] == "application/pdf"
        assert answer.headers["Content-Disposition"] == 'attachment; filename="urenverklaring-2026-11-23.pdf"'
        assert answer.content.startswith(b"%PDF-")


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("who", OTHERS)
def test_for_all_others_there_is_no_such_page(who, name):
    address = reverse(f"caseworker:{name}", args=[stated(linked()).pk])
    client = make.browser_of(OTHERS[who]().account)

    assert masked(client.get(address)) == missing_page(client, address)


@pytest.mark.parametrize("name", FORMATS)
def test_a_statement_that_was_never_made_looks_the_same_to_a_caseworker(name):
    address = reverse(f"caseworker:{name}", args=[uuid.uuid4()])
    client = caseworker_of(linked())

    assert masked(client.get(address)) == missing_page(client, address)
