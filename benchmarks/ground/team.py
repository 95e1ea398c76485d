"""Sites of sixty and of three thousand people who are somewhere in six courses."""

from datetime import timedelta
from random import Random
from typing import Any

COURSES = 6
LESSONS = 10
FAMILY, GIVEN = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨", "安宁静远清和若水明德思齐知行子墨"


def site_of(size: int) -> str:
    """The staff number of the manager of a site with so many people; made at the first run."""
    from lms.people.models import Employee, Unit

    code, number = f"bench-{size}", f"BENCH-{size}"
    if Employee.objects.filter(staff_number=number).exists():
        return number
    company = Unit.objects.get(parent=None)
    site = Unit.objects.create(kind="site", code=code, name=code, parent=company, path=code)
    site.path = f"{company.path}{site.pk}/"
    site.save(update_fields=["path"])
    people = _people(size, site)
    for course in _courses():
        _take(course, people)
    _manager(number, site)
    return number


def _people(size: int, site: Any) -> list[Any]:
    from lms.people.models import Employee, Post

    rng, posts, people = Random(size), list(Post.objects.all()), []
    for number in range(size):
        person = Employee(
            staff_number=f"B{size}-{number}",
            name=rng.choice(FAMILY) + "".join(rng.sample(GIVEN, 2)),
            unit=site,
            post=rng.choice(posts),
        )
        person.keep_name_keys()
        people.append(person)
    return Employee.objects.bulk_create(people)


def _manager(number: str, site: Any) -> None:
    from lms.people.models import Employee, Post, RoleGrant

    system = Employee.objects.system()
    manager = Employee.objects.create(
        staff_number=number, name="陆安", unit=site, post=Post.objects.all()[0]
    )
    RoleGrant.objects.create(employee=manager, role="site_manager", unit=site, granted_by=system)


def _courses() -> list[Any]:
    """The first courses of the shelf; what is missing is added."""
    from assessments.models import Quiz
    from courses.models import ChapterPage, CoursePage, LessonPage
    from courses.queries import live_courses

    shelf = live_courses().order_by("path")[0].get_parent()
    quiz = Quiz.objects.all()[0]
    for number in range(live_courses().count(), COURSES):
        course = _publish(
            shelf,
            CoursePage(
                title=f"课程 {number}", slug=f"bench-{number}", code=f"B{number}", examination=quiz
            ),
        )
        chapter = _publish(course, ChapterPage(title="章", slug="chapter"))
        for lesson in range(LESSONS):
            _publish(chapter, LessonPage(title=f"节 {lesson}", slug=f"lesson-{lesson}"))
    return list(live_courses().order_by("path")[:COURSES])


def _publish(parent: Any, page: Any) -> Any:
    parent.add_child(instance=page)
    page.save_revision().publish()
    return page


def _take(course: Any, people: list[Any]) -> None:
    """Four in five take it; some are done, some late, some have not begun."""
    from django.utils import timezone

    from courses.models import Enrolment
    from lms.people.models import Employee

    rng, now, system = Random(course.pk), timezone.now(), Employee.objects.system()
    enrolments = Enrolment.objects.bulk_create(
        Enrolment(
            employee=person,
            course_key=course.translation_key,
            source="hiring",
            enrolled_at=now,
            enrolled_by=system,
            due_on=timezone.localdate() + timedelta(days=rng.randint(-30, 60)),
            completed_at=now if rng.random() < 0.5 else None,
        )
        for person in people
        if rng.random() < 0.8
    )
    _read(rng, course, enrolments)
    _certify(rng, course, [one for one in enrolments if one.completed_at])


def _read(rng: Random, course: Any, enrolments: list[Any]) -> None:
    from courses.models import LessonPage, LessonProgress

    lessons = list(LessonPage.objects.descendant_of(course).live())
    LessonProgress.objects.bulk_create(
        LessonProgress(
            enrolment=enrolment,
            lesson_key=lesson.translation_key,
            opened_at=enrolment.enrolled_at,
            read_at=enrolment.enrolled_at,
            revision_id=lesson.live_revision_id,
        )
        for enrolment in enrolments
        for lesson in lessons[: len(lessons) if enrolment.completed_at else rng.randint(0, 5)]
    )


def _certify(rng: Random, course: Any, enrolments: list[Any]) -> None:
    from django.utils import timezone

    from courses.models import Certificate

    now, today = timezone.now(), timezone.localdate()
    Certificate.objects.bulk_create(
        Certificate(
            enrolment=enrolment,
            serial=f"BENCH-{enrolment.pk}",
            name=enrolment.employee.name,
            staff_number=enrolment.employee.staff_number,
            course_title=course.title,
            course_title_en=course.title,
            passed_on=today,
            with_examination=False,
            valid_until=today + timedelta(days=rng.randint(-60, 600)),
            issued_at=now,
        )
        for enrolment in enrolments
    )
