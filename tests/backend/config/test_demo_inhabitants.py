"""Invented people: believable, and the same each time."""

import unicodedata

import pytest

from backend.config.demo import inhabitants
from backend.config.demo.inhabitants import Town
from backend.people import contacts

TOWN = Town(codes=("BU02160000", "BU02160103"), people=(3_000, 2_000), outer=frozenset({"BU02160103"}))
MANY = 600


@pytest.fixture(scope="module")
def newcomers():
    return [inhabitants.newcomer(number, seed=1, town=TOWN) for number in range(MANY)]


@pytest.fixture(scope="module")
def volunteers():
    return [inhabitants.volunteer(number, seed=1, town=TOWN) for number in range(MANY)]


def part(people, is_so):
    return sum(map(is_so, people)) / len(people)


def is_free_by_day(person):
    return any(window.weekday < 5 and window.ends_minute <= 17 * 60 for window in person.week)


class TestNewcomers:
    def test_write_their_names_in_many_scripts(self, newcomers):
        letters = "".join(person.full_name for person in newcomers)
        scripts = {unicodedata.name(letter).split()[0] for letter in letters if letter.isalpha()}

        assert scripts >= {"ARABIC", "ETHIOPIC", "CYRILLIC", "LATIN", "CJK", "THAI"}

    def test_sometimes_have_one_name_only(self, newcomers):
        assert any(" " not in person.full_name for person in newcomers)

    def test_can_all_be_reached_and_a_quarter_by_phone_only(self, newcomers):
        assert all(person.mail or person.phone for person in newcomers)
        assert part(newcomers, lambda person: not person.mail) == pytest.approx(0.25, abs=0.05)

    def test_have_numbers_that_exist_some_of_them_foreign_and_some_shared(self, newcomers):
        numbers = [contacts.e164(person.phone) for person in newcomers if person.phone]

        assert any(number.startswith("+380") for number in numbers)
        assert len(set(numbers)) < len(numbers)

    def test_are_beginners_more_often_than_not(self, newcomers):
        assert part(newcomers, lambda person: person.dutch_level in {"A0", "A1"}) == pytest.approx(0.42, abs=0.06)

    def test_sometimes_want_a_woman_and_then_are_one(self, newcomers):
        with_wish = [person for person in newcomers if person.buddy_gender]

        assert 0.08 < len(with_wish) / MANY < 0.2
        assert {person.gender for person in with_wish} == {"F"}


class TestVolunteers:
    def test_help_one_person_most_often_and_never_more_than_three(self, volunteers):
        assert part(volunteers, lambda person: person.capacity == 1) == pytest.approx(0.62, abs=0.06)
        assert max(person.capacity for person in volunteers) == 3

    def test_nearly_all_speak_dutch_and_seldom_the_language_of_a_newcomer(self, volunteers):
        assert all("nld" in person.languages for person in volunteers)
        assert part(volunteers, lambda person: "apc" in person.languages) < 0.1


class TestTheMismatch:
    def test_volunteers_are_free_by_day_and_many_newcomers_are_not(self, newcomers, volunteers):
        assert part(volunteers, is_free_by_day) > 0.7
        assert part(newcomers, is_free_by_day) < 0.7

    def test_newcomers_live_at_the_edge_more_often(self, newcomers, volunteers):
        def at_the_edge(person):
            return person.neighbourhood in TOWN.outer

        assert part(newcomers, at_the_edge) > part(volunteers, at_the_edge) + 0.15


class TestTheSamePerson:
    def test_comes_back_for_the_same_seed_and_number(self):
        first, again = (inhabitants.newcomer(7, seed=3, town=TOWN) for _ in range(2))

        assert first == again

    def test_is_someone_else_for_another_seed(self):
        assert inhabitants.newcomer(7, seed=3, town=TOWN) != inhabitants.newcomer(7, seed=4, town=TOWN)
