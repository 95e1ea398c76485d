from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.errors import NobodyReadsIt, NothingToRemind, RemindedToday
from courses.models import CoursePage, Enrolment, Reminder
from courses.policies import check_can_remind
from courses.queries.standings import TeamCourse, team_courses
from lms.notify.sending import Letter, notify_all
from lms.people.models import Employee


@dataclass(frozen=True)
class Reminded:
    """How many people were told, how many of them by e-mail too; and how many were passed over,
    because they were told today or because nothing reaches them."""

    people: int
    by_email: int
    told_before: int
    out_of_reach: int


def remind_learners(
    *, actor: Employee, enrolments: QuerySet[Enrolment], courses: Iterable[CoursePage]
) -> Reminded:
    """Remind people of courses they have not finished, by one notice each; of a course at most
    once a day, whoever does it. `courses` holds the pages of the enrolments' courses.

    Raises `NotAllowed` for anybody outside the actor's units, `NothingToRemind`, `RemindedToday`
    where everybody was, and `NobodyReadsIt` where nothing reaches any of them.
    """
    now = timezone.now()
    with transaction.atomic(durable=True):
        found = _locked(actor, enrolments)
        told = _told_on(timezone.localdate(now), enrolments)
        fresh = _by_person(one for one in found if one.pk not in told)
        if not fresh:
            raise _reminded_today(told.values())
        reached = {person: own for person, own in fresh.items() if _reaches(person)}
        if not reached:
            raise NobodyReadsIt
        by_email = _write(actor, reached, list(courses), now)
    everybody = {enrolment.employee for enrolment in found}
    return Reminded(
        people=len(reached),
        by_email=by_email,
        told_before=len(everybody - fresh.keys()),
        out_of_reach=len(fresh.keys() - reached.keys()),
    )


def _locked(actor: Employee, enrolments: QuerySet[Enrolment]) -> list[Enrolment]:
    """Those still open, locked in a fixed order: of two who remind at once, the later waits and
    finds it done."""
    found = list(
        enrolments.filter(completed_at__isnull=True)
        .select_related("employee__unit")
        .order_by("pk")
        .select_for_update(of=("self",))
    )
    if not found:
        raise NothingToRemind
    for enrolment in found:
        check_can_remind(actor, enrolment.employee)
    return found


def _told_on(day: date, enrolments: QuerySet[Enrolment]) -> dict[int, Reminder]:
    """The day's reminders of these enrolments, by the enrolment's id."""
    told = Reminder.objects.filter(sent_on=day, enrolment__in=enrolments.order_by().values("pk"))
    return {one.enrolment_id: one for one in told.select_related("sent_by")}


def _by_person(enrolments: Iterable[Enrolment]) -> dict[Employee, list[Enrolment]]:
    people: dict[Employee, list[Enrolment]] = {}
    for enrolment in enrolments:
        people.setdefault(enrolment.employee, []).append(enrolment)
    return people


def _reminded_today(told: Iterable[Reminder]) -> RemindedToday:
    last = max(told, key=lambda reminder: reminder.sent_at)
    time = date_format(timezone.localtime(last.sent_at), "TIME_FORMAT")
    return RemindedToday(time, last.sent_by.localised_name)


def _reaches(employee: Employee) -> bool:
    """Whether somebody can read a notice, on the site or in their mail."""
    return employee.has_usable_password() or bool(employee.email)


def _write(
    actor: Employee,
    people: dict[Employee, list[Enrolment]],
    courses: list[CoursePage],
    now: datetime,
) -> int:
    """Write notices and reminders; how many e-mails will go out."""
    named = {}
    for language in {employee.language for employee in people}:
        with translation.override(language):
            named[language] = {course.key: course for course in team_courses(courses)}
    letters = [
        _letter(actor, employee, own, named[employee.language]) for employee, own in people.items()
    ]
    notices = notify_all(letters)
    Reminder.objects.bulk_create(
        Reminder(
            enrolment=enrolment,
            sent_on=timezone.localdate(now),
            sent_at=now,
            sent_by=actor,
            notice=notice,
        )
        for notice, own in zip(notices, people.values(), strict=True)
        for enrolment in own
    )
    return sum(bool(notice.email) for notice in notices)


def _letter(
    actor: Employee, employee: Employee, own: list[Enrolment], courses: dict[UUID, TeamCourse]
) -> Letter:
    """The reminder in the recipient's language, the course due first on top."""
    own = sorted(own, key=lambda enrolment: (enrolment.due_on or date.max, enrolment.pk))
    with translation.override(employee.language):
        lines = [_line(enrolment, courses) for enrolment in own]
        lines.append(_("Reminded by %(name)s") % {"name": actor.localised_name})
        title = ngettext(
            "Please finish your course", "Please finish your %(count)d courses", len(own)
        ) % {"count": len(own)}
    only = courses.get(own[0].course_key) if len(own) == 1 else None
    url = only.url if only else reverse("courses:list")
    return Letter(
        employee.pk, title, "\n".join(lines), url, employee.language, email=employee.email
    )


def _line(enrolment: Enrolment, courses: dict[UUID, TeamCourse]) -> str:
    course = courses.get(enrolment.course_key)
    title = course.title if course else ""
    if enrolment.due_on is None:
        return _("“%(course)s”") % {"course": title}
    day = date_format(enrolment.due_on, "DATE_FORMAT")
    if enrolment.due_on < timezone.localdate():
        return _("“%(course)s” was due on %(day)s") % {"course": title, "day": day}
    return _("“%(course)s” is due on %(day)s") % {"course": title, "day": day}
