"""The demo: a believable town with a past, made by the deeds of the product and the same each time."""

import unicodedata
from collections import Counter
from datetime import timedelta
from io import StringIO
from itertools import pairwise

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Count, F, Q
from django_scopes import scope

from backend.config.demo import characters
from backend.config.demo.populate import PeopleAlready, TooFewPeople, populate
from backend.config.demo.town import CULEMBORG
from backend.meetings import claims, reminders, silence, verification
from backend.meetings.models import Attendance, HoursEntry, HoursInterval, LanguagePlan, Meeting, SafetyReport
from backend.obligations.models import Obligation
from backend.pairs.models import (
    CaseNote,
    CoordinatorTask,
    Exclusion,
    LanguageTable,
    MatchingRound,
    Pair,
    PairCheck,
    Proposal,
)
from backend.people.models import Account, Newcomer, Volunteer
from backend.people.roles import RoleKind, roles_of
from backend.places.models import CommunityCentre, Municipality
from notifications import sending
from notifications.models import Message
from tests import make

NOW, TODAY = make.NOON, make.MONDAY
NEWCOMERS, VOLUNTEERS = 36, 24
Answer = Attendance.Answer


@pytest.fixture(scope="module")
def contents(django_db_setup, django_db_blocker):
    """The demo, loaded once for the tests that only look at it; gone afterwards."""
    with django_db_blocker.unblock(), transaction.atomic(), transaction.atomic(using="duties"):
        made = populate(now=NOW, newcomers=NEWCOMERS, volunteers=VOLUNTEERS)
        with scope(municipality=CULEMBORG):
            yield made
        for alias in ("default", "duties"):
            transaction.set_rollback(True, using=alias)


@pytest.fixture
def demo(contents):
    """The demo to look at; what a test changes is taken back."""
    with transaction.atomic():
        yield contents
        transaction.set_rollback(True)


def who(mail):
    return Account.objects.get(mail=mail)


class TestTheTown:
    def test_has_as_many_people_as_were_asked_for(self, demo):
        assert (Newcomer.objects.count(), Volunteer.objects.count()) == (NEWCOMERS, VOLUNTEERS)
        assert (demo.newcomers, demo.volunteers) == (NEWCOMERS, VOLUNTEERS)

    def test_is_open_with_its_real_neighbourhoods_and_invented_houses(self, demo):
        assert Municipality.objects.with_programme().get().name == "Culemborg"
        assert Municipality.objects.get().neighbourhoods.count() == 20
        assert all("verzonnen" in house.name for house in CommunityCentre.objects.all())

    def test_has_names_in_several_scripts(self, demo):
        letters = "".join(Account.objects.values_list("full_name", flat=True))
        scripts = {unicodedata.name(letter).split()[0] for letter in letters if letter.isalpha()}

        assert len(scripts & {"ARABIC", "ETHIOPIC", "CYRILLIC", "LATIN", "CJK", "THAI"}) >= 4

    def test_has_people_with_a_phone_only_and_relatives_who_share_one(self, demo):
        phones = Account.objects.exclude(phone="").values("phone").annotate(people=Count("pk"))

        assert Account.objects.filter(mail="").exists()
        assert phones.filter(people__gt=1).exists()

    def test_has_two_language_tables_with_who_leads_them(self, demo):
        tables = LanguageTable.objects.going_on().with_seats()

        assert tables.count() == 2
        assert all(table.leaders.count() == 2 and table.free >= 0 for table in tables)
        assert sum(table.taken for table in tables) > 0

    def test_has_somebody_who_learns_and_helps(self, demo):
        both = Account.objects.filter(newcomer_roles__isnull=False, volunteer_roles__isnull=False)

        assert both.get().call_name == "Habtom"


class TestThePast:
    def test_ends_now(self, demo):
        assert not Newcomer.objects.filter(registered_at__gt=NOW).exists()
        assert not Proposal.objects.filter(made_at__gt=NOW).exists()
        assert not HoursEntry.objects.filter(written_at__gt=NOW).exists()

    def test_has_pairs_of_which_some_ended_with_different_reasons(self, demo):
        reasons = set(Pair.objects.exclude(ended_on=None).values_list("end_reason", flat=True))

        assert Pair.objects.current().count() >= NEWCOMERS // 3
        assert len(reasons) >= 2

    def test_has_a_silent_pair_and_pairs_that_met_last_week(self, demo):
        assert Pair.objects.silent_since(TODAY - timedelta(days=21)).exists()
        assert Pair.objects.current().filter(last_met_on__gt=TODAY - timedelta(days=8)).exists()

    def test_has_pairs_with_a_signed_plan_and_answers_about_how_it_goes(self, demo):
        [mine] = LanguagePlan.objects.signed().filter(pair__newcomer__account__mail=characters.NEWCOMER)
        said = PairCheck.objects.values_list("moment", "side").distinct()

        assert mine.goal_labels
        assert {("START", "NEWCOMER"), ("START", "VOLUNTEER"), ("HALF", "NEWCOMER")} <= set(said)

    def test_has_a_silent_pair_of_which_the_reason_is_known_and_a_task_about_it(self, demo):
        reasons = silence.why(silence.silent(TODAY), TODAY)

        assert CoordinatorTask.objects.get().pair_id in reasons
        assert CaseNote.objects.filter(pair__newcomer__account__mail=characters.NEWCOMER).exists()

    def test_has_somebody_whom_the_adviser_has_to_call(self, demo):
        assert SafetyReport.objects.visible_to(who(characters.ADVISER)).open().count() == 1

    def test_has_meetings_held_missed_and_called_off(self, demo):
        over = Meeting.objects.filter(ends_at__lt=NOW)
        held = over.filter(attendances__answer=Answer.HELD).distinct()

        assert over.exclude(cancelled_at=None).exists()
        assert held.count() > over.count() / 3
        assert over.filter(attendances__answer=Answer.NOT_HELD).exists()

    def test_has_hours_that_are_claimed_and_confirmed_in_a_ledger_that_holds(self, demo):
        states = Counter(claim.state for claim in claims.states(HoursEntry.objects.all()))

        assert states[claims.State.CONFIRMED] > states[claims.State.CLAIMED] > 0
        assert list(verification.faults()) == []

    def test_has_proposals_of_last_night_that_wait_for_the_coordinator(self, demo):
        last = MatchingRound.objects.latest("started_at")

        assert last.day == TODAY
        assert Proposal.objects.filter(state=Proposal.State.PENDING, round=last).count() >= 2
        assert last.unmatched_reasons.exists()


class TestWhatMustNeverBe:
    def test_no_volunteer_has_more_pairs_and_offers_than_places(self, demo):
        current = Count("pairs", filter=Q(pairs__ended_on=None), distinct=True)
        offered = Count("proposals", filter=Q(proposals__state=Proposal.State.OFFERED), distinct=True)

        assert not Volunteer.objects.annotate(taken=current + offered).filter(taken__gt=F("capacity")).exists()

    def test_no_hours_of_a_person_overlap(self, demo):
        intervals = HoursInterval.objects.order_by("person_id", "starts_at")
        by_person = list(intervals.values_list("person_id", "starts_at", "ends_at"))

        assert by_person
        for (one, _, ends_at), (other, starts_at, _) in pairwise(by_person):
            assert one != other or ends_at <= starts_at

    def test_no_two_are_together_again_whose_pair_ended(self, demo):
        ended = Exclusion.objects.filter(lifted_at=None).exclude(cause=Exclusion.Cause.SEALED)
        apart = set(ended.values_list("newcomer_id", "volunteer_id"))
        together = set(Pair.objects.current().values_list("newcomer_id", "volunteer_id"))

        assert apart
        assert not apart & together

    def test_nobody_is_their_own_buddy(self, demo):
        assert not Pair.objects.filter(newcomer__account=F("volunteer__account")).exists()


class TestMessages:
    def test_of_the_past_are_settled_and_none_was_sent(self, demo):
        assert Message.objects.filter(kind="proposal_offered").exists()
        assert not Message.objects.unsettled().exists()
        assert not Message.objects.exclude(sent_at=None).exists()

    def test_are_not_owed_again_by_the_next_tick(self, demo):
        assert sending.tick(NOW + timedelta(seconds=30)) == 0
        assert Message.objects.unsettled().count() == 0

    def test_of_the_future_come_as_always(self, demo):
        tomorrow = Meeting.objects.going_on().filter(local_date=TODAY + timedelta(days=1))
        assert tomorrow.exists()

        reminders.owe_due(town=CULEMBORG, now=NOW + timedelta(hours=7))

        assert Message.objects.unsettled().filter(subject_id__in=tomorrow.values("pk")).exists()


class TestTheCharacters:
    def test_have_the_roles_that_the_logins_promise(self, demo):
        kinds = {login.mail: roles_of(who(login.mail)).in_town(CULEMBORG) for login in characters.LOGINS}

        assert kinds == {
            characters.COORDINATOR: {RoleKind.COORDINATOR},
            characters.CASEWORKER: {RoleKind.CASEWORKER},
            characters.PROGRAMME_MANAGER: {RoleKind.PROGRAMME_MANAGER},
            characters.POLICY_OFFICER: {RoleKind.POLICY_OFFICER},
            characters.ADVISER: {RoleKind.CONFIDENTIAL_ADVISER},
            characters.NEWCOMER: {RoleKind.NEWCOMER},
            characters.CANDIDATE: {RoleKind.NEWCOMER},
            characters.VOLUNTEER: {RoleKind.VOLUNTEER},
            characters.OPERATOR: set(),
        }
        assert who(characters.OPERATOR).is_staff

    def test_the_newcomer_meets_the_volunteer_and_has_not_answered_about_the_last_time(self, demo):
        pair = Pair.objects.current().get(newcomer__account__mail=characters.NEWCOMER)
        last = Meeting.objects.going_on().filter(pair=pair).over_at(NOW)[0]
        answers = dict(last.attendances.values_list("side", "answer"))

        assert pair.volunteer.account.mail == characters.VOLUNTEER
        assert answers == {Attendance.Side.VOLUNTEER: Answer.HELD, Attendance.Side.NEWCOMER: ""}
        assert Meeting.objects.going_on().filter(pair=pair).after(NOW).exists()

    def test_the_candidate_and_the_volunteer_are_asked_about_each_other(self, demo):
        proposal = Proposal.objects.get(newcomer__account__mail=characters.CANDIDATE)

        assert proposal.state == Proposal.State.OFFERED
        assert proposal.volunteer.account.mail == characters.VOLUNTEER
        assert proposal.answer_before > NOW

    def test_the_volunteer_has_a_duty_in_the_caseload_of_the_caseworker(self, demo):
        mine = Obligation.objects.visible_to(who(characters.CASEWORKER))
        duty = mine.get(person_id=who(characters.VOLUNTEER).pk)

        assert duty.periods.touching(starts_on=TODAY, ends_on=TODAY).exists()
        assert demo.obligations == Obligation.objects.count() == VOLUNTEERS * 30 // 100
        assert mine.count() < Obligation.objects.count()


@pytest.mark.django_db
class TestLoading:
    def story(self):
        """Everything that a reader would see of two towns that should be the same."""
        with scope(municipality=CULEMBORG):
            names = ("newcomer__account__full_name", "volunteer__account__full_name")
            return [
                sorted(Account.objects.values_list("full_name", "mail", "phone", "language")),
                sorted(Proposal.objects.values_list(*names, "state", "score", "made_at")),
                sorted(Pair.objects.values_list(*names, "started_on", "end_reason", "place")),
                sorted(Attendance.objects.values_list("starts_at", "account__full_name", "answer")),
                list(HoursEntry.objects.order_by("number").values_list("kind", "starts_at", "minutes")),
            ]

    def load(self, seed):
        with transaction.atomic(), transaction.atomic(using="duties"):
            populate(now=NOW, newcomers=12, volunteers=8, seed=seed, weeks=4)
            story = self.story()
            for alias in ("default", "duties"):
                transaction.set_rollback(True, using=alias)
        return story

    def test_gives_the_same_town_for_the_same_seed_and_day_and_another_for_another(self):
        first = self.load(7)

        assert self.load(7) == first
        assert self.load(8) != first

    def test_a_town_with_people_is_refused_or_left_alone(self, town):
        make.newcomer()
        said = StringIO()

        with pytest.raises(CommandError, match="has people already"):
            call_command("demo")
        call_command("demo", "--if-empty", stdout=said)

        assert "nothing was added" in said.getvalue()
        assert Newcomer.objects.count() == 1

    def test_needs_its_fixed_characters_and_is_content_with_them(self):
        with pytest.raises(TooFewPeople):
            populate(now=NOW, newcomers=2, volunteers=2)

        assert populate(now=NOW, newcomers=3, volunteers=2, weeks=4).current_pairs == 1

    def test_all_or_nothing(self):
        populate(now=NOW, newcomers=3, volunteers=2, weeks=4)

        with pytest.raises(PeopleAlready):
            populate(now=NOW, newcomers=3, volunteers=2, weeks=4)
        assert Account.objects.filter(mail=characters.COORDINATOR).count() == 1

    def test_by_the_command_says_what_there_is(self):
        said = StringIO()

        call_command("demo", "--newcomers=4", "--volunteers=3", "--today=2026-11-23", stdout=said)

        assert "4 newcomers" in said.getvalue()
        assert "The demo is ready" in said.getvalue()


def test_the_logins_are_printed_with_what_they_can_do_in_two_languages():
    said = StringIO()

    call_command("demo_logins", stdout=said)

    for login in characters.LOGINS:
        assert login.mail in said.getvalue()
        assert login.dutch in said.getvalue()
        assert login.english in said.getvalue()
    assert "/mailbox/" in said.getvalue()
