"""The pages in the back office: send a file, read the report, import; export with its losses."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertTemplateUsed

from assessments.actions.ask_for_import import resume_imports
from assessments.actions.run_import import forget_imports, run_import
from assessments.enums import Kind
from assessments.models import Question, QuestionImport
from lms.people.enums import Role
from lms.people.models import Employee
from tests.assessments.exchange.test_import import GIFT
from tests.factories.assessments import QuestionFactory
from tests.factories.people import UnitFactory, holder_of

pytestmark = pytest.mark.django_db
SignIn = Callable[[Employee], Client]


@pytest.fixture
def author(sign_in: SignIn) -> Client:
    return sign_in(holder_of(Role.TRAINER, UnitFactory.create()))


def send(client: Client, text: str | bytes = GIFT, **more: Any) -> Any:
    content = text.encode() if isinstance(text, str) else text
    form = {"file": SimpleUploadedFile("茶水.txt", content), "format": "gift"} | more
    return client.post(reverse("question_imports:index"), form)


def work_off() -> QuestionImport:
    """What the worker does next, twice: a task may run again."""
    work = QuestionImport.objects.get()
    for __ in range(2):
        run_import(actor=Employee.objects.system(), work=work)
    return work


def page(client: Client, work: QuestionImport, **query: str) -> Any:
    return client.get(reverse("question_imports:result", args=[work.pk]), query)


def test_read_through_then_imported(author: Client) -> None:
    assert send(author).status_code == 302
    work = work_off()
    shown = page(author, work)
    assert not Question.objects.exists()
    assert [count for __, __, __, count in shown.context["groups"]] == [2, 0, 1]
    assert [row["group"] for row in shown.context["rows"]] == ["refused", "imported", "imported"]
    assert [row["name"] for row in page(author, work, group="refused").context["rows"]] == ["坏的"]
    for __ in range(2):  # the second press finds it under way
        author.post(reverse("question_imports:confirm", args=[work.pk]))
    work = work_off()
    assert Question.objects.count() == 2
    assert (work.state, work.is_dry_run) == (work.State.DONE, False)
    assert not page(author, work).context["is_read"]


def test_the_report_as_a_file(author: Client) -> None:
    send(author)
    work = work_off()
    found = author.get(reverse("question_imports:download", args=[work.pk, "json"]))
    report = json.loads(found.content)
    assert {group: len(rows) for group, rows in report.items()} == {
        "imported": 2,
        "lossy": 0,
        "refused": 1,
    }
    sheet = author.get(reverse("question_imports:download", args=[work.pk, "xlsx"]))
    assert b"".join(sheet.streaming_content).startswith(b"PK")


def test_the_template(author: Client) -> None:
    sheet = author.get(reverse("question_imports:template"))
    assert b"".join(sheet.streaming_content).startswith(b"PK")


@pytest.mark.parametrize("content", [b"PK\x03\x04 zip", b" "])
def test_what_is_plainly_no_such_file_is_refused_at_once(author: Client, content: bytes) -> None:
    assert send(author, content).context["form"].errors["file"]
    assert not QuestionImport.objects.exists()


def test_what_cannot_be_read_ends_with_the_reason(author: Client) -> None:
    send(author, "题目{T}".encode("gb18030"))
    work = work_off()
    assert work.state == work.State.FAILED and "UTF-8" in work.outcome
    assert "UTF-8" in page(author, work).content.decode()


def test_others_do_not_see_it(author: Client, sign_in: SignIn) -> None:
    send(author)
    work = QuestionImport.objects.get()
    other = sign_in(holder_of(Role.TRAINER, UnitFactory.create()))
    assert page(other, work).status_code == 404


def test_lost_work_goes_on_and_old_files_go(author: Client) -> None:
    send(author)
    QuestionImport.objects.update(state=QuestionImport.State.RUNNING)
    with time_machine.travel(timezone.now() + timedelta(minutes=20), tick=False):
        assert (resume_imports(), resume_imports()) == (1, 0)
        assert work_off().state == QuestionImport.State.DONE
    with time_machine.travel(timezone.now() + timedelta(days=8), tick=False):
        forget_imports()
    assert not QuestionImport.objects.get().file


def test_the_export_page_says_what_is_lost(author: Client) -> None:
    for kind in (Kind.ORDERING, Kind.SCENARIO):
        QuestionFactory.create(version__kind=kind)
    choice = author.get(reverse("questions:export_choice"), {"format": "gift", "kind": "ordering"})
    assertTemplateUsed(choice, "assessments/admin/imports/export.html")
    assert choice.context["count"] == 1
    assert "kind=ordering" in choice.context["formats"][0]["download"]
    assert choice.context["losses"]
    for row in choice.context["formats"]:
        found = author.get(row["download"])
        assert found.content and "attachment" in found["Content-Disposition"]


@pytest.mark.parametrize("number", [1, 3])
def test_constant_queries(
    author: Client, number: int, django_assert_num_queries: Callable[[int], Any]
) -> None:
    send(author, "\n\n".join(f"::{each}::{each}?{{T}}" for each in range(number)))
    work = work_off()
    page(author, work)
    with django_assert_num_queries(9):
        page(author, work)
