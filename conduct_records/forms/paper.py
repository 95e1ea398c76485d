from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conduct_records.models import CodebookVersion
from courses.forms.paper import check_scan
from lms.files.errors import FileRefused


class PaperForm(forms.Form):
    """A codebook that somebody signed on paper: when, and the scan."""

    signed_on = forms.DateField(
        label=_("Signed on"), widget=forms.DateInput(attrs={"class": "input", "type": "date"})
    )
    scan = forms.FileField(
        label=_("Scan or photo of the signed paper"),
        help_text=_("PDF, JPEG or PNG, with the signature in it."),
        widget=forms.ClearableFileInput(attrs={"class": "input", "accept": ".pdf,.jpg,.jpeg,.png"}),
    )

    def __init__(
        self, *args: Any, version: CodebookVersion, hired_on: date | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        assert version.published_on is not None
        self.published_on, self.hired_on = version.published_on, hired_on
        self.fields["signed_on"].widget.attrs["max"] = timezone.localdate().isoformat()

    def clean_signed_on(self) -> datetime:
        """Noon of the day: the paper tells no hour."""
        day: date = self.cleaned_data["signed_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come."))
        if self.hired_on and day < self.hired_on:
            raise forms.ValidationError(_("This is before the person was hired."))
        if day < self.published_on:
            raise forms.ValidationError(_("This version was not published yet on that day."))
        return timezone.make_aware(datetime.combine(day, time(12)))

    def clean_scan(self) -> Any:
        scan = self.cleaned_data["scan"]
        try:
            check_scan(scan, scan.name, scan.size)
        except FileRefused as refusal:
            raise forms.ValidationError(str(refusal), code="refused") from None
        return scan
