"""How far one's people are: the table, and everything about one person."""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_safe

from courses.forms.team import TeamFilter
from courses.policies import can_remind
from courses.queries import live_courses
from courses.queries.person import person_record
from courses.queries.standings import TeamCourse, members, team_courses
from courses.queries.team import narrowed, reminders_on, summary_of, team_of
from courses.rules.standing import Group
from lms.people.actions.look_at import look_at
from lms.people.models import Employee
from lms.people.policies import check_may, may
from lms.people.queries import employees_reached, units_reached
from lms.people.rules.sights import Sight
from lms.people.views.requests import StaffRequest

PAGE_SIZE = 50
SEE, ENROL = "courses.view_enrolment", "courses.add_enrolment"
TRAINING = Sight(gettext_noop("training record"), gettext_noop("training progress of the team"))


@dataclass
class Shown:
    """What the address asks for: people, courses, order. The table, its exports and its reminders
    read it alike."""

    people: QuerySet[Employee]
    filter: TeamFilter
    today: date

    @cached_property
    def courses(self) -> list[TeamCourse]:
        return team_courses(self.filter.chosen)

    @property
    def team(self) -> QuerySet[Employee]:
        return team_of(self.people, self.courses, self.filter.wanted, self.today)


def shown(request: StaffRequest, permission: str = SEE) -> Shown:
    """Raises `NotAllowed` for who may not do this anywhere."""
    check_may(request.user, permission)
    choice = TeamFilter(
        request.GET,
        units=units_reached(request.user, SEE),
        courses=list(live_courses().select_related("examination", "locale").order_by("path")),
    )
    people = employees_reached(request.user, permission).filter(is_active=True)
    return Shown(people, choice, timezone.localdate())


@login_required
@require_safe
def team(request: StaffRequest) -> HttpResponse:
    """People and their courses, the most urgent first."""
    asked = shown(request)
    page = Paginator(asked.team, PAGE_SIZE).get_page(request.GET.get("page"))
    parts = summary_of(narrowed(asked.people, asked.filter.wanted), asked.courses, asked.today)
    context = {
        "here": "team",
        "filter": asked.filter,
        "courses": asked.courses,
        "page": page,
        "members": members(list(page), asked.courses, asked.today),
        "summary": parts,
        "total": sum(part.count for part in parts),
        "overdue": sum(part.count for part in parts if part.group is Group.OVERDUE),
        "reminded": reminders_on(asked.today, page),
        "may_remind": {one.pk for one in page if can_remind(request.user, one)},
        "may_remind_all": may(request.user, ENROL),
    }
    return render(request, "courses/desk/team.html", context)


@login_required
@require_safe
def person(request: StaffRequest, pk: int) -> HttpResponse:
    """Everything about one person's training; a 404 outside the asker's units."""
    employee = get_object_or_404(employees_reached(request.user, SEE), pk=pk)
    look_at(actor=request.user, tokens=[employee.token], sight=TRAINING)
    today = timezone.localdate()
    context = {
        "here": "team",
        "employee": employee,
        "record": person_record(employee, today),
        "reminded": reminders_on(today, [employee]).get(employee.pk),
        "may_remind": can_remind(request.user, employee),
        "may_enter_paper": may(request.user, "courses.add_acknowledgement", employee),
        "sees_sittings": may(request.user, "wagtailadmin.access_admin")
        and may(request.user, "assessments.view_sitting", employee),
    }
    return render(request, "courses/desk/person.html", context)
