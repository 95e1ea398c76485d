from datetime import date, datetime, time
from typing import IO, Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.files.checks.documents import check_document
from lms.files.checks.names import check_name
from lms.files.checks.pictures import check_picture
from lms.files.errors import FileRefused
from lms.files.limits import check_size

PAPERS = ["pdf"]
PHOTOS = ["jpg", "jpeg", "png"]


def check_scan(file: IO[bytes], name: str, size: int) -> None:
    """A PDF or a photo that can be opened. Raises `FileRefused`."""
    check_size(size, settings.REQUEST_MAX_MB)
    if check_name(name, PAPERS + PHOTOS) in PAPERS:
        check_document(file, name)
    else:
        check_picture(file, megapixels=settings.PICTURE_MAX_MEGAPIXELS)


class PaperForm(forms.Form):
    """When somebody signed a paper, and the scan of it; a subclass says which."""

    signed_on = forms.DateField(
        label=_("Signed on"), widget=forms.DateInput(attrs={"class": "input", "type": "date"})
    )
    scan = forms.FileField(
        label=_("Scan or photo of the signed paper"),
        help_text=_("PDF, JPEG or PNG, with the signature in it."),
        widget=forms.ClearableFileInput(attrs={"class": "input", "accept": ".pdf,.jpg,.jpeg,.png"}),
    )

    def __init__(self, *args: Any, hired_on: date | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.hired_on = hired_on
        self.fields["signed_on"].widget.attrs["max"] = timezone.localdate().isoformat()

    def clean_signed_on(self) -> datetime:
        """Noon of the day: the paper tells no hour."""
        day: date = self.cleaned_data["signed_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come."))
        if self.hired_on and day < self.hired_on:
            raise forms.ValidationError(_("This is before the person was hired."))
        return timezone.make_aware(datetime.combine(day, time(12)))

    def clean_scan(self) -> Any:
        scan = self.cleaned_data["scan"]
        try:
            check_scan(scan, scan.name, scan.size)
        except FileRefused as refusal:
            raise forms.ValidationError(str(refusal), code="refused") from None
        return scan
