"""An observation as it is filled in on the phone: the person, point by point, both signatures."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast
from uuid import uuid4

from django import forms
from django.conf import settings
from django.forms import BoundField
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.actions.observing.record_observation import MOST_PHOTOS, Seen, Shot
from assessments.errors import NotOneself
from assessments.models import Observation, SheetVersion
from assessments.policies.observed_people import people_to_observe
from assessments.queries.observing import words
from assessments.queries.observing.forms import observations_made
from assessments.rules.kinds.base import MOST_TEXT
from assessments.rules.observing.sheet import Given, Point, Sheet
from lms.files.checks.pictures import check_photo
from lms.files.limits import check_size
from lms.files.taken import CAMERA, CapturedField, FilesInput, TakenFilesField, with_notes
from lms.people.forms.who import WhoForm, exactly
from lms.people.models import Employee
from lms.people.rules.signatures import LONGEST
from lms.ui.moments import MomentField

UNSEEN = "unseen"
LINE = forms.Textarea(attrs={"class": "input", "rows": 1})
SHORT = forms.Textarea(attrs={"class": "input", "rows": 2})


def check_picture(file: Any, name: str) -> None:
    """Raises `lms.files.errors.FileRefused`."""
    check_size(file.size, settings.PICTURE_MAX_MB)
    check_photo(file, megapixels=settings.PICTURE_MAX_MEGAPIXELS)


@dataclass(frozen=True)
class PointFields:
    """A point with its fields."""

    number: int
    point: Point
    text: str
    standard: str
    step: BoundField
    remark: BoundField
    photos: BoundField
    captured: BoundField


class ObservationForm(WhoForm):
    """The points are those of `version`; the fields of each carry its place on the sheet."""

    nobody = _("Nobody whom you may observe has this number or name.")

    form_id = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput)
    shown = forms.CharField(required=False, max_length=4000, widget=forms.HiddenInput)
    observed_at = MomentField(label=_("When?"))
    remark = forms.CharField(
        label=_("Remark on the whole"), required=False, max_length=MOST_TEXT, widget=SHORT
    )
    assessor_signature = forms.CharField(required=False, max_length=LONGEST)
    employee_signature = forms.CharField(required=False, max_length=LONGEST)
    employee_remark = forms.CharField(
        label=_("Remark of the person observed"),
        required=False,
        max_length=MOST_TEXT,
        widget=SHORT,
    )
    not_signed_because = forms.CharField(
        label=_("The person does not sign because …"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"class": "input"}),
    )

    def __init__(self, *args: Any, actor: Employee, version: SheetVersion, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "form_id": uuid4(),
            "version": version.pk,
            "observed_at": timezone.now(),
        } | kwargs.get("initial", {})
        super().__init__(*args, people=people_to_observe(actor), **kwargs)
        self.actor, self.asked = actor, version
        self.first: Observation | None = None
        self.asks: Sheet = version.asks
        self.fields["who"].help_text = _("Name, staff number or pinyin; or scan the badge.")
        for place, point in enumerate(self.asks.points.values()):
            self._add_point(place, point)

    def _add_point(self, place: int, point: Point) -> None:
        steps = enumerate(words.STEPS[point.scale])
        choices = [*((str(step), said) for step, said in steps), (UNSEEN, words.NOT_SEEN)]
        self.fields |= {
            f"step-{place}": forms.ChoiceField(
                choices=choices,
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose one.")},
            ),
            f"remark-{place}": forms.CharField(
                label=_("Remark"), required=False, max_length=MOST_TEXT, widget=LINE
            ),
            f"photos-{place}": TakenFilesField(
                check=check_picture,
                most=MOST_PHOTOS,
                required=False,
                label=_("Take a photo"),
                widget=FilesInput(attrs={"accept": CAMERA, "capture": "environment"}),
            ),
            f"captured-{place}": CapturedField(required=False),
        }

    @property
    def sections(self) -> Iterator[tuple[str, list[PointFields]]]:
        """Each section of the sheet with its points, numbered through."""
        place = 0
        for section in self.asks.sections:
            rows = []
            for point in section.points:
                rows.append(self._fields_of(place, point))
                place += 1
            yield words.section_title(section), rows

    def _fields_of(self, place: int, point: Point) -> PointFields:
        return PointFields(
            place + 1,
            point,
            words.point_text(point),
            words.point_standard(point),
            self[f"step-{place}"],
            self[f"remark-{place}"],
            self[f"photos-{place}"],
            self[f"captured-{place}"],
        )

    def clean(self) -> dict[str, Any]:
        if form_id := self.cleaned_data.get("form_id"):
            self.first = observations_made(self.actor).filter(form_id=form_id).first()
        said = super().clean()
        if said["person"] is None and not self.has_error("who"):
            self.add_error("who", _("Say who was observed."))
        for place, point in enumerate(self.asks.points.values()):
            is_seen = said.get(f"step-{place}") not in (None, UNSEEN)
            if point.needs_photo and is_seen and said.get(f"photos-{place}") == []:
                self.add_error(f"photos-{place}", _("This point asks for a picture."))
        if not (said.get("assessor_signature") or self.has_error("assessor_signature")):
            self.add_error("assessor_signature", _("Sign here."))
        if not (said.get("employee_signature") or said.get("not_signed_because")):
            self.add_error("not_signed_because", _("Have it signed, or say why not."))
        return said

    def begin_anew(self) -> None:
        """Its id is that of an observation that was sent: what it says now is sent as another."""
        said = cast(QueryDict, self.data).copy()
        said["form_id"] = str(uuid4())
        self.data = said

    def _chosen(self, pk: int) -> Employee | None:
        # The phone may not have heard that it was sent: who was observed then stands, whether they
        # may still be observed or not.
        if self.first and self.first.employee_id == pk:
            return self.first.employee
        return super()._chosen(pk)

    def _named(self, text: str) -> Employee | None:
        if self.first and exactly(Employee.objects.filter(pk=self.first.employee_id), text):
            return self.first.employee
        if exactly(Employee.objects.filter(pk=self.actor.pk), text):
            self.add_error("who", str(NotOneself()))
            return None
        return super()._named(text)

    @property
    def seen(self) -> Seen:
        said = self.cleaned_data
        return Seen(
            form_id=said["form_id"],
            version=self.asked,
            employee=said["person"],
            observed_at=said["observed_at"],
            given=list(self._given()),
            assessor_signature=said["assessor_signature"],
            employee_signature=said["employee_signature"],
            not_signed_because=said["not_signed_because"],
            remark=said["remark"],
            employee_remark=said["employee_remark"],
            shots=list(self._shots()),
            shown=said["shown"],
        )

    def _given(self) -> Iterator[Given]:
        for place, code in enumerate(self.asks.points):
            step = self.cleaned_data[f"step-{place}"]
            remark = self.cleaned_data[f"remark-{place}"].strip()
            yield Given(code, None if step == UNSEEN else int(step), remark)

    def _shots(self) -> Iterator[Shot]:
        for place, code in enumerate(self.asks.points):
            files = self.cleaned_data[f"photos-{place}"]
            for file, note in with_notes(files, self.cleaned_data[f"captured-{place}"]):
                yield Shot(code, file, note.hash.lower(), note.at)
