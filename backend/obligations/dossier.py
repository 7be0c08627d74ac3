"""Everything about one person that an objection needs, in one PDF/A, as CSV and as JSON (Awb 7:4).

Decisions with their ordinance, the figures of every week with a reason for every difference, each meeting with who
confirmed it and when, exemptions, statements and what was corrected, warnings, the person's own words and the
answers. The other one of a pair is a letter, never a name; what people talked about is nowhere.
"""

import csv
import io
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from backend.meetings import paper
from backend.meetings.models import HoursEntry, Meeting
from backend.obligations import reading, rules, windows
from backend.obligations.facts import Facts, Kind, monday_of
from backend.obligations.models import Obligation, ObligationDecision, PolicyVersion
from backend.people.models import Account
from backend.places.clock import local_today
from backend.places.models import ZONE, Municipality

TEMPLATE = Path(__file__).parent / "statement_templates" / "dossier.typ"
PLACE = ZoneInfo(ZONE)
IN_A_HOUSE = "IN_PERSON"  # where a language table meets
MEETINGS = frozenset({Kind.MEETING, Kind.GROUP_MEETING})
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, kw_only=True)
class Dossier:
    """The figures of a file at a moment, ready to be written as paper, table or data."""

    figures: dict[str, Any]

    @property
    def sha256(self) -> str:
        """Of the canonical JSON."""
        return paper.checksum(self.figures)


def of(obligation: Obligation, *, now: datetime) -> Dossier:
    """The whole file from the first day of a duty up to today."""
    today = local_today(now)
    began = [each.starts_on for each in obligation.decisions.all() if each.starts_on]
    starts_on = monday_of(min([*began, today]))
    facts = reading.facts_of([obligation], starts_on=starts_on, ends_on=today, as_of=today)[obligation.pk]
    weeks = rules.weeks(facts, starts_on=starts_on, ends_on=today)
    return Dossier(
        figures={
            "municipality": Municipality.objects.get(pk=obligation.municipality_id).name,
            "person": Account.objects.get(pk=obligation.person_id).full_name,
            "client_number": obligation.client_number,
            "starts_on": starts_on.isoformat(),
            "ends_on": today.isoformat(),
            "made_at": now.astimezone(PLACE).isoformat(timespec="minutes"),
            "ordinances": _ordinances(obligation),
            "decisions": [_decision(each) for each in obligation.decisions.order_by("number")],
            "exemptions": _exemptions(obligation),
            "weeks": [_week(week) for week in weeks],
            "windows": [_window(each) for each in windows.windows(weeks, facts.policies)],
            "meetings": _meetings(facts, weeks),
            "other_hours": _other_hours(weeks),
            "statements": _statements(obligation),
            "warnings": _warnings(obligation),
            "words": _words(obligation),
        }
    )


def _ordinances(obligation: Obligation) -> list[dict[str, Any]]:
    """The versions on which the decisions rest, with the sentences of their parameters."""
    used = obligation.decisions.exclude(policy_version=None).values("policy_version")
    return [
        {
            "title": each.title,
            "ordinance_ref": each.ordinance_ref,
            "regime": each.regime,
            "valid_from": each.valid_from.isoformat(),
            "sha256": each.sha256,
            "sentences": each.sentences,
        }
        for each in PolicyVersion.objects.filter(pk__in=used).order_by("valid_from")
    ]


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _decision(row: ObligationDecision) -> dict[str, Any]:
    return {
        "number": row.number,
        "kind": row.kind,
        "legal_basis": row.legal_basis,
        "case_reference": row.case_reference,
        "mandate_ref": row.mandate_ref,
        "document_ref": row.document_ref,
        "decided_on": _day(row.decided_on),
        "notified_on": _day(row.notified_on),
        "objection_until": _day(row.objection_until),
        "starts_on": _day(row.starts_on),
        "ends_on": _day(row.ends_on),
        "minutes_per_week": row.minutes_per_week,
        "ground": row.ground,
        "share_pct": row.share_pct,
        "is_undone": row.undone_by.exists(),
    }


def _exemptions(obligation: Obligation) -> list[dict[str, Any]]:
    return [
        {
            "ground": each.ground,
            "starts_on": _day(each.starts_on),
            "ends_on": _day(each.ends_on),
            "review_on": _day(each.review_on),
            "share_pct": each.share_pct,
        }
        for each in obligation.exemptions.order_by("starts_on", "ground")
    ]


def _week(week: rules.Week) -> dict[str, Any]:
    return {
        "label": week.label,
        "monday": week.monday.isoformat(),
        **{name: getattr(week, name) for name in ("required", "done", "confirmed", "excused", "credited")},
        "not_asked": week.asked.reasons,
    }


def _window(window: windows.Window) -> dict[str, Any]:
    return {
        "starts_on": window.first_day.isoformat(),
        "ends_on": window.last_day.isoformat(),
        **{name: getattr(window, name) for name in ("required", "credited", "carried_in", "balance")},
    }


def _meetings(facts: Facts, weeks: Sequence[rules.Week]) -> list[dict[str, Any]]:
    """Every meeting in the ledger, or missed: day, times, place, pseudonym, who confirmed how and when."""
    lines = [line for week in weeks for line in week.lines if line.meeting and line.kind in MEETINGS]
    known = Meeting.objects.filter(pk__in=[line.meeting for line in lines]).select_related("pair")
    rows = {str(each.pk): each for each in known}
    names = _pseudonyms(list(rows.values()))
    words = _who_confirmed([line.ref for line in lines])
    return [
        {
            "day": line.day.isoformat(),
            "kind": line.kind,
            **_about(rows.get(line.meeting), names),
            "claimed": line.claimed,
            "credited": line.credited,
            "excused": line.excused,
            "reason": line.reason or "",
            "rule": line.rule,
            "confirmed": words.get(line.ref, ""),
        }
        for line in lines
    ]


def _about(meeting: Meeting | None, names: dict[uuid.UUID, str]) -> dict[str, str]:
    if meeting is None:
        return {"starts": "", "ends": "", "mode": "", "with": ""}
    return {
        "starts": f"{meeting.starts_at.astimezone(PLACE):%H:%M}",
        "ends": f"{meeting.ends_at.astimezone(PLACE):%H:%M}",
        "mode": meeting.pair.mode if meeting.pair else IN_A_HOUSE,
        "with": names[meeting.pair.newcomer_id] if meeting.pair else "",
    }


def _pseudonyms(meetings: Sequence[Meeting]) -> dict[uuid.UUID, str]:
    """A letter for each newcomer, in the order of the first meeting."""
    found: dict[uuid.UUID, str] = {}
    for each in sorted(meetings, key=lambda one: one.starts_at):
        if each.pair and each.pair.newcomer_id not in found:
            turn, letter = divmod(len(found), len(LETTERS))
            found[each.pair.newcomer_id] = LETTERS[letter] + (str(turn) if turn else "")
    return found


def _who_confirmed(claims: Sequence[str]) -> dict[str, str]:
    """The side that confirmed or decided last, and the local day."""
    about = [uuid.UUID(each) for each in claims]
    kinds = [HoursEntry.Kind.CONFIRM, HoursEntry.Kind.RESOLVE]
    rows = HoursEntry.objects.filter(claim_id__in=about, kind__in=kinds).order_by("number")
    return {
        str(claim): f"{side} {written.astimezone(PLACE).date().isoformat()}"
        for claim, side, written in rows.values_list("claim_id", "actor_side", "written_at")
    }


def _other_hours(weeks: Sequence[rules.Week]) -> list[dict[str, Any]]:
    return [
        {
            "day": line.day.isoformat(),
            "kind": line.kind,
            "claimed": line.claimed,
            "credited": line.credited,
            "reason": line.reason or "",
            "rule": line.rule,
        }
        for week in weeks
        for line in week.lines
        if line.kind not in MEETINGS
    ]


def _statements(obligation: Obligation) -> list[dict[str, Any]]:
    return [
        {
            "number": str(each.pk),
            "starts_on": _day(each.starts_on),
            "ends_on": _day(each.ends_on),
            "sha256": each.figures_sha256,
            "corrections": each.figures.get("corrections", []),
        }
        for each in obligation.statements.order_by("issued_at")
    ]


def _warnings(obligation: Obligation) -> list[dict[str, Any]]:
    return [
        {
            "sent_on": _day(each.sent_on),
            "language": each.language,
            "channel": each.channel,
            "subject": each.subject,
            "arrived": each.arrived,
            "document_ref": each.document_ref,
        }
        for each in obligation.warnings.order_by("sent_on", "at")
    ]


def _words(obligation: Obligation) -> list[dict[str, Any]]:
    found = []
    for each in obligation.words.select_related("reply").order_by("said_on", "at"):
        answer = getattr(each, "reply", None)
        found.append(
            {
                "kind": each.kind,
                "said_on": _day(each.said_on),
                "monday": _day(each.monday),
                "text": each.text,
                "is_written_by_the_person": each.written_by == obligation.person_id,
                "outcome": answer.outcome if answer else "",
                "answer": answer.text if answer else "",
            }
        )
    return found


def as_json(dossier: Dossier) -> bytes:
    """The figures with their hash, canonical: sorted keys, UTF-8."""
    return paper.canonical(dossier.figures | {"sha256": dossier.sha256})


def as_csv(dossier: Dossier) -> str:
    """One row a week, then one row a fact; Dutch headings, minutes as integers, RFC 4180."""
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(["soort", "dag", "gevraagd", "opgegeven", "gedaan", "verschoond", "telt_mee", "reden", "regel"])
    for week in dossier.figures["weeks"]:
        rows.writerow(
            ["week", week["monday"], week["required"], "", week["done"], week["excused"], week["credited"], "", ""]
        )
    facts = [*dossier.figures["meetings"], *dossier.figures["other_hours"]]
    for fact in sorted(facts, key=lambda each: (each["day"], each["kind"])):
        counted = [fact.get("excused", 0), fact["credited"] + fact.get("excused", 0)]
        rows.writerow([fact["kind"], fact["day"], "", fact["claimed"], "", *counted, fact["reason"], fact["rule"]])
    return out.getvalue()


def as_pdf(dossier: Dossier) -> bytes:
    """The file in Dutch as PDF/A; the same figures give the same bytes."""
    data = paper.canonical(dossier.figures | {"sha256": dossier.sha256})
    return paper.pdf(TEMPLATE, {"dossier": data.decode()})
