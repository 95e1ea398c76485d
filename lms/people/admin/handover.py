from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _t

from lms.people.models import Employee


def handover(request: HttpRequest, employee: Employee, password: str) -> HttpResponse:
    """The temporary password, to be read out or written down now."""
    response = TemplateResponse(
        request,
        "people/admin/handover.html",
        {"employee": employee, "password": password, "header_title": _t("Temporary password")},
    )
    response.headers["Cache-Control"] = "no-store"
    return response
