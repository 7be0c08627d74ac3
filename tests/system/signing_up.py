"""Signing up in a browser: a newcomer in a few steps, and a volunteer in as many, up to the mail that follows.

Nobody in the demo speaks Assyrian, or is free between five and half past six on a Wednesday, so whatever else a
round finds, it can propose these two to each other only.
"""

ASSYRIAN = "aii"
EDGE_OF_TOWN = "BU02160010"
WEDNESDAY, FIVE, HALF_PAST_SIX = "2", str(17 * 60), str(18 * 60 + 30)


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
