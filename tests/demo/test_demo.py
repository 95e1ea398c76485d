"""The demo company: complete, and the same after loading it again."""

import json
from io import StringIO

import pytest
from django.apps import apps
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.db import models
from django.test import Client

from assessments.models import QuestionVersion, Sitting
from conduct_records.models import CodebookDraft, CodebookSignature, CodebookVersion
from conduct_records.queries.versions import in_force
from courses.models import Acknowledgement, Certificate, CoursePage, Enrolment, LessonPage
from lms.people.enums import UnitKind
from lms.people.models import Employee, PostGroup, Unit
from tests.databases import TestDatabase

pytestmark = pytest.mark.usefixtures("demo_world")
OURS = ("people", "files", "assessments", "courses", "conduct_records")


def rows() -> dict[str, int]:
    found: dict[str, int] = {}
    for label in OURS:
        for model in apps.get_app_config(label).get_models():
            manager: models.Manager[models.Model] = model._default_manager
            found[model._meta.label] = manager.count()
    return found


def sign_ins() -> list[dict[str, str]]:
    out = StringIO()
    call_command("demo_sign_ins", json=True, stdout=out)
    found: list[dict[str, str]] = json.loads(out.getvalue())
    return found


def test_loading_again_changes_nothing(demo_world: TestDatabase) -> None:
    before = rows()
    call_command("load_demo", stdout=StringIO())
    assert rows() == before


def test_the_company_is_there() -> None:
    assert Unit.objects.filter(kind=UnitKind.SITE).count() == 3
    assert Employee.objects.filter(is_active=True).count() == 64
    assert all(
        Employee.objects.filter(post__group=group).exists() for group in PostGroup.objects.all()
    )


def test_the_courseware_is_there() -> None:
    course = CoursePage.objects.live().get(code="A", locale__language_code="zh-hans")
    lessons = list(LessonPage.objects.live().descendant_of(course).order_by("path"))
    numbers = [lesson.number for lesson in lessons]
    assert {number.split(".")[0] for number in numbers} == {"1", "2", "4"}
    assert numbers == sorted(numbers, key=lambda number: [int(part) for part in number.split(".")])
    for lesson in lessons:
        assert any(block.block_type == "self_check" for block in lesson.body), lesson.title
    kinds = {block.block_type for lesson in lessons for block in lesson.body}
    assert kinds == set(LessonPage.body.field.stream_block.child_blocks)
    assert QuestionVersion.objects.count() >= 30


def test_the_codebook_is_in_force_and_its_next_version_is_a_draft() -> None:
    version = CodebookVersion.objects.get()
    assert in_force() == version and version.documents.count() == 3
    assert len(version.codebook.rules) == 44
    draft = CodebookDraft.objects.get()
    assert draft.number == 2 and len(draft.codebook.rules) == 45


def test_some_have_signed_and_the_new_hires_have_not() -> None:
    signed = set(CodebookSignature.objects.values_list("employee__staff_number", flat=True))
    assert len(signed) > 10
    assert not signed & {"20416", "20417"}


def test_some_are_halfway_and_some_have_passed() -> None:
    halfway = Enrolment.objects.filter(progress__read_at__isnull=False, completed_at__isnull=True)
    assert halfway.exists()
    assert Acknowledgement.objects.exists()
    examined = Certificate.objects.filter(enrolment__passed_sitting__isnull=False)
    assert examined.count() == Sitting.objects.filter(passed=True).count() > 0


def test_every_sign_in_works(client: Client) -> None:
    listed = sign_ins()
    roles = {row["role"] for row in listed}
    assert {"new_hire", "trainer", "assessor", "site_manager", "hr_officer", "hr_director"} <= roles
    assert {"auditor", "administrator", "reviewer"} <= roles
    assert {"hr_decider", "live_record", "notice_to_sign"} <= roles
    for row in listed:
        assert row["try"] and row["try_zh"]
        assert authenticate(staff_number=row["staff_number"], password=row["password"])
