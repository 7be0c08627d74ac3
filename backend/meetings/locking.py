"""A meeting as it is now, locked after the pair or the language table whose meeting it is: the one order."""

from uuid import UUID

from backend.meetings.models import Meeting
from backend.meetings.models.plans import MeetingQuerySet
from backend.pairs.models import LanguageTable, Pair


def locked_meeting(rows: MeetingQuerySet, meeting_id: UUID) -> Meeting:
    """The meeting with its series, pair and table, for the rest of the transaction.

    Raises:
        Meeting.DoesNotExist: not one of ``rows``.
    """
    pair_id, table_id = rows.values_list("pair_id", "table_id").get(pk=meeting_id)
    if table_id:
        LanguageTable.objects.select_for_update(no_key=True).get(pk=table_id)
    else:
        Pair.objects.select_for_update(no_key=True).get(pk=pair_id)
    found = rows.select_for_update(no_key=True, of=("self",)).select_related("series", "pair", "table")
    meeting: Meeting = found.get(pk=meeting_id)
    return meeting
