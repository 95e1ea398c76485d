import mimetypes

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from lms.files.serving import RECORDING_TYPES, file_response

# Pictures and recordings only; documents are handed out by Wagtail's view, which asks for rights.
PICTURES = ("images/", "original_images/", "posters/")
RECORDINGS = "recordings/"


@require_safe
def media(request: HttpRequest, name: str) -> HttpResponseBase:
    """A picture or recording of the library, whole or in part, in a sandbox: no script in an
    uploaded SVG can run, even when its address is opened by itself. File names are unique per
    upload, so they may be cached, by the reader's own device."""
    content_type = _type_of(name)
    if not request.user.is_authenticated or content_type is None:
        raise Http404
    try:
        modified = default_storage.get_modified_time(name)
        file = default_storage.open(name)
    except (OSError, ValueError, SuspiciousFileOperation):  # none, a folder, no possible name
        raise Http404 from None
    response = file_response(request, file, content_type=content_type, modified=modified)
    response._csp_config = {  # type: ignore[attr-defined]
        "default-src": ["'none'"],
        "media-src": ["'self'"],
        "style-src": ["'unsafe-inline'"],
        "sandbox": True,
    }
    response.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    return response


def _type_of(name: str) -> str | None:
    """None for what is not shown here."""
    if name.startswith(RECORDINGS):
        return RECORDING_TYPES.get(name.rpartition(".")[2].lower())
    guessed = mimetypes.guess_type(name)[0] or ""
    return guessed if name.startswith(PICTURES) and guessed.startswith("image/") else None
