"""Reminding people, one or all that are shown."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from courses.actions.remind_learners import Reminded, remind_learners
from courses.errors import CourseError
from courses.models import CoursePage, Enrolment
from courses.policies import check_can_remind
from courses.queries import live_courses
from courses.queries.standings import team_courses
from courses.queries.team import open_enrolments, overdue_enrolments, reminders_on, team_of
from courses.views.team import ENROL, SEE, Shown, shown
from lms.people.models import Employee
from lms.people.policies import check_may
from lms.people.queries import employees_reached
from lms.people.views.destinations import destination
from lms.people.views.requests import StaffRequest


@require_POST
@login_required
def remind(request: StaffRequest) -> HttpResponse:
    """Remind one person (`person`): of what is overdue, else of all that is open."""
    seen = employees_reached(request.user, SEE).filter(is_active=True)
    number = request.POST.get("person", "")
    is_number = number.isdecimal() and len(number) < 19
    employee = get_object_or_404(seen, pk=number if is_number else None)
    check_can_remind(request.user, employee)
    pages = list(live_courses().select_related("examination", "locale"))
    courses, today = team_courses(pages), timezone.localdate()
    person = Employee.objects.filter(pk=employee.pk)
    overdue = overdue_enrolments(person, courses, today)
    wanted = overdue if overdue.exists() else open_enrolments(person, courses, today)
    _remind(request, wanted, pages)
    return redirect(destination(request, reverse("courses:person", args=[employee.pk])))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def remind_all(request: StaffRequest) -> HttpResponse:
    """Remind everybody shown of what is overdue in the courses shown; asks first."""
    check_may(request.user, ENROL)
    asked = shown(request, ENROL)
    overdue = overdue_of(asked)
    back = f"{reverse('courses:team')}?{request.GET.urlencode()}"
    if request.method == "POST":
        _remind(request, overdue, asked.filter.chosen)
        return redirect(back)
    people = Employee.objects.filter(pk__in=overdue.values("employee"))
    context = {
        "here": "team",
        "back": back,
        "count": people.count(),
        "told_before": len(reminders_on(asked.today, people)),
        "by_email": people.exclude(email="").count() if settings.EMAIL_IS_CONFIGURED else 0,
        "has_email": settings.EMAIL_IS_CONFIGURED,
        "some": people.select_related("unit")[:10],
    }
    return render(request, "courses/desk/team_remind.html", context)


def overdue_of(asked: Shown) -> QuerySet[Enrolment]:
    team = team_of(asked.people, asked.courses, asked.filter.wanted, asked.today)
    return overdue_enrolments(team, asked.courses, asked.today)


def _remind(
    request: StaffRequest, enrolments: QuerySet[Enrolment], courses: list[CoursePage]
) -> None:
    try:
        done = remind_learners(actor=request.user, enrolments=enrolments, courses=courses)
    except CourseError as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, " ".join(_outcome(done)))


def _outcome(done: Reminded) -> list[str]:
    """What was done, in sentences."""
    said = [ngettext("%(count)d person reminded.", "%(count)d people reminded.", done.people)]
    said[0] %= {"count": done.people}
    if done.by_email:
        text = ngettext("%(count)d also by e-mail.", "%(count)d also by e-mail.", done.by_email)
        said.append(text % {"count": done.by_email})
    else:
        said.append(_("On the site only."))
    if done.told_before:
        text = ngettext(
            "%(count)d was reminded today already.",
            "%(count)d were reminded today already.",
            done.told_before,
        )
        said.append(text % {"count": done.told_before})
    if done.out_of_reach:
        text = ngettext(
            "%(count)d has neither a sign-in nor an e-mail address.",
            "%(count)d have neither a sign-in nor an e-mail address.",
            done.out_of_reach,
        )
        said.append(text % {"count": done.out_of_reach})
    return said
