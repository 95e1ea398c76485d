from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conduct_records.models import CodebookVersion
from lms.people.forms.paper import PaperForm


class SignedCodebookForm(PaperForm):
    """A codebook that somebody signed on paper: when, and the scan."""

    def __init__(self, *args: Any, version: CodebookVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        assert version.published_on is not None
        self.published_on = version.published_on

    def clean_signed_on(self) -> datetime:
        moment = super().clean_signed_on()
        if timezone.localdate(moment) < self.published_on:
            raise forms.ValidationError(_("This version was not published yet on that day."))
        return moment
