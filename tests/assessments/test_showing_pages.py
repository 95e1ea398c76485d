"""What learners see of their own sitting: question by question, at the end, after the closing."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.utils import timezone

from assessments.actions.save_answer import save_answer
from assessments.enums import Kind, When
from assessments.models import Sitting, SittingItem
from lms.people.models import Employee
from tests.assessments.addresses import item_url, url_of
from tests.factories.assessments import (
    QuestionFactory,
    QuizFactory,
    handed_in,
    quiz_of_kinds,
    sitting_of,
)
from tests.factories.people import EmployeeFactory, UnitFactory

pytestmark = pytest.mark.django_db
NOTHING = dict.fromkeys(("show_answers", "show_marks", "show_key", "show_explanation"), When.NEVER)
EACH = dict.fromkeys(NOTHING, When.EACH)
WORDS = "先致歉，再说时限。"


@pytest.fixture
def learner(db: None) -> Employee:
    """Reads English, so that tests can ask for words."""
    return EmployeeFactory.create(unit=UnitFactory.create(), language="en")


@pytest.fixture
def as_learner(learner: Employee) -> Client:
    client = Client()
    client.force_login(learner, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def answer(sitting: Sitting, position: int, **data: str) -> None:
    form = {name.replace("_", "-"): [value] for name, value in data.items()}
    save_answer(actor=sitting.employee, sitting_id=sitting.pk, position=position, data=form)


def result_of(client: Client, sitting: Sitting) -> str:
    return client.get(url_of("result", sitting)).text


def wrong_partner(item: SittingItem) -> str:
    """The place of the third line on the right, which is nobody's partner."""
    return str(item.option_order.index(2)) if len(item.option_order) == 3 else ""


class TestQuestionByQuestion:
    @pytest.mark.parametrize(
        ("shown", "seen"),
        [
            ({}, set()),
            ({"show_answers": When.END}, {"own"}),
            ({"show_marks": When.END}, {"mark"}),
            ({"show_key": When.END}, {"key"}),
            ({"show_explanation": When.END}, {"why"}),
            (dict.fromkeys(NOTHING, When.END), {"own", "mark", "key", "why"}),
            (dict.fromkeys(NOTHING, When.CLOSED), set()),
        ],
    )
    def test_the_result_shows_what_the_quiz_allows(
        self, as_learner: Client, learner: Employee, shown: dict[str, str], seen: set[str]
    ) -> None:
        quiz = quiz_of_kinds(Kind.SINGLE_CHOICE, **NOTHING | shown)
        sitting = sitting_of(learner, quiz)
        answer(sitting, 1, choice="0")
        page = result_of(as_learner, handed_in(sitting))
        signs = {"own": "is-chosen", "mark": ">Wrong<", "key": "is-right", "why": "三声之内接起"}
        assert {name for name, sign in signs.items() if sign in page} == seen
        assert ('class="review-item"' in page) is bool(seen)

    def test_the_rest_follows_once_the_examination_has_closed(
        self, as_learner: Client, learner: Employee
    ) -> None:
        closes_at = timezone.now() + timedelta(hours=2)
        late = NOTHING | {"show_key": When.CLOSED}
        quiz = quiz_of_kinds(Kind.SINGLE_CHOICE, closes_at=closes_at, **late)
        sitting = handed_in(sitting_of(learner, quiz))
        page = result_of(as_learner, sitting)
        assert "is-right" not in page and "after the examination has closed" in page
        with time_machine.travel(closes_at + timedelta(seconds=1), tick=False):
            page = result_of(as_learner, sitting)
        assert "is-right" in page and "after the examination has closed" not in page

    @pytest.mark.parametrize("kind", list(Kind))
    def test_every_kind_shows_what_was_answered_and_what_is_right(
        self, as_learner: Client, learner: Employee, kind: str
    ) -> None:
        sitting = sitting_of(learner, quiz_of_kinds(kind))
        item = sitting.items.get()
        given: dict[str, dict[str, str]] = {
            Kind.SINGLE_CHOICE: {"choice": "0"},
            Kind.MULTIPLE_CHOICE: {"choice": "0"},
            Kind.TRUE_FALSE: {"choice": "false"},
            Kind.SHORT_TEXT: {"text": "喂"},
            Kind.NUMBER: {"number": "11"},
            Kind.MATCHING: {"pair_0": wrong_partner(item), "pair_1": ""},
            Kind.ORDERING: {"step_0": "1", "step_1": "2", "step_2": "3"},
            Kind.CLOZE: {"gap_0": "五声", "gap_1": ""},
            Kind.SCENARIO: {"path": "", "choice": "1"},
            Kind.ESSAY: {"text": WORDS},
            Kind.ROLE_PLAY: {"text": WORDS},
        }
        own, right = {
            Kind.SINGLE_CHOICE: ("一声", "三声"),
            Kind.MULTIPLE_CHOICE: ("水杯", "纸巾"),
            Kind.TRUE_FALSE: ("False", "True"),
            Kind.SHORT_TEXT: ("喂", "您好"),
            Kind.NUMBER: ("11", "10"),
            Kind.MATCHING: ("一周", "十分钟"),
            Kind.ORDERING: ("记下来意", "问好"),
            Kind.CLOZE: ("五声", "三声"),
            Kind.SCENARIO: ("狗不归我们管。", "您先坐。"),
            Kind.ESSAY: (WORDS, ""),
            Kind.ROLE_PLAY: (WORDS, ""),
        }[Kind(kind)]
        answer(sitting, 1, **given[kind])
        page = result_of(as_learner, handed_in(sitting))
        review = page[page.index('class="review-item"') :]
        assert own in review and right in review

    def test_feedback_belongs_to_the_option_that_was_chosen(
        self, as_learner: Client, learner: Employee
    ) -> None:
        content = {"options": ["一声", "三声"], "feedback": ["太快。", "正好。"]}
        question = QuestionFactory.create(version__content=content)
        quiz = QuizFactory.create(of=[question], size=1, shuffle_options=False)
        sitting = sitting_of(learner, quiz)
        answer(sitting, 1, choice="0")
        page = result_of(as_learner, handed_in(sitting))
        assert "太快。" in page and "正好。" not in page


class TestAfterEachQuestion:
    @pytest.fixture
    def sitting(self, learner: Employee) -> Sitting:
        quiz = quiz_of_kinds(Kind.SINGLE_CHOICE, Kind.SHORT_TEXT, Kind.ESSAY, **EACH)
        return sitting_of(learner, quiz)

    def test_checking_closes_the_question_and_tells(
        self, as_learner: Client, sitting: Sitting
    ) -> None:
        before = as_learner.get(item_url(sitting)).text
        assert 'value="check"' in before and "is-right" not in before
        response = as_learner.post(item_url(sitting), {"choice": "0", "go": "check"})
        assert response.url == item_url(sitting)
        page = as_learner.get(response.url).text
        for sign in ("is-chosen", "is-right", ">Wrong<", "三声之内接起", "is-closed"):
            assert sign in page
        assert 'name="choice"' not in page and 'value="check"' not in page

    def test_a_closed_question_is_left_by_every_button(
        self, as_learner: Client, sitting: Sitting
    ) -> None:
        as_learner.post(item_url(sitting, 2), {"text": "您好", "go": "check"})
        for go, position in (("next", 3), ("back", 1), ("3", 3)):
            assert as_learner.post(item_url(sitting, 2), {"go": go}).url == item_url(
                sitting, position
            )
        as_learner.post(item_url(sitting, 2), {"text": "喂", "go": "next"})
        assert handed_in(sitting).items.get(position=2).mark == 2, "its answer stands"

    def test_a_blank_question_is_not_closed(self, as_learner: Client, sitting: Sitting) -> None:
        page = as_learner.post(item_url(sitting), {"go": "check"}, follow=True).text
        assert 'name="choice"' in page and "Answer the question first" in page

    def test_what_a_marker_judges_has_no_mark_yet(
        self, as_learner: Client, sitting: Sitting
    ) -> None:
        as_learner.post(item_url(sitting, 3), {"text": WORDS, "go": "check"})
        page = as_learner.get(item_url(sitting, 3)).text
        assert WORDS in page and ">Wrong<" not in page and ">Right<" not in page

    def test_without_such_a_setting_there_is_no_button(
        self, as_learner: Client, learner: Employee
    ) -> None:
        sitting = sitting_of(learner, quiz_of_kinds(Kind.SINGLE_CHOICE))
        assert 'value="check"' not in as_learner.get(item_url(sitting)).text
        as_learner.post(item_url(sitting), {"choice": "0", "go": "check"})
        assert sitting.items.get().closed_at is None


class TestOneAfterTheOther:
    @pytest.fixture
    def sitting(self, learner: Employee) -> Sitting:
        kinds = (Kind.SINGLE_CHOICE, Kind.SCENARIO, Kind.SHORT_TEXT)
        return sitting_of(learner, quiz_of_kinds(*kinds, is_sequential=True))

    def test_nobody_jumps_ahead(self, as_learner: Client, sitting: Sitting) -> None:
        assert as_learner.get(item_url(sitting, 3)).url == item_url(sitting)
        page = as_learner.get(item_url(sitting)).text
        assert 'value="3"' not in page[: page.index("<main")], "the navigator has no buttons"

    def test_nor_back(self, as_learner: Client, sitting: Sitting) -> None:
        as_learner.post(item_url(sitting), {"choice": "1", "go": "next"})
        assert as_learner.get(item_url(sitting)).url == item_url(sitting, 2)
        as_learner.post(item_url(sitting), {"choice": "0", "go": "next"})
        assert handed_in(sitting).items.get(position=1).mark == 2

    def test_who_leaves_it_blank_leaves_it(self, as_learner: Client, sitting: Sitting) -> None:
        response = as_learner.post(item_url(sitting), {"go": "next"})
        assert response.url == item_url(sitting, 2)
        assert sitting.items.get(position=1).closed_at is not None

    def test_a_talk_is_over_before_the_next_question(
        self, as_learner: Client, learner: Employee
    ) -> None:
        turns = [
            {"text": "喂？", "choices": [{"say": "您好。", "to": 1}]},
            {"text": "我家漏水。", "choices": [{"say": "马上来。", "to": 2}]},
            {"text": "谢谢。", "is_end": True},
        ]
        question = QuestionFactory.create(
            version__kind=Kind.SCENARIO,
            version__content={"turns": turns},
            version__key={"scores": [[1], [1], []]},
        )
        quiz = QuizFactory.create(
            of=[question, QuestionFactory.create()],
            size=2,
            is_sequential=True,
            shuffle_questions=False,
        )
        sitting = sitting_of(learner, quiz)
        sent = {"path": "", "choice": "0", "go": "next"}
        assert as_learner.post(item_url(sitting), sent).url == item_url(sitting)
        assert "我家漏水。" in as_learner.get(item_url(sitting)).text
        sent = {"path": "0", "choice": "0", "go": "next"}
        assert as_learner.post(item_url(sitting), sent).url == item_url(sitting, 2)


@pytest.mark.parametrize(
    ("kind", "shown"),
    [
        (Kind.SINGLE_CHOICE, "三声"),
        (Kind.MULTIPLE_CHOICE, "雨伞"),
        (Kind.TRUE_FALSE, 'type="radio"'),
        (Kind.SHORT_TEXT, 'name="text"'),
        (Kind.NUMBER, "分钟"),
        (Kind.MATCHING, "漏水"),
        (Kind.ORDERING, "问好"),
        (Kind.CLOZE, "铃响"),
        (Kind.SCENARIO, "抓伤"),
        (Kind.ESSAY, "<textarea"),
        (Kind.ROLE_PLAY, "情绪激动"),
    ],
)
def test_every_kind_has_its_page_and_its_closed_one(
    as_learner: Client, learner: Employee, kind: str, shown: str
) -> None:
    sitting = sitting_of(learner, quiz_of_kinds(kind, **EACH))
    assert shown in as_learner.get(item_url(sitting)).text
    sitting.items.update(closed_at=timezone.now())
    page = as_learner.get(item_url(sitting)).text
    assert "#lock" in page and "<textarea" not in page
