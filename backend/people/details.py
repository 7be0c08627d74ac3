"""What people tell when they sign up."""

from dataclasses import dataclass

from backend.people.availability import Window


@dataclass(frozen=True, kw_only=True)
class ParticipantDetails:
    """What newcomers and volunteers tell alike.

    Attributes:
        full_name: the name as people have it, in any script; one word is fine.
        call_name: how to call this person; empty means by the full name.
        mail, phone: at least one of them; a phone number in any usual notation.
        postal: street, postcode and town, a line each, for who has neither; a coordinator asks for it.
        language: of pages and messages (BCP 47: "nl", "en", "ar").
        neighbourhood: CBS code ("BU02160000") of the newest division of the town.
        languages: ISO 639-3 codes of the languages that this person speaks.
        week: when this person is free; empty means not known yet.
        needs_house: meets in a community centre only.
        consent_version: the text that this person agreed to.
    """

    full_name: str
    call_name: str = ""
    mail: str = ""
    phone: str = ""
    postal: str = ""
    language: str = "nl"
    neighbourhood: str
    languages: tuple[str, ...]
    week: tuple[Window, ...] = ()
    max_distance_m: int = 3000
    online: bool = False
    needs_house: bool = False
    gender: str = ""
    buddy_gender: str = ""
    interests: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()
    consent_version: str


@dataclass(frozen=True, kw_only=True)
class NewcomerDetails(ParticipantDetails):
    """A newcomer also tells the Dutch spoken so far, and how long one meeting may take (minutes).

    ``joins_tables`` says that a language table is fine too; ``mother_tongue`` is an ISO 639-3 code or empty.
    """

    dutch_level: str
    session_minutes: int = 90
    joins_tables: bool = False
    mother_tongue: str = ""


@dataclass(frozen=True, kw_only=True)
class VolunteerDetails(ParticipantDetails):
    """A volunteer also tells the lowest Dutch level to help with, and how many people at once."""

    min_level: str = "A0"
    capacity: int = 1
