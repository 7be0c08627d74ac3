"""The neutral statement of hours: frozen, reproducible, and silent about reasons."""

import hashlib
import uuid
from datetime import timedelta

import pytest

from backend.meetings import certificates, ledger
from backend.meetings.models import HoursCertificate
from tests import make
from tests.backend.meetings.hours import claimed, write

pytestmark = pytest.mark.usefixtures("town")


def issue(account, **about):
    given = {
        "town": make.TOWN,
        "account_id": account.pk,
        "starts_on": make.MONDAY - timedelta(days=30),
        "ends_on": make.MONDAY,
        "request_id": uuid.uuid4(),
        "now": make.NOON,
    } | about
    return certificates.issue(**given)


def test_counts_what_is_said_and_what_is_confirmed_per_month():
    person = make.volunteer().account
    write(ledger.confirm, claimed(person.pk))
    claimed(person.pk, starts_at=make.NOON - timedelta(days=25))

    made = issue(person)

    assert made.figures["months"] == [
        {"month": "2026-10", "meetings": 1, "minutes": 90, "confirmed": 0},
        {"month": "2026-11", "meetings": 1, "minutes": 90, "confirmed": 90},
    ]


@pytest.mark.parametrize("deed", [ledger.reverse, ledger.dispute])
def test_leaves_out_what_is_taken_back_or_disputed(deed):
    person = make.volunteer().account
    write(deed, claimed(person.pk))

    assert issue(person).figures["minutes"] == 0


def test_is_the_same_bytes_every_time_also_after_later_changes():
    person = make.volunteer().account
    claim = claimed(person.pk)
    made = issue(person)
    before = certificates.as_pdf(made), certificates.as_csv(made)

    write(ledger.reverse, claim)
    person.full_name = "Somebody Else"
    person.save()

    again = HoursCertificate.objects.get()
    assert (certificates.as_pdf(again), certificates.as_csv(again)) == before


def test_is_pdf_a():
    assert b"pdfaid" in certificates.as_pdf(issue(make.volunteer().account))


@pytest.mark.parametrize("name", ["Łukasz Đorđević", "Олена", "سارة الأحمد", "ሰላም ገብረ", "王芳"])
def test_is_made_for_a_name_in_any_script(name):
    person = make.volunteer(account=make.account(full_name=name)).account

    assert certificates.as_pdf(issue(person)).startswith(b"%PDF-")


def test_one_request_gives_one_statement():
    person, request_id = make.volunteer().account, uuid.uuid4()

    assert issue(person, request_id=request_id) == issue(person, request_id=request_id)
    with pytest.raises(certificates.RequestUsedBefore):
        issue(person, request_id=request_id, ends_on=make.MONDAY - timedelta(days=1))


def test_of_a_period_that_ends_before_it_starts_is_refused():
    with pytest.raises(certificates.PeriodEndsBeforeItStarts):
        issue(make.volunteer().account, ends_on=make.MONDAY - timedelta(days=99))


def test_is_seen_by_the_person_only():
    person = make.volunteer().account
    issue(person)

    assert HoursCertificate.objects.visible_to(person).exists()
    assert not HoursCertificate.objects.visible_to(make.coordinator().account).exists()


def test_as_csv_has_a_row_a_month_and_a_total():
    person = make.volunteer().account
    claimed(person.pk)

    assert certificates.as_csv(issue(person)).splitlines() == [
        "maand,afspraken,minuten,waarvan_bevestigd",
        "2026-11,1,90,0",
        "totaal,1,90,0",
    ]


@pytest.mark.parametrize("language", ["nl", "en", "ar"])
@pytest.mark.parametrize("name", ["Ria de Vries", "سارة الأحمد"])
def test_in_each_language_is_pdf_a_with_that_language_and_the_same_bytes_every_time(language, name):
    person = make.volunteer(account=make.account(full_name=name)).account
    claimed(person.pk)
    made = issue(person, language=language)

    one, other = certificates.as_pdf(made), certificates.as_pdf(HoursCertificate.objects.get())

    assert one == other
    assert b"pdfaid" in one
    assert f"/Lang({language})".encode() in one


def test_in_arabic_has_letters_of_its_own_whatever_the_machine_has():
    paper = certificates.as_pdf(issue(make.volunteer().account, language="ar"))

    assert b"NotoNaskhArabic" in paper


def test_of_before_there_were_codes_is_still_the_same_paper():
    made = issue(make.volunteer().account)
    figures = {key: value for key, value in made.figures.items() if key not in {"code", "language", "check_at"}}
    HoursCertificate.objects.update(code=None, figures=figures)

    assert certificates.as_pdf(HoursCertificate.objects.get()).startswith(b"%PDF-")


class TestTheCode:
    def test_shows_what_stands_on_the_paper_however_it_is_typed(self):
        made = issue(make.volunteer().account)
        code = made.figures["code"]

        typed = [code, code.lower(), code.replace("-", ""), f" {code} ".replace("0", "o").replace("1", "l")]

        assert {certificates.with_code(each) for each in typed} == {made}

    def test_of_no_statement_shows_nothing(self):
        issue(make.volunteer().account)

        assert certificates.with_code("0000-0000-0000") is None
        assert certificates.with_code("") is None

    def test_does_not_vouch_for_figures_that_were_tampered_with(self):
        made = issue(make.volunteer().account)
        HoursCertificate.objects.update(figures=made.figures | {"minutes": 9_999})

        assert certificates.with_code(made.code) is None

    def test_is_another_one_for_every_statement(self):
        person = make.volunteer().account

        assert issue(person).code != issue(person).code


class TestOnPaper:
    FIGURES = {
        "language": "nl",
        "code": "0000-0000-0000",
        "check_at": "example.org/controleer/",
        "municipality": "Culemborg",
        "person": "Ria Jansen",
        "starts_on": "2026-11-01",
        "ends_on": "2026-11-30",
        "months": [{"month": "2026-11", "meetings": 1, "minutes": 4, "confirmed": 0}],
        "meetings": 1,
        "minutes": 4,
        "confirmed": 0,
        "issued_at": "2026-11-23T12:00+01:00",
    }

    def printed(self, **layout):
        frozen = HoursCertificate(
            figures=self.FIGURES | layout, figures_sha256="0" * 64, pk=uuid.UUID(int=0), last_entry_number=1, code="0"
        )
        return certificates.as_pdf(frozen)

    @pytest.mark.parametrize(
        ("layout", "sha256"),
        [
            ({}, "38e4a8d6c7ad9e7ec20fe267754184a043761bf83e7bafb7521ad9061d671626"),  # "0 uur 4 min"
            ({"layout": 2}, "9cf513bc1f72f1b138d353a6bba7a5ac8bb62cb061676fb07b473781557fd3c8"),  # "4 min"
        ],
    )
    def test_a_statement_is_printed_for_ever_as_when_it_was_issued(self, layout, sha256):
        assert hashlib.sha256(self.printed(**layout)).hexdigest() == sha256

    def test_a_new_one_has_the_newest_layout(self):
        assert issue(make.volunteer().account).figures["layout"] == certificates.LAYOUT == 2
