from typing import Any

from csp.middleware import CSPMiddleware
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """The strict policy on every page of ours; the relaxed one only below Wagtail's admin."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        already_set: Any = getattr(response, "_csp_config", None)
        if already_set is None and request.path.startswith("/admin/"):
            response._csp_config = settings.RELAXED_POLICY  # type: ignore[attr-defined]
        return super().process_response(request, response)
