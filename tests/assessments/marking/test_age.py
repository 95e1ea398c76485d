"""How long things wait, as the list shows it, and where a quiz says how long they may."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.enums import Kind
from assessments.models import Quiz
from lms.people.enums import Role
from lms.people.models import Unit
from tests.assessments.marking.pages import LIST, answered
from tests.assessments.test_quiz_office import listed, quiz_form
from tests.factories.assessments import QuestionFactory, quiz_of_kinds, sitting_of
from tests.factories.people import EmployeeFactory, holder_of

pytestmark = pytest.mark.django_db


def test_the_list_says_what_is_in_time_due_and_overdue(desk: Client, site: Unit) -> None:
    now = timezone.now()
    patient, strict = (quiz_of_kinds(Kind.ESSAY, marking_days=days) for days in (9, 2))
    for days, quiz in ((4, strict), (3, patient), (2, strict), (0, strict)):
        with time_machine.travel(now - timedelta(days=days), tick=False):
            answered(EmployeeFactory.create(unit=site), quiz)
    page = desk.get(LIST)
    assert [row.wait.age for row in page.context["rows"]] == [
        "overdue",
        "in_time",
        "due",
        "in_time",
    ]
    assert "2 days overdue" in page.text and "due today" in page.text
    assert page.text.count("in time") == 2
    # What has its mark waits for nobody.
    assert "status-late" not in desk.get(LIST, {"group": "mine"}).text


def test_the_quiz_says_how_it_is_marked(client: Client, site: Unit) -> None:
    client.force_login(holder_of(Role.TRAINER, site))
    question = QuestionFactory.create(version__kind=Kind.ESSAY)
    form = quiz_form(listed([question]), marking_days="5", marking_distance="20")
    assert client.post(reverse("quizzes:add"), form).status_code == 302
    quiz = Quiz.objects.get()
    assert (quiz.marking_days, quiz.marking_distance) == (5, 20)
    assert sitting_of(quiz=quiz).marking_distance == 20
    page = client.get(reverse("quizzes:edit", args=[quiz.pk])).context["form"]
    assert [field.value() for field in page.marked] == [5, 20]
    for wrong in ({"marking_days": "0"}, {"marking_distance": "101"}):
        reply = client.post(reverse("quizzes:edit", args=[quiz.pk]), form | wrong)
        assert list(reply.context["form"].errors) == list(wrong)
