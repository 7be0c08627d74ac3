"""A clock that is set back, jumps ahead or changes with the season: nothing leaves twice, early or late."""

from datetime import UTC, datetime, timedelta

import pytest

from notifications import calm, sending
from notifications.models import Message
from tests import make
from tests.notifications.owing import owe

pytestmark = pytest.mark.django_db
AN_HOUR = timedelta(hours=1)


def test_a_clock_that_is_set_back_makes_nothing_leave_again(mail_server, make_kind):
    owe(make_kind())

    for moment in (make.NOON, make.NOON - AN_HOUR, make.NOON + timedelta(minutes=5)):
        sending.tick(moment)

    assert len(mail_server.mails) == 1


def test_a_clock_that_is_set_back_makes_nothing_leave_early(mail_server, make_kind):
    owe(make_kind(), due_at=make.NOON + AN_HOUR)

    for moment in (make.NOON + timedelta(minutes=59), make.NOON - AN_HOUR):
        sending.tick(moment)
    assert mail_server.mails == []
    sending.tick(make.NOON + AN_HOUR)

    assert len(mail_server.mails) == 1


def test_a_clock_that_jumps_ahead_sends_what_is_in_time_and_nothing_else(mail_server, make_kind):
    late = owe(make_kind(), expires_at=make.NOON + AN_HOUR)
    owe(make_kind(), expires_at=make.NOON + 3 * AN_HOUR)

    sending.tick(make.NOON + 2 * AN_HOUR)
    sending.tick(make.NOON)  # somebody set it right

    late.refresh_from_db()
    assert len(mail_server.mails) == 1
    assert late.expired_at is not None
    assert not Message.objects.unsettled().exists()


@pytest.mark.parametrize(
    ("night", "morning"),
    [
        (datetime(2026, 3, 28, 23, 30, tzinfo=UTC), datetime(2026, 3, 29, 6, 0, tzinfo=UTC)),  # an hour is missing
        (datetime(2026, 10, 24, 22, 30, tzinfo=UTC), datetime(2026, 10, 25, 7, 0, tzinfo=UTC)),  # one comes twice
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 7, 0, tzinfo=UTC)),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), datetime(2026, 10, 25, 7, 0, tzinfo=UTC)),
    ],
)
def test_the_night_ends_at_eight_by_the_clock_also_when_it_changes_in_it(night, morning):
    assert calm.next_moment(night, sundays_off=False) == morning
