"""Where the pages of a quiz and of a sitting are."""

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from assessments.models import Quiz, Sitting
from lms.people.models import Employee

SignIn = Callable[[Employee], Client]
JSON = {"Accept": "application/json"}


def door_url(quiz: Quiz) -> str:
    return reverse("assessments:door", args=[quiz.code])


def item_url(sitting: Sitting, position: int = 1) -> str:
    return reverse("assessments:item", args=[sitting.pk, position])


def url_of(name: str, sitting: Sitting) -> str:
    """Of the page "sitting", "paper", "elsewhere", "state", "submit" or "result"."""
    return reverse(f"assessments:{name}", args=[sitting.pk])
