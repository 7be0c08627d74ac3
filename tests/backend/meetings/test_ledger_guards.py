"""What the database itself refuses in the ledger, whoever asks; and what shows when somebody got in."""

import uuid
from contextlib import contextmanager
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, connection, transaction

from backend.meetings import certificates, chain, ledger
from backend.meetings.models import HoursEntry, HoursInterval
from tests import make
from tests.backend.meetings.hours import VOLUNTEER, claimed, write

pytestmark = pytest.mark.usefixtures("town")


def run(sql, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def line_like(like, **about):
    """A next line of the chain, written past the functions of the ledger."""
    number, previous = ledger.last_number(), HoursEntry.objects.order_by("-number").first()
    given = {
        "municipality_id": like.municipality_id,
        "number": number + 1,
        "kind": "CLAIM",
        "person_id": like.person_id,
        "meeting_id": uuid.uuid4(),
        "starts_at": like.starts_at,
        "ends_at": like.ends_at,
        "minutes": like.minutes,
        "actor_id": like.actor_id,
        "actor_side": VOLUNTEER,
        "written_at": make.NOON,
        "request_id": uuid.uuid4(),
        "previous_hash": previous.hash,
    } | about
    line = HoursEntry(**given)
    line.hash = chain.hash_of(line)
    with transaction.atomic():
        line.save(force_insert=True)
    return line


@contextmanager
def guards_off(table="meetings_hoursentry"):
    """Somebody with the rights of the owner, who takes the triggers away first."""
    run("SET CONSTRAINTS ALL IMMEDIATE")
    run(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    yield
    run(f"ALTER TABLE {table} ENABLE TRIGGER USER")


class TestTheDatabaseRefuses:
    @pytest.mark.parametrize(
        "sql",
        [
            "UPDATE meetings_hoursentry SET minutes = 10",
            "UPDATE meetings_hoursentry SET reason = 'x'",
            "DELETE FROM meetings_hoursentry",
            "TRUNCATE meetings_hoursentry CASCADE",
            "UPDATE meetings_hoursinterval SET ends_at = ends_at + interval '1 hour'",
            "DELETE FROM meetings_hoursinterval",
            "TRUNCATE meetings_hoursinterval",
        ],
    )
    def test_to_change_what_is_written(self, sql):
        claimed()
        run("SET CONSTRAINTS ALL IMMEDIATE")

        with pytest.raises(DatabaseError, match="is refused"):
            run(sql)

    def test_an_interval_without_a_line(self):
        claim = claimed()

        with pytest.raises(DatabaseError, match="Intervals follow from the ledger"), transaction.atomic():
            HoursInterval.objects.create(
                municipality_id=claim.municipality_id,
                claim=claim,
                person_id=uuid.uuid4(),
                meeting_id=claim.meeting_id,
                starts_at=claim.starts_at,
                ends_at=claim.ends_at,
            )

    @pytest.mark.parametrize(
        ("about", "rule"),
        [
            ({"number": 7}, "ledger_line_follows_the_last"),
            ({"previous_hash": "0" * 64}, "ledger_line_follows_the_last"),
            ({"minutes": 600}, "ledger_minutes_are_elapsed_time"),
            ({}, "hours_of_a_person_never_overlap"),
        ],
    )
    def test_a_line_that_breaks_a_rule(self, about, rule):
        claim = claimed()

        with pytest.raises(IntegrityError) as refused:
            line_like(claim, **about)

        assert refused.value.__cause__.diag.constraint_name == rule

    @pytest.mark.parametrize("kind", ["CONFIRM", "RESOLVE"])
    def test_that_the_claimant_confirms(self, kind):
        claim = claimed()

        with pytest.raises(IntegrityError, match="cannot confirm"):
            line_like(
                claim,
                kind=kind,
                outcome="STANDS" if kind == "RESOLVE" else "",
                claim=claim,
                meeting_id=claim.meeting_id,
            )

    def test_a_line_about_somebody_elses_claim(self):
        claim = claimed()

        with pytest.raises(IntegrityError, match="same person and meeting"):
            line_like(claim, kind="CONFIRM", claim=claim, actor_id=uuid.uuid4())

    def test_a_second_reversal(self):
        claim = claimed()
        write(ledger.reverse, claim)

        with pytest.raises(IntegrityError) as refused:
            line_like(claim, kind="REVERSE", claim=claim, meeting_id=claim.meeting_id)

        assert refused.value.__cause__.diag.constraint_name == "claim_is_reversed_at_most_once"

    def test_and_without_the_constraint_hours_would_overlap(self):
        """The control: what holds overlap back is the constraint in the database."""
        claim = claimed()
        run("SET CONSTRAINTS ALL IMMEDIATE")
        run("ALTER TABLE meetings_hoursinterval DROP CONSTRAINT hours_of_a_person_never_overlap")

        line_like(claim)

        assert HoursInterval.objects.filter(person_id=claim.person_id).count() == 2


def verify():
    out = StringIO()
    try:
        call_command("verify_ledger", stdout=out)
    except CommandError as broken:
        return broken.returncode, out.getvalue()
    return 0, out.getvalue()


class TestVerifying:
    def test_an_untouched_ledger_holds(self):
        write(ledger.confirm, claimed())

        status, said = verify()

        assert status == 0
        assert said.startswith("GM0216: 2 lines hold.")

    @pytest.mark.parametrize(
        "forgery",
        [
            "UPDATE meetings_hoursentry SET starts_at = starts_at - interval '1 hour' WHERE number = 2",
            "UPDATE meetings_hoursentry SET minutes = minutes + 15 WHERE number = 2",
            "UPDATE meetings_hoursentry SET actor_id = gen_random_uuid() WHERE number = 2",
            "UPDATE meetings_hoursentry SET written_at = written_at - interval '1 day' WHERE number = 2",
            "UPDATE meetings_hoursentry SET reason = 'x' WHERE number = 2",
            "UPDATE meetings_hoursentry SET kind = 'DISPUTE' WHERE number = 2",
            "DELETE FROM meetings_hoursentry WHERE number = 2",
        ],
    )
    def test_the_first_bad_line_is_named(self, forgery):
        write(ledger.confirm, claimed())
        claimed()
        with guards_off():
            run(forgery)

        status, said = verify()

        assert status == 1
        assert said.startswith("GM0216: line 2 ")

    def test_a_forger_who_counts_the_hash_anew_breaks_the_next_line(self):
        write(ledger.confirm, claimed())
        claimed()
        forged = HoursEntry.objects.get(number=2)
        forged.kind = "DISPUTE"
        with guards_off():
            run(
                "UPDATE meetings_hoursentry SET kind = 'DISPUTE', hash = %s WHERE number = 2",
                chain.hash_of(forged),
            )

        status, said = verify()

        assert status == 1
        assert said.startswith("GM0216: line 3 does not follow")

    def test_a_changed_interval_shows(self):
        claimed()
        with guards_off("meetings_hoursinterval"):
            run("UPDATE meetings_hoursinterval SET ends_at = ends_at + interval '1 hour'")

        assert verify()[0] == 1

    def test_a_ledger_that_lost_its_end_does_not_agree_with_the_statements(self):
        claimed()
        last = claimed()
        certificates.issue(
            account_id=make.account().pk,
            town=make.TOWN,
            starts_on=make.MONDAY - timedelta(days=7),
            ends_on=make.MONDAY,
            request_id=uuid.uuid4(),
            now=make.NOON,
        )
        with guards_off(), guards_off("meetings_hoursinterval"):
            run("DELETE FROM meetings_hoursinterval WHERE claim_id = %s", last.pk)
            run("DELETE FROM meetings_hoursentry WHERE number = 2")

        assert verify()[0] == 1
