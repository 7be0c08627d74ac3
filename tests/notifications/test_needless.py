"""A message is cancelled by the very thing that it asks for: every kind, or the build fails."""

import pytest

from notifications import kinds, outbox, sending
from notifications.models import Message
from tests import make
from tests.notifications.needless import STORIES

pytestmark = pytest.mark.usefixtures("town")
KINDS = kinds.every()


@pytest.mark.parametrize("kind", KINDS, ids=[kind.name for kind in KINDS])
def test_after_the_deed_nothing_leaves(kind, mail_server):
    story = STORIES[kind.template.removeprefix("messages/")](kind)
    about = {"recipient_id": story.reader.pk, "subject_id": story.subject_id, "occurrence": "this time"}
    outbox.owe(kind, **about, now=make.NOON, municipality=make.TOWN)
    message = Message.objects.get(pk=outbox.id_of(kind=kind.name, **about))
    assert kind.context(story.subject_id, story.reader.pk) is not None, "it would have left"

    story.deed()
    sending.tick(make.NOON)

    message.refresh_from_db()
    assert message.withdrawn_at is not None
    assert not any(str(message.pk) in mail["Message-ID"] for mail in mail_server.mails)
