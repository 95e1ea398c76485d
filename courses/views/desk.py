from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from courses.actions.enrol_employee import enrol_employee
from courses.errors import CourseError
from courses.forms.roster import EnrolForm, RosterFilter
from courses.models import CoursePage
from courses.queries import course_by_key, courses_with_counts, outline_of, roster_of
from lms.people.models import Employee
from lms.people.policies import check_may
from lms.people.queries import employees_reached, units_reached
from lms.people.views.requests import StaffRequest

PAGE_SIZE = 50
SEE, ENROL, REVOKE = "courses.view_enrolment", "courses.add_enrolment", "courses.change_certificate"


@login_required
@require_safe
def course_list(request: StaffRequest) -> HttpResponse:
    """All courses, with how far the people of the actor's units are."""
    check_may(request.user, SEE)
    people = employees_reached(request.user, SEE)
    return render(
        request,
        "courses/desk/course_list.html",
        {
            "here": "desk",
            "rows": courses_with_counts(people),
            "people": people.filter(is_active=True).count(),
        },
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def roster(request: StaffRequest, key: UUID) -> HttpResponse:
    """Who of the actor's people takes the course, how far they are; enrols the ticked ones."""
    check_may(request.user, ENROL if request.method == "POST" else SEE)
    course = course_by_key(key)
    outline = outline_of(course.path) if course else None
    if course is None or outline is None:
        raise Http404
    if request.method == "POST":
        enrolled = EnrolForm(request.POST, people=_people(request, ENROL))
        return _enrol_ticked(request, course, enrolled)
    choice = RosterFilter(request.GET, units=units_reached(request.user, SEE))
    choice.is_valid()
    found = roster_of(_people(request, SEE), outline, **choice.cleaned_data)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"course": course, "outline": outline, "page": page, "filter": choice}
    rights = {name: _allowed_on(request, page, name) for name in (ENROL, REVOKE)}
    context |= {"here": "desk", "to_enrol": rights[ENROL], "to_revoke": rights[REVOKE]}
    return render(request, "courses/desk/roster.html", context)


def _people(request: StaffRequest, permission: str) -> QuerySet[Employee]:
    return employees_reached(request.user, permission).filter(is_active=True)


def _allowed_on(request: StaffRequest, page: Page[Employee], permission: str) -> set[int]:
    """Whom on the page the actor may do this with."""
    shown = [employee.pk for employee in page]
    return set(_people(request, permission).filter(pk__in=shown).values_list("pk", flat=True))


def _enrol_ticked(request: StaffRequest, course: CoursePage, form: EnrolForm) -> HttpResponse:
    if form.is_valid():
        try:
            for employee in form.cleaned_data["people"]:
                enrol_employee(actor=request.user, employee=employee, course=course)
        except CourseError as refusal:
            messages.warning(request, str(refusal))
        else:
            count = len(form.cleaned_data["people"])
            messages.success(
                request,
                ngettext("%(count)d person enrolled.", "%(count)d people enrolled.", count)
                % {"count": count},
            )
    else:
        for error in form.errors["people"]:
            messages.warning(request, str(error))
    return redirect(request.get_full_path())
