"""Later decisions: what holds on which day afterwards, and what can never be written."""

import uuid
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from backend.obligations import changes, decisions
from backend.obligations.models import Ground, Obligation, ObligationDecision
from backend.people.registration import RequestUsedBefore
from tests import make
from tests.backend.obligations.duties import caseworker_of, changed, letter, linked, undone

pytestmark = pytest.mark.usefixtures("town")
Kind = ObligationDecision.Kind
DAY = timedelta(days=1)
FIRST, LAST = letter().starts_on, letter().ends_on
BOTH = [(Kind.WITHDRAW), (Kind.ANNUL_AFTER_OBJECTION)]


def days_of(obligation):
    return list(obligation.periods.order_by("starts_on").values_list("starts_on", "ends_on", "minutes_per_week"))


def reliefs_of(obligation):
    return list(
        obligation.exemptions.order_by("starts_on").values_list("ground", "starts_on", "ends_on", "share_pct")
    )


class TestOtherMinutes:
    def test_are_asked_from_their_first_day_on(self):
        made = linked()

        changed(made, Kind.AMEND, starts_on=make.MONDAY, minutes_per_week=120)

        assert days_of(made) == [(FIRST, make.MONDAY - DAY, 240), (make.MONDAY, LAST, 120)]

    def test_from_the_first_day_on_replace_all(self):
        made = linked()

        changed(made, Kind.AMEND, starts_on=FIRST, minutes_per_week=120)

        assert days_of(made) == [(FIRST, LAST, 120)]

    def test_of_a_day_without_a_duty_are_refused(self):
        with pytest.raises(decisions.NothingHoldsThen):
            changed(linked(), Kind.AMEND, starts_on=FIRST - DAY, minutes_per_week=120)

    def test_that_the_ordinance_does_not_allow_are_refused(self):
        make.ordinance(max_minutes_per_week=480)

        with pytest.raises(decisions.AgainstOrdinance):
            changed(linked(), Kind.AMEND, starts_on=make.MONDAY, minutes_per_week=481)


class TestASuspension:
    def test_holds_until_the_duty_is_resumed(self):
        made = linked()
        changed(made, Kind.SUSPEND, starts_on=make.MONDAY)

        changed(made, Kind.RESUME, starts_on=make.MONDAY + 7 * DAY)

        assert reliefs_of(made) == [(Ground.SUSPENDED, make.MONDAY, make.MONDAY + 6 * DAY, 100)]
        assert days_of(made) == [(FIRST, LAST, 240)]

    def test_that_is_none_cannot_be_resumed(self):
        with pytest.raises(decisions.NothingHoldsThen):
            changed(linked(), Kind.RESUME, starts_on=make.MONDAY)


class TestAnExemption:
    @pytest.mark.parametrize("share", [100, 50])
    def test_has_days_a_ground_and_a_share_also_for_days_that_are_past(self, share):
        made = linked()

        changed(made, Kind.EXEMPT, starts_on=FIRST, ends_on=FIRST + DAY, ground=Ground.CARE_TASKS, share_pct=share)

        assert reliefs_of(made) == [(Ground.CARE_TASKS, FIRST, FIRST + DAY, share)]

    def test_without_a_last_day_has_a_day_on_which_it_is_looked_at_again(self):
        made = linked()
        about = {"starts_on": make.MONDAY, "ground": Ground.CARE_TASKS, "share_pct": 100}

        with pytest.raises(changes.ReviewNeeded):
            changed(made, Kind.EXEMPT, **about)
        changed(made, Kind.EXEMPT, **about, review_on=make.MONDAY + 90 * DAY)

        assert made.exemptions.get().review_on == make.MONDAY + 90 * DAY

    def test_of_who_will_never_work_again_needs_none(self):
        made = linked()

        changed(made, Kind.EXEMPT, starts_on=make.MONDAY, ground=Ground.FULLY_PERMANENTLY_DISABLED, share_pct=100)

        assert made.exemptions.get().ends_on is None

    def test_on_a_ground_that_the_ordinance_does_not_know_is_refused(self):
        with pytest.raises(decisions.AgainstOrdinance):
            changed(
                linked(),
                Kind.EXEMPT,
                starts_on=make.MONDAY,
                ends_on=make.MONDAY,
                ground=Ground.MUNICIPAL_OTHER,
                share_pct=100,
            )

    @pytest.mark.parametrize("about", [{"ground": ""}, {"share_pct": 0}, {"share_pct": 101}])
    def test_without_a_ground_or_a_share_is_refused_by_the_database_itself(self, about):
        made = linked()
        first = made.decisions.get()
        given = {"ground": Ground.CARE_TASKS, "share_pct": 100} | about

        with pytest.raises(IntegrityError, match="an_exemption_has_a_ground_and_a_share"), transaction.atomic():
            ObligationDecision.objects.create(
                municipality_id=make.TOWN,
                obligation=made,
                number=2,
                kind=Kind.EXEMPT,
                legal_basis=first.legal_basis,
                decided_on=make.MONDAY,
                decided_by=first.decided_by,
                written_at=make.NOON,
                request_id=uuid.uuid4(),
                **given,
            )


class TestADecisionThatShouldNotHaveBeen:
    @pytest.mark.parametrize("kind", BOTH)
    def test_asks_nothing_as_if_it_had_never_been(self, kind):
        made = linked()

        undone(made, made.decisions.get(), kind)

        assert days_of(made) == []
        assert made.decisions.count() == 2

    def test_takes_with_it_what_changed_it(self):
        made = linked()
        changed(made, Kind.AMEND, starts_on=make.MONDAY, minutes_per_week=120)

        undone(made, made.decisions.get(kind=Kind.IMPOSE))

        assert days_of(made) == []

    def test_may_be_an_exemption_or_an_end(self):
        made = linked()
        changed(made, Kind.EXEMPT, starts_on=FIRST, ends_on=FIRST, ground=Ground.DETENTION, share_pct=100)

        undone(made, made.decisions.get(kind=Kind.EXEMPT))

        assert reliefs_of(made) == []
        assert days_of(made) == [(FIRST, LAST, 240)]

    def test_is_undone_once_and_never_one_of_another_file(self):
        made, other = linked(), linked()
        first = made.decisions.get()
        undone(made, first)

        for decision in (first, other.decisions.get(), made.decisions.get(kind=Kind.WITHDRAW)):
            with pytest.raises(changes.NothingToUndo):
                undone(made, decision)

    def test_leaves_days_free_for_another(self):
        made = linked()
        undone(made, made.decisions.get())

        decisions.decide(
            obligation_id=made.pk,
            by=caseworker_of(made),
            decision=letter(minutes_per_week=120),
            request_id=uuid.uuid4(),
            now=make.NOON,
        )

        assert days_of(made) == [(FIRST, LAST, 120)]


class TestEveryDecision:
    def test_says_until_when_somebody_can_object(self):
        made = linked(decision=letter(notified_on=date(2026, 11, 13)))

        assert made.decisions.get().objection_until == date(2026, 12, 28)  # after six weeks it is Christmas

    @pytest.mark.parametrize("role", [make.caseworker, make.coordinator, make.programme_manager, make.volunteer])
    def test_is_for_the_caseworker_of_the_person_only(self, role):
        made, other = linked(), role().account

        with pytest.raises(Obligation.DoesNotExist):
            changed(made, Kind.SUSPEND, starts_on=make.MONDAY, by=other)
        with pytest.raises(Obligation.DoesNotExist):
            undone(made, made.decisions.get(), by=other)

    @pytest.mark.parametrize("field", ["case_reference", "mandate_ref", "document_ref"])
    def test_refuses_a_citizen_number_in_every_field(self, field):
        with pytest.raises(decisions.LooksLikeCitizenNumber):
            changed(linked(), Kind.SUSPEND, starts_on=make.MONDAY, **{field: "zaak 111222333 van mei"})

    def test_twice_with_one_request_is_one_and_with_other_words_refused(self):
        made, request_id = linked(), uuid.uuid4()
        one, same = (changed(made, Kind.SUSPEND, starts_on=make.MONDAY, request_id=request_id) for _ in range(2))

        assert one == same
        with pytest.raises(RequestUsedBefore):
            changed(made, Kind.SUSPEND, starts_on=make.MONDAY + DAY, request_id=request_id)

    def test_that_ends_before_it_starts_is_refused(self):
        with pytest.raises(decisions.EndsBeforeStart):
            changed(linked(), Kind.SUSPEND, starts_on=make.MONDAY, ends_on=make.MONDAY - DAY)

    @pytest.mark.parametrize("deed", ["update", "delete"])
    def test_is_written_once(self, deed):
        made = linked()
        about = {"minutes_per_week": 1} if deed == "update" else {}
        made.periods.all().delete()

        with pytest.raises(IntegrityError), transaction.atomic():
            getattr(made.decisions.all(), deed)(**about)
