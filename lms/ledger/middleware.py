from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from lms.ledger.errors import LedgerError
from lms.ui.views import error_page


class LedgerRefusalMiddleware:
    """A page that needs the ledger says why it cannot be shown, where a key or a part of the tree
    was lost while the site runs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, LedgerError):
            return None
        title = _("The ledger cannot be read just now")
        return error_page(request, status=503, title=title, text=str(error))
