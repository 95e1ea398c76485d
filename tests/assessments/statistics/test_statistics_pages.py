"""What trainers see: the list, a quiz, a question, the files; and that what is old is made anew."""

from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult
from openpyxl import load_workbook

from assessments.actions.save_answer import save_answer
from assessments.enums import Kind
from assessments.models import Quiz, StatisticsSnapshot
from assessments.queries.statistics import snapshots
from assessments.tasks import make_statistics
from lms.people.enums import Role
from lms.people.models import Employee, Unit
from tests.factories.assessments import QuizFactory, handed_in, quiz_of_kinds, sitting_of
from tests.factories.people import CompanyFactory, EmployeeFactory, UnitFactory, holder_of

pytestmark = pytest.mark.django_db
LIST = reverse("assessments:statistics")
LIST_QUERIES = 7
QUIZ_QUERIES = 12


@pytest.fixture
def company(db: None) -> Unit:
    return CompanyFactory.create()


@pytest.fixture
def trainer(company: Unit) -> Employee:
    """Sees everybody."""
    return reads_english(holder_of(Role.TRAINER, company))


def reads_english(employee: Employee) -> Employee:
    employee.language = "en"
    employee.save(update_fields=["language"])
    return employee


@pytest.fixture
def quiz(db: None) -> Quiz:
    return QuizFactory.create(size=2, shuffle_questions=False, shuffle_options=False)


def somebody() -> Employee:
    return EmployeeFactory.create(unit=Unit.objects.get(parent=None))


def sat(quiz: Quiz, paper: str, who: Employee | None = None) -> None:
    sitting = sitting_of(who or somebody(), quiz)
    for position, place in enumerate(paper, start=1):
        data = {"choice": [place]}
        save_answer(actor=sitting.employee, sitting_id=sitting.pk, position=position, data=data)
    handed_in(sitting)


def page(client: Client, who: Employee, address: str) -> str:
    client.force_login(who)
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def of(quiz: Quiz, query: str = "") -> str:
    return reverse("assessments:statistics-quiz", args=[quiz.code]) + query


def test_before_anybody_has_sat(client: Client, trainer: Employee, quiz: Quiz) -> None:
    assert "Nothing has been handed in yet" in page(client, trainer, LIST)
    assert "No such attempt has been marked yet" in page(client, trainer, of(quiz))


@pytest.mark.parametrize("quizzes", [1, 3])
def test_the_list(
    client: Client, trainer: Employee, quizzes: int, django_assert_num_queries: object
) -> None:
    for __ in range(quizzes):
        sat(QuizFactory.create(size=1), "1")
    client.force_login(trainer)
    with django_assert_num_queries(LIST_QUERIES):  # type: ignore[operator]
        text = client.get(LIST).content.decode()
    assert text.count('<th scope="row">') == quizzes
    assert "No quiz like this" in page(client, trainer, f"{LIST}?text=nothing")


@pytest.mark.parametrize("sittings", [1, 3])
def test_a_quiz_costs_the_same_queries_however_many_sat(
    client: Client,
    trainer: Employee,
    quiz: Quiz,
    sittings: int,
    django_assert_num_queries: object,
) -> None:
    for __ in range(sittings):
        sat(quiz, "10")
    client.force_login(trainer)
    with django_assert_num_queries(QUIZ_QUERIES):  # type: ignore[operator]
        text = client.get(of(quiz)).content.decode()
    assert "too few to say" in text
    assert "Nothing to draw yet" in text


def test_of_ten_more_is_said(client: Client, trainer: Employee, quiz: Quiz) -> None:
    for paper in ("11", "11", "11", "10", "10", "10", "01", "00", "00", "00"):
        sat(quiz, paper)
    text = page(client, trainer, of(quiz))
    assert "50.0 %" in text  # the mean: 10 of 20 answers are right
    assert "60.0 %" in text  # the first question
    assert "31.3 to 83.2" in text  # as Wilson has it of 6 in 10
    assert "too few to say" not in text
    assert text.count("statistics-dot") + text.count("statistics-odd") > 2
    code = quiz.sections.get().questions.order_by("code")[0].code
    item = page(client, trainer, reverse("assessments:statistics-item", args=[quiz.code, code]))
    assert "三声" in item
    assert "Nobody chooses it." in item
    assert "on 10 papers" in item
    assert "No question stands out" in page(client, trainer, of(quiz, "?only=flagged"))


def test_a_question_of_which_nothing_is_chosen(client: Client, trainer: Employee) -> None:
    quiz = quiz_of_kinds(Kind.SHORT_TEXT)
    handed_in(sitting_of(somebody(), quiz))
    code = quiz.sections.get().questions.get().code
    text = page(client, trainer, reverse("assessments:statistics-item", args=[quiz.code, code]))
    assert "Nothing is chosen in a question of this kind" in text
    assert "cannot be guessed" in text


def test_a_trainer_of_one_site_sees_its_people_alone(
    client: Client, company: Unit, quiz: Quiz
) -> None:
    own, other = UnitFactory.create_batch(2, parent=company)
    sat(quiz, "11", EmployeeFactory.create(unit=own))
    sat(quiz, "00", EmployeeFactory.create(unit=other))
    text = page(client, reads_english(holder_of(Role.TRAINER, own)), of(quiz))
    assert "The quiz, from 1 sitting<" in text
    assert "Of the people in your units." in text


def test_files_say_what_the_page_says(client: Client, trainer: Employee, quiz: Quiz) -> None:
    for paper in ("11", "10"):
        sat(quiz, paper)
    client.force_login(trainer)
    answer = client.get(reverse("assessments:statistics-xlsx", args=[quiz.code]))
    book = load_workbook(BytesIO(b"".join(answer.streaming_content)))  # type: ignore[arg-type]
    whole, questions, options = (list(sheet.values) for sheet in book.worksheets)
    assert whole[1][:2] == ("Sittings", 2)
    assert [row[5] for row in questions[1:]] == [100, 50]
    assert [row[5] for row in options[1:5]] == [0, 2, 0, 0]
    answer = client.get(reverse("assessments:statistics-csv", args=[quiz.code]))
    lines = b"".join(answer.streaming_content).decode().splitlines()  # type: ignore[arg-type]
    assert len(lines) == 3
    assert "too few" not in lines[1]


def test_what_is_old_is_made_anew_once(
    client: Client, trainer: Employee, quiz: Quiz, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshots, "SMALL", 0)
    sat(quiz, "11")
    for __ in range(2):
        assert "worked out in the background" in page(client, trainer, of(quiz))
    asked = DBTaskResult.objects.filter(task_path="assessments.tasks.make_statistics")
    assert asked.get().args_kwargs["kwargs"] == {"quiz_id": quiz.pk, "attempts": "first"}
    assert client.get(of(quiz, "?wait=1")).status_code == 204
    make_statistics.call(quiz_id=quiz.pk, attempts="first")
    assert client.get(of(quiz, "?wait=1")).headers["HX-Refresh"] == "true"
    assert "The quiz, from 1 sitting<" in page(client, trainer, of(quiz))
    asked.update(status="SUCCESSFUL")
    sat(quiz, "00")
    assert "Something was marked since" in page(client, trainer, of(quiz))
    assert asked.count() == 2
    assert StatisticsSnapshot.objects.count() == 1


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.ASSESSOR, Role.AUDITOR])
def test_others_see_none(client: Client, company: Unit, quiz: Quiz, role: Role) -> None:
    client.force_login(holder_of(role, company))
    assert client.get(LIST).status_code == 403
    assert client.get(of(quiz)).status_code == 403
