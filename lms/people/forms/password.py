from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from lms.people.models import Employee


def _password_input(autocomplete: str) -> forms.PasswordInput:
    return forms.PasswordInput(attrs={"class": "input", "autocomplete": autocomplete})


class FirstPasswordForm(forms.Form):
    """A password of one's own, typed twice."""

    new_password = forms.CharField(
        label=_("New password"),
        max_length=128,
        strip=False,
        widget=_password_input("new-password"),
        help_text=_("At least 8 characters, not only digits, and not your staff number."),
    )
    repeat = forms.CharField(
        label=_("Repeat the new password"),
        max_length=128,
        strip=False,
        widget=_password_input("new-password"),
    )

    def __init__(self, *args: Any, employee: Employee, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.employee = employee

    def clean_new_password(self) -> str:
        password: str = self.cleaned_data["new_password"]
        validate_password(password, self.employee)
        return password

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        password, repeat = cleaned.get("new_password"), cleaned.get("repeat")
        if password and repeat and password != repeat:
            self.add_error("repeat", _t("The two passwords are not the same."))
        return cleaned


class PasswordForm(FirstPasswordForm):
    """The same, from somebody who shows that they know the present password."""

    field_order = ["current_password", "new_password", "repeat"]

    current_password = forms.CharField(
        label=_("Current password"),
        max_length=128,
        strip=False,
        widget=_password_input("current-password"),
    )

    def clean_current_password(self) -> str:
        password: str = self.cleaned_data["current_password"]
        if not self.employee.check_password(password):
            raise forms.ValidationError(_t("This is not your present password."))
        return password
