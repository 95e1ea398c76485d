"""Handing out a file, or the part of it that is asked for: players ask for parts."""

import mimetypes
from datetime import datetime
from typing import Any

from django.core.files.base import File
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, http_date

from lms.files.ranges import OutsideFile, Span, span_of

# As browsers call them, whatever the machine's own table says.
RECORDING_TYPES = {
    "m4a": "audio/mp4",
    "m4v": "video/mp4",
    "mp3": "audio/mpeg",
    "mp4": "video/mp4",
    "ogg": "audio/ogg",
    "wav": "audio/wav",
    "webm": "video/webm",
}
TYPES = RECORDING_TYPES | {"webp": "image/webp"}


class Part:
    """Reads one part of an open file."""

    def __init__(self, file: File, span: Span) -> None:
        self.file, self.left = file, span.length
        self.close = file.close
        file.seek(span.first)

    def read(self, size: int = -1) -> bytes:
        wanted = self.left if size < 0 else min(size, self.left)
        piece: bytes = self.file.read(wanted) if wanted else b""
        self.left -= len(piece)
        return piece


class MediaResponse(FileResponse):
    block_size = 64 * 1024


def file_response(
    request: HttpRequest, file: File, *, content_type: str, modified: datetime
) -> HttpResponseBase:
    """200 with the file, 206 with the part asked for, 304 where the caller has it, 416 where the
    part lies behind its end. Closes the file, at once or when it is sent."""
    seconds = int(modified.timestamp())
    etag = f'"{file.size:x}-{int(modified.timestamp() * 1000):x}"'
    # RFC 9110 has `Range` mean something in a GET only.
    header = request.headers.get("Range", "") if request.method == "GET" else ""
    if request.headers.get("If-Range", etag) not in (etag, http_date(seconds)):
        header = ""
    response = _answer(request, file, header, content_type)
    response.headers["Accept-Ranges"] = "bytes"
    conditional: Any = get_conditional_response(
        request, etag=etag, last_modified=seconds, response=response
    )
    if conditional is not response:
        response.close()
    conditional.headers["ETag"] = etag
    conditional.headers["Last-Modified"] = http_date(seconds)
    return conditional


def private_response(
    request: HttpRequest, stored: FieldFile, *, modified: datetime, save_as: str = ""
) -> HttpResponseBase:
    """A file of the private store, for who has the right to it: nobody keeps a copy on the way, and
    nothing in it runs. With `save_as`, a name, it is saved rather than shown."""
    name = stored.name or ""
    content_type = TYPES.get(name.rpartition(".")[2].lower()) or mimetypes.guess_type(name)[0]
    response = file_response(
        request,
        stored.open(),
        content_type=content_type or "application/octet-stream",
        modified=modified,
    )
    if save_as:
        disposition = content_disposition_header(True, save_as)
        response.headers["Content-Disposition"] = disposition or "attachment"
    response._csp_config = {"default-src": ["'none'"], "sandbox": True}  # type: ignore[attr-defined]
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _answer(request: HttpRequest, file: File, header: str, content_type: str) -> Any:
    size = file.size
    try:
        span = span_of(header, size)
    except OutsideFile:
        file.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    if request.method == "HEAD":
        file.close()
        return HttpResponse(content_type=content_type, headers={"Content-Length": str(size)})
    if span is None:
        return MediaResponse(file, content_type=content_type)
    response = MediaResponse(Part(file, span), status=206, content_type=content_type)
    response.headers["Content-Length"] = str(span.length)
    response.headers["Content-Range"] = f"bytes {span.first}-{span.last}/{size}"
    return response
