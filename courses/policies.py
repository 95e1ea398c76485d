"""Who may do what with courses. `check_can_x` raises; `can_x` answers."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.errors import Unmet
from assessments.models import Quiz
from assessments.queries import standing
from assessments.registries import Link
from courses.errors import CannotEnrol, NotEnrolled
from courses.models import Acknowledgement, Certificate, CertificateBatch, CoursePage, Enrolment
from courses.queries import (
    Journey,
    certificates_reached,
    courses_examined_by,
    journey_of,
    journeys_of,
    lesson_before_resit,
    live_courses,
    outlines_by_key,
)
from lms.people.errors import NotAllowed
from lms.people.models import Employee
from lms.people.policies import check_may, may

SEE = "courses.view_enrolment"
DESIGN = "courses.change_certificatedesign"


def can_see_progress(actor: Employee) -> bool:
    """Whether the desk is open to somebody: they look after, or check, somebody's training."""
    return may(actor, "courses.view_enrolment")


def check_can_enrol(actor: Employee, employee: Employee) -> None:
    """Trainers, managers and HR enrol people of their own units; nobody enrols a closed account."""
    check_may(actor, "courses.add_enrolment", employee)
    if not employee.is_active:
        raise CannotEnrol


def can_remind(actor: Employee, employee: Employee) -> bool:
    """Whoever may enrol somebody may remind them; a closed account reads no reminder."""
    return employee.is_active and may(actor, "courses.add_enrolment", employee)


def check_can_remind(actor: Employee, employee: Employee) -> None:
    if not can_remind(actor, employee):
        raise NotAllowed


def can_read_without_enrolment(actor: Employee) -> bool:
    """Those who write, check or assign courseware may read all of it."""
    return may(actor, "courses.view_coursepage")


def can_read(actor: Employee, journey: Journey) -> bool:
    return journey.enrolment is not None or can_read_without_enrolment(actor)


def readable_journeys(actor: Employee) -> list[Journey]:
    """The courses somebody may read: their own, and for those who may read without an enrolment
    all others too."""
    own = journeys_of(actor)
    if not can_read_without_enrolment(actor):
        return own
    keys = set(live_courses().values_list("translation_key", flat=True))
    others = outlines_by_key(keys - {journey.outline.key for journey in own})
    return own + [Journey(outline, None, ()) for outline in others.values()]


def check_is_own(actor: Employee, enrolment: Enrolment) -> None:
    if enrolment.employee_id != actor.pk:
        raise NotEnrolled


def can_see_acknowledgement(actor: Employee, acknowledgement: Acknowledgement) -> bool:
    """Who confirmed it, and whoever looks after their training."""
    signer = acknowledgement.enrolment.employee
    return actor == signer or may(actor, SEE, signer)


def check_can_complete(actor: Employee) -> None:
    """Completion follows from reading and passing; nobody hands it out."""
    if not actor.is_system:
        raise NotAllowed


def can_see_certificate(actor: Employee, certificate: Certificate) -> bool:
    """The holder, and whoever looks after the holder's training."""
    holder = certificate.enrolment.employee
    return actor == holder or may(actor, "courses.view_enrolment", holder)


def can_revoke(actor: Employee, certificate: Certificate) -> bool:
    """Of whom it was is not erased: about them nothing more is recorded."""
    return not certificate.is_erased and may(
        actor, "courses.change_certificate", certificate.enrolment.employee
    )


def check_can_revoke(actor: Employee, certificate: Certificate) -> None:
    if not can_revoke(actor, certificate):
        raise NotAllowed


def check_can_see_certificate(actor: Employee, certificate: Certificate) -> None:
    if not can_see_certificate(actor, certificate):
        raise NotAllowed


# Whoever takes a wrong certificate back may also put it right.
can_reissue = can_revoke
check_can_reissue = check_can_revoke


def can_design(actor: Employee) -> bool:
    """Authors of courseware; a design belongs to the course, so no unit limits it."""
    return may(actor, DESIGN)


def check_can_design(actor: Employee) -> None:
    check_may(actor, DESIGN)


def can_fetch_batch(actor: Employee, batch: CertificateBatch) -> bool:
    """Who asked for it, as long as they may see every certificate in it."""
    if batch.owner_id != actor.pk:
        return False
    printed = batch.certificates.all()
    reached = certificates_reached(actor, SEE).filter(pk__in=printed.values("pk"))
    return reached.count() == printed.count()


def lessons_before_examination(employee: Employee, quiz: Quiz) -> list[Unmet] | None:
    """The examination of a published course opens when its lessons are read, and after a failed
    attempt when the lesson named for that was read again; where several courses share it, for who
    is ready in one. Asked by `assessments` for the door page and for the direct POST alike."""
    courses = list(courses_examined_by(quiz))
    if not courses:
        return None
    ways = [(course, journey_of(employee, course.path)) for course in courses]
    missing = [
        _left_to_read(journey) or _to_read_again(employee, course, journey)
        for course, journey in ways
        if journey and journey.enrolment
    ]
    if not missing:
        return [Unmet(str(NotEnrolled.message))]
    return [] if [] in missing else missing[0]


def _left_to_read(journey: Journey) -> list[Unmet]:
    lesson = journey.resume
    if lesson is None:
        return []
    count = len(journey.left)
    text = ngettext(
        "Read the last lesson of “%(course)s” first.",
        "Read the %(count)d lessons of “%(course)s” that are left first.",
        count,
    ) % {"count": count, "course": journey.outline.title}
    return [Unmet(text, url=lesson.url, label=_("Go on reading"))]


def _to_read_again(employee: Employee, course: CoursePage, journey: Journey) -> list[Unmet]:
    if course.remedial_lesson_id is None or course.examination is None:
        return []
    where = standing(employee, course.examination)
    lesson = lesson_before_resit(course, journey, where)
    if lesson is None:
        return []
    text = _("You did not pass. Read “%(lesson)s” again before the next attempt.")
    return [Unmet(text % {"lesson": lesson.title}, url=lesson.url, label=_("Read it again"))]


def back_to_course(employee: Employee, quiz: Quiz) -> list[Link]:
    return [
        Link(journey.outline.url, journey.outline.title)
        for course in courses_examined_by(quiz)
        for journey in [journey_of(employee, course.path)]
        if journey and journey.enrolment
    ]
