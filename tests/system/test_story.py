"""The story from the first page to the last figure, in a real browser, with the real product behind it.

Two strangers sign up, a round finds them for each other, they say yes and meet, and what they say of it stands
in the ledger and on a statement. What happens between two pages is done by the worker, which finds out by
itself: nothing here waits for longer than it has to. All is one test, since every chapter needs those before.

Nobody in the demo speaks Assyrian, or is free between five and half past six on a Wednesday, so whatever else a
round finds, it can propose these two to each other only.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from playwright.sync_api import sync_playwright

from frontend.templatetags.spoken import duration
from local import browser
from tests.system.product import Product
from tests.system.visitors import DESK, Visitor

pytestmark = [pytest.mark.system, pytest.mark.browser]
HERE = ZoneInfo("Europe/Amsterdam")
MONDAY = datetime(2026, 11, 23, 12, tzinfo=HERE)
THE_EVENING_BEFORE = datetime(2026, 11, 24, 18, 30, tzinfo=HERE)
TWO_HOURS_BEFORE = datetime(2026, 11, 25, 15, 10, tzinfo=HERE)
AFTERWARDS = datetime(2026, 11, 25, 18, 40, tzinfo=HERE)

ASSYRIAN = "aii"
EDGE_OF_TOWN = "BU02160010"
WEDNESDAY, FIVE, HALF_PAST_SIX = "2", str(17 * 60), str(18 * 60 + 30)
THE_HOUSE = "De Veerstoep"  # open on a Wednesday evening, and the nearest of these
CLIENT_NUMBER = "K-7788"


@pytest.fixture
def product(tmp_path):
    running = Product(tmp_path, now=MONDAY)
    yield running
    running.stop()


@pytest.fixture
def visits(product):
    """Gives somebody new a browser."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(**browser.launch_options())
        yield lambda **about: Visitor(product, chromium, **about)
        chromium.close()


def test_two_strangers_become_buddies_and_their_hours_count(product, visits):
    somebody_looks_around(visits(on=DESK))
    nineb = visits(mail="nineb@example.org", reads="ar")
    signs_up_to_learn(nineb)
    wytske = visits(mail="wytske@example.org", has_scripts=False)
    signs_up_to_help(wytske)
    ruben = visits(mail="klantmanager@example.org", on=DESK)
    links_a_decision(ruben, of=wytske)

    hanneke = visits(mail="coordinator@example.org", on=DESK)
    approves_the_proposal(hanneke)
    accepts(nineb, "We found a language buddy for you", with_name="Wytske")
    accepts(wytske, "We found somebody for you to help", with_name="Nineb")
    for one, other in ((nineb, "Wytske"), (wytske, "Nineb")):
        hears_of_the_first_meeting(one, other)

    product.time_is(THE_EVENING_BEFORE)
    at_work = visits(mail=wytske.mail, on=DESK)
    at_work.logs_in()
    is_reminded(nineb, "%(day)s: you meet %(other_name)s")
    is_reminded(at_work, "%(day)s: you meet %(other_name)s")
    promises_to_come(at_work)
    product.time_is(TWO_HOURS_BEFORE)
    nineb.logs_in()
    is_reminded(at_work, "Soon: you meet %(other_name)s (%(time)s)")
    is_reminded(nineb, "Soon: you meet %(other_name)s (%(time)s)")
    promises_to_come(nineb)

    product.time_is(AFTERWARDS)
    looks_at_the_programme(visits(mail="programma@example.org", on=DESK))
    says_that_they_met(at_work, how_long="90")
    says_that_they_met(nineb)
    finds_the_hours(at_work)
    sees_that_they_met(hanneke)
    gets_a_statement(ruben)
    at_work.opens("/mijn/afspraken/")
    at_work.sees(spoken(90))


def spoken(minutes, language="nl"):
    with translation.override(language):
        return duration(minutes)


def somebody_looks_around(stranger):
    for path in ("/inloggen/", "/privacy/", "/toegankelijkheid/", "/"):
        stranger.opens(path)
        assert stranger.page.locator("html").get_attribute("lang") == "nl"


# Signing up ------------------------------------------------------------------------------------------------


def signs_up_to_learn(nineb):
    nineb.opens("/")
    assert nineb.page.locator("html").get_attribute("dir") == "rtl"
    nineb.follows("I want to learn")
    tells_name(nineb, "ܢܝܢܒ ܝܘܢܢ", called="Nineb")
    nineb.presses("Next")  # the postcode is not known
    nineb.picks(EDGE_OF_TOWN, under="Your neighbourhood")
    nineb.presses("Next")
    tells_language(nineb)
    nineb.chooses("A0: no Dutch yet")
    nineb.presses("Next")
    tells_times(nineb)
    tells_how(nineb, gender="Man")
    tells_goals_and_agrees(nineb)
    nineb.reads_mail("Welcome to Taalmaatje")
    nineb.follows_link_in_mail()
    nineb.sees(nineb.words("We look for a buddy for you."))


def signs_up_to_help(wytske):
    wytske.opens("/")
    wytske.follows("I want to help somebody")
    tells_name(wytske, "Wytske van der Veen", called="Wytske")
    wytske.writes("4101 AB", under="What is your postcode?")
    wytske.presses("Next")
    wytske.chooses("Another neighbourhood: I choose it from the list")
    wytske.picks(EDGE_OF_TOWN, under="Your neighbourhood")
    wytske.presses("Next")
    tells_language(wytske)
    wytske.presses("Next")  # one person, whatever Dutch he or she speaks
    tells_times(wytske)
    tells_how(wytske, gender="Woman")
    tells_goals_and_agrees(wytske)
    wytske.reads_mail("Thank you for helping with Taalmaatje")
    wytske.follows_link_in_mail()
    wytske.sees(wytske.words("We look for somebody for you."))


def tells_name(who, name, *, called):
    who.writes(name, under="What is your name?")
    who.writes(called, under="How do people call you?")
    who.writes(who.mail, under="What is your mail address?")
    who.presses("Next")


def tells_language(who):
    who.unfolds("Another language")
    who.picks(ASSYRIAN, under="Another language")
    who.presses("Next")


def tells_times(who):
    who.unfolds("Other times")
    who.picks(WEDNESDAY, under="Day")
    who.picks(FIVE, under="From")
    who.picks(HALF_PAST_SIX, under="Until")
    who.presses("Next")


def tells_how(who, *, gender):
    who.chooses("1 kilometre: a short walk")
    who.chooses(gender)
    who.presses("Next")


def tells_goals_and_agrees(who):
    who.chooses("Talk with people")
    who.chooses("Cooking")
    who.presses("Next")
    who.chooses("I agree")
    who.presses("Sign up")
    who.follows("To my page")


# Being found -----------------------------------------------------------------------------------------------


def links_a_decision(ruben, *, of):
    ruben.logs_in()
    ruben.writes(of.mail, under="Mail address or phone number of your client")
    ruben.presses("Look up")
    ruben.follows("This is my client")
    ruben.writes(CLIENT_NUMBER, under="Client number")
    ruben.picks("PW_9_1_C", under="Legal basis")
    ruben.writes("Z/2026/4711", under="Case number")
    ruben.writes("2", under="Hours a week")
    ruben.picks("NO_CARE", under="Does your client care for a relative or a friend who needs help?")
    ruben.chooses("I weighed all of this")
    ruben.presses("Link this decision")
    ruben.sees("Wytske van der Veen", CLIENT_NUMBER)


def approves_the_proposal(hanneke):
    hanneke.logs_in()
    hanneke.presses_and_waits("Look for pairs now", until="Publish this round")
    hanneke.presses("Publish this round")
    rows = hanneke.page.locator("main tr")
    [theirs] = rows.filter(has_text="Nineb").or_(rows.filter(has_text="Wytske")).all()
    assert {"Nineb", "Wytske"} <= set(theirs.inner_text().replace(",", " ").split())
    hanneke.presses(theirs.get_by_role("button"))
    hanneke.sees(
        hanneke.words("We asked %(newcomer)s and %(volunteer)s.") % {"newcomer": "Nineb", "volunteer": "Wytske"}
    )
    for path in ("wachtlijst", "vrijwilligers", "koppels"):
        hanneke.opens(f"/coordinator/{path}/")


def accepts(who, subject, *, with_name):
    who.reads_mail(subject)
    who.presses_button_in_mail()
    who.sees(with_name, THE_HOUSE)
    who.presses("Yes, I want this")


def hears_of_the_first_meeting(who, other):
    who.reads_mail("You meet %(other_name)s for the first time")
    who.sees(other, THE_HOUSE)
    who.follows_link_in_mail()
    who.sees(other, THE_HOUSE, "17:00 – 18:30")


# Meeting ---------------------------------------------------------------------------------------------------


def is_reminded(who, subject):
    who.reads_mail(subject)
    who.sees(THE_HOUSE, "17:00 – 18:30")


def promises_to_come(who):
    who.follows_link_in_mail()
    who.presses("I will be there")
    who.sees(who.words("You said: I will be there."))


def says_that_they_met(who, *, how_long=""):
    who.reads_mail("Did you meet %(other_name)s?")
    who.follows_link_in_mail()
    who.chooses("Yes, we met")
    if how_long:
        who.picks(how_long, under="How long?")
    who.presses("Send")


# Counting --------------------------------------------------------------------------------------------------


def looks_at_the_programme(mirjam):
    mirjam.logs_in()
    mirjam.sees(mirjam.words("pairs meet"))


def finds_the_hours(wytske):
    wytske.follows("Hours")
    wytske.sees("Nineb", spoken(90), wytske.words("Confirmed"))


def sees_that_they_met(hanneke):
    hanneke.logs_in()
    hanneke.opens("/coordinator/koppels/")
    hanneke.follows(hanneke.page.locator("main tr", has_text="Nineb").get_by_role("link"))
    hanneke.sees(f"{hanneke.words('Volunteer')}: {hanneke.words('we met')}")
    hanneke.sees(f"{hanneke.words('Newcomer')}: {hanneke.words('we met')}")


def gets_a_statement(ruben):
    ruben.logs_in()
    ruben.follows(ruben.page.locator("tr", has_text=CLIENT_NUMBER).get_by_role("link"))
    ruben.sees(spoken(90))
    ruben.writes("2026-11-23", under="From")
    ruben.writes("2026-11-25", under="Up to and including")
    ruben.presses("Make the statement")
    statement = ruben.page.locator("li", has_text="CSV")
    assert ruben.downloads(statement.get_by_role("link", name="PDF")).startswith(b"%PDF")
    # three days of a week of two hours, rounded down to a quarter
    assert b"2026-W48,2026-11-23,45,90,90" in ruben.downloads(statement.get_by_role("link", name="CSV"))
