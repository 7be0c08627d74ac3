"""Does the ledger still say what was written: the chain, the intervals that follow, the statements."""

from collections.abc import Iterator

from backend.meetings import chain, claims
from backend.meetings.chain import Fault
from backend.meetings.models import HoursCertificate, HoursEntry, HoursInterval

CHUNK = 2000


def faults() -> Iterator[Fault]:
    """Every fault in the ledger of the open town; those of the chain first, in the order of the lines."""
    yield from chain.faults(HoursEntry.objects.order_by("number").iterator(chunk_size=CHUNK))
    yield from _faults_of_intervals()
    yield from _faults_against_certificates()


def _faults_of_intervals() -> Iterator[Fault]:
    lines = list(HoursEntry.objects.order_by("number"))
    number_of = {line.pk: line.number for line in lines}
    standing = {
        each.claim_id: (each.person_id, each.starts_at, each.ends_at)
        for each in claims.states(lines)
        if each.takes_time
    }
    kept = {each.claim_id: (each.person_id, each.starts_at, each.ends_at) for each in HoursInterval.objects.all()}
    for claim_id in sorted(standing.keys() | kept.keys(), key=lambda each: number_of.get(each, 0)):
        if standing.get(claim_id) != kept.get(claim_id):
            yield Fault(number=number_of.get(claim_id, 0), why="has an interval that does not follow from it")


def _faults_against_certificates() -> Iterator[Fault]:
    """Statements remember the last line that they saw: a ledger cut off at its end shows here."""
    seen = HoursCertificate.objects.filter(last_entry_number__gt=0)
    known = set(seen.values_list("last_entry_number", "last_entry_hash"))
    lines = dict(HoursEntry.objects.filter(number__in=[number for number, _ in known]).values_list("number", "hash"))
    for number, remembered in sorted(known):
        if lines.get(number) != remembered:
            yield Fault(number=number, why="is not the line that a statement of hours was based on")
