"""What trainers write: blocks, previews, schedules, and what may not be deleted."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks
from wagtail.blocks import StructBlockValidationError
from wagtail.documents import get_document_model
from wagtail.images.tests.utils import get_test_image_file

from courses.actions.finish_lesson import finish_lesson
from courses.blocks.practice import SelfCheckBlock
from courses.models import CoursePage, Enrolment, LessonPage
from courses.queries import own_shelf
from courses.tasks import publish_scheduled_pages
from lms.files.models import Picture
from lms.people.enums import Role
from lms.people.models import Employee
from tests.factories.courses import lessons_of, make_course
from tests.factories.people import CompanyFactory, holder_of

CHECK = {
    "question": "第一杯茶给谁？",
    "options": [
        {"text": "离门最近的一位", "is_right": False, "reply": "座次不按远近。"},
        {"text": "年长的业主", "is_right": True, "reply": "先敬位尊者。"},
    ],
}


@pytest.fixture
def trainer(db: None) -> Employee:
    return holder_of(Role.TRAINER, CompanyFactory())


@pytest.fixture
def as_trainer(client: Client, trainer: Employee) -> Client:
    client.force_login(trainer)
    return client


def options(*right: bool) -> dict[str, object]:
    return {
        "question": "?",
        "options": [{"text": "x", "is_right": is_right, "reply": "y"} for is_right in right],
    }


@pytest.mark.parametrize("right", [(False, False), (True, True), (True,)])
def test_a_self_check_has_two_options_and_one_right(right: tuple[bool, ...]) -> None:
    block = SelfCheckBlock()
    with pytest.raises((StructBlockValidationError, ValidationError)):
        block.clean(block.to_python(options(*right)))


def test_a_self_check_with_one_right_option_is_accepted() -> None:
    block = SelfCheckBlock()
    assert block.clean(block.to_python(options(True, False)))["options"][0]["is_right"]


def test_a_self_check_answers_at_once_and_stores_nothing(
    as_reader: Client, system: Employee, reader: Employee
) -> None:
    from courses.actions.enrol_employee import enrol_employee

    course = make_course(slug="check", lessons=1, body=[("self_check", CHECK)])
    enrol_employee(actor=system, employee=reader, course=course)
    (lesson,) = lessons_of(course)
    block_id = lesson.body[0].id
    page = as_reader.get(lesson.url)
    assert "先敬位尊者" not in page.text
    right = as_reader.get(lesson.url, {"check": block_id, "option": "1"}).text
    assert "先敬位尊者" in right and "reply-off" not in right
    wrong = as_reader.get(lesson.url, {"check": block_id, "option": "0"}).text
    assert "座次不按远近" in wrong and "reply-off" in wrong
    for nonsense in ("7", "-1", "x", "", "9" * 5000):
        page = as_reader.get(lesson.url, {"check": block_id, "option": nonsense})
        assert page.status_code == 200 and 'class="reply' not in page.text


def test_a_trainer_reads_every_course_and_leaves_no_trace(
    as_trainer: Client, course: CoursePage
) -> None:
    for lesson in lessons_of(course):
        assert as_trainer.get(lesson.url).status_code == 200
    assert as_trainer.get(course.url).status_code == 200
    assert not Enrolment.objects.exists()


def test_a_trainer_writes_and_previews_a_lesson(as_trainer: Client, course: CoursePage) -> None:
    chapter = lessons_of(course)[0].get_parent()
    add = reverse("wagtailadmin_pages:add", args=["courses", "lessonpage", chapter.pk])
    assert as_trainer.get(add).status_code == 200
    data = {
        "title": "奉茶",
        "slug": "tea",
        "minutes": "6",
        "number": "2.6",
        "summary": "",
        "body-count": "1",
        "body-0-deleted": "",
        "body-0-order": "0",
        "body-0-type": "key_points",
        "body-0-id": "",
        "body-0-value-points-count": "1",
        "body-0-value-points-0-deleted": "",
        "body-0-value-points-0-order": "0",
        "body-0-value-points-0-type": "item",
        "body-0-value-points-0-id": "",
        "body-0-value-points-0-value": "七分满",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
    }
    preview = reverse(
        "wagtailadmin_pages:preview_on_add", args=["courses", "lessonpage", chapter.pk]
    )
    assert as_trainer.post(preview, data).json()["is_valid"]
    assert "七分满" in as_trainer.get(preview).text
    assert as_trainer.post(add, data | {"action-publish": "1"}).status_code == 302
    lesson = LessonPage.objects.get(slug="tea")
    assert not lesson.live, "a reviewer publishes it"


def test_a_scheduled_lesson_appears_at_its_time(
    as_reader: Client, enrolment: Enrolment, course: CoursePage
) -> None:
    chapter = lessons_of(course)[0].get_parent()
    lesson = LessonPage(title="明日一节", slug="tomorrow", live=False)
    chapter.add_child(instance=lesson)
    lesson.go_live_at = timezone.now() + timedelta(hours=1)
    lesson.save_revision().publish()
    publish_scheduled_pages.call()
    assert "明日一节" not in as_reader.get(course.url).text
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        publish_scheduled_pages.call()
        assert "明日一节" in as_reader.get(course.url).text


def test_a_lesson_that_was_read_is_not_deleted(
    as_trainer: Client, reader: Employee, enrolment: Enrolment, course: CoursePage
) -> None:
    lesson = lessons_of(course)[0]
    finish_lesson(actor=reader, lesson=lesson)
    for page in (lesson, lesson.get_parent(), course):
        address = reverse("wagtailadmin_pages:delete", args=[page.pk])
        assert as_trainer.post(address).status_code == 302
        assert LessonPage.objects.filter(pk=lesson.pk).exists()


def test_learners_do_not_enter_the_back_office(as_reader: Client) -> None:
    response = as_reader.get(reverse("wagtailadmin_home"))
    assert response.status_code in (302, 403)


@pytest.mark.parametrize("page_type", ["coursepage", "chapterpage", "lessonpage"])
def test_the_shelf_takes_only_courses(as_trainer: Client, page_type: str) -> None:
    shelf = own_shelf()
    address = reverse("wagtailadmin_pages:add", args=["courses", page_type, shelf.pk])
    expected = 200 if page_type == "coursepage" else 302
    assert as_trainer.get(address).status_code in (expected, 403 if expected == 302 else 200)


EVIL_SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" width="9" height="9">'
    b"<script>alert(1)</script></svg>"
)


@pytest.fixture
def evil(db: None) -> Picture:
    return Picture.objects.create(title="x", file=ContentFile(EVIL_SVG, name="evil.svg"))


def test_an_uploaded_svg_is_handed_out_in_a_sandbox(as_reader: Client, evil: Picture) -> None:
    response = as_reader.get(evil.file.url)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "image/svg+xml"
    policy = response.headers["Content-Security-Policy"]
    assert "sandbox" in policy and "default-src 'none'" in policy
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_pictures_are_for_those_who_are_signed_in(client: Client, evil: Picture) -> None:
    assert client.get(evil.file.url).status_code == 404


@pytest.mark.parametrize(
    "name",
    [
        "../../manage.py",
        "documents/x.html",
        "images/none.svg",
        "images/",
        "images/%00.svg",
        f"images/{'x' * 5000}.svg",
    ],
)
def test_nothing_else_is_handed_out(as_reader: Client, name: str) -> None:
    assert as_reader.get(f"/media/{name}").status_code == 404


def test_documents_are_for_those_who_are_signed_in(client: Client, reader: Employee) -> None:
    document = get_document_model().objects.create(
        title="预案", file=ContentFile(b"x", name="plan.txt")
    )
    assert client.get(document.url).url.startswith("/sign-in/?next=/documents/")
    client.force_login(reader)
    response = client.get(document.url)
    assert response.status_code == 200
    assert response.headers["Content-Disposition"].startswith("attachment")


def test_a_lesson_outlives_its_picture(
    as_reader: Client, system: Employee, reader: Employee
) -> None:
    from courses.actions.enrol_employee import enrol_employee

    picture = Picture.objects.create(title="灯", file=get_test_image_file())
    block = {"picture": picture, "caption": "门厅"}
    pair = {"do": {"picture": picture, "text": "好"}, "dont": {"picture": None, "text": "不好"}}
    course = make_course(slug="torn", lessons=1, body=[("picture", block), ("do_and_dont", pair)])
    enrol_employee(actor=system, employee=reader, course=course)
    picture.delete()
    assert as_reader.get(lessons_of(course)[0].url).status_code == 200


def test_a_lesson_full_of_pictures_costs_few_queries(
    as_reader: Client,
    system: Employee,
    reader: Employee,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    """At most 16 queries when nothing is cached, at most 8 afterwards."""
    from courses.actions.enrol_employee import enrol_employee

    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" width="9" height="9"/>'
    photo = get_test_image_file(size=(1200, 900))
    pictures = [
        Picture.objects.create(title="x", file=file)
        for file in (ContentFile(drawing, name="d.svg"), photo)
    ]
    for picture in pictures:
        picture.contextual_alt_text, picture.decorative = "图", False
    drawn, photographed = pictures
    sides = {"picture": drawn, "text": "x"}
    body = [
        ("picture", {"picture": photographed, "caption": ""}),
        ("do_and_dont", {"do": sides, "dont": sides}),
        ("standard", {"matter": "x", "measures": ["1"], "note": "", "picture": drawn}),
        ("self_check", CHECK),
    ] * 4
    course = make_course(slug="pictures", chapters=3, lessons=5, body=body)
    enrol_employee(actor=system, employee=reader, course=course)
    address = lessons_of(course)[0].url
    cache.clear()
    with django_assert_max_num_queries(16):
        assert "/pictures/" in as_reader.get(address).text
    with django_assert_max_num_queries(8):
        as_reader.get(address)


def test_an_alias_of_a_lesson_is_read_as_its_original(
    system: Employee, reader: Employee, course: CoursePage
) -> None:
    from courses.actions.enrol_employee import enrol_employee

    other = make_course(slug="other", lessons=0)
    chapter = other.get_children().get().specific
    original = lessons_of(course)[0]
    alias = original.create_alias(parent=chapter, update_slug="alias")
    enrol_employee(actor=system, employee=reader, course=other)
    progress = finish_lesson(actor=reader, lesson=alias)
    assert progress.revision_id == original.live_revision_id


def test_a_renamed_lesson_is_found_under_its_old_address(
    as_reader: Client,
    enrolment: Enrolment,
    course: CoursePage,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    lesson = lessons_of(course)[0]
    old = lesson.url
    lesson.slug = "renamed"
    with django_capture_on_commit_callbacks(execute=True):
        lesson.save_revision().publish()
    response = as_reader.get(old)
    assert response.status_code in (301, 302)
    assert response.headers["Location"].endswith("/renamed/")


def test_a_copied_course_is_not_handed_to_new_hires(trainer: Employee) -> None:
    course = make_course(slug="original", is_onboarding=True)
    copy = course.copy(update_attrs={"slug": "copy"}, copy_revisions=True, user=trainer)
    assert not copy.is_onboarding
    assert not copy.get_latest_revision_as_object().is_onboarding
