"""A company whose reviews HR runs in cycles: people, pages, what is sent and told."""

from typing import Any

from django.urls import reverse

from lms.notify.models import Notice
from lms.people.models import Employee
from reviews.enums import CycleKinds
from reviews.models import ReviewCycle
from tests.factories.people import (
    EmployeeFactory,
)
from tests.factories.reviews import HIRED, ReviewWorld

# Of a probation cycle.
NEVER = {"period_from": None, "period_until": None, "probation_months": 3}


def another(world: ReviewWorld, name: str = "Ma Jun", **given: object) -> Employee:
    fields = {"unit": world.site, "post": world.subject.post, "hired_on": HIRED} | given
    return EmployeeFactory.create(name=name, latin_name=name, language="en", **fields)


def filled(world: ReviewWorld, **changed: Any) -> dict[str, Any]:
    """What HR sends to open a quarter for the site."""
    return {
        "period": world.period.from_on.isoformat(),
        "name": "季度评定",
        "name_en": "The quarter",
        "unit": world.site.pk,
        "groups": [world.group.pk],
        "least_days": 30,
        "self_days": 7,
        "rating_days": 7,
        "calibration_days": 7,
        "talk_days": 7,
        "sign_days": 5,
        "appeal_days": 10,
        "decision_days": 10,
    } | changed


def address(cycle: ReviewCycle, name: str = "cycle") -> str:
    return reverse(f"reviews:{name}", args=[cycle.pk])


def draft_of(world: ReviewWorld, **given: Any) -> ReviewCycle:
    fields = {
        "kind": CycleKinds.QUARTERLY,
        "name": "季度评定",
        "unit": world.site,
        "period_from": world.period.from_on,
        "period_until": world.until_on,
    } | given
    return ReviewCycle(**fields)


def told(person: Employee) -> list[Notice]:
    return list(Notice.objects.filter(recipient_id=person.pk).order_by("pk"))


def forget() -> None:
    """What other actions told is not counted here."""
    Notice.objects.all().delete()
