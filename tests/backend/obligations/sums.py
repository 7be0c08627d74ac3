"""Facts for the pure rules: every default is valid."""

from datetime import date, timedelta

from backend.obligations import rules
from backend.obligations.facts import Facts, Requirement
from backend.obligations.policy import Policies, Policy, params_of

MONDAY = date(2026, 11, 2)


def params(**about):
    """Parameters of an ordinance that asks something."""
    return params_of({"enabled": True} | about)


def policies(policy=None, **about):
    """One ordinance under the Participatiewet of 2015."""
    given = {"regime": "PW_2015", "valid_from": date(2015, 1, 1), "params": policy or params()} | about
    return Policies(versions=[Policy(**given)])


def asked(minutes, starts_on=MONDAY, days=28, **about):
    """So many minutes a week for four weeks."""
    ends_on = starts_on + timedelta(days=days - 1)
    return Requirement(starts_on=starts_on, ends_on=ends_on, minutes_per_week=minutes, **about)


def facts(*requirements, policy=None, as_of=MONDAY, **about):
    """What is known about a person on ``as_of``."""
    given = {"policies": policies(policy), "as_of": as_of, "requirements": requirements} | about
    return Facts(**given)


def weeks_of(known, *, starts_on=MONDAY, days=28):
    """The weeks of so many days."""
    return rules.weeks(known, starts_on=starts_on, ends_on=starts_on + timedelta(days=days - 1))
