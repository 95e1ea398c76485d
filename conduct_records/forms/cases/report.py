"""The report of an incident, filled in on a phone in under a minute."""

import re
from datetime import datetime
from typing import Any
from uuid import uuid4

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conduct_records.actions.cases.report_incident import Report
from conduct_records.enums import IncidentKind, Source
from conduct_records.forms.cases.evidence import (
    CAMERA,
    CapturedField,
    FilesField,
    FilesInput,
    handed_in,
)
from conduct_records.policies.incidents import REPORT
from lms.people.models import Employee, Unit
from lms.people.queries import employees_reached, in_order, search_employees, units_reached

MOMENT = "%Y-%m-%dT%H:%M"
YEARS = range(1950, 2201)
MOST_FOUND = 8
LONGEST_SEARCH = 60


def found_by(actor: Employee, text: str) -> QuerySet[Employee]:
    """People of the actor's units, whoever has left included: what they did remains."""
    text = text.strip()[:LONGEST_SEARCH]
    reached = employees_reached(actor, REPORT)
    return in_order(search_employees(reached, text)) if text else reached.none()


def exactly(people: QuerySet[Employee], text: str) -> list[Employee]:
    """Those whose staff number or whole name it is, two at most."""
    number = people.filter(staff_number=text.upper())
    named = people.filter(name=text) | people.filter(latin_name__iexact=text)
    return list((number if number.exists() else named)[:2])


class MomentField(forms.DateTimeField):
    widget = forms.DateTimeInput(format=MOMENT, attrs={"class": "input", "type": "datetime-local"})
    input_formats = [MOMENT, "%Y-%m-%dT%H:%M:%S"]

    def to_python(self, value: Any) -> datetime | None:
        """Of a year that people live in: days are added to it."""
        moment: datetime | None = super().to_python(value)
        if moment is not None and moment.year not in YEARS:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return moment


class UnitField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Unit) -> str:
        return obj.localised_name


class ReportForm(forms.Form):
    """`found` are the people whom what was typed in `who` may mean."""

    form_id = forms.UUIDField(widget=forms.HiddenInput)
    captured = CapturedField(required=False)
    kind = forms.ChoiceField(
        label=_("What kind"), choices=IncidentKind.choices, widget=forms.RadioSelect
    )
    photos = FilesField(
        label=_("Take a photo"),
        required=False,
        widget=FilesInput(attrs={"accept": CAMERA, "capture": "environment"}),
    )
    what = forms.CharField(
        label=_("What happened?"),
        max_length=4000,
        widget=forms.Textarea(attrs={"class": "input", "rows": 4}),
    )
    place = forms.CharField(
        label=_("Where?"), max_length=120, widget=forms.TextInput(attrs={"class": "input"})
    )
    unit = UnitField(
        label=_("Unit"),
        queryset=Unit.objects.none(),
        empty_label=None,
        widget=forms.Select(attrs={"class": "input"}),
    )
    happened_at = MomentField(label=_("When?"))
    who = forms.CharField(
        label=_("Who?"),
        help_text=_("Name, staff number or pinyin. Leave it open if you do not know."),
        required=False,
        max_length=LONGEST_SEARCH,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
    )
    person = forms.IntegerField(required=False)
    source = forms.ChoiceField(
        label=_("How did it become known?"), choices=Source.choices, widget=forms.RadioSelect
    )
    reference = forms.CharField(
        label=_("Reference of the complaint"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"class": "input"}),
    )
    rule = forms.CharField(
        label=_("Rule"),
        help_text=_("If you know it. HR looks for it otherwise."),
        required=False,
        max_length=160,
        widget=forms.TextInput(attrs={"class": "input", "list": "rules", "autocomplete": "off"}),
    )
    known_at = MomentField(
        label=_("When did it become known?"), help_text=_("Empty: now."), required=False
    )

    def __init__(self, *args: Any, actor: Employee, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "form_id": uuid4(),
            "kind": IncidentKind.VIOLATION,
            "source": Source.OBSERVATION,
            "unit": actor.unit_id,
            "happened_at": timezone.now(),
        } | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.found: list[Employee] = []
        units = self.fields["unit"]
        assert isinstance(units, UnitField)
        units.queryset = units_reached(actor, REPORT)

    def clean_rule(self) -> str:
        """The code at its beginning: the rest is the title that the list of rules shows."""
        text = self.cleaned_data["rule"].strip()
        return re.split(r"[\s·]", text, maxsplit=1)[0].upper()[:20] if text else ""

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        text = said.get("who", "").strip()
        chosen = said.get("person")
        said["person"] = self._chosen(chosen) if chosen else None
        if text and said["person"] is None and not self.has_error("who"):
            said["person"] = self._named(text)
        return said

    def _chosen(self, pk: int) -> Employee | None:
        person = employees_reached(self.actor, REPORT).filter(pk=pk).first()
        if person is None:
            self.add_error("who", _("Choose somebody of your units."))
        else:
            self.found = [person]
        return person

    def _named(self, text: str) -> Employee | None:
        """Whoever has exactly this number or, alone, this name; nobody is guessed at."""
        people = found_by(self.actor, text)
        if len(exact := exactly(people, text)) == 1:
            return exact[0]
        self.found = list(people[:MOST_FOUND])
        self.add_error(
            "who",
            _("Choose who it was.")
            if self.found
            else _("Nobody of your units is called that. Leave it open and say it in the text."),
        )
        return None

    @property
    def report(self) -> Report:
        said = self.cleaned_data
        return Report(
            form_id=said["form_id"],
            what=said["what"],
            place=said["place"],
            unit=said["unit"],
            happened_at=said["happened_at"],
            source=Source(said["source"]),
            kind=IncidentKind(said["kind"]),
            known_at=said["known_at"],
            person=said["person"],
            rule_code=said["rule"],
            reference=said["reference"],
        )

    @property
    def files_given(self) -> list[Any]:
        return list(handed_in(self.cleaned_data["photos"], self.cleaned_data["captured"]))
