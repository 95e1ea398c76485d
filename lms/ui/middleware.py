import time
from collections.abc import Callable
from typing import Any

from csp.middleware import CSPMiddleware
from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.datastructures import MultiValueDictKeyError
from django.utils.translation import gettext as _

from lms.files.limits import FORM_MB, MB, request_limit_mb
from lms.ui.views import bad_request, error_page, page_not_found

# How long a refused upload is listened to: whoever hangs up early is not heard by a browser that
# is still sending.
PATIENCE_SECONDS = 20
PIECE = 256 * 1024
LIBRARIES = ("wagtailimages", "wagtaildocs", "wagtailmedia")


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """The strict policy on every page of ours; the relaxed one only below Wagtail's admin."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        already_set: Any = getattr(response, "_csp_config", None)
        if already_set is None and request.path.startswith("/admin/"):
            response._csp_config = settings.RELAXED_POLICY  # type: ignore[attr-defined]
        return super().process_response(request, response)


class UploadLimitMiddleware:
    """Refuses a request that is larger than its address allows, by what it says of itself, before
    any of it is stored. Stands behind the middleware that knows who asks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        length = request.META.get("CONTENT_LENGTH") or "0"
        megabytes = int(length) / MB if str(length).isdecimal() else 0
        if megabytes > min(settings.REQUEST_MAX_MB, settings.PICTURE_MAX_MB):
            limit = request_limit_mb(request.path, may=request.user.has_perm)
            if megabytes > limit + FORM_MB:
                return self.refuse(request, limit)
        return self.get_response(request)

    def refuse(self, request: HttpRequest, limit: int) -> HttpResponseBase:
        _let_it_pass(request)
        text = _("At most %(limit)s MB can be sent here. Nothing was stored.") % {"limit": limit}
        if request.headers.get("X-Requested-With") == "XMLHttpRequest":
            # As Wagtail's page for many files at once shows what went wrong with one of them.
            return JsonResponse({"success": False, "error_message": text})
        return error_page(request, status=413, title=_("This file is too large"), text=text)


def _let_it_pass(request: HttpRequest) -> None:
    """Read what is being sent and keep nothing, for a while. Who asked first (`Expect`) has sent
    nothing yet."""
    if "100-continue" in request.headers.get("Expect", "").lower():
        return
    until = time.monotonic() + PATIENCE_SECONDS
    try:
        while time.monotonic() < until and request.read(PIECE):
            pass
    except OSError:
        return  # gone


class MalformedRequestMiddleware:
    """An address with a NUL in it leads to no page; PostgreSQL cannot even look for one. Wagtail's
    choosers and upload pages take what stands in an address or form as it is: an id that is no
    number leads to no page, and an upload without its file is no request; neither is a
    breakdown."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return page_not_found(request) if "\0" in request.path else self.get_response(request)

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponseBase | None:
        match = request.resolver_match
        if match is None or not match.namespace.startswith(LIBRARIES):
            return None
        if isinstance(exception, MultiValueDictKeyError):
            return bad_request(request)
        if isinstance(exception, ValueError) and "expected a number" in str(exception):
            return page_not_found(request)
        return None
