"""What the pages of anonymous reports share."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from conduct_records.views.cases.callers import LANGUAGE_COOKIE, NAMELESS

LANGUAGES = frozenset(code for code, __ in settings.LANGUAGES)
TOO_MANY, BUSY = 429, 503
BUSY_SECONDS = 60
# Left out of what an error report shows.
TYPED = ("ticket", "code", "what", "place", "text")
# What a page may leave out. Said, because of a name that is missing Django logs all others with
# their values.
WITHOUT = {"wait": "", "code": "", "incident": None, "is_sent": False}
View = Callable[..., HttpResponse]


class NamelessRequest(HttpRequest):
    """As `NamelessMiddleware` leaves it; `caller` is what it is counted by."""

    caller: bytes


def nameless(view: View) -> View:
    """For views below `NAMELESS`, whose requests the middleware has emptied. The language is the
    one pressed on these pages, kept for them alone."""

    @wraps(view)
    @sensitive_post_parameters(*TYPED)
    def speaking(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        pressed = request.POST.get("language") or request.GET.get("language") or ""
        wanted = (pressed, request.COOKIES.get(LANGUAGE_COOKIE, ""), translation.get_language())
        language = next(each for each in wanted if each in LANGUAGES)
        with translation.override(language):
            response = view(request, *args, **kwargs)
        response.headers["Content-Language"] = language
        if pressed in LANGUAGES:
            response.set_cookie(
                LANGUAGE_COOKIE,
                pressed,
                path=NAMELESS,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Strict",
            )
        return response

    return speaking


def shown(
    request: HttpRequest, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    return render(request, template, WITHOUT | context, status=status)


def busy(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """The same page with what was typed: pictures of somebody else are being drawn."""
    words = _(
        "Other pictures are being drawn just now. What you typed still stands here: send it again "
        "in a minute."
    )
    response = shown(request, template, context | {"wait": words}, BUSY)
    response.headers["Retry-After"] = str(BUSY_SECONDS)
    return response


def too_many(
    request: HttpRequest, template: str, context: dict[str, Any], until: datetime
) -> HttpResponse:
    """The same page with what was typed, and from when it can be sent."""
    at = date_format(timezone.localtime(until), "TIME_FORMAT")
    words = _(
        "Too much came from your network within an hour. What you typed still stands here: send it "
        "after %(at)s, or from another network."
    )
    response = shown(request, template, context | {"wait": words % {"at": at}}, TOO_MANY)
    seconds = int((until - timezone.now()).total_seconds())
    response.headers["Retry-After"] = str(max(1, seconds))
    return response
