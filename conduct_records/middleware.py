from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import (
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from conduct_records.views.cases.callers import CALLERS, LANGUAGE_COOKIE, NAMELESS
from conduct_records.views.cases.purposes import PurposeNeeded, to_question
from lms.people.views.sign_in import caller_address
from lms.ui.views import error_page

# All that the pages of anonymous reports need: the protection against forged forms looks at the
# origin.
KEPT_HEADERS = frozenset({"HTTP_HOST", "HTTP_ORIGIN", "HTTP_EXPECT"})


class PurposeMiddleware:
    """Whoever opens something of a case without a plain duty says first what for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return to_question(request, error) if isinstance(error, PurposeNeeded) else None


class InMemory(MemoryFileUploadHandler):
    """However large a picture is, it lies in no temporary file: one would outlive a process that is
    killed. `UploadLimitMiddleware` keeps the whole request small."""

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:
        self.activated = True


class NamelessMiddleware:
    """Takes from requests for the pages of anonymous reports whatever tells who sends them, before
    anything else sees it: the session's cookie, the address, the browser, where they come from.
    Somebody who is signed in at the same browser is nobody here, and their session is neither read
    nor touched. Of the address remains what it is counted by for an hour (`rules.cases.floods`).

    Stands first, so that no other middleware, view, error page or log has more than that.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(NAMELESS):
            return self.get_response(request)
        make_nameless(request)
        response = self.get_response(request)
        response.headers["Cache-Control"] = "no-store"
        # Not `no-referrer`: browsers would then hide the origin, too, and every form would be taken
        # for a forged one.
        response.headers["Referrer-Policy"] = "strict-origin"
        return response

    def process_view(self, request: HttpRequest, *ignored: Any) -> HttpResponse | None:
        """A text that is too long is refused in words. Left to Django, anybody fills the log with
        errors."""
        if not request.path_info.startswith(NAMELESS):
            return None
        try:
            request.POST  # noqa: B018
        except (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent):
            return error_page(
                request,
                status=413,
                title=_("This is too long"),
                text=_("A report has at most 4,000 characters and five photos. Nothing was kept."),
            )
        return None


def make_nameless(request: HttpRequest) -> None:
    kept = (settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME, LANGUAGE_COOKIE)
    cookies = {name: request.COOKIES[name] for name in kept if name in request.COOKIES}
    request.caller = CALLERS.caller(caller_address(request))  # type: ignore[attr-defined]
    has_origin = "HTTP_ORIGIN" in request.META
    referer = request.META.get("HTTP_REFERER", "")
    for name in list(request.META):
        if name.startswith(("HTTP_", "REMOTE_", "SSL_")) and name not in KEPT_HEADERS:
            del request.META[name]
    if not has_origin and referer:
        # What an old browser sends instead; only as far as its host.
        request.META["HTTP_REFERER"] = "/".join(referer.split("/")[:3]) + "/"
    request.META["REMOTE_ADDR"] = ""
    request.__dict__.pop("headers", None)  # made of the above before it was emptied
    request.COOKIES = cookies
    request.upload_handlers = [InMemory(request)]
