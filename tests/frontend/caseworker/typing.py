"""What a caseworker types into the forms: every default is valid."""

import uuid
from html.parser import HTMLParser

from django.urls import reverse

from backend.obligations.models import LegalBasis

TOLD_BEFORE = "You sent this form before, with something else in it."


def decision(**about):
    """A letter for the half year that begins today; four and a half hours a week."""
    return {
        "request_id": str(uuid.uuid4()),
        "legal_basis": LegalBasis.IOAW_37_1_F.value,
        "case_reference": "Z-2026-8",
        "decided_on": "2026-11-20",
        "starts_on": "2026-11-23",
        "ends_on": "2027-05-23",
        "hours_per_week": "4,5",
        "care": "NO_CARE",
        "is_weighed": "on",
    } | about


def first_decision(**about):
    """The same for somebody who is no client yet."""
    return decision(client_number="K-4100") | about


def end(**about):
    """The duty ends on Wednesday."""
    return {"request_id": str(uuid.uuid4()), "on": "2026-11-25", "case_reference": "Z-2026-9"} | about


def period(**about):
    """The last four weeks."""
    return {"request_id": str(uuid.uuid4()), "starts_on": "2026-10-26", "ends_on": "2026-11-22"} | about


def send(client, name, subject_id, form, **more):
    """Post the form to this address of the desk."""
    return client.post(reverse(f"caseworker:{name}", args=[subject_id]), form, **more)


class _Forms(HTMLParser):
    """Every form of a page as field name and value; of a list the chosen option."""

    def __init__(self):
        super().__init__()
        self.found, self.list_name = [], ""

    def handle_starttag(self, tag, attrs):
        about = dict(attrs)
        if tag == "form":
            self.found.append({})
        elif tag == "input" and self.found:
            is_ticked = "on" if "checked" in about else ""
            self.found[-1][about["name"]] = is_ticked if about["type"] == "checkbox" else about.get("value", "")
        elif tag == "select":
            self.list_name = about["name"]
        elif tag == "option" and "selected" in about:
            self.found[-1][self.list_name] = about["value"]


def lost(page, form):
    """The names of what was typed and does not stand in the form that came back."""
    parser = _Forms()
    parser.feed(page.content.decode())
    shown = min((found for found in parser.found if found.keys() >= form.keys()), key=len)
    return [name for name, value in form.items() if name != "request_id" and shown[name] != value]
