"""What the tests of the marker's pages share."""

import re
from datetime import timedelta
from typing import Any

import time_machine
from django.urls import reverse

from assessments.actions.save_answer import save_answer
from assessments.actions.submit_sitting import submit_sitting
from assessments.enums import Kind
from assessments.models import Quiz, Response, Sitting
from assessments.rules.receipts import Sent
from lms.people.models import Employee
from tests.assessments.conftest import after_deadline
from tests.factories.assessments import (
    handed_in,
    sitting_of,
)

LIST = reverse("assessments:marking")
ANSWERS: dict[str, dict[str, list[str]]] = {
    Kind.ROLE_PLAY: {"text": ["您先请坐，我给您倒杯水。"]},
    Kind.ESSAY: {"text": ["先致歉，再说两天内答复。"]},
    Kind.SINGLE_CHOICE: {"choice": ["1"]},
    Kind.TRUE_FALSE: {"choice": ["true"], "reason": ["三声之内。"]},
}


def answered(employee: Employee, quiz: Quiz) -> Sitting:
    """Handed in with an answer to each question."""
    sitting = sitting_of(employee, quiz)
    for item in sitting.items.select_related("version"):
        save_answer(
            actor=employee,
            sitting_id=sitting.pk,
            position=item.position,
            data=ANSWERS[item.version.kind],
        )
    return handed_in(sitting)


def late_answer(employee: Employee, quiz: Quiz, choice: str = "1", **sent: Any) -> Response:
    """One to a single choice that came 20 seconds late; the wrong one stands."""
    sitting = sitting_of(employee, quiz)
    for moment, data, said in (
        (sitting.started_at, {"choice": ["0"]}, {"revision": 1}),
        (sitting.deadline + timedelta(seconds=20), {"choice": [choice]}, {"revision": 2} | sent),
    ):
        with time_machine.travel(moment, tick=False):
            save_answer(
                actor=employee, sitting_id=sitting.pk, position=1, data=data, sent=Sent(**said)
            )
    with after_deadline(sitting, minutes=1):
        submit_sitting(actor=Employee.objects.system(), sitting=sitting)
    return Response.objects.get(item__sitting=sitting, revision=2)


def address_of(sitting: Sitting) -> str:
    return reverse("assessments:marking-sitting", args=[sitting.pk])


def form_of(page: str) -> dict[str, str]:
    """What a browser would send of the page: hidden fields, numbers, texts, chosen radios."""
    inputs = re.findall(r"<input[^>]*>", page)
    found = {}
    for one in inputs:
        said = dict(re.findall(r'([a-z]+)="([^"]*)"', one))
        if "name" not in said or (said["type"] == "radio" and "checked" not in one):
            continue
        found[said["name"]] = said.get("value", "")
    for name, text in re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>([^<]*)<', page):
        found[name] = text.strip()
    return found


def judged(sitting: Sitting, position: int, *points: str, remark: str = "") -> dict[str, str]:
    item = sitting.items.get(position=position)
    fields = {f"item-{item.pk}-points-{i}": each for i, each in enumerate(points, start=1)}
    standing = item.responses.order_by("-revision").first()
    return fields | {
        f"item-{item.pk}-remark": remark,
        f"item-{item.pk}-answer": str(standing.pk if standing else ""),
    }


def press(sitting: Sitting, position: int) -> dict[str, str]:
    return {"mark": str(sitting.items.get(position=position).pk)}
