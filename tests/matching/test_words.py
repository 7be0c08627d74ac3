"""The words of the command line: complete in every language, and silent about what the reader may not know."""

import csv
import string
import tomllib
from datetime import date
from random import Random

import pytest

from matching import everyday, explain, folder, rounds, sentences, words
from matching.__main__ import main
from matching.advise import DAY_PARTS, DAYS, Advice, advise
from matching.generate import INTERESTS
from matching.solution import Unmatched
from tests.matching.people import DAY, newcomer, random_volunteer, volunteer
from tests.matching.test_check import Round

LANGUAGES = words.languages()
KINDS = ["window", "distance", "online", "session", "group", "table", ""]


def catalogue(code):
    return tomllib.loads((words.FOLDER / f"{code}.toml").read_text(encoding="utf-8"))


def placeholders(sentence):
    return {name for _text, name, _format, _conversion in string.Formatter().parse(sentence) if name}


def shape(code):
    """Every sentence of a catalogue with the facts that it is given."""
    return {
        (section, name): placeholders(text)
        for section, sentences_ in catalogue(code).items()
        for name, text in sentences_.items()
    }


def test_dutch_and_english_are_there():
    assert {"nl", "en"} <= set(LANGUAGES)


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_catalogue_has_every_sentence_with_every_placeholder(code):
    assert shape(code) == shape("nl")
    assert all(text.strip() for section in catalogue(code).values() for text in section.values() if text != ", ")


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_code_of_the_engine_has_words(code):
    known = catalogue(code)

    assert set(known["goals"]) == {"talk", "work", "health", "school", "exam", "digital", "admin"}
    assert {f"{days}_{part}" for days in DAYS for part in DAY_PARTS} == set(known["when"])
    assert set(INTERESTS) <= set(known["interests"])
    assert set(everyday.MAY_BE_SAID) <= set(known["why_not"])


def test_a_language_without_a_catalogue_is_refused_with_those_that_there_are():
    with pytest.raises(words.NoSuchLanguage, match="there are: en nl"):
        words.load("xx")


class TestWhatHelps:
    def test_one_more_evening_is_said_as_people_say_it(self):
        change = {"kind": "window", "weekday": 1, "starts_minute": 18 * 60, "ends_minute": 19 * 60 + 30}

        said = sentences.what_helps(words.load("nl"), change)

        assert said == "Als je ook dinsdagavond kunt, is er deze ronde een taalmaatje voor je."

    def test_a_distance_is_minutes_by_bicycle_and_said_to_be_an_estimate(self):
        said = sentences.what_helps(words.load("en"), explain.more_distance(1500).as_dict())

        assert "about 8 minutes further" in said
        assert "estimate" in said

    @pytest.mark.parametrize("code", LANGUAGES)
    @pytest.mark.parametrize("kind", KINDS)
    def test_every_change_has_a_sentence(self, code, kind):
        change = {"kind": kind, "weekday": 2, "starts_minute": 600, "metres": 200, "minutes": 60, "table": "T1"}

        said = sentences.what_helps(words.load(code), change)

        assert said.endswith(".")
        assert "{" not in said
        assert "T1" not in said


class TestOfAPair:
    def said(self, *, volunteer_=None, **about):
        result = rounds.solve([newcomer(**about)], [volunteer_ or volunteer()], [], day=DAY)
        return " ".join(sentences.of_pair(words.load("en"), result.pairs[0]))

    def test_how_far_by_bicycle_and_on_foot_what_they_share_and_when(self):
        said = self.said(goals=frozenset({"talk"}), volunteer_=volunteer(goals=frozenset({"talk"})))

        assert "about 3 minutes by bicycle or 8 minutes on foot. That is an estimate." in said
        assert "You both speak Arabic." in said
        assert "work on: talking" in said
        assert "Proposal: Monday from 18:00 to 19:30." in said

    def test_online_there_is_no_way_to_go(self):
        far = volunteer(x=236_000, online=True)

        said = self.said(volunteer_=far, online=True, dutch_level="A2")

        assert "You meet online." in said
        assert "bicycle" not in said

    def test_without_a_shared_language_they_speak_dutch(self):
        assert "You speak Dutch together." in self.said(languages=frozenset({"tir"}), dutch_level="A2")

    def test_nothing_of_the_other_is_told_but_what_they_share(self):
        about = {"languages": frozenset({"ara", "tur"}), "gender": "f", "buddy_gender": "f"}

        said = self.said(volunteer_=volunteer("v-secret", **about), gender="f")

        assert not [word for word in ("v-secret", "Turkish", "woman", "wish") if word in said]


class TestWhyNot:
    def said(self, *, blocked=(), volunteers=None, **about):
        result = rounds.solve([newcomer(**about)], volunteers or [volunteer()], blocked, day=DAY)
        return sentences.why_not(words.load("en"), result.unmatched[0])

    def test_the_rule_at_which_nobody_is_left_is_the_cause(self):
        assert "speaks one of your languages" in self.said(languages=frozenset({"tir"}))
        assert "when you do" in self.said(availability=((6, 600, 720),))
        assert "too far away" in self.said(max_distance_m=10)

    def test_a_sealed_exclusion_looks_like_an_empty_town(self):
        empty = self.said(volunteers=[volunteer(municipality="GM9999")])

        assert self.said(blocked=[("n1", "v1")]) == empty

    def test_a_gender_wish_of_somebody_else_looks_like_an_empty_town(self):
        empty = self.said(volunteers=[volunteer(municipality="GM9999")])

        assert self.said(volunteers=[volunteer(buddy_gender="f")], gender="m") == empty
        assert self.said(buddy_gender="f", volunteers=[volunteer(gender="m")]) == empty

    def test_nobody_and_no_number_stands_in_any_reason(self):
        random = Random(3)
        waiting = [newcomer(f"n{row:03}", waiting_since=date(2026, 9, 1 + row % 9)) for row in range(60)]
        result = rounds.solve(waiting, [random_volunteer(random) for _ in range(6)], [], day=DAY)

        for row in result.unmatched:
            said = sentences.why_not(words.load("en"), row)
            said += sentences.what_helps(words.load("en"), row.smallest_change)
            assert not [one for one in (*waiting, "v") if getattr(one, "id", "n0") in said]
            assert not any(letter.isdigit() for letter in sentences.why_not(words.load("en"), row))

    def test_what_is_missing_is_asked_for(self):
        row = Unmatched(newcomer="n1", reason="incomplete", missing=("availability",))

        assert sentences.why_not(words.load("en"), row) == "We do not know yet when you have time."


class TestAdvice:
    def about(self, **more):
        given = {"municipality": "GM0344", "x": 1500, "y": 2500, "language": "tir", "days": "weekdays"}
        given |= {"day_part": "evening", "gender": "", "places": 5, "more_people": 6, "waiting_days": 410}
        return Advice(**(given | more))

    def test_one_sentence_says_whom_where_when_and_what_it_gives(self):
        said = sentences.advice(words.load("nl"), self.about(or_languages=("eng",)), place="Overvecht")

        assert said == (
            "Zoek iemand in Overvecht die Tigrinya of Engels spreekt en op een doordeweekse avond kan: "
            "6 mensen meer, 410 wachtdagen minder."
        )

    @pytest.mark.parametrize("few", [1, 4])
    def test_fewer_than_five_people_are_not_counted_aloud(self, few):
        about, said_in = self.about(more_people=few, waiting_days=77), words.load("en")

        sentence, (_header, row) = sentences.advice(said_in, about), sentences.advice_table(said_in, [about])

        assert "fewer than 5 people more" in sentence
        assert "77" not in sentence
        assert row[-2:] == ["fewer than 5", ""]

    def test_another_language_is_named_when_it_helps_as_many(self):
        waiting = [newcomer(f"n{row}", languages=frozenset({"tir", "eng"})) for row in range(6)]
        waiting += [newcomer("n9", languages=frozenset({"ukr"}))]

        best = advise(waiting, [], day=DAY)[0]

        assert {best.language, *best.or_languages} == {"tir", "eng"}
        assert best.more_people == 5

    def test_a_town_can_be_advised_alone(self):
        waiting = [newcomer("n1"), newcomer("n2", municipality="GM0356")]

        found = advise(waiting, [], day=DAY, where=lambda town, x, y: town == "GM0356")

        assert {one.municipality for one in found} == {"GM0356"}


@pytest.fixture(scope="module")
def this(tmp_path_factory):
    return Round(tmp_path_factory.mktemp("round"))


class TestCommandLine:
    def test_explain_says_the_change_that_solving_again_confirmed(self, this, capsys):
        row = next(row for row in this.unmatched if row["smallest_change"].startswith("window tue"))

        assert main(["explain", str(this.out), "--newcomer", row["newcomer"], "--language", "nl"]) == 0

        assert "Als je ook dinsdag" in capsys.readouterr().out

    def test_explain_says_why_two_fit_without_naming_the_other(self, this, capsys):
        pair = this.pairs[0]

        main(["explain", str(this.out), "--newcomer", pair["newcomer"], "--language", "en"])

        said = capsys.readouterr().out
        assert "There is a language buddy for you." in said
        assert pair["volunteer"] not in said

    def test_advise_goes_town_by_town_with_sentences_and_a_table(self, this, capsys):
        main(["advise", str(this.out), "--language", "nl"])

        lines = capsys.readouterr().out.splitlines()
        assert lines[0].startswith("Wie kun je zoeken in GM9")
        assert next(csv.reader([next(line for line in lines if line.startswith("plaats"))]))[1] == "talen"

    def test_top_says_the_reasons_of_each_volunteer(self, this, capsys):
        tables = [f"--{name}={path}" for name, path in this.paths.items()]

        main(["top", "--newcomer", this.pairs[0]["newcomer"], *tables, "--language", "en", "-k", "2"])

        assert capsys.readouterr().out.count("Proposal: ") == 2

    def test_in_codes_several_languages_stand_in_one_cell(self, this, capsys):
        main(["advise", str(this.out), "--top", "1"])

        header, row = csv.reader(capsys.readouterr().out.splitlines())
        assert dict(zip(header, row, strict=True))["or_languages"].replace(" ", "").isalpha() or row[-1] == ""
        assert folder.advice_cells(TestAdvice().about(or_languages=("eng", "ara")))[-1] == "eng ara"
