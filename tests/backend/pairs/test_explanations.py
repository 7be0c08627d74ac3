"""Why these two, why not yet, and what would help: in the reader's language, without anybody else's wishes."""

from functools import partial

import pytest
from django.utils import translation

from backend.pairs import explanations, rounds
from backend.pairs.models import UnmatchedReason
from matching import everyday
from tests import make

pytestmark = pytest.mark.usefixtures("town")

NOBODY = "There is no volunteer who fits yet."


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def waiting(reason="no_candidate", detail=None, **change):
    return UnmatchedReason(reason=reason, detail=detail or {}, smallest_change=change)


why_together = partial(explanations.why_together, name_of=str.upper)


def left_after_each_rule(*counts):
    return dict(zip(everyday.RULES_IN_TURN, counts, strict=True))


class TestWhyTheseTwo:
    def test_minutes_by_bicycle_are_an_estimate_and_say_so(self):
        assert why_together(make.proposal(distance_m=1_400))[0] == "about 7 minutes by bicycle"

    @pytest.mark.parametrize(("metres", "minutes"), [(0, 1), (200, 1), (201, 2), (3_000, 15)])
    def test_minutes_are_rounded_up_and_never_none(self, metres, minutes):
        assert explanations.bicycle_minutes(metres) == minutes

    def test_online_there_is_no_distance(self):
        words = why_together(make.proposal(mode="ONLINE", distance_m=40_000))

        assert words[0] == "meeting online"
        assert not any("bicycle" in word for word in words)

    def test_a_language_hours_goals_and_interests_in_common_are_named(self):
        theirs = {"languages": ["eng", "ara"], "goals": ["WORK", "TALK"], "interests": ["COOKING"]}
        newcomer = make.newcomer(**theirs)
        volunteer = make.volunteer(**theirs | {"goals": ["WORK"]})

        words = why_together(make.proposal(newcomer=newcomer, volunteer=volunteer))

        assert words[1:] == [
            "both speak ENG, ARA",
            "3 hours a week in common",
            "Find work, or talk at work",
            "Cooking",
        ]

    def test_without_a_language_in_common_they_speak_dutch(self):
        proposal = make.proposal(newcomer=make.newcomer(languages=["tir"]))

        assert "together in Dutch" in why_together(proposal)

    def test_a_wish_for_a_woman_or_a_man_is_not_named(self):
        woman = {"gender": "F", "buddy_gender": "F"}
        plain = why_together(make.proposal())
        wished = make.proposal(newcomer=make.newcomer(**woman), volunteer=make.volunteer(**woman))

        assert why_together(wished) == plain

    def test_are_in_the_language_of_the_reader(self):
        proposal = make.proposal()
        english = why_together(proposal)

        with translation.override("nl"):
            dutch = why_together(proposal)

        assert not set(english) & set(dutch)


class TestWhyNotYet:
    @pytest.mark.parametrize(
        ("counts", "words"),
        [
            ((0, 0, 0, 0, 0, 0, 0, 0), NOBODY),
            ((5, 5, 0, 0, 0, 0, 0, 0), NOBODY),
            ((5, 5, 5, 0, 0, 0, 0, 0), NOBODY),
            ((5, 5, 5, 5, 0, 0, 0, 0), "No volunteer here helps people at this level of Dutch yet."),
            ((5, 5, 5, 5, 5, 0, 0, 0), "No volunteer speaks a language of this person yet."),
            ((5, 5, 5, 5, 5, 5, 0, 0), "No volunteer who fits is free at the same times."),
            ((5, 5, 5, 5, 5, 5, 5, 0), "The volunteers who fit live too far away."),
        ],
    )
    def test_the_first_rule_that_leaves_nobody_is_the_cause(self, counts, words):
        assert explanations.why_waiting(waiting(detail=left_after_each_rule(*counts))) == words

    def test_a_wish_that_leaves_nobody_looks_like_an_empty_town(self):
        make.newcomer(buddy_gender="F")
        make.volunteer(gender="M")
        rounds.run(town=make.TOWN, now=make.NOON)

        assert explanations.why_waiting(UnmatchedReason.objects.get()) == NOBODY

    def test_the_rules_are_those_of_the_engine_in_its_order(self):
        make.newcomer()
        rounds.run(town=make.TOWN, now=make.NOON)

        detail = UnmatchedReason.objects.get().detail

        assert set(detail) == {*everyday.RULES_IN_TURN, "missing"}

    def test_who_waited_longer_goes_first(self):
        assert "Who waits longest goes first" in explanations.why_waiting(waiting("outranked"))

    @pytest.mark.parametrize(("missing", "words"), [("availability", "at what times"), ("place", "where")])
    def test_what_is_not_known_is_named(self, missing, words):
        assert words in explanations.why_waiting(waiting("incomplete", {"missing": [missing]}))


class TestWhatHelps:
    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"kind": "window", "weekday": 2, "starts_minute": 1080}, "With time on Wednesday evening as well"),
            ({"kind": "window", "weekday": 5, "starts_minute": 540}, "With time on Saturday morning as well"),
            ({"kind": "window", "weekday": 0, "starts_minute": 780}, "With time on Monday afternoon as well"),
            ({"kind": "distance", "metres": 1_000}, "about 5 minutes further by bicycle"),
            ({"kind": "session", "minutes": 60}, "With meetings of 60 minutes"),
            ({"kind": "online"}, "By meeting online"),
            ({"kind": "group", "weekday": 1, "starts_minute": 600}, "two others on Tuesday morning"),
        ],
    )
    def test_is_one_sentence_about_the_smallest_change(self, change, words):
        sentence = explanations.what_helps(waiting(**change))

        assert words in sentence
        assert sentence.endswith("in this round.")

    def test_is_empty_when_nothing_that_was_tried_helps(self):
        assert explanations.what_helps(waiting()) == ""


class TestAdvice:
    advice = {"days": "weekdays", "day_part": "evening"}

    def test_names_place_language_and_time(self):
        sentence = explanations.advice_sentence(self.advice, language="Tigrinya", place="Terweijde")

        assert sentence == "Look for somebody near Terweijde who speaks Tigrinya and has time on a weekday evening."

    @pytest.mark.parametrize(("gender", "whom"), [("", "somebody"), ("f", "a woman"), ("m", "a man")])
    @pytest.mark.parametrize("language", ["", "Tigrinya"])
    def test_says_when_only_a_woman_or_a_man_helps(self, gender, whom, language):
        sentence = explanations.advice_sentence(self.advice | {"gender": gender}, language=language, place="Zand")

        assert sentence.startswith(f"Look for {whom} near Zand")

    def test_leaves_out_a_language_that_does_not_matter(self):
        sentence = explanations.advice_sentence(self.advice, language="", place="Terweijde")

        assert sentence == "Look for somebody near Terweijde who has time on a weekday evening."

    def test_of_a_round_can_be_said(self):
        make.newcomer()

        [first, *_] = rounds.run(town=make.TOWN, now=make.NOON).report["advice"]

        assert explanations.advice_sentence(first, language="English", place="Binnenstad").startswith("Look for")


class TestWhyAPinIsNotKept:
    @pytest.mark.parametrize(
        ("why", "words"), [("no_place", "no free place"), ("time", "same times"), ("gender", "do not fit"), ("", "")]
    )
    def test_is_a_sentence_that_tells_no_wish(self, why, words):
        assert words in explanations.why_not_pinned(why)
        assert "gender" not in explanations.why_not_pinned(why)


def test_the_way_takes_longer_on_foot_than_by_bicycle():
    assert (explanations.bicycle_minutes(2_000), explanations.walking_minutes(2_000)) == (10, 30)
    assert (explanations.bicycle_minutes(0), explanations.walking_minutes(0)) == (1, 1)


@pytest.mark.parametrize(
    ("names", "words"),
    [([], ""), (["Tigrinya"], "Tigrinya"), (["Tigrinya", "Ukrainian", "English"], "Tigrinya, Ukrainian or English")],
)
def test_several_languages_that_each_help_stand_in_one_sentence(names, words):
    assert explanations.one_of(names) == words
