"""The pages of an examination through Django's client, with what can arrive wrongly."""

import re
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from assessments.actions.save_answer import save_answer
from assessments.actions.submit_sitting import submit_sitting
from assessments.enums import Kind, Lateness, LatePolicy, SittingState
from assessments.errors import Unmet
from assessments.models import Response, Sitting
from assessments.registries import Link, result_links, start_conditions
from lms.people.models import Employee
from tests.assessments.addresses import JSON, SignIn, door_url, item_url, url_of
from tests.assessments.conftest import after_deadline
from tests.factories.assessments import QuizFactory, quiz_of_kinds, sitting_of
from tests.factories.people import EmployeeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def lesson_missing() -> Iterator[Unmet]:
    unmet = Unmet("Read lesson 2.6 first.", "/learn/tea/", "Serving tea")

    def condition(employee: Employee, quiz: object) -> list[Unmet]:
        return [unmet]

    start_conditions.register(condition)
    yield unmet
    start_conditions.unregister(condition)


@pytest.fixture
def way_back() -> Iterator[Link]:
    link = Link("/learn/course-a/", "客户服务")

    def links(employee: Employee, quiz: object) -> list[Link]:
        return [link]

    result_links.register(links)
    yield link
    result_links.unregister(links)


class TestDoor:
    def test_it_says_what_awaits(self, learner: Employee, sign_in: SignIn) -> None:
        quiz = QuizFactory.create(size=7, pass_percent=85, time_limit_minutes=25)
        page = sign_in(learner).get(door_url(quiz)).content.decode()
        for expected in (quiz.title, "7", "85%", "25"):
            assert expected in page

    def test_the_whole_way(self, learner: Employee, sign_in: SignIn) -> None:
        quiz = QuizFactory.create(shuffle_questions=False, shuffle_options=False)
        client = sign_in(learner)
        response = client.post(door_url(quiz))
        sitting = Sitting.objects.get()
        assert response.url == url_of("sitting", sitting)
        assert client.get(response.url).url == item_url(sitting)
        for position in (1, 2, 3):
            sent = {"choice": "1", "go": "next"}
            response = client.post(item_url(sitting, position), sent)
        assert response.url == url_of("submit", sitting)
        assert client.get(response.url).status_code == 200
        response = client.post(response.url)
        page = client.get(response.url)
        assert page.status_code == 200
        assert "100" in page.content.decode()
        assert Sitting.objects.get().passed

    def test_the_direct_post_asks_what_the_door_shows(
        self, learner: Employee, sign_in: SignIn, lesson_missing: Unmet
    ) -> None:
        client, url = sign_in(learner), door_url(QuizFactory.create())
        shown, refused = client.get(url), client.post(url)
        assert (shown.status_code, refused.status_code) == (200, 409)
        for page in (shown.content.decode(), refused.content.decode()):
            assert lesson_missing.text in page
            assert f'href="{lesson_missing.url}"' in page
            assert 'aria-disabled="true"' in page
        assert not Sitting.objects.exists()

    def test_an_open_sitting_is_resumed_whatever_is_missing(
        self, learner: Employee, sign_in: SignIn, request: pytest.FixtureRequest
    ) -> None:
        sitting = sitting_of(learner)
        missing = request.getfixturevalue("lesson_missing")
        client = sign_in(learner)
        assert missing.text not in client.get(door_url(sitting.quiz)).content.decode()
        assert client.post(door_url(sitting.quiz)).status_code == 302

    def test_earlier_results_stand_there(self, learner: Employee, sign_in: SignIn) -> None:
        sitting = submit_sitting(actor=learner, sitting=sitting_of(learner))
        page = sign_in(learner).get(door_url(sitting.quiz)).content.decode()
        assert url_of("result", sitting) in page

    def test_the_head_of_a_page_is_asked_for_like_the_page(
        self, learner: Employee, sign_in: SignIn
    ) -> None:
        sitting = sitting_of(learner)
        submit_url = url_of("submit", sitting)
        client = sign_in(learner)
        for url in (door_url(sitting.quiz), item_url(sitting), submit_url):
            assert client.head(url).status_code == 200
        sitting.refresh_from_db()
        assert sitting.state == SittingState.OPEN

    def test_an_unknown_examination(self, learner: Employee, sign_in: SignIn) -> None:
        assert sign_in(learner).get("/exams/nothing/").status_code == 404

    def test_strangers_are_asked_to_sign_in(self, client: Client) -> None:
        assert client.get(door_url(QuizFactory.create())).status_code == 302


class TestAnswering:
    def test_the_receipt_as_json(self, learner: Employee, sign_in: SignIn) -> None:
        sitting = sitting_of(learner)
        sent = {"choice": "1"}
        response = sign_in(learner).post(item_url(sitting, 2), sent, headers=JSON)
        reply = response.json()
        assert (reply["receipt"], reply["position"], reply["revision"]) == ("2-1", 2, 1)
        assert "2-1" in reply["label"]

    @pytest.mark.parametrize(
        ("go", "expected"), [("next", 3), ("back", 1), ("flag", 2), ("3", 3), ("99", 3), ("x", 2)]
    )
    def test_every_button_saves_first(
        self, learner: Employee, sign_in: SignIn, go: str, expected: int
    ) -> None:
        sitting = sitting_of(
            learner, QuizFactory.create(shuffle_questions=False, shuffle_options=False)
        )
        response = sign_in(learner).post(item_url(sitting, 2), {"choice": "0", "go": go})
        assert response.url == item_url(sitting, expected)
        assert Response.objects.get().answer == {"chosen": [0]}

    def test_moving_on_from_a_blank_question_saves_nothing(
        self, learner: Employee, sign_in: SignIn
    ) -> None:
        sitting = sitting_of(learner)
        response = sign_in(learner).post(item_url(sitting), {"go": "next"})
        assert response.url == item_url(sitting, 2)
        assert not Response.objects.exists()

    def test_a_reload_shows_the_saved_answer_and_its_receipt(
        self, learner: Employee, sign_in: SignIn
    ) -> None:
        sitting = sitting_of(
            learner, QuizFactory.create(shuffle_questions=False, shuffle_options=False)
        )
        save_answer(actor=learner, sitting_id=sitting.pk, position=1, data={"choice": ["2"]})
        page = sign_in(learner).get(item_url(sitting)).content.decode()
        assert re.search(r'value="2"[^>]* checked', page)
        assert "1-1" in page

    def test_resuming_goes_to_the_first_unanswered(
        self, learner: Employee, sign_in: SignIn
    ) -> None:
        sitting = sitting_of(learner)
        save_answer(actor=learner, sitting_id=sitting.pk, position=1, data={"choice": ["2"]})
        response = sign_in(learner).get(url_of("sitting", sitting))
        assert response.url == item_url(sitting, 2)

    def test_the_page_does_not_give_the_key_away(self, learner: Employee, sign_in: SignIn) -> None:
        sitting = sitting_of(learner)
        page = sign_in(learner).get(item_url(sitting)).content.decode()
        assert "三声之内接起" not in page
        assert "is-right" not in page

    def test_a_flag_stays(self, learner: Employee, sign_in: SignIn) -> None:
        sitting = sitting_of(learner)
        client = sign_in(learner)
        client.post(item_url(sitting), {"go": "flag"})
        assert 'aria-pressed="true"' in client.get(item_url(sitting)).content.decode()
        client.post(item_url(sitting), {"go": "unflag"})
        assert 'aria-pressed="true"' not in client.get(item_url(sitting)).content.decode()


class TestBadInput:
    @pytest.mark.parametrize("headers", [{}, JSON])
    @pytest.mark.parametrize(
        "sent", [{}, {"choice": "9"}, {"choice": "x"}, {"choice": ["0", "1"]}, {"choice": ""}]
    )
    def test_the_wrong_shape(
        self, learner: Employee, sign_in: SignIn, sent: dict[str, Any], headers: dict[str, str]
    ) -> None:
        sitting = sitting_of(learner)
        response = sign_in(learner).post(item_url(sitting), sent, headers=headers)
        assert response.status_code == 400
        assert not Response.objects.exists()
        if headers:
            assert response.json()["message"]

    @pytest.mark.parametrize("body", [b"\x00\xff", b"{", b"choice=%00", b"[]"])
    @pytest.mark.parametrize("content_type", ["application/json", "text/plain", "image/png"])
    def test_a_body_that_is_no_form(
        self, learner: Employee, sign_in: SignIn, body: bytes, content_type: str
    ) -> None:
        sitting = sitting_of(learner)
        client = sign_in(learner)
        response = client.post(item_url(sitting), body, content_type=content_type)
        assert response.status_code == 400

    @pytest.mark.parametrize("headers", [{}, JSON])
    def test_a_question_that_is_not_there(
        self, learner: Employee, sign_in: SignIn, headers: dict[str, str]
    ) -> None:
        sitting = sitting_of(learner)
        client = sign_in(learner)
        for position in (0, 4, 10**9, 10**30):
            url = f"/sittings/{sitting.pk}/{position}/"
            assert client.get(url).status_code == 404
            assert client.post(url, {"choice": "1"}, headers=headers).status_code == 404

    @pytest.mark.parametrize("name", ["sitting", "submit", "result"])
    def test_somebody_elses_sitting(self, sign_in: SignIn, name: str) -> None:
        sitting = sitting_of()
        client = sign_in(EmployeeFactory.create())
        for pk in (sitting.pk, uuid4()):
            url = reverse(f"assessments:{name}", args=[pk])
            assert client.get(url).status_code == 404
        assert client.get(item_url(sitting)).status_code == 404
        assert client.post(item_url(sitting), {"choice": "1"}, headers=JSON).status_code == 404
        assert client.post(url_of("submit", sitting)).status_code == 404
        sitting.refresh_from_db()
        assert sitting.state == SittingState.OPEN

    def test_after_the_deadline_the_answer_is_kept_and_the_result_says_so(
        self, learner: Employee, sign_in: SignIn
    ) -> None:
        sitting = sitting_of(learner, quiz_of_kinds(Kind.SINGLE_CHOICE))
        save_answer(actor=learner, sitting_id=sitting.pk, position=1, data={"choice": ["1"]})
        with after_deadline(sitting):
            client = sign_in(learner)
            page = client.post(item_url(sitting), {"choice": "0", "go": "next"}, follow=True)
        assert page.redirect_chain[-1][0] == url_of("result", sitting)
        assert "notice-warn" in page.text and 'class="late-answer"' in page.text
        sitting.refresh_from_db()
        assert sitting.submitted_by == Employee.objects.system()
        assert sitting.score == 2
        late = Response.objects.get(lateness=Lateness.DEADLINE)
        assert (late.answer, late.counts) == ({"chosen": [0]}, False)

    def test_a_blank_question_after_the_deadline_leads_to_the_result(
        self, learner: Employee, sign_in: SignIn
    ) -> None:
        sitting = sitting_of(learner)
        with after_deadline(sitting):
            page = sign_in(learner).post(item_url(sitting), {"go": "next"}, follow=True)
        assert page.redirect_chain[-1][0] == url_of("result", sitting)
        assert not Response.objects.exists()

    def test_within_the_grace_the_page_stays_and_the_answer_counts(
        self, learner: Employee, sign_in: SignIn
    ) -> None:
        quiz = quiz_of_kinds(Kind.SINGLE_CHOICE, late_policy=LatePolicy.GRACE, grace_seconds=60)
        sitting = sitting_of(learner, quiz)
        client = sign_in(learner)
        client.get(item_url(sitting))
        with after_deadline(sitting):
            page = client.post(item_url(sitting), {"choice": "1", "go": "flag"}, follow=True)
            assert page.redirect_chain[-1][0] == item_url(sitting)
            assert 'class="notice notice-plain notice-warn"' in page.text
            assert client.post(url_of("submit", sitting), follow=True).status_code == 200
        with after_deadline(sitting, minutes=2):
            assert client.get(item_url(sitting)).url == url_of("result", sitting)
        sitting.refresh_from_db()
        assert sitting.score == 2

    @pytest.mark.parametrize("headers", [{}, JSON])
    def test_after_handing_in_an_answer_is_kept_and_does_not_count(
        self, learner: Employee, sign_in: SignIn, headers: dict[str, str]
    ) -> None:
        sitting = submit_sitting(actor=learner, sitting=sitting_of(learner))
        client = sign_in(learner)
        response = client.post(item_url(sitting), {"choice": "1"}, headers=headers)
        if headers:
            assert response.json()["is_late"] and not response.json()["counts"]
        assert Response.objects.get().lateness == Lateness.HANDED_IN
        assert client.get(item_url(sitting)).status_code == 302
        again = client.post(url_of("submit", sitting))
        assert again.url == url_of("result", sitting)

    @pytest.mark.parametrize("name", ["sitting", "item", "submit", "result", "door"])
    def test_the_next_look_at_an_overdue_sitting_marks_it(
        self, learner: Employee, sign_in: SignIn, name: str
    ) -> None:
        sitting = sitting_of(learner)
        urls = {"item": item_url(sitting), "door": door_url(sitting.quiz)}
        url = urls.get(name) or reverse(f"assessments:{name}", args=[sitting.pk])
        with after_deadline(sitting):
            sign_in(learner).get(url)
        sitting.refresh_from_db()
        assert sitting.state == SittingState.MARKED
        assert sitting.submitted_by == Employee.objects.system()

    def test_handing_in_late_leads_to_the_result(self, learner: Employee, sign_in: SignIn) -> None:
        sitting = sitting_of(learner)
        with after_deadline(sitting):
            response = sign_in(learner).post(url_of("submit", sitting))
        assert response.url == url_of("result", sitting)


def test_the_page_tells_nothing_of_the_order_in_which_the_author_wrote(
    learner: Employee, sign_in: SignIn
) -> None:
    sitting = sitting_of(learner, QuizFactory.create(size=6))
    client = sign_in(learner)
    for item in sitting.items.select_related("version"):
        page = client.get(item_url(sitting, item.position)).content.decode()
        shown = re.findall(r'name="choice" value="(\d)".*?</span><span>(.*?)</span>', page)
        assert [value for value, __ in shown] == ["0", "1", "2", "3"]
        value = {text: value for value, text in shown}["三声"]
        assert client.post(item_url(sitting, item.position), {"choice": value}).status_code == 302
        assert item.responses.get().answer == {"chosen": [1]}
    assert submit_sitting(actor=learner, sitting=sitting).percent == 100


@pytest.mark.parametrize("size", [1, 3])
def test_a_question_costs_the_same_however_long_the_paper(
    learner: Employee, sign_in: SignIn, size: int, django_assert_num_queries: Any
) -> None:
    sitting = sitting_of(learner, QuizFactory.create(size=size))
    client = sign_in(learner)
    for position in range(1, size + 1):
        client.post(item_url(sitting, position), {"choice": "1"})
    with django_assert_num_queries(5):
        assert client.get(item_url(sitting)).status_code == 200
