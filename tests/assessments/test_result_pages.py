"""The result of a sitting: what stands at its head, its sections, what came late."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.test import Client

from assessments.actions.decide_late import decide_late
from assessments.actions.mark_item import mark_item
from assessments.actions.save_answer import save_answer
from assessments.actions.submit_sitting import submit_sitting
from assessments.enums import Kind, LatePolicy, Outcome, SittingState
from assessments.models import Quiz, Response, Sitting
from assessments.registries import Link, result_links
from assessments.rules.receipts import Sent
from lms.people.enums import Role
from lms.people.models import Employee
from tests.assessments.addresses import door_url, url_of
from tests.assessments.conftest import after_deadline
from tests.factories.assessments import QuizFactory, handed_in, quiz_of_kinds, sitting_of
from tests.factories.people import EmployeeFactory, UnitFactory, holder_of

pytestmark = pytest.mark.django_db
WORDS = "先致歉，再说时限。"
CHOICES = {"shuffle_questions": False, "shuffle_options": False}


@pytest.fixture
def learner(db: None) -> Employee:
    """Reads English, so that tests can ask for words."""
    return EmployeeFactory.create(unit=UnitFactory.create(), language="en")


@pytest.fixture
def as_learner(learner: Employee) -> Client:
    client = Client()
    client.force_login(learner, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


@pytest.fixture
def marker(learner: Employee) -> Employee:
    assert learner.unit is not None
    return holder_of(Role.ASSESSOR, learner.unit)


@pytest.fixture
def way_back() -> Iterator[Link]:
    link = Link("/learn/course-a/", "客户服务")

    def links(employee: Employee, quiz: object) -> list[Link]:
        return [link]

    result_links.register(links)
    yield link
    result_links.unregister(links)


def answered(sitting: Sitting, position: int = 1, **data: str) -> Sitting:
    form = {name: [value] for name, value in data.items()}
    save_answer(actor=sitting.employee, sitting_id=sitting.pk, position=position, data=form)
    return sitting


def result_of(client: Client, sitting: Sitting) -> str:
    return client.get(url_of("result", sitting)).text


class TestWaiting:
    def test_it_says_that_it_waits_and_what_comes_next(
        self, as_learner: Client, learner: Employee
    ) -> None:
        sitting = handed_in(answered(sitting_of(learner, quiz_of_kinds(Kind.ESSAY)), text=WORDS))
        assert sitting.state == SittingState.SUBMITTED
        page = result_of(as_learner, sitting)
        assert "Waits for marking" in page and "judged by a person" in page
        assert "Not passed" not in page and 'class="outcome-figure"' not in page
        assert WORDS in page, "their own answer is theirs to see"
        assert "Waits for marking" in as_learner.get(door_url(sitting.quiz)).text

    def test_judged_it_has_its_result_with_what_the_marker_said(
        self, as_learner: Client, learner: Employee, marker: Employee
    ) -> None:
        quiz = quiz_of_kinds(Kind.ROLE_PLAY, Kind.SINGLE_CHOICE, pass_percent=50)
        sitting = answered(answered(sitting_of(learner, quiz), text=WORDS), 2, choice="1")
        handed_in(sitting)
        item = sitting.items.get(position=1)
        points = [Decimal("0.5"), Decimal(1)]
        mark_item(actor=marker, item=item, points=points, remark="说得诚恳。")
        page = result_of(as_learner, sitting)
        assert "<h1>Passed</h1>" in page and "3.50 / 4" in page.replace("3.5 ", "3.50 ")
        assert "说得诚恳。" in page
        assert ">Partly right<" in page and ">Partly met<" in page and ">Met<" in page
        assert "让她平静" in page


class TestHead:
    def test_texts_of_the_quiz(self, as_learner: Client, learner: Employee) -> None:
        texts = {"success_text": "恭喜", "success_text_en": "Well done", "fail_text": "再来"}
        quiz = QuizFactory.create(size=1, **CHOICES, **texts)
        passed = handed_in(answered(sitting_of(learner, quiz), choice="1"))
        failed = handed_in(sitting_of(learner, quiz))
        assert "Well done" in result_of(as_learner, passed)
        page = result_of(as_learner, failed)
        assert "再来" in page and "Well done" not in page
        assert "You passed on another attempt" in page

    @pytest.mark.parametrize(
        ("outcome", "said"),
        [
            (Outcome.BEST, "The best attempt counts: attempt 1, 100%."),
            (Outcome.LAST, "The last attempt counts: attempt 2, 0%."),
            (Outcome.AVERAGE, "The average of all attempts counts: 50%."),
        ],
    )
    def test_which_attempt_counts(
        self, as_learner: Client, learner: Employee, outcome: str, said: str
    ) -> None:
        quiz = QuizFactory.create(size=1, outcome=outcome, **CHOICES)
        handed_in(answered(sitting_of(learner, quiz), choice="1"))
        sitting = handed_in(sitting_of(learner, quiz))
        assert said in result_of(as_learner, sitting)
        assert said in as_learner.get(door_url(quiz)).text

    def test_when_the_next_attempt_may_begin(self, as_learner: Client, learner: Employee) -> None:
        quiz = QuizFactory.create(resit_delay_hours=24)
        sitting = handed_in(sitting_of(learner, quiz))
        assert "The next attempt may begin on" in result_of(as_learner, sitting)
        assert sitting.submitted_at is not None
        with time_machine.travel(sitting.submitted_at + timedelta(hours=25)):
            client = Client()
            client.force_login(learner, backend=settings.AUTHENTICATION_BACKENDS[0])
            page = result_of(client, sitting)
        assert "The next attempt may begin on" not in page
        assert f'href="{door_url(quiz)}"' in page

    def test_no_attempt_is_left(self, as_learner: Client, learner: Employee) -> None:
        quiz = QuizFactory.create(attempts_allowed=1, resit_delay_hours=24)
        page = result_of(as_learner, handed_in(sitting_of(learner, quiz)))
        assert "No attempt is left" in page and "may begin on" not in page
        assert f'href="{door_url(quiz)}"' not in page

    def test_sections_say_in_words_whether_they_reach_their_minimum(
        self, as_learner: Client, learner: Employee
    ) -> None:
        sitting = sitting_of(learner, QuizFactory.create(size=2, **CHOICES))
        titles = [{"title": "电话", "title_en": "Telephone", "min_percent": 60}] * 2
        sitting.sections = [titles[0], {"title": "日常", "title_en": "", "min_percent": 50}]
        sitting.save(update_fields=["sections"])
        sitting.items.filter(position=2).update(section=1)
        page = result_of(as_learner, handed_in(answered(sitting, choice="1")))
        assert "Telephone" in page and "日常" in page
        assert page.count("> Reached<") + page.count(">Reached<") == 1
        assert page.count(">Not reached<") == 1
        assert "Not passed this time" in page

    def test_the_way_back_is_registered(
        self, as_learner: Client, learner: Employee, way_back: Link
    ) -> None:
        page = result_of(as_learner, handed_in(sitting_of(learner)))
        assert f'href="{way_back.url}"' in page and way_back.label in page

    def test_an_open_sitting_has_none(self, as_learner: Client, learner: Employee) -> None:
        sitting = sitting_of(learner)
        response = as_learner.get(url_of("result", sitting))
        assert response.url == url_of("sitting", sitting)


class TestLate:
    def late(self, learner: Employee, policy: str, **device: timedelta) -> Sitting:
        quiz = quiz_of_kinds(Kind.SHORT_TEXT, late_policy=policy, grace_seconds=10)
        sitting = sitting_of(learner, quiz)
        with after_deadline(sitting, minutes=1):
            submit_sitting(actor=Employee.objects.system(), sitting=sitting)
        sent = Sent(**{name: sitting.deadline + after for name, after in device.items()})
        with after_deadline(sitting, minutes=5):
            data = {"text": ["您好"]}
            save_answer(actor=learner, sitting_id=sitting.pk, position=1, data=data, sent=sent)
        return sitting

    def test_it_is_shown_with_the_account_of_the_device(
        self, as_learner: Client, learner: Employee
    ) -> None:
        device = {"given_at": -timedelta(seconds=30), "seen_at": -timedelta(seconds=90)}
        sitting = self.late(learner, LatePolicy.NEVER, **device)
        page = result_of(as_learner, sitting)
        late = page[page.index('class="late"') : page.index('class="by-question"')]
        assert "5 min 1 s after the end" in late and "您好" in late
        assert "as your device says" in late and "Last contact" in late
        assert ">Does not count<" in late and "they do not count" in late
        assert "<h1>Not passed" in page

    def test_what_the_device_does_not_say_is_left_out(
        self, as_learner: Client, learner: Employee
    ) -> None:
        page = result_of(as_learner, self.late(learner, LatePolicy.NEVER))
        assert "as your device says" not in page and "Last contact" not in page

    def test_it_waits_for_a_marker_and_shows_what_was_decided(
        self, as_learner: Client, learner: Employee, marker: Employee
    ) -> None:
        sitting = self.late(learner, LatePolicy.MARKER)
        assert "Waits for a marker" in result_of(as_learner, sitting)
        decide_late(
            actor=marker,
            response=Response.objects.get(),
            is_allowed=True,
            reason="地下室没有信号。",
        )
        page = result_of(as_learner, sitting)
        assert ">Counts<" in page and "地下室没有信号。" in page
        assert "<h1>Passed</h1>" in page

    def test_a_refusal_has_its_reason_too(
        self, as_learner: Client, learner: Employee, marker: Employee
    ) -> None:
        sitting = self.late(learner, LatePolicy.MARKER)
        response = Response.objects.get()
        decide_late(actor=marker, response=response, is_allowed=False, reason="太晚。")
        page = result_of(as_learner, sitting)
        assert ">Does not count<" in page and "太晚。" in page

    def test_where_own_answers_are_not_shown_the_late_one_is_not(
        self, as_learner: Client, learner: Employee
    ) -> None:
        sitting = self.late(learner, LatePolicy.NEVER)
        Quiz.objects.update(show_answers="never")
        page = result_of(as_learner, sitting)
        assert "5 min 1 s after the end" in page and 'class="late-words"' not in page


@pytest.mark.parametrize("size", [1, 3])
def test_a_result_costs_the_same_however_long_the_paper(
    as_learner: Client, learner: Employee, size: int, django_assert_num_queries: Any
) -> None:
    sitting = handed_in(sitting_of(learner, QuizFactory.create(size=size)))
    with after_deadline(sitting):
        for position in range(1, size + 1):
            answered(sitting, position, choice="1")
    result_of(as_learner, sitting)
    with django_assert_num_queries(12):
        result_of(as_learner, sitting)
