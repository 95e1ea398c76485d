from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from lms.people.enums import Scheme


class LanguageForm(forms.Form):
    language = forms.ChoiceField(choices=settings.LANGUAGES)


class PreferencesForm(forms.Form):
    """Language and light or dark; a page may send only one of them."""

    language = forms.ChoiceField(
        label=_("Language"),
        choices=settings.LANGUAGES,
        required=False,
        widget=forms.RadioSelect,
    )
    scheme = forms.ChoiceField(
        label=_("Light or dark"),
        choices=Scheme.choices,
        required=False,
        widget=forms.RadioSelect,
    )
