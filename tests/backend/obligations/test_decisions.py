"""Decisions: who may make them, for whom, and what a second click does."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from backend.obligations import decisions
from backend.obligations.models import LegalBasis, Obligation, ObligationDecision, RequirementPeriod
from backend.people.registration import RequestUsedBefore
from tests import make

pytestmark = pytest.mark.usefixtures("town")


def letter(**about):
    given = {
        "legal_basis": LegalBasis.PW_9_1_C,
        "case_reference": "Z-2026-1",
        "decided_on": make.MONDAY,
        "starts_on": make.MONDAY,
        "ends_on": make.MONDAY + timedelta(days=90),
        "minutes_per_week": 240,
    } | about
    return decisions.Decision(**given)


def link(volunteer, caseworker, **about):
    given = {
        "town": make.TOWN,
        "by": caseworker.account,
        "person_id": volunteer.account_id,
        "client_number": "C-77",
        "decision": letter(),
        "request_id": uuid.uuid4(),
        "now": make.NOON,
    } | about
    return decisions.link(**given)


class TestLinkingADecision:
    def test_puts_the_person_into_the_caseload_of_this_caseworker_only(self):
        caseworker, colleague = make.caseworker(), make.caseworker()

        made = link(make.volunteer(), caseworker)

        assert list(Obligation.objects.visible_to(caseworker.account)) == [made]
        assert not Obligation.objects.visible_to(colleague.account).exists()

    def test_twice_with_one_request_makes_one_obligation(self):
        caseworker, volunteer, request_id = make.caseworker(), make.volunteer(), uuid.uuid4()

        first = link(volunteer, caseworker, request_id=request_id)
        second = link(volunteer, caseworker, request_id=request_id)

        assert first == second
        assert ObligationDecision.objects.count() == 1

    def test_of_a_person_who_has_one_is_refused(self):
        volunteer = make.volunteer()
        link(volunteer, make.caseworker())

        with pytest.raises(decisions.AlreadyLinked):
            link(volunteer, make.caseworker())

    def test_again_after_the_duty_was_ended_gives_what_it_gave_before(self):
        caseworker, volunteer, request_id = make.caseworker(), make.volunteer(), uuid.uuid4()
        made = link(volunteer, caseworker, request_id=request_id)
        about = {"obligation_id": made.pk, "by": caseworker.account, "now": make.NOON, "case_reference": "Z-2"}
        decisions.end(on=make.MONDAY - timedelta(days=1), request_id=uuid.uuid4(), **about)

        assert link(volunteer, caseworker, request_id=request_id) == made

    def test_is_not_ended_by_the_request_that_ended_another(self):
        caseworker = make.caseworker()
        first, second = link(make.volunteer(), caseworker), link(make.volunteer(), caseworker)
        about = {"by": caseworker.account, "now": make.NOON, "case_reference": "Z-2", "request_id": uuid.uuid4()}
        ended = decisions.end(obligation_id=first.pk, on=make.MONDAY, **about)

        assert decisions.end(obligation_id=first.pk, on=make.MONDAY, **about) == ended
        with pytest.raises(RequestUsedBefore):
            decisions.end(obligation_id=second.pk, on=make.MONDAY, **about)
        assert second.periods.get().ends_on > make.MONDAY

    @pytest.mark.parametrize("role", [make.coordinator, make.programme_manager, make.volunteer])
    def test_is_for_caseworkers_only(self, role):
        with pytest.raises(decisions.NotACaseworkerHere):
            link(make.volunteer(), role())

    def test_of_somebody_who_does_not_volunteer_here_is_refused(self):
        with pytest.raises(decisions.NoSuchVolunteer):
            link(make.newcomer(), make.caseworker())

    def test_refuses_a_citizen_number_in_whatever_field(self):
        with pytest.raises(decisions.LooksLikeCitizenNumber):
            link(make.volunteer(), make.caseworker(), client_number="111222333")
        with pytest.raises(decisions.LooksLikeCitizenNumber):
            link(make.volunteer(), make.caseworker(), decision=letter(case_reference="1112.22.333"))


class TestPeriods:
    def test_of_a_second_decision_may_follow_but_not_overlap(self):
        caseworker = make.caseworker()
        made = link(make.volunteer(), caseworker)
        about = {"obligation_id": made.pk, "by": caseworker.account, "now": make.NOON}

        with pytest.raises(decisions.PeriodsOverlap):
            decisions.decide(decision=letter(), request_id=uuid.uuid4(), **about)
        later = letter(starts_on=make.MONDAY + timedelta(days=91), ends_on=make.MONDAY + timedelta(days=120))
        decisions.decide(decision=later, request_id=uuid.uuid4(), **about)

        assert RequirementPeriod.objects.count() == 2

    def test_are_kept_apart_by_the_database_itself(self):
        made = link(make.volunteer(), make.caseworker())
        first = made.periods.get()

        with pytest.raises(IntegrityError, match="requirement_periods_never_overlap"), transaction.atomic():
            RequirementPeriod.objects.create(
                municipality_id=make.TOWN,
                obligation=made,
                decision=first.decision,
                starts_on=first.ends_on,
                minutes_per_week=60,
            )

    def test_end_on_the_day_of_the_decision_that_ends_them(self):
        caseworker = make.caseworker()
        made = link(make.volunteer(), caseworker)
        last_day = make.MONDAY + timedelta(days=10)

        decisions.end(
            obligation_id=made.pk,
            by=caseworker.account,
            on=last_day,
            case_reference="Z-2026-2",
            request_id=uuid.uuid4(),
            now=make.NOON,
        )

        assert made.periods.get().ends_on == last_day


@pytest.mark.parametrize(
    ("text", "is_one"),
    [("111222333", True), ("1112 22 333", True), ("123456789", False), ("Z-2026-1", False), ("4711", False)],
)
def test_a_citizen_number_is_known_by_its_eleven_test(text, is_one):
    assert decisions.looks_like_citizen_number(text) is is_one
