"""The few people of a demo with a fixed address, to log in as, and those around them."""

from dataclasses import dataclass

from backend.people import consent
from backend.people.availability import Window
from backend.people.registration import NewcomerDetails, VolunteerDetails

COORDINATOR = "coordinator@example.org"
COORDINATOR_OF_A_HOUSE = "appelhof@example.org"
CASEWORKER = "klantmanager@example.org"
OTHER_CASEWORKER = "collega@example.org"
PROGRAMME_MANAGER = "programma@example.org"
POLICY_OFFICER = "beleid@example.org"
ADVISER = "vertrouwenspersoon@example.org"
OPERATOR = "beheer@example.org"
NEWCOMER = "nieuwkomer@example.org"
CANDIDATE = "kandidaat@example.org"
VOLUNTEER = "vrijwilliger@example.org"

# Nobody else in a demo is free at these hours, so these three can only be proposed to each other.
THURSDAY_AT_FIVE = Window(weekday=3, starts_minute=17 * 60, ends_minute=18 * 60 + 30)
SATURDAY_AT_TWO = Window(weekday=5, starts_minute=14 * 60, ends_minute=16 * 60)


@dataclass(frozen=True, kw_only=True)
class Login:
    """A demo account: its address, what its owner is called and can do, in Dutch and in English."""

    mail: str
    name: str
    dutch: str
    english: str


LOGINS = (
    Login(
        mail=COORDINATOR,
        name="Hanneke de Wit",
        dutch="Coördinator: voorstellen goedkeuren, koppels begeleiden",
        english="Coordinator: approve proposals, guide pairs",
    ),
    Login(
        mail=CASEWORKER,
        name="Ruben Aalbers",
        dutch="Klantmanager: uren zien bij een besluit, urenverklaring maken",
        english="Caseworker: see hours next to a decision, make a statement",
    ),
    Login(
        mail=PROGRAMME_MANAGER,
        name="Mirjam Stolk",
        dutch="Programmamanager: wachttijden en tekorten zien",
        english="Programme manager: see waiting times and shortages",
    ),
    Login(
        mail=POLICY_OFFICER,
        name="Wouter Haas",
        dutch="Beleidsmedewerker: uitproberen wat een andere verordening betekent, alleen aantallen",
        english="Policy officer: try out what another ordinance would mean, numbers only",
    ),
    Login(
        mail=ADVISER,
        name="Annemieke Vos",
        dutch="Vertrouwenspersoon: lezen wie zich niet veilig voelt, en bellen",
        english="Confidential adviser: read who does not feel safe, and call",
    ),
    Login(
        mail=NEWCOMER,
        name="Nare Hakobyan",
        dutch="Nieuwkomer met een taalmaatje: volgende afspraak, laten weten of het doorging",
        english="Newcomer with a buddy: next meeting, say whether it took place",
    ),
    Login(
        mail=CANDIDATE,
        name="ليلى قاسم",
        dutch="Nieuwkomer met een voorstel om op te antwoorden (Arabisch)",
        english="Newcomer with a proposal to answer (Arabic)",
    ),
    Login(
        mail=VOLUNTEER,
        name="Jolanda Verbeek",
        dutch="Vrijwilliger met een koppel en een nieuw voorstel",
        english="Volunteer with a pair and a new proposal",
    ),
    Login(
        mail=OPERATOR,
        name="Beheer",
        dutch="Technisch beheer: /beheer/",
        english="Operator: /beheer/",
    ),
)

THE_NEWCOMER = NewcomerDetails(
    full_name="Nare Hakobyan",
    call_name="Nare",
    mail=NEWCOMER,
    language="en",
    neighbourhood="BU02160102",
    languages=("hye", "rus"),
    week=(THURSDAY_AT_FIVE,),
    gender="F",
    interests=("COOKING", "MUSIC"),
    goals=("TALK", "WORK"),
    consent_version=consent.CURRENT,
    dutch_level="A2",
)
THE_CANDIDATE = NewcomerDetails(
    full_name="ليلى قاسم",
    call_name="Layla",
    mail=CANDIDATE,
    phone="+31612349001",
    language="ar",
    neighbourhood="BU02160104",
    languages=("apc", "eng"),
    week=(SATURDAY_AT_TWO,),
    gender="F",
    buddy_gender="F",
    interests=("CHILDREN", "COOKING"),
    goals=("SCHOOL", "TALK"),
    consent_version=consent.CURRENT,
    dutch_level="A2",
)
THE_VOLUNTEER = VolunteerDetails(
    full_name="Jolanda Verbeek",
    call_name="Jolanda",
    mail=VOLUNTEER,
    phone="+31612349002",
    neighbourhood="BU02160101",
    languages=("eng", "nld"),
    week=(THURSDAY_AT_FIVE, SATURDAY_AT_TWO),
    max_distance_m=5_000,
    gender="F",
    interests=("CHILDREN", "COOKING", "WALKING"),
    goals=("TALK", "SCHOOL", "WORK"),
    consent_version=consent.CURRENT,
    min_level="A1",
    capacity=2,
)
# who learnt here, and helps others since
THE_LEARNER_WHO_HELPS = NewcomerDetails(
    full_name="ሃብቶም ተስፋይ",
    call_name="Habtom",
    phone="+31612349003",
    language="nl",
    neighbourhood="BU02160005",
    languages=("tir", "eng"),
    week=(
        Window(weekday=1, starts_minute=19 * 60, ends_minute=21 * 60),
        Window(weekday=2, starts_minute=19 * 60, ends_minute=21 * 60),
    ),
    max_distance_m=5_000,
    gender="M",
    interests=("CYCLING", "SPORT"),
    goals=("WORK", "EXAM"),
    consent_version=consent.CURRENT,
    dutch_level="B1",
)
THE_HELP_OF_A_LEARNER = VolunteerDetails(
    full_name="ሃብቶም ተስፋይ",
    call_name="Habtom",
    phone="+31612349003",
    language="nl",
    neighbourhood="BU02160005",
    languages=("eng", "nld", "tir"),
    week=(
        Window(weekday=1, starts_minute=19 * 60, ends_minute=21 * 60),
        Window(weekday=2, starts_minute=19 * 60, ends_minute=21 * 60),
    ),
    max_distance_m=5_000,
    gender="M",
    interests=("CYCLING", "SPORT"),
    goals=("TALK", "WORK"),
    consent_version=consent.CURRENT,
    min_level="A0",
)
