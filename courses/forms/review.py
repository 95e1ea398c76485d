from django import forms
from django.utils.translation import gettext_lazy as _


class SendBackForm(forms.Form):
    """What the author is told when a page comes back."""

    comment = forms.CharField(
        label=_("What is to be changed"), widget=forms.Textarea(attrs={"rows": 4})
    )
