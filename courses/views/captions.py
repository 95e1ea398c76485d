from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.http import conditional_page, require_safe

from lms.files.models import Recording
from lms.ui.han import TRADITIONAL, in_readers_script


@require_safe
@conditional_page
def captions(request: HttpRequest, key: str, language: str) -> HttpResponse:
    """The captions of a recording. Traditional ones are the Simplified ones converted."""
    if not request.user.is_authenticated:
        raise Http404
    recording = Recording.objects.by_key(key)
    if recording is None:
        raise Http404
    text = recording.captions_in("zh-hans" if language == TRADITIONAL else language)
    if not text:
        raise Http404
    with translation.override(language):
        response = HttpResponse(in_readers_script(text), content_type="text/vtt; charset=utf-8")
    # They may be mended at any time; asking whether they were costs little.
    response.headers["Cache-Control"] = "private, no-cache"
    return response
