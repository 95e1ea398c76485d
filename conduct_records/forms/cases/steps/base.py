"""What the forms of all steps share, and their fields."""

import re
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from conduct_records.actions.cases.keep_evidence import HandedIn
from conduct_records.actions.cases.take_step import take_step
from conduct_records.forms.cases.evidence import FilesField, handed_in
from conduct_records.models import Case, CaseStep
from conduct_records.policies.cases import HANDLE_CASES
from conduct_records.policies.circumstances import Circumstances
from conduct_records.policies.identities import identities_open_to
from conduct_records.queries.cases.case_page import evidence_rows
from conduct_records.queries.cases.identities import interviews_of, veil_over
from conduct_records.queries.cases.shown_evidence import ShownEvidence, shown_to
from conduct_records.rules.cases.case_file import CaseFile
from conduct_records.rules.cases.deductions import MONTH, NotExact, fen_of
from conduct_records.rules.cases.identities import Veil
from conduct_records.rules.cases.steps import Step
from lms.people.forms.who import exactly
from lms.people.models import Employee
from lms.people.queries import employees_reached
from lms.ui.moments import MomentField

LONGEST = 4000


@dataclass
class Desk:
    """Where a step is written: what the gates know of the case, and who acts."""

    actor: Employee
    found: Circumstances
    rows: list[CaseStep]

    @property
    def case(self) -> Case:
        return self.found.case

    @property
    def file(self) -> CaseFile:
        return self.found.file

    @cached_property
    def interviews(self) -> list[Step]:
        return interviews_of(self.case.incident)

    @cached_property
    def veil(self) -> Veil:
        """Over who reported it and who witnessed it, as far as it is closed to the actor."""
        is_open = identities_open_to(self.actor, self.case.incident)
        return veil_over(
            self.actor,
            self.case.incident,
            self.interviews,
            is_open=is_open,
            acting=[row.actor for row in self.rows],
        )

    @cached_property
    def evidence(self) -> list[ShownEvidence]:
        return shown_to(self.actor, self.veil, evidence_rows(self.case))


class StepForm(forms.Form):
    """One step. `says` is its content from cleaned data, `take` calls the action; `introduction`
    says what comes of it. `form_id` and `seen` keep it from being taken twice, or on a case that
    is not what the page showed."""

    introduction: ClassVar[str | Promise] = ""
    # Whether the paper itself is handed in with it.
    has_scan: ClassVar[bool] = False
    # Whether it takes place before it is written down.
    is_told_later: ClassVar[bool] = False

    form_id = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, desk: Desk, **kwargs: Any) -> None:
        given = {"form_id": uuid4(), "seen": len(desk.file.steps), **self.start_of(desk)}
        kwargs["initial"] = given | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.desk = desk
        self.begin()
        if self.has_scan:
            self.fields["scan"] = scan_field()
        if self.is_told_later:
            self.fields["at"] = took_place_field()

    @classmethod
    def start_of(cls, desk: Desk) -> dict[str, Any]:
        """What the fields begin with."""
        return {}

    def begin(self) -> None:
        """Where fields depend on the case."""

    def says(self) -> Any:
        """Without the files that are handed in with it."""
        raise NotImplementedError

    def take(self, **given: Any) -> CaseStep:
        """Raises what `take_step` raises."""
        return take_step(content=self.says(), **given)

    def has_seen(self, steps: int) -> None:
        """The page says that the case has moved on: what was typed can be sent once more."""
        data: Any = self.data
        self.data = data = data.copy()
        data["seen"] = str(steps)

    @property
    def at(self) -> datetime | None:
        """When it took place. Forms know minutes: within the minute of the step before it, it
        took place with that; within this minute, now."""
        moment: datetime | None = self.cleaned_data.get("at")
        if moment is None or _minute(moment) == _minute(timezone.now()):
            return None
        last = self.desk.file.steps[-1].at
        return last if _minute(moment) == _minute(last) else moment

    @property
    def papers(self) -> list[HandedIn]:
        files = self.cleaned_data.get("scan") or []
        return handed_in(files, (), about=str(_("Scan of the signed paper")))

    @property
    def given(self) -> dict[str, Any]:
        """What every action takes beside the content."""
        said = self.cleaned_data
        return {"seen": said["seen"], "form_id": said["form_id"], "at": self.at}


def _minute(moment: datetime) -> datetime:
    return timezone.localtime(moment).replace(second=0, microsecond=0)


def line_field(label: Any, *, most: int = 200, **kwargs: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={"class": "input", "autocomplete": "off"})
    return forms.CharField(label=label, max_length=most, widget=widget, **kwargs)


def text_field(label: Any, *, rows: int = 4, **kwargs: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"class": "input", "rows": rows})
    return forms.CharField(label=label, max_length=LONGEST, widget=widget, **kwargs)


def choice_field(label: Any, choices: Any, **kwargs: Any) -> forms.ChoiceField:
    widget = forms.Select(attrs={"class": "input"})
    return forms.ChoiceField(label=label, choices=choices, widget=widget, **kwargs)


def radio_field(label: Any, choices: Any, **kwargs: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, **kwargs)


def day_field(label: Any, **kwargs: Any) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"class": "input", "type": "date"})
    return forms.DateField(label=label, widget=widget, **kwargs)


def moment_field(label: Any, **kwargs: Any) -> MomentField:
    return MomentField(label=label, **kwargs)


def took_place_field() -> MomentField:
    return moment_field(_("When it took place"), required=False, help_text=_("Empty: now."))


def scan_field() -> FilesField:
    return FilesField(
        label=_("Scan of the signed paper"),
        required=False,
        widget=forms.FileInput(attrs={"class": "input"}),
    )


class YuanField(forms.CharField):
    """An amount in yuan as typed; in fen once cleaned. Nothing is rounded."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"class": "input num", "inputmode": "decimal", "autocomplete": "off"}
        super().__init__(widget=forms.TextInput(attrs=attrs), max_length=20, **kwargs)

    def clean(self, value: Any) -> int | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return fen_of(text)
        except NotExact:
            raise forms.ValidationError(
                _("Give yuan with at most two decimals, such as 1234.50; nothing is rounded.")
            ) from None


class MonthField(forms.RegexField):
    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"class": "input", "type": "month"})
        invalid = {"invalid": _("Write the month as 2026-11.")}
        super().__init__(
            re.compile(rf"^{MONTH.pattern}\Z"), widget=widget, error_messages=invalid, **kwargs
        )


class PersonField(forms.CharField):
    """Somebody whom the actor's work reaches, by staff number or whole name; nobody is guessed."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"class": "input", "autocomplete": "off"})
        super().__init__(max_length=60, widget=widget, **kwargs)
        self.actor: Employee | None = None

    def clean(self, value: Any) -> Employee | None:
        text = super().clean(value)
        if not text:
            return None
        assert self.actor is not None
        found = exactly(employees_reached(self.actor, HANDLE_CASES), text)
        if not found:
            raise forms.ValidationError(
                _("Nobody has this staff number or name. Write the whole name, or the number.")
            )
        if len(found) > 1:
            raise forms.ValidationError(
                _("Several people are called that: %(people)s. Give the staff number.")
                % {"people": ", ".join(map(str, found))}
            )
        return found[0]
