from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import FileResponse, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from lms.people.actions.leave_attended_session import leave_attended_session
from lms.people.queries import attended_session
from lms.people.registries import is_open_while_attended

# Where the device's session keeps the attended session that runs on it.
SESSION_KEY_ATTENDED = "attended_session"

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


class AttendedMiddleware:
    """On a device that was handed over, the attended person is the one who acts, and only the
    pages of learning are open. The way back to the witness's own work is their password; when the
    session has ended in any other way, nobody is signed in any more."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        pk = request.session.get(SESSION_KEY_ATTENDED)
        if pk is not None and request.user.is_authenticated:
            session = attended_session(pk, witness=request.user)
            if session is None:
                leave_attended_session(pk=pk)
                logout(request)
            else:
                request.user = session.employee
                request.user.attended = session
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        if not getattr(request.user, "attended", None):
            return None
        match = request.resolver_match
        if match and is_open_while_attended(match.view_name):
            return None
        messages.warning(request, _("This page stays closed until the attended session ends."))
        return redirect(settings.LOGIN_REDIRECT_URL)


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
        asked = user.is_authenticated and user.must_change_password and not user.attended
        if not asked or self.is_open(request.path):
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
