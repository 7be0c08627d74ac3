"""The story from the first page to the last figure, in a real browser, with the real product behind it.

Two strangers sign up, a round finds them for each other, they say yes, move their first meeting and meet. What they
say of it stands in the ledger and on a statement; what a scanner of mails does changes nothing. When they fall silent
their coordinator sees it, and why. What happens between two pages is done by the worker, which finds out by
itself: nothing here waits for longer than it has to. All is one test, since every chapter needs those before.
"""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from playwright.sync_api import sync_playwright

from frontend.templatetags.spoken import duration
from local import browser
from tests.system.product import Product
from tests.system.signing_up import signs_up_to_help, signs_up_to_learn
from tests.system.visitors import DESK, Visitor

pytestmark = [pytest.mark.system, pytest.mark.browser]
HERE = ZoneInfo("Europe/Amsterdam")
MONDAY = datetime(2026, 11, 23, 12, tzinfo=HERE)
THE_EVENING_BEFORE = datetime(2026, 11, 24, 18, 30, tzinfo=HERE)
TWO_HOURS_BEFORE = datetime(2026, 11, 25, 15, 40, tzinfo=HERE)
AFTERWARDS = datetime(2026, 11, 25, 19, 10, tzinfo=HERE)
THREE_WEEKS_LATER = datetime(2026, 12, 17, 12, tzinfo=HERE)

HALF_PAST_FIVE = str(17 * 60 + 30)
AT_FIRST, AS_MOVED = {"starts": "17:00", "ends": "18:30"}, {"starts": "17:30", "ends": "19:00"}
THE_HOUSE = "De Veerstoep"  # open on a Wednesday evening, and the nearest of these
CLIENT_NUMBER = "K-7788"
LINK, LINK_TO_PAGE = re.compile(r"https?://\S+"), re.compile(r"https?://\S+/m/\S+")
TOO_OLD = 404


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
    moves_the_meeting(wytske)
    hears_that_it_moved(nineb)

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
    for who in (at_work, nineb):
        is_asked_whether_they_met(who)
        a_scanner_opens_every_link(product.mails_to(who.mail), visits(on=DESK))
    sees_that_nobody_said_anything(hanneke)
    says_that_they_met(at_work, how_long="90")
    says_that_they_met(nineb)
    finds_the_hours(at_work)
    sees_that_they_met(hanneke)
    gets_a_statement(ruben)
    at_work.opens("/mijn/afspraken/")
    at_work.sees(spoken(90))

    product.time_is(THREE_WEEKS_LATER)
    sees_who_fell_silent_and_why(hanneke)


def spoken(minutes, language="nl"):
    with translation.override(language):
        return duration(minutes)


def somebody_looks_around(stranger):
    for path in ("/inloggen/", "/privacy/", "/toegankelijkheid/", "/"):
        stranger.opens(path)
        assert stranger.page.locator("html").get_attribute("lang") == "nl"


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
    who.sees(other, THE_HOUSE, hours(AT_FIRST, who))


def hours(these, who):
    return who.words("%(starts)s – %(ends)s") % these


# Meeting ---------------------------------------------------------------------------------------------------


def moves_the_meeting(wytske):
    wytske.follows("Another day for this meeting")
    wytske.picks(HALF_PAST_FIVE, under="From what time?")
    wytske.presses("Move this meeting")
    wytske.sees(
        wytske.words("Your meeting has moved. We tell %(name)s.") % {"name": "Nineb"}, hours(AS_MOVED, wytske)
    )


def hears_that_it_moved(nineb):
    nineb.reads_mail("Moved: you meet %(other_name)s on %(day)s")
    nineb.sees("Wytske", THE_HOUSE, hours(AS_MOVED, nineb))


def is_reminded(who, subject):
    who.reads_mail(subject)
    who.sees(THE_HOUSE, hours(AS_MOVED, who))


def promises_to_come(who):
    who.follows_link_in_mail()
    who.presses("I will be there")
    who.sees(who.words("You said: I will be there."))


def is_asked_whether_they_met(who):
    who.reads_mail("Did you meet {name}?")


def a_scanner_opens_every_link(mails, scanner):
    """As the mail servers of firms do before anybody reads the mail; some of them press what there is to press."""
    links = {link for mail in mails for link in LINK.findall(mail.get_body(("plain",)).get_content())}
    for link in links:
        for method in ("HEAD", "GET"):
            assert scanner.page.request.fetch(link, method=method).status in {200, TOO_OLD}
    [newest] = LINK_TO_PAGE.findall(mails[-1].get_body(("plain",)).get_content())
    scanner.page.goto(newest)
    scanner.presses("Open my page")


def says_that_they_met(who, *, how_long=""):
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


def opens_the_pair(hanneke):
    hanneke.opens("/coordinator/koppels/")
    hanneke.follows(hanneke.page.locator("main tr", has_text="Nineb").get_by_role("link"))


def sees_that_nobody_said_anything(hanneke):
    hanneke.logs_in()
    opens_the_pair(hanneke)
    for side in ("Volunteer", "Newcomer"):
        hanneke.sees(f"{hanneke.words(side)}: {hanneke.words('no answer yet')}")


def sees_that_they_met(hanneke):
    opens_the_pair(hanneke)
    hanneke.sees(f"{hanneke.words('Volunteer')}: {hanneke.words('we met')}")
    hanneke.sees(f"{hanneke.words('Newcomer')}: {hanneke.words('we met')}")


def sees_who_fell_silent_and_why(hanneke):
    hanneke.logs_in()
    hanneke.opens("/coordinator/")
    hanneke.sees(hanneke.words("silent, last met on %(day)s").partition("%")[0])
    opens_the_pair(hanneke)
    hanneke.sees(
        hanneke.words("These two have not met for a while."), hanneke.words("Nobody told us whether they met.")
    )


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
