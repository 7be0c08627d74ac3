"""A list of messages costs as many queries as one: each kind reads all of its subjects together."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from backend.meetings import messages
from notifications import kinds, outbox
from tests import make
from tests.notifications.needless import STORIES

pytestmark = pytest.mark.usefixtures("town")
KINDS = [kind for kind in kinds.every() if kind.is_notice]
PAGE = "/mijn/berichten/"


def queries_of(deed):
    with CaptureQueriesContext(connection) as queries:
        found = deed()
    return found, len(queries)


@pytest.mark.parametrize("kind", KINDS, ids=[kind.name for kind in KINDS])
def test_many_subjects_of_a_kind_are_read_as_one(kind):
    stories = [STORIES[kind.template.removeprefix("messages/")](kind) for _ in range(3)]
    ids, reader = [story.subject_id for story in stories], stories[0].reader.pk

    alone, cost_of_one = queries_of(lambda: kinds.contexts(kind, ids[:1], reader))
    among, cost_of_many = queries_of(lambda: kinds.contexts(kind, ids, reader))

    assert alone[ids[0]] == among[ids[0]] == kind.context(ids[0], reader)
    assert alone[ids[0]] is not None
    assert cost_of_many == cost_of_one <= 8


class TestThePage:
    """Reminders, questions, cancelled and moved meetings, plans: of one pair, once and many times."""

    ABOUT_MEETINGS = ("REMINDER_DAY_BEFORE", "ASK_IF_HELD", "MEETING_CANCELLED", "MEETING_MOVED", "EXTRA_MEETING")

    def owe(self, pair, meetings):
        reader = pair.newcomer.account
        about = {"recipient_id": reader.pk, "now": make.NOON, "municipality": make.TOWN}
        for number, meeting in enumerate(meetings):
            due = make.NOON - timedelta(minutes=number)
            for name in self.ABOUT_MEETINGS:
                kind = getattr(messages, name)["NEWCOMER"]
                outbox.owe(kind, subject_id=meeting.pk, due_at=due, **about)

    def meetings(self, pair, count):
        """Half of them off, each on another day."""
        series, made = make.series(pair=pair), []
        for number in range(count):
            starts_at = make.NOON + timedelta(days=number - 4)
            off = {"cancelled_at": make.NOON} if number % 2 else {}
            made.append(make.meeting(series=series, starts_at=starts_at, moved_at=make.NOON, **off))
        return made

    def cost(self, count, time_machine):
        pair = make.pair()
        self.owe(pair, self.meetings(pair, count))
        time_machine.move_to(make.NOON + timedelta(minutes=1), tick=False)
        browser = make.browser_of(pair.newcomer.account)
        browser.get(PAGE)
        page, queries = queries_of(lambda: browser.get(PAGE))
        return page.content.decode().count("<small"), queries

    def test_costs_the_same_for_one_message_of_each_kind_and_for_a_full_page(self, time_machine):
        few, cost_of_few = self.cost(2, time_machine)
        many, cost_of_many = self.cost(10, time_machine)

        assert 2 < few < many
        assert cost_of_many == cost_of_few
