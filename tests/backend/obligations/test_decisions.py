"""Decisions: who may make them, for whom, and what a second click does."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django_scopes import scope

from backend.obligations import decisions
from backend.obligations.models import LegalBasis, Obligation, ObligationDecision, RequirementPeriod
from backend.people.registration import RequestUsedBefore
from tests import make
from tests.backend.obligations.duties import caseworker_of, letter, linked

pytestmark = pytest.mark.usefixtures("town")
YESTERDAY, TOMORROW = make.MONDAY - timedelta(days=1), make.MONDAY + timedelta(days=1)
CITIZEN_NUMBER = "111222333"  # passes the eleven test and belongs to nobody


def decide(obligation, decision, **about):
    given = {"by": caseworker_of(obligation), "request_id": uuid.uuid4(), "now": make.NOON} | about
    return decisions.decide(obligation_id=obligation.pk, decision=decision, **given)


def end(obligation, on, **about):
    given = {
        "by": caseworker_of(obligation),
        "case_reference": "Z-2026-2",
        "request_id": uuid.uuid4(),
        "now": make.NOON,
    } | about
    return decisions.end(obligation_id=obligation.pk, on=on, **given)


def days_of(obligation):
    return list(obligation.periods.order_by("starts_on").values_list("starts_on", "ends_on"))


class TestLinkingADecision:
    def test_writes_down_what_the_letter_says_and_who_wrote_it(self):
        caseworker = make.caseworker()

        made = linked(caseworker=caseworker, decision=letter(legal_basis=LegalBasis.IOAW_37_1_F, minutes_per_week=90))

        decision, period = made.decisions.get(), made.periods.get()
        assert (decision.kind, decision.legal_basis, decision.decided_by) == (
            ObligationDecision.Kind.IMPOSE,
            LegalBasis.IOAW_37_1_F,
            caseworker.account_id,
        )
        assert (period.decision, period.minutes_per_week) == (decision, 90)
        assert days_of(made) == [(letter().starts_on, letter().ends_on)]

    def test_puts_the_person_into_the_caseload_of_this_caseworker_only(self):
        caseworker, colleague = make.caseworker(), make.caseworker()

        made = linked(caseworker=caseworker)

        assert list(Obligation.objects.visible_to(caseworker.account)) == [made]
        assert not Obligation.objects.visible_to(colleague.account).exists()

    def test_twice_with_one_request_makes_one_obligation(self):
        given = {"caseworker": make.caseworker(), "volunteer": make.volunteer(), "request_id": uuid.uuid4()}

        assert linked(**given) == linked(**given)
        assert ObligationDecision.objects.count() == RequirementPeriod.objects.count() == 1

    @pytest.mark.parametrize("other", [{"client_number": "C-78"}, {"decision": letter(minutes_per_week=60)}])
    def test_with_a_request_that_wrote_something_else_is_refused_and_changes_nothing(self, other):
        given = {"caseworker": make.caseworker(), "volunteer": make.volunteer(), "request_id": uuid.uuid4()}
        linked(**given)

        with pytest.raises(RequestUsedBefore):
            linked(**given, **other)
        with pytest.raises(RequestUsedBefore):
            linked(**given | {"volunteer": make.volunteer()})

        assert RequirementPeriod.objects.get().minutes_per_week == letter().minutes_per_week
        assert Obligation.objects.get().client_number == "C-77"

    def test_of_a_person_who_has_one_is_refused(self):
        volunteer = make.volunteer()
        linked(volunteer)

        with pytest.raises(decisions.AlreadyLinked):
            linked(volunteer)

    def test_of_a_person_with_one_in_another_town_is_possible(self):
        person = make.account()
        with scope(municipality=make.OTHER_TOWN):
            elsewhere = make.caseworker(of=make.OTHER_TOWN)
            linked(make.volunteer(of=make.OTHER_TOWN, account=person), elsewhere, town=make.OTHER_TOWN)

        made = linked(make.volunteer(account=person))

        assert list(Obligation.objects.about(person)) == [made]

    @pytest.mark.parametrize("role", [make.coordinator, make.programme_manager, make.volunteer])
    def test_is_for_caseworkers_only(self, role):
        with pytest.raises(decisions.NotACaseworkerHere):
            linked(caseworker=role())

    def test_is_not_for_a_caseworker_who_stopped(self):
        with pytest.raises(decisions.NotACaseworkerHere):
            linked(caseworker=make.caseworker(until=YESTERDAY))

    @pytest.mark.parametrize("person", [make.newcomer, lambda: make.volunteer(of=make.OTHER_TOWN)])
    def test_of_somebody_who_does_not_volunteer_here_is_refused(self, person):
        with pytest.raises(decisions.NoSuchVolunteer):
            linked(person())

    @pytest.mark.parametrize(
        "field", [{"client_number": CITIZEN_NUMBER}, {"decision": letter(case_reference="1112.22.333")}]
    )
    def test_refuses_a_citizen_number_in_whatever_field(self, field):
        with pytest.raises(decisions.LooksLikeCitizenNumber):
            linked(**field)

    def test_refuses_a_last_day_before_the_first_and_links_nobody(self):
        with pytest.raises(decisions.EndsBeforeStart):
            linked(decision=letter(ends_on=letter().starts_on - timedelta(days=1)))

        assert not Obligation.objects.exists()

    def test_for_one_day_is_possible(self):
        made = linked(decision=letter(starts_on=make.MONDAY, ends_on=make.MONDAY))

        assert days_of(made) == [(make.MONDAY, make.MONDAY)]


class TestASecondDecision:
    def test_may_follow_on_the_day_after_the_first(self):
        made = linked(decision=letter(ends_on=make.MONDAY))

        decide(made, letter(starts_on=TOMORROW))

        assert days_of(made) == [(letter().starts_on, make.MONDAY), (TOMORROW, letter().ends_on)]

    @pytest.mark.parametrize(
        ("starts_on", "ends_on"),
        [(make.MONDAY, TOMORROW), (YESTERDAY, YESTERDAY), (letter().starts_on - timedelta(days=9), TOMORROW)],
        ids=["from its last day", "within it", "around it"],
    )
    def test_never_holds_on_a_day_of_the_first(self, starts_on, ends_on):
        made = linked(decision=letter(ends_on=make.MONDAY))

        with pytest.raises(decisions.PeriodsOverlap):
            decide(made, letter(starts_on=starts_on, ends_on=ends_on))

        assert ObligationDecision.objects.count() == 1

    def test_twice_with_one_request_is_one_decision(self):
        made, request_id = linked(decision=letter(ends_on=make.MONDAY)), uuid.uuid4()

        first, second = (decide(made, letter(starts_on=TOMORROW), request_id=request_id) for _ in range(2))

        assert first == second
        assert made.periods.count() == 2

    def test_is_still_the_same_request_after_the_duty_was_ended(self):
        made, request_id = linked(decision=letter(ends_on=make.MONDAY)), uuid.uuid4()
        first = decide(made, letter(starts_on=TOMORROW), request_id=request_id)
        end(made, on=make.MONDAY)

        assert decide(made, letter(starts_on=TOMORROW), request_id=request_id) == first
        assert made.periods.count() == 1

    def test_with_a_request_that_wrote_something_else_is_refused(self):
        caseworker, request_id = make.caseworker(), uuid.uuid4()
        made, other = (linked(caseworker=caseworker, decision=letter(ends_on=make.MONDAY)) for _ in range(2))
        decide(made, letter(starts_on=TOMORROW), request_id=request_id)

        with pytest.raises(RequestUsedBefore):
            decide(made, letter(starts_on=TOMORROW, minutes_per_week=60), request_id=request_id)
        with pytest.raises(RequestUsedBefore):
            decide(other, letter(starts_on=TOMORROW), request_id=request_id)
        with pytest.raises(RequestUsedBefore):
            end(made, on=TOMORROW, request_id=request_id)

    @pytest.mark.parametrize("role", [make.caseworker, make.coordinator, make.volunteer])
    def test_is_for_the_caseworker_of_the_person_only(self, role):
        made = linked()

        with pytest.raises(Obligation.DoesNotExist):
            decide(made, letter(), by=role().account)
        with pytest.raises(Obligation.DoesNotExist):
            end(made, on=make.MONDAY, by=role().account)

    def test_refuses_a_citizen_number(self):
        made = linked()

        with pytest.raises(decisions.LooksLikeCitizenNumber):
            decide(made, letter(case_reference=CITIZEN_NUMBER))
        with pytest.raises(decisions.LooksLikeCitizenNumber):
            end(made, on=make.MONDAY, case_reference=CITIZEN_NUMBER)

    def test_is_kept_apart_from_the_first_by_the_database_itself(self):
        made = linked()
        first = made.periods.get()

        with pytest.raises(IntegrityError, match="requirement_periods_never_overlap"), transaction.atomic():
            RequirementPeriod.objects.create(
                municipality_id=make.TOWN,
                obligation=made,
                decision=first.decision,
                starts_on=first.ends_on,
                minutes_per_week=60,
            )


class TestTheEndOfADuty:
    def test_is_the_last_day_on_which_it_holds(self):
        made = linked()

        end(made, on=TOMORROW)

        assert days_of(made) == [(letter().starts_on, TOMORROW)]

    def test_names_its_own_letter_and_the_basis_of_the_duty(self):
        made = linked(decision=letter(legal_basis=LegalBasis.IOAZ_37_1_F))

        decision = end(made, on=TOMORROW, case_reference="Z-2026-9")

        assert (decision.kind, decision.legal_basis, decision.case_reference) == (
            ObligationDecision.Kind.END,
            LegalBasis.IOAZ_37_1_F,
            "Z-2026-9",
        )

    def test_leaves_what_is_past_as_it_was_and_takes_away_what_was_to_come(self):
        past, to_come = YESTERDAY - timedelta(days=7), make.MONDAY + timedelta(days=20)
        made = linked(decision=letter(ends_on=past))
        decide(made, letter(starts_on=YESTERDAY, ends_on=to_come))
        decide(made, letter(starts_on=to_come + timedelta(days=1), ends_on=to_come + timedelta(days=30)))

        end(made, on=make.MONDAY)

        assert days_of(made) == [(letter().starts_on, past), (YESTERDAY, make.MONDAY)]
        assert made.decisions.count() == 4

    def test_on_its_last_day_changes_no_day(self):
        made = linked()

        end(made, on=letter().ends_on)

        assert days_of(made) == [(letter().starts_on, letter().ends_on)]

    def test_makes_room_for_a_new_decision(self):
        made = linked()
        end(made, on=make.MONDAY)

        decide(made, letter(starts_on=TOMORROW, minutes_per_week=120))

        assert days_of(made)[1] == (TOMORROW, letter().ends_on)

    def test_twice_with_one_request_is_one_decision(self):
        made, request_id = linked(), uuid.uuid4()

        assert end(made, on=TOMORROW, request_id=request_id) == end(made, on=TOMORROW, request_id=request_id)
        with pytest.raises(RequestUsedBefore):
            end(made, on=make.MONDAY, request_id=request_id)

        assert days_of(made) == [(letter().starts_on, TOMORROW)]

    def test_ends_a_duty_without_a_last_day_too(self):
        made = linked()
        made.periods.update(ends_on=None)

        end(made, on=make.MONDAY)

        assert days_of(made) == [(letter().starts_on, make.MONDAY)]


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("111222333", True),
        ("1112 22 333", True),
        ("12345672", True),  # eight digits: the first of nine is a nought
        ("123456789", False),
        ("Z-2026-1", False),
        ("4711", False),
        ("", False),
        ("١١١٢٢٢٣٣٣", False),
    ],
)
def test_a_citizen_number_is_known_by_its_eleven_test(text, is_one):
    assert decisions.looks_like_citizen_number(text) is is_one
