from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from lms.people.actions.leave_attended_session import leave_attended_session
from lms.people.actions.set_preferences import set_preferences
from lms.people.actions.sign_in import sign_in as sign_in_by_password
from lms.people.errors import TooManyAttempts, WrongSignIn
from lms.people.forms.sign_in import SignInForm
from lms.people.models import Employee
from lms.people.views.destinations import destination


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    target = destination(request, settings.LOGIN_REDIRECT_URL)
    if request.user.is_authenticated:
        # Not to `next`: it may be what sent somebody here whose role does not reach it.
        return redirect(settings.LOGIN_REDIRECT_URL)
    form = SignInForm(request.POST or None)
    wait = 0
    if form.is_valid():
        try:
            employee = sign_in_by_password(**form.cleaned_data, address=caller_address(request))
        except WrongSignIn as error:
            form.add_error(None, str(error))
        except TooManyAttempts as error:
            form.add_error(None, str(error))
            wait = error.seconds
        else:
            login(request, employee)
            return _taking_the_language_along(request, employee, redirect(target))
    context = {"form": form, "next": target}
    if not wait:
        return render(request, "people/sign_in.html", context)
    response = render(request, "people/sign_in.html", context, status=429)
    response.headers["Retry-After"] = str(wait)
    return response


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    if session := getattr(request.user, "attended", None):
        leave_attended_session(pk=session.pk)
    logout(request)
    return redirect(settings.LOGOUT_REDIRECT_URL)


@never_cache
def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Stands where Django's and Wagtail's own sign-in pages would be."""
    query = {"next": destination(request, "wagtailadmin_home")}
    return redirect(f"{reverse('people:sign-in')}?{urlencode(query)}")


def caller_address(request: HttpRequest) -> str:
    """The address that a trusted proxy names, or that of the connection. Of several in the
    proxy's header the last is the one it saw itself."""
    named = ""
    if settings.CLIENT_ADDRESS_HEADER:
        named = request.headers.get(settings.CLIENT_ADDRESS_HEADER, "").split(",")[-1].strip()
    return named or request.META.get("REMOTE_ADDR", "")


def _taking_the_language_along(
    request: HttpRequest, employee: Employee, response: HttpResponse
) -> HttpResponse:
    """Who pressed a language before signing in goes on in it. The cookie then goes, so that the
    next person at a shared phone does not inherit it."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    if chosen is None:
        return response
    if chosen in dict(settings.LANGUAGES) and chosen != employee.language:
        set_preferences(actor=employee, language=chosen)
    response.delete_cookie(settings.LANGUAGE_COOKIE_NAME)
    return response
