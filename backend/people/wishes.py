"""What a participant wishes, changed by the person at any moment; and a break from everything new.

Neither touches the waiting time: who changes a wish or takes a break keeps the place in the queue.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from backend.people.models import Account, Newcomer, Participant, Volunteer
from backend.places.clock import local_today
from backend.privacy import audit

COMMON = ("languages", "max_distance_m", "online", "needs_house", "gender", "buddy_gender", "goals", "interests")
OWN: Mapping[type[Participant], tuple[str, ...]] = {
    Newcomer: ("dutch_level", "session_minutes", "joins_tables", "mother_tongue"),
    Volunteer: ("min_level", "capacity"),
}


@transaction.atomic
def change(
    *, role: Newcomer | Volunteer, wishes: Mapping[str, Any], by: Account, now: datetime
) -> Newcomer | Volunteer:
    """Set these wishes; keys that are no wish of such a participant are left alone. Twice is harmless."""
    found = _locked(role)
    known = {name: wishes[name] for name in (*COMMON, *OWN[type(found)]) if name in wishes}
    changed = {name: value for name, value in known.items() if getattr(found, name) != value}
    for name, value in changed.items():
        setattr(found, name, value)
    if changed:
        found.save(update_fields=sorted(changed))
        audit.note(deed="people.wishes", about=found, town=found.municipality_id, by=by.pk, now=now)
    return found


@transaction.atomic
def pause(*, role: Newcomer | Volunteer, by: Account, now: datetime) -> Newcomer | Volunteer:
    """From now on nothing new is proposed to this person. Twice is harmless."""
    found = _locked(role)
    if found.paused_since is None:
        found.paused_since = local_today(now)
        found.save(update_fields=["paused_since"])
        audit.note(deed="people.pause", about=found, town=found.municipality_id, by=by.pk, now=now)
    return found


@transaction.atomic
def come_back(*, role: Newcomer | Volunteer, by: Account, now: datetime) -> Newcomer | Volunteer:
    """The break is over. Twice is harmless."""
    found = _locked(role)
    if found.paused_since is not None:
        found.paused_since = None
        found.save(update_fields=["paused_since"])
        audit.note(deed="people.come_back", about=found, town=found.municipality_id, by=by.pk, now=now)
    return found


def _locked(role: Newcomer | Volunteer) -> Newcomer | Volunteer:
    if isinstance(role, Newcomer):
        return Newcomer.objects.select_for_update(no_key=True).get(pk=role.pk)
    return Volunteer.objects.select_for_update(no_key=True).get(pk=role.pk)
