"""Somebody with a browser who signs up."""

from django.test import Client

from tests import make

WHO = {"full_name": "Amina Tesfay", "call_name": "Amina", "phone": "06 12345678", "mail": "amina@example.org"}
WHERE = {"postcode": ""}
NEIGHBOURHOOD = {"neighbourhood": "BU02160000"}
WEEK = {"week": ["2-1080-1260"]}
HOW = {"max_distance_m": "3000", "gender": "", "buddy_gender": ""}
GOALS = {"goals": ["TALK"], "interests": ["COOKING", "MUSIC"]}
AGREE = {"consent_version": "2026-11", "agrees": "on"}

LEARN = {
    "wie": WHO,
    "waar": WHERE,
    "buurt": NEIGHBOURHOOD,
    "talen": {"languages": ["tir", "amh"]},
    "nederlands": {"dutch_level": "A1"},
    "wanneer": WEEK | {"session_minutes": "90"},
    "hoe": HOW,
    "doelen": GOALS,
    "controle": AGREE,
}
HELP = {
    "wie": WHO,
    "waar": WHERE,
    "buurt": NEIGHBOURHOOD,
    "talen": {"languages": ["nld"]},
    "hulp": {"capacity": "2", "min_level": "A0"},
    "wanneer": WEEK,
    "hoe": HOW,
    "doelen": GOALS,
    "controle": AGREE,
}


def in_language(code: str) -> Client:
    """A browser that speaks this language."""
    return Client(headers={"accept-language": code})


def walk(browser: Client, way: str, answers: dict, *, until: str = ""):
    """Answer the steps in order, up to and without ``until``; the last response."""
    make.neighbourhood()
    response = None
    for slug, typed in answers.items():
        if slug == until:
            break
        response = browser.post(f"/{way}/{slug}/", typed)
    return response
