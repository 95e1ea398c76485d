from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from lms.people.actions.set_own_password import set_own_password
from lms.people.errors import PasswordUnchanged
from lms.people.forms.password import FirstPasswordForm, PasswordForm
from lms.people.views.destinations import destination
from lms.people.views.requests import StaffRequest


@sensitive_post_parameters()
@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def first_password(request: StaffRequest) -> HttpResponse:
    """In place of the password that was handed over."""
    target = destination(request, settings.LOGIN_REDIRECT_URL)
    if not request.user.must_change_password:
        return redirect(target)
    form = FirstPasswordForm(request.POST or None, employee=request.user)
    if form.is_valid() and _set(request, form):
        return redirect(target)
    return render(request, "people/first_password.html", {"form": form, "next": target})


@sensitive_post_parameters()
@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: StaffRequest) -> HttpResponse:
    form = PasswordForm(request.POST or None, employee=request.user)
    if form.is_valid() and _set(request, form):
        messages.success(request, _("Your password is changed. Other devices are signed out."))
        return redirect("people:preferences")
    return render(request, "people/password.html", {"form": form, "here": "me"})


def _set(request: HttpRequest, form: FirstPasswordForm) -> bool:
    """Whether the password was set; this session stays, others end. A refusal is in the form."""
    new_password = form.cleaned_data["new_password"]
    try:
        employee = set_own_password(actor=form.employee, password=new_password)
    except PasswordUnchanged as error:
        form.add_error(error.field, str(error))
        return False
    except ValidationError as error:
        form.add_error("new_password", error)
        return False
    update_session_auth_hash(request, employee)
    return True
