"""How far many people are."""

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from courses.models import CoursePage, Enrolment
from courses.queries.attempts import may_have_passed
from courses.queries.certificates import with_certificate
from courses.queries.outlines import live_courses
from courses.rules.journey import Outline
from lms.people.models import Employee, Unit
from lms.people.queries import search_employees


def courses_with_counts(people: QuerySet[Employee]) -> list[tuple[CoursePage, int, int]]:
    """Each live course with how many of these people are enrolled and have completed it."""
    courses = list(live_courses().select_related("examination", "locale"))
    counts = {
        row["course_key"]: row
        for row in Enrolment.objects.filter(employee__in=people)
        .values("course_key")
        .annotate(enrolled=Count("id"), completed=Count("completed_at"))
        .order_by()
    }
    none = {"enrolled": 0, "completed": 0}
    return [
        (course, row["enrolled"], row["completed"])
        for course in courses
        for row in [counts.get(course.translation_key, none)]
    ]


def enrolments_in(outline: Outline) -> QuerySet[Enrolment]:
    """The enrolments in a course; `read` counts the lessons of today that were read."""
    was_read = Q(
        progress__read_at__isnull=False,
        progress__lesson_key__in=[lesson.key for lesson in outline.lessons],
    )
    return Enrolment.objects.filter(course_key=outline.key).annotate(
        read=Count("progress", filter=was_read)
    )


def enrolments_to_certify(course: CoursePage, outline: Outline) -> QuerySet[Enrolment]:
    """The enrolments without a certificate that are completed, or may be to be by their reading
    and their examination: `complete_course` looks more closely."""
    waiting = enrolments_in(outline).filter(certificates__isnull=True)
    waiting = waiting.filter(Q(completed_at__isnull=False) | Q(read=len(outline.lessons)))
    if course.examination is None:
        return waiting
    return waiting.filter(may_have_passed(course.examination))


def roster_of(
    people: QuerySet[Employee],
    outline: Outline,
    *,
    unit: Unit | None = None,
    state: str = "",
    name: str = "",
) -> QuerySet[Employee]:
    """These people with their enrolment in the course (`in_course`, a list of one or none),
    narrowed to a unit's subtree, a state (missing, under_way, completed), a name or staff number.
    """
    enrolments = Enrolment.objects.filter(course_key=outline.key)
    if unit is not None:
        people = people.filter(unit__in=Unit.objects.within(unit))
    if name.strip():
        people = search_employees(people, name)
    if state == "missing":
        people = people.exclude(Exists(enrolments.filter(employee=OuterRef("pk"))))
    elif state:
        completed = enrolments.filter(completed_at__isnull=state == "under_way")
        people = people.filter(Exists(completed.filter(employee=OuterRef("pk"))))
    shown = with_certificate(enrolments_in(outline))
    return (
        people.select_related("unit", "post")
        .prefetch_related(Prefetch("enrolments", queryset=shown, to_attr="in_course"))
        .order_by("unit__path", "sort_key", "staff_number")
    )
