"""The lists from which people choose to tell about themselves. Codes are fixed, words are translated."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DutchLevel(models.TextChoices):
    """Speaking level in the European framework; A0 is our name for 'nothing yet'."""

    A0 = "A0", _("A0: no Dutch yet")
    A1 = "A1", _("A1: a few words and sentences")
    A2 = "A2", _("A2: simple talks about daily things")
    B1 = "B1", _("B1: talks about most daily things")
    B2 = "B2", _("B2: talks about nearly everything")
    C1 = "C1", _("C1: speaks with ease")


class Gender(models.TextChoices):
    F = "F", _("Woman")
    M = "M", _("Man")
    X = "X", _("Neither, or both")


class BuddyGender(models.TextChoices):
    F = "F", _("Only a woman")
    M = "M", _("Only a man")


class Goal(models.TextChoices):
    """What a newcomer wants Dutch for, and what a volunteer likes to help with."""

    TALK = "TALK", _("Talk with people")
    WORK = "WORK", _("Find work, or talk at work")
    HEALTH = "HEALTH", _("Doctor and health")
    SCHOOL = "SCHOOL", _("The children's school")
    EXAM = "EXAM", _("The integration exam")
    DIGITAL = "DIGITAL", _("Computer and phone")
    ADMIN = "ADMIN", _("Letters and forms")


class Interest(models.TextChoices):
    """Things that people like to do; a shared one is an easy start of a talk."""

    COOKING = "COOKING", _("Cooking")
    CHILDREN = "CHILDREN", _("Children")
    WALKING = "WALKING", _("Walking")
    CYCLING = "CYCLING", _("Cycling")
    SPORT = "SPORT", _("Sport")
    GARDEN = "GARDEN", _("Garden")
    MUSIC = "MUSIC", _("Music")
    FILM = "FILM", _("Films and series")
    READING = "READING", _("Reading")
    CRAFTS = "CRAFTS", _("Sewing and crafts")
    REPAIRS = "REPAIRS", _("Repairing things")
    ANIMALS = "ANIMALS", _("Animals")
