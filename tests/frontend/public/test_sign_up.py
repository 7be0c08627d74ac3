"""Signing up in small steps: nothing is lost, nothing is made twice, nobody is blamed."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django_scopes import scope

from backend.people.availability import Window, week_of
from backend.people.models import Account, Newcomer, Volunteer
from tests import make
from tests.frontend.public import visitor
from tests.frontend.public.visitor import HELP, LEARN, walk

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser():
    make.neighbourhood()
    return visitor.in_language("en")


def newcomers():
    with scope(municipality=make.TOWN):
        return list(Newcomer.objects.select_related("account", "neighbourhood"))


def volunteers():
    with scope(municipality=make.TOWN):
        return list(Volunteer.objects.select_related("account"))


class TestTheWholeWay:
    def test_makes_a_newcomer_as_told(self, browser):
        response = walk(browser, "leren", LEARN)

        assert response.headers["Location"] == "/leren/klaar/"
        [made] = newcomers()
        assert (made.account.full_name, made.account.phone) == ("Amina Tesfay", "+31612345678")
        assert (made.dutch_level, made.session_minutes, made.languages) == ("A1", 90, ["tir", "amh"])
        assert (made.neighbourhood.code, made.goals, made.interests) == (
            "BU02160000",
            ["TALK"],
            ["COOKING", "MUSIC"],
        )
        assert made.account.language == "en"
        with scope(municipality=make.TOWN):
            assert week_of([made.account_id])[made.account_id] == [
                Window(weekday=2, starts_minute=1080, ends_minute=1260)
            ]

    def test_makes_a_volunteer_as_told(self, browser):
        response = walk(browser, "helpen", HELP)

        assert response.headers["Location"] == "/helpen/klaar/"
        [made] = volunteers()
        assert (made.capacity, made.min_level, made.languages) == (2, "A0", ["nld"])

    def test_ends_on_a_page_that_says_what_happens_now(self, browser):
        walk(browser, "leren", LEARN)

        page = browser.get("/leren/klaar/")

        assert "What happens now?" in page.content.decode()

    def test_lets_the_new_person_see_the_own_page_for_two_hours(self, browser):
        walk(browser, "leren", LEARN)

        assert browser.get("/mijn/").headers["Location"] == reverse("newcomer:home")
        assert browser.session.get_expiry_age() <= 2 * 60 * 60

    def test_takes_few_screens_of_which_each_asks_at_most_four_things(self, browser):
        for slug in LEARN:
            page = browser.get(f"/leren/{slug}/")
            assert page.status_code == 200
            assert len([field for field in page.context["form"] if not field.is_hidden]) <= 4
            browser.post(f"/leren/{slug}/", LEARN[slug])


class TestNothingIsLost:
    def test_when_going_back_with_an_answer_half_given(self, browser):
        walk(browser, "leren", LEARN, until="talen")

        browser.post("/leren/talen/", {"languages": ["tir"], "back": "1"})

        page = browser.get("/leren/talen/")
        assert page.context["form"]["languages"].value() == ["tir"]

    def test_when_going_back_the_earlier_answers_are_there(self, browser):
        walk(browser, "leren", LEARN, until="talen")

        page = browser.get("/leren/wie/")

        assert 'value="Amina Tesfay"' in page.content.decode()

    def test_when_an_answer_is_wrong(self, browser):
        page = browser.post("/leren/wie/", visitor.WHO | {"phone": "06123"})

        assert page.status_code == 422
        assert 'value="Amina Tesfay"' in page.content.decode()
        assert 'value="06123"' in page.content.decode()

    def test_when_the_language_changes_in_between(self, browser):
        walk(browser, "leren", LEARN, until="talen")

        browser.post("/taal/", {"language": "ar", "next": "/leren/talen/"})

        assert 'value="Amina Tesfay"' in browser.get("/leren/wie/").content.decode()

    def test_when_the_page_of_a_later_step_is_opened_first_the_open_question_comes(self, browser):
        walk(browser, "leren", LEARN, until="talen")

        assert browser.get("/leren/controle/").headers["Location"] == "/leren/talen/"

    def test_after_a_change_from_the_last_page_one_is_back_there_at_once(self, browser):
        walk(browser, "leren", LEARN, until="controle")

        response = browser.post("/leren/hoe/", visitor.HOW | {"max_distance_m": "10000"})

        assert response.headers["Location"] == "/leren/controle/"


class TestTheLastPage:
    def test_tells_all_answers_once_in_words_with_a_way_to_change_them(self, browser):
        make.neighbourhood().postcode_shares.create(pc4="4101", share="1")
        near = {"waar": {"postcode": "4101"}, "buurt": {"near": "BU02160000"}}
        walk(browser, "leren", LEARN | near, until="controle")

        summary = browser.get("/leren/controle/").context["summary"]

        told = [answer for _title, _address, answers in summary for _question, answer in answers]
        assert told.count("Binnenstad") == 1
        assert "Tigrinya, Amharic" in told
        assert "Wednesday 18:00 – 21:00" in told
        assert "Cooking, Music" in told
        assert [address for _title, address, _answers in summary][3] == "/leren/talen/"


class TestNothingIsMadeTwice:
    def test_when_the_last_button_is_pressed_twice(self, browser):
        walk(browser, "leren", LEARN)

        again = browser.post("/leren/controle/", visitor.AGREE)

        assert again.headers["Location"] == "/leren/klaar/"
        assert len(newcomers()) == 1

    def test_when_two_presses_of_the_last_button_overlap(self, browser):
        walk(browser, "leren", LEARN, until="controle")
        draft = dict(browser.session)
        browser.post("/leren/controle/", visitor.AGREE)
        overlapping = visitor.in_language("en")
        session = overlapping.session
        session.update(draft)
        session.save()

        overlapping.post("/leren/controle/", visitor.AGREE)

        assert len(newcomers()) == 1
        assert Account.objects.count() == 1


class TestSomebodyWeKnow:
    def test_may_sign_up_with_the_contact_of_the_family_and_is_told_nothing_about_it(self, browser):
        walk(browser, "leren", LEARN)

        walk(visitor.in_language("en"), "leren", LEARN | {"wie": visitor.WHO | {"call_name": "Ruta"}})

        assert len(newcomers()) == 2

    def test_who_is_logged_in_is_not_asked_for_a_name_and_stays_one_person(self):
        with scope(municipality=make.TOWN):
            helper = make.volunteer()
        browser = make.browser_of(helper.account)
        known = {slug: typed for slug, typed in LEARN.items() if slug != "wie"}

        walk(browser, "leren", known)

        assert [made.account for made in newcomers()] == [helper.account]

    def test_who_has_this_role_already_is_told_where_to_look(self):
        with scope(municipality=make.TOWN):
            learner = make.newcomer()
        browser = make.browser_of(learner.account)
        known = {slug: typed for slug, typed in LEARN.items() if slug != "wie"}

        page = walk(browser, "leren", known)

        assert page.status_code == 422
        assert len(newcomers()) == 1


class TestErrors:
    @pytest.mark.parametrize(
        ("slug", "typed", "field"),
        [
            ("wie", {"full_name": ""}, "full_name"),
            ("wie", {"phone": "", "mail": ""}, "phone"),
            ("wie", {"full_name": "Look at www.example.org"}, "full_name"),
            ("waar", {"postcode": "9999"}, "postcode"),
            ("waar", {"postcode": "nowhere"}, "postcode"),
            ("buurt", {"neighbourhood": ""}, "neighbourhood"),
            ("buurt", {"neighbourhood": "BU99999999"}, "neighbourhood"),
            ("talen", {"languages": []}, "languages"),
            ("talen", {"languages": ["xxx"]}, "languages"),
            ("nederlands", {"dutch_level": "Z9"}, "dutch_level"),
            ("wanneer", {"week": []}, "week"),
            ("wanneer", {"week": ["9-0-0"]}, "week"),
            ("hoe", {"max_distance_m": "12"}, "max_distance_m"),
            ("controle", {"agrees": ""}, "agrees"),
        ],
    )
    def test_say_at_the_question_what_is_missing(self, browser, slug, typed, field):
        walk(browser, "leren", LEARN, until=slug)

        page = browser.post(f"/leren/{slug}/", LEARN[slug] | typed)

        assert page.status_code == 422
        assert list(page.context["form"].errors) == [field]
        assert newcomers() == []

    def test_a_form_sent_empty_says_everything_that_is_missing_at_once(self, browser):
        page = browser.post("/leren/wie/", {})

        assert list(page.context["form"].errors) == ["full_name", "phone"]

    def test_a_step_that_does_not_exist_is_not_there(self, browser):
        assert browser.get("/leren/nergens/").status_code == 404

    def test_a_consent_text_that_never_was_is_not_taken(self, browser):
        walk(browser, "leren", LEARN, until="controle")

        page = browser.post("/leren/controle/", {"consent_version": "1999", "agrees": "on"})

        assert page.status_code == 422
        assert newcomers() == []

    def test_ten_people_on_one_contact_are_helped_by_the_coordinator(self, browser):
        for number in range(11):
            page = walk(
                visitor.in_language("en"), "leren", LEARN | {"wie": visitor.WHO | {"call_name": f"Child {number}"}}
            )

        assert page.status_code == 422
        assert len(newcomers()) == 10


class TestWhere:
    def test_the_postcode_offers_the_neighbourhoods_around_it_most_people_first(self, browser):
        make.neighbourhood("BU02160001", name="Small").postcode_shares.create(pc4="4101", share="0.3")
        make.neighbourhood("BU02160002", name="Large").postcode_shares.create(pc4="4101", share="0.7")
        browser.post("/leren/wie/", visitor.WHO)
        browser.post("/leren/waar/", {"postcode": "4101 AB"})

        near = browser.get("/leren/buurt/").context["form"]["near"].field.choices

        assert [code for code, _name in near] == ["BU02160002", "BU02160001", "elsewhere"]

    def test_a_neighbourhood_near_the_postcode_is_taken(self, browser):
        make.neighbourhood().postcode_shares.create(pc4="4101", share="1")

        walk(browser, "leren", LEARN | {"waar": {"postcode": "4101"}, "buurt": {"near": "BU02160000"}})

        assert [made.neighbourhood.code for made in newcomers()] == ["BU02160000"]

    def test_the_list_is_there_for_who_lives_elsewhere(self, browser):
        make.neighbourhood("BU02160001", name="Small").postcode_shares.create(pc4="4101", share="1")
        answers = {"near": "elsewhere", "neighbourhood": "BU02160000"}

        walk(browser, "leren", LEARN | {"waar": {"postcode": "4101"}, "buurt": answers})

        assert [made.neighbourhood.code for made in newcomers()] == ["BU02160000"]

    def test_a_town_without_a_programme_is_named_kindly(self, browser):
        make.town(make.OTHER_TOWN, programme_since=None)
        make.neighbourhood(of=make.OTHER_TOWN).postcode_shares.create(pc4="6980", share="1")
        browser.post("/leren/wie/", visitor.WHO)

        page = browser.post("/leren/waar/", {"postcode": "6980"})

        assert "not in this town yet" in page.content.decode()
        assert f"Town {make.TOWN}" in page.content.decode()

    def test_with_more_towns_one_is_chosen(self, browser):
        make.neighbourhood(of=make.OTHER_TOWN)

        walk(
            browser,
            "leren",
            LEARN | {"waar": {"town": make.OTHER_TOWN}, "buurt": {"neighbourhood": "BU02210000"}},
        )

        with scope(municipality=make.OTHER_TOWN):
            assert Newcomer.objects.count() == 1

    def test_with_more_towns_and_none_chosen_it_says_so(self, browser):
        make.neighbourhood(of=make.OTHER_TOWN)
        browser.post("/leren/wie/", visitor.WHO)

        page = browser.post("/leren/waar/", {"postcode": ""})

        assert list(page.context["form"].errors) == ["town"]


class TestTheReader:
    @pytest.mark.parametrize(("language", "direction"), [("nl", "ltr"), ("en", "ltr"), ("ar", "rtl")])
    @pytest.mark.parametrize("way", ["leren", "helpen"])
    def test_has_every_step_in_the_own_language_and_direction(self, way, language, direction):
        browser = visitor.in_language(language)
        answers = LEARN if way == "leren" else HELP

        make.neighbourhood()
        for slug, typed in answers.items():
            page = browser.get(f"/{way}/{slug}/")
            assert f'<html lang="{language}" dir="{direction}">' in page.content.decode()
            browser.post(f"/{way}/{slug}/", typed)

        assert Account.objects.get().language == language

    def test_as_a_volunteer_reads_no_word_about_benefits_or_duties(self, browser):
        words = ("benefit", "obligat", "duty", "caseworker", "uitkering", "tegenprestatie", "verplicht")
        pages = [browser.get("/"), browser.get("/helpen/")]
        for slug, typed in HELP.items():
            pages += [browser.get(f"/helpen/{slug}/"), browser.post(f"/helpen/{slug}/", typed)]
        pages.append(browser.get("/helpen/klaar/"))

        text = " ".join(page.content.decode().lower() for page in pages)

        assert not [word for word in words if word in text]


def test_a_draft_of_a_stranger_does_not_outlive_a_day(browser):
    browser.post("/leren/wie/", visitor.WHO)

    assert browser.session.get_expiry_age() <= 24 * 60 * 60


def test_a_form_of_another_site_is_refused():
    browser = Client(enforce_csrf_checks=True)

    assert browser.post("/leren/wie/", visitor.WHO | {"request_id": str(uuid.uuid4())}).status_code == 403
