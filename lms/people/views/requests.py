from django.http import HttpRequest

from lms.people.models import Employee


class StaffRequest(HttpRequest):
    """The request of somebody signed in, for annotations of views behind `login_required` or
    Wagtail's admin."""

    user: Employee
