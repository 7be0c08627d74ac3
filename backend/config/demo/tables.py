"""Two language tables of a demo, and what people answer who are offered a seat."""

from datetime import datetime, timedelta
from uuid import UUID

from backend.config.demo.town import CULEMBORG
from backend.config.demo.world import World
from backend.pairs import language_tables, table_offers
from backend.pairs.language_tables import TableFacts
from backend.pairs.models import TableOffer
from backend.people.models import Volunteer
from backend.places.models import CommunityCentre

MADE_DAYS_AGO = 60
IN_THE_MORNING, IN_THE_AFTERNOON = 10 * 60, 15 * 60
SAYS_YES = 75  # of a hundred who are offered a seat and answer; the first of all does
ANSWER_LATER = 2  # every second one has not answered yet
ANSWERED_AFTER = timedelta(hours=30)
LEFT_OPEN = timedelta(days=6)  # offers of the last days wait for an answer
TABLES = (
    {"name": "Taaltafel dinsdagavond", "weekday": 1, "starts_minute": 19 * 60, "most_per_language": 2},
    {"name": "Vrouwentafel", "weekday": 2, "starts_minute": 10 * 60, "women_only": True, "max_level": "B1"},
)


class LanguageTables:
    """The tables of the past, and who came to sit there."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._asked: dict[UUID, int] = {}  # in the order in which they were asked

    def plan(self) -> None:
        """The tables are made by the coordinator; people answer in the afternoons."""
        made_on = max(self.world.first_day + timedelta(days=7), self.world.day(MADE_DAYS_AGO))
        self.world.story.at(made_on, IN_THE_MORNING, self._make)
        day = made_on
        while day <= self.world.today:
            self.world.story.at(day, IN_THE_AFTERNOON, self._answer)
            day += timedelta(days=1)

    def _make(self, now: datetime) -> None:
        houses = list(CommunityCentre.objects.order_by("name"))
        helping = Volunteer.objects.taking_part().order_by("registered_at", "pk")
        women = list(helping.filter(gender="F")[: 2 * len(TABLES)])
        for place, (about, house) in enumerate(zip(TABLES, houses, strict=False)):
            leaders = women[2 * place : 2 * place + 2]
            if not leaders:  # a small town has nobody to lead it
                continue
            spoken = {code for leader in leaders for code in leader.languages} | {"eng"}
            facts = TableFacts(centre=house, leaders=leaders, seats=6, languages=spoken, **about)  # type: ignore[arg-type]
            language_tables.make(town=CULEMBORG, facts=facts, by=self.world.staff.coordinator, now=now)

    def _answer(self, now: datetime) -> None:
        table_offers.expire_due(now=now)
        is_lately = now.date() > self.world.today - LEFT_OPEN
        waiting = TableOffer.objects.open().filter(made_at__lt=now - ANSWERED_AFTER)
        for offer in waiting.select_related("newcomer__account").order_by("newcomer__request_id"):
            place = self._asked.setdefault(offer.newcomer_id, len(self._asked))
            if place % ANSWER_LATER or (is_lately and place):
                continue
            chance = self.world.dice("seat of", self.world.keys[offer.newcomer_id])
            says_yes = place == 0 or chance.randrange(100) < SAYS_YES
            deed = table_offers.accept if says_yes else table_offers.decline
            deed(offer_id=offer.pk, by=offer.newcomer.account, now=now)
