"""What a caseworker writes in a file: each page opens, does its deed once, and is nobody else's."""

import uuid

import pytest
from django.urls import reverse
from django.utils import translation

from backend.obligations.models import (
    AllowancePaid,
    Assignment,
    ExtraHours,
    Obligation,
    ObligationDecision,
    PersonWord,
    Reply,
    SignalHandled,
    WarningSent,
)
from frontend.caseworker.deeds import DEEDS
from tests import make
from tests.backend.obligations.duties import caseworker_of, linked, said, worked
from tests.frontend.caseworker import typing
from tests.frontend.caseworker.people import caseworker_of as browser_of_caseworker
from tests.frontend.strangers import OTHERS, masked
from tests.frontend.taking_part.people import browser

pytestmark = pytest.mark.usefixtures("town")
LETTER = {"case_reference": "Z-5", "decided_on": "2026-11-23", "notified_on": "2026-11-23", "starts_on": "2026-11-23"}
SIGNAL = {"kind": "BELOW", "key": "2026-10-26", "outcome": "TALK", "note": "We call on Friday"}
WARNING = {
    "sent_on": "2026-11-20",
    "language": "ar",
    "channel": "LETTER",
    "subject": "HOURS_BEHIND",
    "arrived": "YES",
}
EXEMPTION = {"ground": "CARE_TASKS", "ends_on": "2026-12-06", "share_pct": "50"}
TYPED = {
    "wijzigen": (LETTER | {"hours_per_week": "2,5"}, ObligationDecision),
    "opschorten": (LETTER, ObligationDecision),
    "ontheffing": (LETTER | EXEMPTION, ObligationDecision),
    "signaal": (SIGNAL, SignalHandled),
    "waarschuwing": (WARNING | {"document_ref": "B-12"}, WarningSent),
    "zienswijze": ({"said_on": "2026-11-20", "text": "I was ill"}, PersonWord),
    "uren": ({"kind": "TRAINING", "day": "2026-11-20", "minutes": "90"}, ExtraHours),
    "vergoeding": ({"month": "2026-10-15", "euros": "25,50", "by_hour": "6,10"}, AllowancePaid),
}


def address(obligation, name):
    return reverse("caseworker:write", args=[obligation.pk, name])


def in_english(words):
    with translation.override("en"):
        return str(words)


def typed(obligation, name):
    return {"request_id": str(uuid.uuid4())} | TYPED[name][0]


@pytest.mark.parametrize("name", TYPED)
class TestAPage:
    def test_does_its_deed_once_and_goes_back_to_the_file(self, name):
        obligation = linked()
        client, form, rows = browser_of_caseworker(obligation), typed(obligation, name), TYPED[name][1].objects
        before = rows.count()

        for _ in range(2):
            answer = client.post(address(obligation, name), form)
            assert answer.headers["Location"] == reverse("caseworker:person", args=[obligation.pk])

        assert rows.count() == before + 1
        assert in_english(DEEDS[name].done) in client.get(answer.headers["Location"]).content.decode()

    def test_with_nothing_typed_comes_back_and_says_what_to_fill_in(self, name):
        obligation = linked()

        page = browser_of_caseworker(obligation).post(
            address(obligation, name), dict.fromkeys(typed(obligation, name), "")
        )

        assert page.status_code == 422
        assert "This field is required." in page.content.decode()


@pytest.mark.parametrize("name", DEEDS)
def test_every_page_opens(name):
    obligation = linked()

    page = browser_of_caseworker(obligation).get(address(obligation, name))

    assert page.status_code == 200
    assert in_english(DEEDS[name].title) in page.content.decode()


@pytest.mark.parametrize("role", [*OTHERS.values(), make.caseworker])
def test_for_everybody_else_there_is_no_such_page(role):
    obligation = linked()
    client = browser(role())

    for page in ("schrijf/signaal/", "alles.pdf"):
        found, missing = (f"/klantmanager/dossier/{each}/{page}" for each in (obligation.pk, uuid.uuid4()))
        for ask in (client.get, client.post):
            assert ask(found).status_code in {404, 405}
            assert masked(ask(found)) == masked(ask(missing))


def test_a_page_that_is_none_and_a_file_of_another_kind_are_not_there():
    obligation = linked()
    client = browser_of_caseworker(obligation)

    assert client.get(address(obligation, "iets")).status_code == 404
    assert client.get(reverse("caseworker:take_away", args=[obligation.pk, "exe"])).status_code == 404


def test_a_decision_is_undone_from_the_list():
    obligation = linked()
    client, decision = browser_of_caseworker(obligation), obligation.decisions.get()
    form = {"request_id": str(uuid.uuid4()), "decision_id": str(decision.pk), "kind": "ANNUL_AFTER_OBJECTION"}

    page = client.post(
        address(obligation, "ongedaan"), form | {"case_reference": "Z-9", "on": "2026-11-23"}, follow=True
    )

    assert "undone later" in page.content.decode()
    assert obligation.periods.count() == 0


def test_what_the_client_says_is_answered_and_the_client_reads_it():
    obligation = linked()
    word = said(obligation)
    form = {"request_id": str(uuid.uuid4()), "word_id": str(word.pk), "outcome": "CORRECTED", "text": "Thank you"}

    browser_of_caseworker(obligation).post(address(obligation, "antwoord"), form)

    assert Reply.objects.get().word == word
    person = browser(make.Volunteer.objects.get(account=obligation.person_id))
    assert "Thank you" in person.get("/mijn/afspraken/").content.decode()


@pytest.mark.parametrize(("accept", "standing"), [("yes", [True]), ("no", [])])
def test_hours_of_the_client_are_accepted_or_struck_out(accept, standing):
    obligation = linked()
    person = browser(make.Volunteer.objects.get(account=obligation.person_id))
    person.post("/mijn/afspraken/schrijf/uren/", {"request_id": str(uuid.uuid4())} | TYPED["uren"][0])
    hours = ExtraHours.objects.get()
    form = {"request_id": str(uuid.uuid4()), "hours_id": str(hours.pk), "accept": accept}

    for _ in range(2):
        browser_of_caseworker(obligation).post(address(obligation, "uren-beoordelen"), form)

    rows = ExtraHours.objects.filter(reverses=None, struck_by=None)
    assert [row.is_from_caseworker for row in rows] == standing


def test_nothing_is_passed_on_before_the_client_was_heard():
    obligation = linked()
    client, form = browser_of_caseworker(obligation), typed(obligation, "signaal") | {"outcome": "REFER"}

    refused = client.post(address(obligation, "signaal"), form)
    said(obligation)
    allowed = client.post(address(obligation, "signaal"), form | {"request_id": str(uuid.uuid4())})

    assert "First write down what your client says about it." in refused.content.decode()
    assert (refused.status_code, allowed.status_code) == (422, 302)


@pytest.mark.parametrize(
    ("name", "field"),
    [("zienswijze", "text"), ("signaal", "note"), ("waarschuwing", "document_ref"), ("opschorten", "case_reference")],
)
def test_a_citizen_number_is_refused_in_every_field_with_the_reason(name, field):
    obligation = linked()

    page = browser_of_caseworker(obligation).post(
        address(obligation, name), typed(obligation, name) | {field: "bel 1112.22.333 morgen"}
    )

    assert page.status_code == 422
    assert "looks like a citizen number (BSN)" in page.content.decode()


class TestAFileGoesToAColleague:
    def test_by_hand(self):
        obligation, colleague = linked(), make.caseworker()
        form = {"request_id": str(uuid.uuid4()), "to_id": str(colleague.account_id)}

        answer = browser_of_caseworker(obligation).post(address(obligation, "overdragen"), form)

        assert answer.headers["Location"] == "/klantmanager/"
        assert browser(colleague).get(reverse("caseworker:person", args=[obligation.pk])).status_code == 200
        assert browser_of_caseworker(obligation).get(address(obligation, "uren")).status_code == 404

    def test_with_all_others_when_somebody_leaves_but_not_what_one_watches_over(self):
        leaving, colleague, away = (make.caseworker() for _ in range(3))
        mine = [linked(caseworker=leaving, client_number=f"K-{n}") for n in range(3)]
        watched = linked(caseworker=away, client_number="K-9")
        away_form = {"request_id": str(uuid.uuid4()), "to_id": str(leaving.account_id)}
        browser(away).post("/klantmanager/afwezig/", away_form)
        form = {"request_id": str(uuid.uuid4()), "to_id": str(colleague.account_id), "is_sure": "on"}

        for _ in range(2):
            answer = browser(leaving).post("/klantmanager/overdragen/", form)
            assert answer.headers["Location"] == "/klantmanager/"

        seen = [Obligation.objects.visible_to(who.account) for who in (leaving, colleague)]
        assert [set(files) for files in seen] == [{watched}, set(mine)]
        assert Assignment.objects.filter(to_id=colleague.account_id, why="HANDED_OVER").count() == 3

    @pytest.mark.parametrize("missing", ["is_sure", "to_id"])
    def test_only_to_a_named_colleague_and_on_purpose(self, missing):
        obligation, colleague = linked(), make.caseworker()
        form = {"request_id": str(uuid.uuid4()), "to_id": str(colleague.account_id), "is_sure": "on"}

        page = browser_of_caseworker(obligation).post("/klantmanager/overdragen/", form | {missing: ""})

        assert page.status_code == 422
        assert not Assignment.objects.exists()

    def test_who_knows_the_client_number_and_the_one_before_sees_it(self):
        obligation, colleague = linked(client_number="K-4100"), make.caseworker()
        before = make.Caseworker.objects.get(account=obligation.caseworker_id)
        form = {"request_id": str(uuid.uuid4()), "client_number": "K-4100", "why": "COLLEAGUE_AWAY"}

        answer = browser(colleague).post("/klantmanager/overnemen/", form)

        assert answer.headers["Location"] == reverse("caseworker:person", args=[obligation.pk])
        assert Assignment.objects.get().to_id == colleague.account_id
        assert "took the file of client K-4100" in browser(before).get("/klantmanager/").content.decode()

    def test_but_not_who_guesses(self):
        linked(client_number="K-4100")
        form = {"request_id": str(uuid.uuid4()), "client_number": "K-4101", "why": "COLLEAGUE_AWAY"}

        page = browser(make.caseworker()).post("/klantmanager/overnemen/", form)

        assert page.status_code == 422
        assert "There is no other file with this client number." in page.content.decode()

    def test_for_the_time_of_an_absence(self):
        obligation, colleague = linked(), make.caseworker()
        owner = browser_of_caseworker(obligation)
        file = reverse("caseworker:person", args=[obligation.pk])
        form = {"request_id": str(uuid.uuid4()), "to_id": str(colleague.account_id), "back_on": "2026-12-07"}

        assert owner.post("/klantmanager/afwezig/", form).status_code == 302
        assert browser(colleague).get(file).status_code == owner.get(file).status_code == 200
        owner.post("/klantmanager/terug/")

        assert browser(colleague).get(file).status_code == 404


def test_the_whole_file_can_be_taken_away_on_paper_as_a_table_and_as_data():
    obligation = linked()
    worked(obligation)
    said(obligation)
    client = browser_of_caseworker(obligation)

    pdf, table, data = (
        client.get(reverse("caseworker:take_away", args=[obligation.pk, k])) for k in ("pdf", "csv", "json")
    )

    assert pdf.content.startswith(b"%PDF-")
    assert table.content.decode().startswith("soort,dag,gevraagd")
    assert data.json()["words"][0]["text"] == "I was ill that week."
    assert caseworker_of(obligation).full_name not in data.content.decode()


@pytest.mark.parametrize("name", ["signaal", "waarschuwing"])
def test_what_the_ordinance_says_of_a_reduction_is_text_for_a_letter_and_decided_elsewhere(name):
    make.ordinance(reduction_pct=20, reduction_months=2)
    obligation = linked()

    page = browser_of_caseworker(obligation).get(address(obligation, name)).content.decode()

    assert "a reduction of 20 per cent for 2 months" in page
    assert "never here" in page
    assert "reduction" not in browser_of_caseworker(obligation).get(address(obligation, "uren")).content.decode()


def test_a_new_decision_proposes_what_the_ordinance_has_as_usual_and_at_most():
    obligation = linked()
    make.ordinance(valid_from=make.MONDAY, default_minutes_per_week=90, max_duration_weeks=13)
    form = browser_of_caseworker(obligation).get(f"/klantmanager/dossier/{obligation.pk}/").context["decision_form"]
    assert str(form["hours_per_week"].value()) == "1.5"
    assert form["ends_on"].value().isoformat() == "2027-02-21"


@pytest.mark.parametrize(
    ("params", "typed_in", "words"),
    [
        ({"exclude_if_informal_carer": "while_caring"}, {"care": "CARE"}, "Your client cares for somebody."),
        ({"distance_to_labour_market": "far"}, {"distance": "NEAR_TO_WORK"}, "asks something of one group alone"),
        ({"max_minutes_per_week": 240}, {}, "does not allow this number of hours"),
    ],
)
def test_the_ordinance_says_at_the_field_what_it_does_not_allow(params, typed_in, words):
    make.ordinance(**params)
    caseworker, person = make.caseworker(), make.volunteer()

    page = typing.send(browser(caseworker), "link", person.account_id, typing.first_decision(**typed_in))

    assert page.status_code == 422
    assert words in page.content.decode()
