from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lms.people.actions.set_preferences import set_preferences
from lms.people.enums import Scheme
from lms.people.forms.preferences import LanguageForm, PreferencesForm
from lms.people.views.destinations import destination
from lms.people.views.requests import StaffRequest

YEAR = 365 * 24 * 3600


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: StaffRequest) -> HttpResponse:
    """Language and light or dark of the signed-in person."""
    if request.method != "POST":
        initial = {"language": request.user.language, "scheme": request.user.scheme}
        context = {"form": PreferencesForm(initial=initial), "here": "me"}
        return render(request, "people/preferences.html", context)
    form = PreferencesForm(request.POST)
    if not form.is_valid():
        context = {"form": form, "here": "me"}
        return render(request, "people/preferences.html", context, status=400)
    language, scheme = form.cleaned_data["language"], form.cleaned_data["scheme"]
    employee = set_preferences(
        actor=request.user,
        language=language or None,
        scheme=Scheme(scheme) if scheme else None,
    )
    with translation.override(employee.language):
        messages.success(request, _("Saved."))
    return redirect(destination(request, "people:preferences"))


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """The language pressed at the foot of a page: kept on the device while nobody is signed in,
    else with the person."""
    form = LanguageForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest(_("This language is not offered."))
    chosen = form.cleaned_data["language"]
    response = redirect(destination(request, "people:sign-in"))
    if request.user.is_authenticated:
        set_preferences(actor=request.user, language=chosen)
        return response
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        chosen,
        max_age=YEAR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response
