from typing import Any

from django.core.exceptions import PermissionDenied
from django.http.response import HttpResponseBase
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.reports.audit_logging import LogEntriesView

from lms.people.policies import can_see_all_history
from lms.people.views.requests import StaffRequest


class SiteHistoryView(LogEntriesView):
    """Wagtail's report of everything done. It knows kinds of objects but no units, so it is not
    for those who see some units' people only; they have each person's own history."""

    def dispatch(self, request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not can_see_all_history(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


site_history = never_cache(require_admin_access(SiteHistoryView.as_view()))
site_history_results = never_cache(require_admin_access(SiteHistoryView.as_view(results_only=True)))
