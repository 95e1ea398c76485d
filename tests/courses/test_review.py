"""From the author's draft to the published page: the review."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Page, WorkflowState

from courses.actions.set_up_shelf import set_up_shelf
from courses.models import ChapterPage, CoursePage, LessonPage
from courses.queries import own_shelf
from courses.rules.review import is_own_work
from courses.tasks import publish_scheduled_pages
from lms.people.enums import Role
from lms.people.models import Employee, Unit
from tests.factories.courses import lessons_of, make_course
from tests.factories.people import CompanyFactory, RoleGrantFactory, holder_of

COMMENTS = {"comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}


@pytest.fixture
def company(db: None) -> Unit:
    return CompanyFactory()


@pytest.fixture
def author(company: Unit) -> Employee:
    return holder_of(Role.TRAINER, company)


@pytest.fixture
def reviewer(company: Unit) -> Employee:
    return holder_of(Role.REVIEWER, company)


@pytest.fixture
def chapter(db: None) -> ChapterPage:
    return make_course(lessons=1).get_children().get().specific


def signed_in(employee: Employee) -> Client:
    client = Client()
    client.force_login(employee)
    return client


def draft(chapter: ChapterPage, author: Employee, **fields: Any) -> LessonPage:
    lesson = LessonPage(title="奉茶", slug="tea", owner=author, live=False, **fields)
    chapter.add_child(instance=lesson)
    lesson.save_revision(user=author)
    return lesson


def submitted(chapter: ChapterPage, author: Employee, **fields: Any) -> LessonPage:
    lesson = draft(chapter, author, **fields)
    lesson.get_workflow().start(lesson, author)
    return lesson


def act(client: Client, lesson: LessonPage, action: str, **values: str) -> Any:
    state = lesson.current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[lesson.pk, action, state.pk])
    return client.post(address, values)


def form_of(lesson: LessonPage, **values: Any) -> dict[str, Any]:
    fields = {
        "title": lesson.title,
        "slug": lesson.slug,
        "minutes": "5",
        "number": "",
        "summary": "",
    }
    return fields | {"body-count": "0"} | COMMENTS | values


def test_an_author_writes_and_submits_and_a_reviewer_publishes(
    author: Employee, reviewer: Employee, chapter: ChapterPage
) -> None:
    add = reverse("wagtailadmin_pages:add", args=["courses", "lessonpage", chapter.pk])
    data = {"title": "奉茶", "slug": "", "minutes": "6", "body-count": "0"} | COMMENTS
    page = signed_in(author).get(add).text
    assert "action-publish" not in page and "action-submit" in page
    response = signed_in(author).post(add, data | {"action-submit": "1"})
    assert response.status_code == 302
    lesson = LessonPage.objects.get(title="奉茶")
    assert not lesson.live and lesson.workflow_in_progress

    desk = signed_in(reviewer)
    assert "奉茶" in desk.get(reverse("wagtailadmin_home")).text
    editor = desk.get(reverse("wagtailadmin_pages:edit", args=[lesson.pk])).text
    assert 'data-workflow-action-name="approve"' in editor and "action-publish" not in editor
    assert act(desk, lesson, "approve").status_code == 302
    lesson = LessonPage.objects.get(pk=lesson.pk)
    assert lesson.live and lesson.live_revision.user == author


def test_reviewers_put_pages_in_order_and_move_them_nowhere_else(
    author: Employee, reviewer: Employee, db: None
) -> None:
    first, second = make_course(chapters=2, lessons=2).get_children()
    one, two = first.get_children()
    to_the_front = reverse("wagtailadmin_pages:set_page_position", args=[two.pk]) + "?position=0"
    signed_in(author).post(to_the_front)
    assert list(first.get_children()) == [one, two]
    signed_in(reviewer).post(to_the_front)
    assert list(first.get_children()) == [two, one]
    elsewhere = reverse("wagtailadmin_pages:move_confirm", args=[two.pk, second.pk])
    signed_in(reviewer).post(elsewhere)
    assert list(first.get_children()) == [two, one]


def test_what_comes_back_says_why(
    author: Employee, reviewer: Employee, chapter: ChapterPage
) -> None:
    lesson = submitted(chapter, author)
    act(signed_in(reviewer), lesson, "reject")
    assert lesson.workflow_in_progress, "without a comment nothing is sent back"
    act(signed_in(reviewer), lesson, "reject", comment="图里的杯子拿反了")
    lesson = LessonPage.objects.get(pk=lesson.pk)
    assert lesson.current_workflow_state.status == WorkflowState.STATUS_NEEDS_CHANGES
    editor = signed_in(author).get(reverse("wagtailadmin_pages:edit", args=[lesson.pk])).text
    assert "图里的杯子拿反了" in editor and "action-submit" in editor


def test_nobody_approves_what_they_submitted(
    author: Employee, reviewer: Employee, chapter: ChapterPage
) -> None:
    RoleGrantFactory.create(employee=author, role=Role.REVIEWER, unit=author.unit)
    author.groups.add(*reviewer.groups.all())
    lesson = submitted(chapter, author)
    editor = signed_in(author).get(reverse("wagtailadmin_pages:edit", args=[lesson.pk])).text
    assert 'data-workflow-action-name="approve"' not in editor
    act(signed_in(author), lesson, "approve")
    task, state = lesson.current_workflow_task, lesson.current_workflow_task_state
    with pytest.raises(PermissionDenied):
        task.on_action(state, author, "approve")
    assert not LessonPage.objects.get(pk=lesson.pk).live
    act(signed_in(reviewer), lesson, "approve")
    assert LessonPage.objects.get(pk=lesson.pk).live


def test_what_the_reviewer_changed_stays_a_draft(
    author: Employee, reviewer: Employee, chapter: ChapterPage
) -> None:
    lesson = submitted(chapter, author)
    desk = signed_in(reviewer)
    edit = reverse("wagtailadmin_pages:edit", args=[lesson.pk])
    approval = {"action-workflow-action": "1", "workflow-action-name": "approve"}
    desk.post(edit, form_of(lesson, minutes="9") | approval)
    lesson = LessonPage.objects.get(pk=lesson.pk)
    assert lesson.live and lesson.minutes == 5 and lesson.has_unpublished_changes
    assert lesson.get_latest_revision_as_object().minutes == 9


def test_approving_in_the_editor_leaves_no_draft(
    author: Employee, reviewer: Employee, chapter: ChapterPage
) -> None:
    lesson = submitted(chapter, author)
    edit = reverse("wagtailadmin_pages:edit", args=[lesson.pk])
    approval = {"action-workflow-action": "1", "workflow-action-name": "approve"}
    signed_in(reviewer).post(edit, form_of(lesson) | approval)
    lesson = LessonPage.objects.get(pk=lesson.pk)
    assert lesson.live and not lesson.has_unpublished_changes


def test_nobody_approves_what_they_wrote_and_another_submitted(
    company: Unit, author: Employee, reviewer: Employee, chapter: ChapterPage
) -> None:
    lesson = draft(chapter, reviewer)
    lesson.get_workflow().start(lesson, author)
    act(signed_in(reviewer), lesson, "approve")
    assert not LessonPage.objects.get(pk=lesson.pk).live
    act(signed_in(holder_of(Role.REVIEWER, company)), lesson, "approve")
    assert LessonPage.objects.get(pk=lesson.pk).live


def test_nobody_approves_what_they_wrote_before_another_submitted_it_in_the_editor(
    author: Employee, reviewer: Employee, chapter: ChapterPage
) -> None:
    lesson = draft(chapter, reviewer)
    edit = reverse("wagtailadmin_pages:edit", args=[lesson.pk])
    signed_in(author).post(edit, form_of(lesson) | {"action-submit": "1"})
    act(signed_in(reviewer), lesson, "approve")
    lesson = LessonPage.objects.get(pk=lesson.pk)
    assert lesson.workflow_in_progress and not lesson.live


def test_approving_what_is_under_review_no_more_is_said_in_words(
    author: Employee, reviewer: Employee, chapter: ChapterPage
) -> None:
    lesson = draft(chapter, author)
    edit = reverse("wagtailadmin_pages:edit", args=[lesson.pk])
    approval = {"action-workflow-action": "1", "workflow-action-name": "approve"}
    response = signed_in(author).post(edit, form_of(lesson) | approval, follow=True)
    assert response.status_code == 200 and "审核已经结束" in response.text


def test_who_submits_again_does_not_approve(
    company: Unit, author: Employee, reviewer: Employee, chapter: ChapterPage
) -> None:
    lesson = submitted(chapter, author)
    act(signed_in(reviewer), lesson, "reject", comment="再改改")
    lesson = LessonPage.objects.get(pk=lesson.pk)
    other = holder_of(Role.REVIEWER, company)
    lesson.current_workflow_state.resume(other)
    assert lesson.current_workflow_task.get_actions(lesson, other) == []
    assert lesson.current_workflow_task.get_actions(lesson, author) == []
    assert lesson.current_workflow_task.get_actions(lesson, reviewer)


@given(st.integers(1, 9), st.integers(1, 9), st.integers(1, 9), st.integers(1, 9))
def test_own_work_is_what_one_wrote_or_submitted(
    reviewer: int, first: int, again: int, writer: int
) -> None:
    own = is_own_work(reviewer, submitted_by=(first, again), written_by=[writer])
    assert own == (reviewer in (first, again, writer))
    assert not is_own_work(reviewer, submitted_by=(None, None), written_by=[None])


@pytest.mark.parametrize(
    ("role", "writes", "publishes", "withdraws"),
    [
        (Role.TRAINER, True, False, False),
        (Role.REVIEWER, False, False, True),
        (Role.ADMINISTRATOR, True, True, True),
        (Role.HR_DIRECTOR, False, False, False),
    ],
)
def test_rights_by_role(
    company: Unit, role: Role, writes: bool, publishes: bool, withdraws: bool
) -> None:
    lesson = lessons_of(make_course())[0]
    rights = lesson.permissions_for_user(holder_of(role, company))
    assert rights.can_edit() is writes
    assert rights.can_publish() is publishes
    assert rights.can_unpublish() is withdraws
    assert rights.can_unschedule() is withdraws


def test_two_roles_together_do_not_publish_without_a_review(author: Employee) -> None:
    RoleGrantFactory.create(employee=author, role=Role.REVIEWER, unit=author.unit)
    lesson = lessons_of(make_course())[0]
    lesson.title = "改了"
    lesson.save_revision(user=author)
    publish = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    signed_in(author).post(f"{publish}?id={lesson.pk}")
    signed_in(author).post(
        reverse("wagtailadmin_pages:edit", args=[lesson.pk]),
        form_of(lesson, **{"action-publish": "1"}),
    )
    assert LessonPage.objects.get(pk=lesson.pk).title != "改了"


def test_an_administrator_publishes_directly(company: Unit) -> None:
    lesson = lessons_of(make_course())[0]
    response = signed_in(holder_of(Role.ADMINISTRATOR, company)).post(
        reverse("wagtailadmin_pages:edit", args=[lesson.pk]),
        form_of(lesson, title="改了", **{"action-publish": "1"}),
    )
    assert response.status_code == 302
    assert LessonPage.objects.get(pk=lesson.pk).title == "改了"


def test_a_reviewer_withdraws_and_an_author_does_not(author: Employee, reviewer: Employee) -> None:
    lesson = lessons_of(make_course())[0]
    address = reverse("wagtailadmin_pages:unpublish", args=[lesson.pk])
    signed_in(author).post(address)
    assert LessonPage.objects.get(pk=lesson.pk).live
    signed_in(reviewer).post(address)
    assert not LessonPage.objects.get(pk=lesson.pk).live


def test_what_is_approved_for_later_appears_then(
    author: Employee, reviewer: Employee, chapter: ChapterPage
) -> None:
    lesson = submitted(chapter, author, go_live_at=timezone.now() + timedelta(hours=1))
    act(signed_in(reviewer), lesson, "approve")
    publish_scheduled_pages.call()
    assert not LessonPage.objects.get(pk=lesson.pk).live
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        publish_scheduled_pages.call()
    assert LessonPage.objects.get(pk=lesson.pk).live


def test_every_shelf_has_the_review_and_setting_up_again_changes_nothing(db: None) -> None:
    before = list(WorkflowState.objects.all()), own_shelf().get_workflow()
    set_up_shelf()
    assert (list(WorkflowState.objects.all()), own_shelf().get_workflow()) == before
    for shelf in Page.objects.filter(depth=2):
        assert shelf.get_workflow() == before[1]
    assert [task.name for task in before[1].tasks] == ["审核员审阅"]


def test_a_course_copied_by_an_author_is_a_draft(author: Employee) -> None:
    course = make_course()
    address = reverse("wagtailadmin_pages:copy", args=[course.pk])
    data = {
        "new_title": "副本",
        "new_slug": "copy",
        "new_parent_page": str(own_shelf().pk),
        "copy_subpages": "on",
        "publish_copies": "on",
    }
    signed_in(author).post(address, data)
    assert not CoursePage.objects.get(slug="copy").live
