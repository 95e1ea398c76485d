from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.http import FileResponse, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.http import urlencode
from django_htmx.http import HttpResponseClientRedirect

Handler = Callable[[HttpRequest], HttpResponseBase]

LANGUAGES = frozenset(code for code, __ in settings.LANGUAGES)


def chosen_language(request: HttpRequest) -> str:
    """What the signed-in person chose, else what was pressed on this device, else the site's."""
    if request.user.is_authenticated and request.user.language in LANGUAGES:
        return request.user.language
    cookie = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return cookie if cookie in LANGUAGES else settings.LANGUAGE_CODE


def _spoken(content: Iterator[bytes], language: str) -> Iterator[bytes]:
    """A streamed answer is made after the request is through; it keeps its language."""
    with translation.override(language):
        yield from content


class ChosenLanguageMiddleware:
    """Speaks the language a person chose; without a choice, the site's own (Simplified Chinese).

    What a device asks for is left aside on purpose: the phone's language is often not its
    holder's working language here, and one press on the sign-in page changes it.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        language = chosen_language(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        if isinstance(response, StreamingHttpResponse) and not isinstance(response, FileResponse):
            content: Any = response.streaming_content
            response.streaming_content = _spoken(content, language)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ["Cookie"])
        return response


class PersonalPageMiddleware:
    """Keeps what a signed-in person was shown out of the browser's store: on a shared phone,
    going back after signing out asks the server again. Answers with a rule of their own keep it."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        is_personal = request.user.is_authenticated
        response = self.get_response(request)
        if is_personal and "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "private, no-store"
        return response


class FirstPasswordMiddleware:
    """Sends somebody who still has the password they were handed to choose their own."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response
        static_url = settings.STATIC_URL
        self.open_prefixes = (static_url if static_url.startswith("/") else f"/{static_url}",)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        user = request.user
        if not user.is_authenticated or not user.must_change_password or self.is_open(request.path):
            return self.get_response(request)
        target = reverse("people:first-password")
        if request.method == "GET":
            target = f"{target}?{urlencode({'next': request.get_full_path()})}"
        # A fragment must not be filled with the whole page; htmx is told to leave instead.
        if request.headers.get("HX-Request") == "true":
            return HttpResponseClientRedirect(reverse("people:first-password"))
        return redirect(target)

    def is_open(self, path: str) -> bool:
        return path.startswith(self.open_prefixes) or path in {
            reverse("people:first-password"),
            reverse("people:sign-out"),
            reverse("people:language"),
            reverse("ui:health"),
        }
