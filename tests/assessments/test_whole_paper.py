"""All questions of a sitting on one page, under one form."""

import re
from typing import Any

import pytest
from django.test import Client

from assessments.enums import Kind, Lateness, Layout, When
from assessments.models import Quiz, Response, Sitting
from lms.people.models import Employee
from tests.assessments.addresses import SignIn, item_url, url_of
from tests.assessments.conftest import after_deadline
from tests.factories.assessments import QuizFactory, handed_in, quiz_of_kinds, sitting_of

pytestmark = pytest.mark.django_db
KINDS = (Kind.SINGLE_CHOICE, Kind.NUMBER, Kind.SHORT_TEXT)


@pytest.fixture
def sitting(learner: Employee) -> Sitting:
    return sitting_of(learner, quiz_of_kinds(*KINDS, layout=Layout.ALL))


@pytest.fixture
def as_learner(learner: Employee, sign_in: SignIn) -> Client:
    return sign_in(learner)


def answers(sitting: Sitting) -> dict[int, Any]:
    found = Response.objects.filter(item__sitting=sitting).order_by("pk")
    return {response.item.position: response.answer for response in found}


def test_every_address_of_the_sitting_leads_to_the_one_page(
    as_learner: Client, sitting: Sitting
) -> None:
    for url in (url_of("sitting", sitting), item_url(sitting, 2)):
        assert as_learner.get(url).url == url_of("paper", sitting)


def test_where_questions_come_one_a_page_there_is_no_such_page(
    as_learner: Client, learner: Employee
) -> None:
    sitting = sitting_of(learner, quiz_of_kinds(*KINDS, is_sequential=True))
    assert as_learner.get(url_of("paper", sitting)).url == url_of("sitting", sitting)


def test_what_was_written_is_saved_though_the_quiz_was_changed_meanwhile(
    as_learner: Client, sitting: Sitting
) -> None:
    as_learner.get(url_of("paper", sitting))
    Quiz.objects.update(layout=Layout.ONE)
    page = as_learner.post(url_of("paper", sitting), {"q3-text": "您好"}, follow=True)
    assert page.redirect_chain[-1][0] == item_url(sitting, 1)
    assert answers(sitting) == {3: {"text": "您好"}}


def test_each_question_has_fields_of_its_own(as_learner: Client, sitting: Sitting) -> None:
    page = as_learner.get(url_of("paper", sitting)).text
    for name in ("q1-choice", "q2-number", "q3-text", "q1-client", "q3-client"):
        assert f'name="{name}"' in page
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(set(ids)) == len(ids)
    assert 'name="choice"' not in page


def test_one_button_saves_them_all(as_learner: Client, sitting: Sitting) -> None:
    sent = {"q1-choice": "1", "q2-number": "10", "q3-text": "您好", "epoch": "0"}
    response = as_learner.post(url_of("paper", sitting), sent)
    assert response.url == url_of("paper", sitting)
    assert answers(sitting) == {1: {"chosen": [1]}, 2: {"number": "10"}, 3: {"text": "您好"}}
    page = as_learner.get(response.url).text
    for receipt in ("1-1", "2-1", "3-1"):
        assert receipt in page


def test_what_is_blank_is_not_saved_and_what_is_emptied_is(
    as_learner: Client, sitting: Sitting
) -> None:
    as_learner.post(url_of("paper", sitting), {"q3-text": "您好", "q2-number": ""})
    assert answers(sitting) == {3: {"text": "您好"}}
    as_learner.post(url_of("paper", sitting), {"q3-text": "", "q2-number": ""})
    assert answers(sitting) == {3: {"text": ""}}


def test_handing_in_saves_first(as_learner: Client, sitting: Sitting) -> None:
    sent = {"q1-choice": "1", "go": "submit"}
    assert as_learner.post(url_of("paper", sitting), sent).url == url_of("submit", sitting)
    assert answers(sitting) == {1: {"chosen": [1]}}
    page = as_learner.get(url_of("submit", sitting)).text
    assert f'href="{url_of("paper", sitting)}#q2"' in page


def test_a_refused_answer_stands_at_its_question_and_the_others_are_saved(
    as_learner: Client, sitting: Sitting
) -> None:
    sent = {"q1-choice": "1", "q2-number": "zehn", "q3-text": "您好", "go": "submit"}
    response = as_learner.post(url_of("paper", sitting), sent)
    page = response.text
    assert response.status_code == 400
    assert answers(sitting) == {1: {"chosen": [1]}, 3: {"text": "您好"}}
    assert 'value="zehn"' in page, "what was typed is there to be mended"
    second = page[page.index('id="q2"') : page.index('id="q3"')]
    assert page.count('class="field-error refusal"') == second.count('id="q2-refusal"') == 1
    assert 'href="#q2"' in page
    assert as_learner.post(url_of("paper", sitting), {"q2-number": "10"}).status_code == 302
    assert answers(sitting)[2] == {"number": "10"}


def test_a_refused_answer_does_not_touch_the_one_before_it(
    as_learner: Client, sitting: Sitting
) -> None:
    as_learner.post(url_of("paper", sitting), {"q2-number": "9"})
    page = as_learner.post(url_of("paper", sitting), {"q2-number": "neun"}).text
    assert answers(sitting) == {2: {"number": "9"}}
    assert 'value="neun"' in page and 'value="9"' not in page


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"go": "flag-99"},
        {"go": "flag-x"},
        {"go": "check-" + "9" * 30},
        {"q9-choice": "1"},
        {"q1-choice": "\x00"},
        {"q1-choice": "1", "epoch": "x"},
        {"q1-choice": "1", "q1-client": "x"},
        {"q1-x": "1"},
    ],
)
def test_nonsense_saves_nothing_and_breaks_nothing(
    as_learner: Client, sitting: Sitting, sent: dict[str, str]
) -> None:
    assert as_learner.post(url_of("paper", sitting), sent).status_code in (302, 400)
    assert not Response.objects.exists()


def test_sent_twice_is_saved_once(as_learner: Client, sitting: Sitting) -> None:
    page = as_learner.get(url_of("paper", sitting)).text
    match = re.search(r'name="q3-client" value="([^"]+)"', page)
    assert match is not None
    sent = {"q3-text": "您好", "q3-client": match[1], "epoch": "0"}
    for __ in range(2):
        as_learner.post(url_of("paper", sitting), sent)
    assert Response.objects.count() == 1


def test_a_flag_leads_back_to_its_question(as_learner: Client, sitting: Sitting) -> None:
    response = as_learner.post(url_of("paper", sitting), {"go": "flag-3"})
    assert response.url == url_of("paper", sitting) + "#q3"
    assert sitting.items.get(position=3).is_flagged
    as_learner.post(url_of("paper", sitting), {"go": "unflag-3"})
    assert not sitting.items.get(position=3).is_flagged


def test_a_question_can_be_checked_where_the_quiz_shows_things_after_each(
    as_learner: Client, learner: Employee
) -> None:
    quiz = quiz_of_kinds(*KINDS, layout=Layout.ALL, show_key=When.EACH)
    sitting = sitting_of(learner, quiz)
    url = url_of("paper", sitting)
    assert 'value="check-1"' in as_learner.get(url).text
    as_learner.post(url, {"q1-choice": "0", "q3-text": "喂", "go": "check-1"})
    closed = [item.position for item in sitting.items.exclude(closed_at=None)]
    page = as_learner.get(url).text
    assert closed == [1]
    assert 'name="q1-choice"' not in page and "is-right" in page
    assert 'value="喂"' in page, "what was written elsewhere on the page was saved"


def test_nothing_is_checked_where_the_quiz_shows_nothing_before_the_end(
    as_learner: Client, sitting: Sitting
) -> None:
    as_learner.post(url_of("paper", sitting), {"q1-choice": "0", "go": "check-1"})
    assert not sitting.items.exclude(closed_at=None).exists()
    assert "check-1" not in as_learner.get(url_of("paper", sitting)).text


def test_answers_that_come_late_are_kept(as_learner: Client, sitting: Sitting) -> None:
    with after_deadline(sitting):
        page = as_learner.post(
            url_of("paper", sitting), {"q1-choice": "1", "q3-text": "您好"}, follow=True
        )
    assert page.redirect_chain[-1][0] == url_of("result", sitting)
    assert page.text.count('class="late-answer"') == 2
    assert {one.lateness for one in Response.objects.all()} == {Lateness.DEADLINE}


def test_after_handing_in_there_is_the_result(as_learner: Client, sitting: Sitting) -> None:
    handed_in(sitting)
    assert as_learner.get(url_of("paper", sitting)).url == url_of("result", sitting)


def test_sections_have_their_headings(as_learner: Client, sitting: Sitting) -> None:
    sitting.sections = [{"title": "电话", "title_en": "Telephone", "min_percent": 60}]
    sitting.save(update_fields=["sections"])
    page = as_learner.get(url_of("paper", sitting)).text
    assert page.count("section-opening") == 1
    assert "电话" in page and "60" in page


@pytest.mark.parametrize("size", [1, 3])
def test_the_page_costs_the_same_however_long_it_is(
    as_learner: Client, learner: Employee, size: int, django_assert_num_queries: Any
) -> None:
    sitting = sitting_of(learner, QuizFactory.create(size=size, layout=Layout.ALL))
    url = url_of("paper", sitting)
    as_learner.get(url)
    with django_assert_num_queries(5):
        as_learner.get(url)
