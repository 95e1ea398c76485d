from django import forms
from django.utils.translation import gettext_lazy as _


class SignInForm(forms.Form):
    """Asks only; `actions.sign_in` decides."""

    staff_number = forms.CharField(
        label=_("Staff number"),
        max_length=20,
        widget=forms.TextInput(
            attrs={
                "class": "input",
                "autocomplete": "username",
                "autocapitalize": "characters",
                "autocorrect": "off",
                "spellcheck": "false",
                "autofocus": True,
            }
        ),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"class": "input", "autocomplete": "current-password"}),
    )
