from django import forms
from django.utils.translation import gettext_lazy as _

from lms.people.rules.signatures import LONGEST


class EndForm(forms.Form):
    """The signature of the attended person and, to go on at the desk, the witness's password."""

    signature = forms.CharField(
        label=_("Signature"),
        required=False,
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
    )
    password = forms.CharField(
        label=_("Password of the witness"),
        required=False,
        widget=forms.PasswordInput(attrs={"class": "input", "autocomplete": "off"}),
    )
