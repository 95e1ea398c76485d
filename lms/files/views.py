import mimetypes

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

# Pictures only; documents are handed out by Wagtail's view, which asks for rights.
SHOWN = ("images/", "original_images/")


@require_safe
def media(request: HttpRequest, name: str) -> FileResponse:
    """A picture of the library, in a sandbox: no script in an uploaded SVG can run, even when its
    address is opened by itself. File names are unique per upload, so they may be cached."""
    if not request.user.is_authenticated or not name.startswith(SHOWN):
        raise Http404
    try:
        file = default_storage.open(name)
    except (OSError, ValueError, SuspiciousFileOperation):  # none, a folder, no possible name
        raise Http404 from None
    content_type, __ = mimetypes.guess_type(name)
    if not (content_type or "").startswith("image/"):
        raise Http404
    response = FileResponse(file, content_type=content_type)
    response._csp_config = {  # type: ignore[attr-defined]
        "default-src": ["'none'"],
        "style-src": ["'unsafe-inline'"],
        "sandbox": True,
    }
    response.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    return response
