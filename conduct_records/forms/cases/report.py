"""The report of an incident, filled in on a phone in under a minute."""

import re
from typing import Any
from uuid import uuid4

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conduct_records.actions.cases.report_incident import Report
from conduct_records.enums import IncidentKind, Source
from conduct_records.forms.cases.evidence import FilesField, handed_in
from conduct_records.policies.incidents import REPORT
from lms.files.taken import CAMERA, CapturedField, FilesInput
from lms.people.forms.who import WhoForm
from lms.people.models import Employee, Unit
from lms.people.queries import employees_reached, units_reached
from lms.ui.moments import MomentField


def people_meant(actor: Employee) -> QuerySet[Employee]:
    """People of the actor's units, whoever has left included: what they did remains."""
    return employees_reached(actor, REPORT)


class UnitField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Unit) -> str:
        return obj.localised_name


class ReportForm(WhoForm):
    """Fields of `WhoForm` with it, which may stay empty."""

    nobody = _("Nobody of your units is called that. Leave it open and say it in the text.")

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
        super().__init__(*args, people=people_meant(actor), **kwargs)
        self.fields["who"].help_text = _(
            "Name, staff number or pinyin. Leave it open if you do not know."
        )
        units = self.fields["unit"]
        assert isinstance(units, UnitField)
        units.queryset = units_reached(actor, REPORT)

    def clean_rule(self) -> str:
        """The code at its beginning: the rest is the title that the list of rules shows."""
        text = self.cleaned_data["rule"].strip()
        return re.split(r"[\s·]", text, maxsplit=1)[0].upper()[:20] if text else ""

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
