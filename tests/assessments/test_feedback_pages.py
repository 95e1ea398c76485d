"""What learners read beside an answer that was right, partly right or wrong."""

import pytest
from django.conf import settings
from django.test import Client

from assessments.actions.save_answer import save_answer
from assessments.enums import Kind, When
from lms.people.models import Employee
from tests.assessments.addresses import url_of
from tests.factories.assessments import QuestionFactory, QuizFactory, handed_in, sitting_of
from tests.factories.people import EmployeeFactory, UnitFactory

pytestmark = pytest.mark.django_db

ACCEPTED = [{"text": "三声"}, {"text": "3声", "percent": 50, "feedback": "请写汉字。"}]
CONTENT = {"options": ["七分", "八分", "十分"], "feedback": ["正好。", "稍满。", "太满。"]}


@pytest.fixture
def learner(db: None) -> Employee:
    return EmployeeFactory.create(unit=UnitFactory.create(), language="en")


def page_of(learner: Employee, **shown: str) -> str:
    """The result of who answered both questions half right."""
    percents = {"right": [0], "percents": ["100", "50", "0"]}
    questions = [
        QuestionFactory.create(version__content=CONTENT, version__key=percents),
        QuestionFactory.create(
            version__kind=Kind.SHORT_TEXT, version__content={}, version__key={"accepted": ACCEPTED}
        ),
    ]
    quiz = QuizFactory.create(
        of=questions, size=2, shuffle_questions=False, shuffle_options=False, **shown
    )
    sitting = sitting_of(learner, quiz)
    for position, data in enumerate([{"choice": ["1"]}, {"text": ["３声"]}], start=1):
        save_answer(actor=learner, sitting_id=sitting.pk, position=position, data=data)
    client = Client()
    client.force_login(learner, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client.get(url_of("result", handed_in(sitting))).text


def test_the_result_says_what_was_said_to_the_answer(learner: Employee) -> None:
    page = page_of(learner, show_key=When.END, show_explanation=When.END)
    assert "稍满。" in page and "请写汉字。" in page
    assert "正好。" not in page and "太满。" not in page
    assert page.count("partly right") == 2


def test_nothing_is_said_where_the_quiz_shows_no_reasons(learner: Employee) -> None:
    page = page_of(learner, show_key=When.NEVER, show_explanation=When.NEVER)
    assert "稍满。" not in page and "请写汉字。" not in page
    assert "partly right" not in page
