"""Reporting without a name, coming back with the code, and what HR and the reporter write."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django import forms
from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from conduct_records.actions.cases.draw_photos import drawn_photos
from conduct_records.actions.cases.report_anonymously import AnonymousReport
from conduct_records.errors import InTheFuture
from conduct_records.forms.cases.report import UnitField
from conduct_records.queries.cases.channel import company_unit, sites
from conduct_records.queries.cases.reserve import somebody_reads_reserved
from conduct_records.rules.cases.reporter_codes import code_in, new_code
from lms.files.checks.names import check_name
from lms.files.limits import check_size
from lms.files.taken import CAMERA, FilesInput, TakenFilesField
from lms.people.models import Unit
from lms.ui.moments import YEARS

MOST_PHOTOS = 5
PHOTOS = ("jpeg", "jpg", "png", "webp")
# Of the code that a form was begun with: nobody chooses one that can be guessed.
TICKETS = Signer(salt="speak-up")


def check_only_picture(file: Any, name: str) -> None:
    """What can be said without opening it. A foreign picture is opened in the process that draws it
    anew, and nowhere else: the library that reads it logs what is inside.

    Raises `FileRefused`.
    """
    check_size(file.size, settings.PICTURE_MAX_MB)
    check_name(name, PHOTOS)


class PhotosField(TakenFilesField):
    """Pictures alone: they are drawn anew, which nothing else can be."""

    def __init__(self, **kwargs: Any) -> None:
        widget = FilesInput(attrs={"class": "input", "accept": CAMERA})
        given = {"label": _("Photos"), "required": False, "widget": widget} | kwargs
        super().__init__(check=check_only_picture, most=MOST_PHOTOS, **given)
        for said_to_a_script in ("data-max-mb", "data-too-large"):
            self.widget.attrs.pop(said_to_a_script, None)
        self.help_text = format_lazy(
            _("Up to five, together at most {limit} MB. They are drawn anew before they are kept."),
            limit=settings.REQUEST_MAX_MB,
        )


class SpeakUpForm(forms.Form):
    ticket = forms.CharField(widget=forms.HiddenInput)
    what = forms.CharField(
        label=_("What happened?"),
        max_length=4000,
        widget=forms.Textarea(attrs={"class": "input", "rows": 6}),
    )
    unit = UnitField(
        label=_("At which site?"),
        queryset=Unit.objects.none(),
        required=False,
        empty_label=_("I do not know, or none of these"),
        widget=forms.Select(attrs={"class": "input"}),
    )
    is_reserved = forms.BooleanField(
        label=_("It is about human resources or the management of this site"),
        help_text=_("Then the HR director of the company alone reads it, and not HR of the site."),
        required=False,
    )
    place = forms.CharField(
        label=_("Where there?"),
        help_text=_("Gate, building, storey: as closely as you like."),
        max_length=120,
        widget=forms.TextInput(attrs={"class": "input"}),
    )
    day = forms.DateField(
        label=_("On which day?"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"class": "input", "type": "date"}),
    )
    clock = forms.TimeField(
        label=_("About what time?"),
        help_text=_("Roughly is enough."),
        widget=forms.TimeInput(format="%H:%M", attrs={"class": "input", "type": "time"}),
    )
    photos = PhotosField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("ticket", TICKETS.sign(new_code()))
        units = self.fields["unit"]
        assert isinstance(units, UnitField)
        units.queryset = sites()

    def clean_is_reserved(self) -> bool:
        is_reserved = bool(self.cleaned_data["is_reserved"])
        if is_reserved and not somebody_reads_reserved():
            raise forms.ValidationError(
                _("Nobody is HR director of the company just now. HR would have to read it."),
                code="nobody",
            )
        return is_reserved

    def clean_ticket(self) -> str:
        """The code."""
        try:
            return str(TICKETS.unsign(self.cleaned_data["ticket"]))
        except BadSignature:
            raise forms.ValidationError(
                _("This form is damaged. Load it once more."), code="damaged"
            ) from None

    def clean_day(self) -> Any:
        day = self.cleaned_data["day"]
        if day.year not in YEARS:
            raise forms.ValidationError(_("Enter a valid date."), code="invalid")
        return day

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if "day" in said and "clock" in said:
            at = timezone.make_aware(datetime.combine(said["day"], said["clock"]))
            said["happened_at"] = at
            if at > timezone.now():
                self.add_error("day", str(InTheFuture()))
        said["unit"] = said.get("unit") or company_unit()
        if said["unit"] is None:
            self.add_error("unit", _("The company has not been set up here yet."))
        return said

    def report(self) -> AnonymousReport:
        """Draws the pictures. Raises `PictureCannotBeDrawn`."""
        said = self.cleaned_data
        return AnonymousReport(
            code=said["ticket"],
            what=said["what"],
            place=said["place"],
            unit=said["unit"],
            happened_at=said["happened_at"],
            is_reserved=said["is_reserved"],
            photos=drawn_photos(said["photos"]),
        )


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Your code"),
        help_text=_("Four groups of four. Spaces and small letters do not matter."),
        max_length=80,
        widget=forms.TextInput(
            attrs={
                "class": "input mono speak-code-input",
                "autocomplete": "off",
                "spellcheck": "false",
            }
        ),
    )

    def clean_code(self) -> str:
        code = code_in(self.cleaned_data["code"])
        if code is None:
            raise forms.ValidationError(
                _("A code has sixteen letters and digits. Look at each of them once more."),
                code="no_code",
            )
        return code


class MessageForm(forms.Form):
    """What one side writes to the other."""

    form_id = forms.UUIDField(widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("Your question"),
        max_length=4000,
        widget=forms.Textarea(attrs={"class": "input", "rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"form_id": uuid4()} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)


class AnswerForm(MessageForm):
    """The reporter's."""

    photos = PhotosField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _("Your answer, or what you want to add")
