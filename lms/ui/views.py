from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _


def health(request: HttpRequest) -> JsonResponse:
    """200 when the site answers and its database does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


def error_page(
    request: HttpRequest, *, status: int, title: str, text: str, template: str = "ui/error.html"
) -> HttpResponse:
    return render(
        request, template, {"title": title, "text": text, "status": status}, status=status
    )


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(
        request,
        status=400,
        title=_("We could not process that"),
        text=_("Go back, reload the page and try once more. Nothing was changed."),
    )


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(
        request,
        status=403,
        title=_("This is not open to you"),
        text=str(exception or "") or _("If you need it for your work, ask your site manager."),
    )


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(
        request,
        status=404,
        title=_("There is no such page"),
        text=_("The address may be wrong, or the page is not meant for this account."),
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return error_page(
        request,
        status=403,
        title=_("This form has expired"),
        text=_("Go back, reload the page and send it again. What was saved before is still there."),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """Needs neither database nor session, as either may be what failed."""
    return HttpResponse(render_to_string("ui/server_error.html"), status=500)
